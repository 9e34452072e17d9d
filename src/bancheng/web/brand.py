"""What a city overrides of the look: its name, slogan and colours, from the pack in force.

Before anything is published the product's own name stands there. Colours come as custom properties in the layer that base.css keeps for them; a value
that is no colour is left out, so that a pack cannot smuggle in style rules.
"""
from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bancheng.apps.catalogue import queries

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")

OWN = {
    "name": "办成",
    "name_en": "Bancheng",
    "slogan": "",
    "slogan_en": "",
    "region": "",
    "region_en": "",
    "hotline": "12345",
}


def brand() -> dict[str, str]:
    """Name, slogan, place and hotline of the city."""
    try:
        catalogue = queries.current()
    except queries.NoRelease:
        return dict(OWN)
    pack = catalogue.pack
    place = catalogue.regions.get(pack.region)
    return {
        "name": pack.brand.name,
        "name_en": pack.brand.name_en,
        "slogan": pack.brand.slogan,
        "slogan_en": pack.brand.slogan_en,
        "region": place.name if place else pack.name,
        "region_en": place.name_en if place else "",
        "hotline": pack.brand.hotline,
    }


def rules(colours: dict[str, str]) -> str:
    """The style rules for a pack's colours; empty when it has none."""
    known = sorted((name, value) for name, value in colours.items() if _NAME.fullmatch(name) and _COLOUR.fullmatch(value))
    if not known:
        return ""
    return "@layer brand{:root{" + ";".join(f"--{name}:{value}" for name, value in known) + "}}\n"


@require_safe
def css(request: HttpRequest) -> HttpResponse:
    """`/brand.css`: the pack's colours."""
    try:
        text = rules(queries.current().pack.brand.colours)
    except queries.NoRelease:
        text = ""
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=300"})
