"""The lights: how many by organisation and theme, and the cases behind every number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bancheng import now
from bancheng.apps.supervision import queries
from bancheng.apps.supervision.queries import KINDS, Lights
from bancheng.core.clock import Light
from bancheng.core.procedure import Stage
from bancheng.web.desk.frame import applicant, desk, figures, me, page
from bancheng.web.supervision.words import LIGHTS, MEANINGS, Names, cases, left


@desk(*queries.OVERSIGHT)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All lights of today, by organisation and by theme; every number opens its cases."""
    here, names = me(request), Names()
    found = queries.lights(here)
    total = {kind: sum(row.counts[kind] for row in found) for kind in KINDS}
    context = {
        "kinds": [{"key": key, "label": word, "meaning": MEANINGS[key], "count": total[key], "href": cases(light=key)} for key, (word, _) in LIGHTS.items()],
        "running": sum(total.values()),
        "tables": [
            _table("单位", "organisation", found, lambda row: row.organisation, names.organisation),
            _table("一件事", "theme", found, lambda row: row.theme, names.theme),
        ],
        "told": figures(request, here)["alerts"],
        "overseer": here.has_role("overseer"),
        "at": now.business(),
    }
    return page(request, "desk/supervision/overview.html", "desk-oversight", context)


@desk(*queries.OVERSIGHT)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The cases that show a light. `?light= &organisation= &theme= &after=`; unknown values mean red, and all."""
    here, names = me(request), Names()
    light = request.GET.get("light", "")
    light = light if light in LIGHTS else str(Light.RED)
    organisations = sorted(queries.scope(here) & set(names.catalogue.organisations), key=names.organisation)
    organisation = request.GET.get("organisation", "")
    organisation = organisation if organisation in organisations else ""
    theme = request.GET.get("theme", "")
    theme = theme if theme in names.catalogue.themes else ""
    after = request.GET.get("after", "")[:40]
    found = queries.listing(here, light, organisation, theme, after)
    word, kind = LIGHTS[light]
    context = {
        "light": light,
        "word": word,
        "meaning": MEANINGS[light],
        "tabs": [{"key": key, "label": label, "href": cases(light=key, organisation=organisation, theme=theme)} for key, (label, _) in LIGHTS.items()],
        "organisation": organisation,
        "organisations": [(id, names.organisation(id)) for id in organisations],
        "theme": theme,
        "themes": [(id, names.theme(id)) for id in sorted(names.catalogue.themes)],
        "rows": [
            {
                "number": row.sub_case.number,
                "item": row.item,
                "organisation": names.organisation(row.sub_case.organisation),
                "theme": names.theme(row.sub_case.joint.theme),
                "applicant": applicant(row.sub_case.joint),
                "stage": Stage(row.sub_case.stage).zh,
                "due": row.due,
                "kind": kind,
                "text": "，".join(filter(None, (word, left(row.left)))),
            }
            for row in found.rows
        ],
        "first": cases(light=light, organisation=organisation, theme=theme) if after else "",
        "next": cases(light=light, organisation=organisation, theme=theme, after=found.next) if found.next else "",
        "at": now.business(),
    }
    return page(request, "desk/supervision/cases.html", "desk-oversight", context)


def _table(title: str, key: str, found: Sequence[Lights], of: Callable[[Lights], str], name: Callable[[str], str]) -> dict[str, Any]:
    """Lights added up by one of the two."""
    sums: dict[str, dict[str, int]] = {}
    for row in found:
        mine = sums.setdefault(of(row), dict.fromkeys(KINDS, 0))
        for kind in KINDS:
            mine[kind] += row.counts[kind]
    worst = list(LIGHTS)
    ordered = sorted(sums.items(), key=lambda entry: tuple(-entry[1][kind] for kind in worst))
    rows = [
        {"name": name(id), "cells": [{"count": counts[kind], "href": cases(light=kind, **{key: id})} for kind in worst]} for id, counts in ordered
    ]
    return {"title": title, "key": key, "rows": rows}
