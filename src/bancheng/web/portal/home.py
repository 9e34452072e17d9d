"""The home page: one box to say what one wants in everyday words, the themes, one's own matters, and what exists. Nothing on it is made up."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bancheng import now
from bancheng.apps.catalogue import queries
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Theme
from bancheng.core.stations import counters
from bancheng.web.portal import halls, themes
from bancheng.web.portal.words import either, english, name

_WAYS_TO_SAY = 2  # per theme, under the search box
_SHOWN_HALLS = 3
_SHOWN_FAQ = 5


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/`."""
    catalogue = queries.current()
    listed = catalogue.themes_on(now.today())
    near = counters(catalogue, catalogue.pack.region, {}, now.business())
    context = {
        "nav": "home",
        "cards": themes.cards(catalogue),
        "sources": themes.sources(catalogue),
        "ways": [way for theme in listed for way in _ways(theme)],
        "services": _services(catalogue, listed),
        "faq": _faq(listed),
        "halls": [halls.shown(catalogue, counter) for counter in near[:_SHOWN_HALLS]],
    }
    return render(request, "portal/home.html", context)


def _ways(theme: Theme) -> list[str]:
    """A few everyday ways to say a theme, to try in the search box."""
    words = theme.synonyms_en if english() and theme.synonyms_en else theme.synonyms
    return [theme.name if not english() else theme.name_en or theme.name, *words][:_WAYS_TO_SAY]


def _services(catalogue: Catalogue, listed: list[Theme]) -> list[dict[str, Any]]:
    """Every item that can be handled here, once, leading to its theme."""
    found: dict[str, dict[str, Any]] = {}
    for theme in listed:
        for _part, item in themes.items_of(catalogue, theme):
            address = f"{reverse('theme', args=[theme.id])}#{item.id}"
            found.setdefault(item.id, {"name": name(item), "href": address, "icon": _ICONS.get(item.matter, "file-text")})
    return list(found.values())


_ICONS = {
    "new": "certificate",
    "amendment": "edit",
    "renewal": "refresh",
    "replacement": "copy",
    "cancellation": "ban",
    "filing": "clipboard-check",
    "disclosure": "building-store",
}


def _faq(listed: list[Theme]) -> list[dict[str, str]]:
    asked = [one for theme in listed for one in theme.faq]
    return [{"q": either(one.question, one.question_en), "a": either(one.answer, one.answer_en)} for one in asked[:_SHOWN_FAQ]]
