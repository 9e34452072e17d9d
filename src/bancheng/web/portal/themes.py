"""Themes: the list, and the page that says in plain words what a theme is before anybody answers anything."""
from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bancheng import now
from bancheng.apps.catalogue import queries
from bancheng.apps.staff.models import Officer
from bancheng.apps.supervision import figures
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item, Theme
from bancheng.core.examples import Example, example
from bancheng.core.stations import counters
from bancheng.web.portal import halls
from bancheng.web.portal.guide import theme_of
from bancheng.web.portal.words import either, laws, name, span, validity
from bancheng.web.supervision.savings import figure
from bancheng.web.ui import icons

TINTS = ("amber", "teal", "blue", "green", "violet", "rose", "olive", "plum")
_SHOWN_HALLS = 3


@lru_cache(maxsize=64)
def _example(digest: str, catalogue: Catalogue, theme: str, as_of: date) -> Example | None:
    return example(catalogue, theme, as_of)


def example_of(catalogue: Catalogue, theme: Theme) -> Example | None:
    """The worked example of a theme today; planned once a day and release."""
    return _example(catalogue.digest, catalogue, theme.id, now.today())


def cuts(found: Example | None) -> list[dict[str, Any]]:
    """What the example saves: handled one by one, and here."""
    if found is None:
        return []
    totals = found.plan.totals
    return [
        {"label": _("跑动次数"), "before": totals.separately_trips, "after": totals.visits},
        {"label": _("材料份数"), "before": totals.separately_materials, "after": totals.hand_in},
        {"label": _("工作日"), "before": totals.separately_days, "after": totals.working_days},
    ]


def card(catalogue: Catalogue, theme: Theme, place: int) -> dict[str, Any]:
    """A theme as a card."""
    return {
        "href": reverse("theme", args=[theme.id]),
        "name": name(theme),
        "text": short(either(theme.plain, theme.plain_en)),
        "icon": theme.icon if theme.icon in icons.names() else "list-check",
        "tint": TINTS[place % len(TINTS)],
        "cuts": cuts(example_of(catalogue, theme)),
        "audience": theme.audience,
    }


def cards(catalogue: Catalogue) -> list[dict[str, Any]]:
    """All themes in force."""
    return [card(catalogue, theme, place) for place, theme in enumerate(catalogue.themes_on(now.today()))]


def short(text: str) -> str:
    """The first sentence."""
    for mark in ("。", ". "):
        head, found, _rest = text.partition(mark)
        if found:
            return head + mark.strip()
    return text


def items_of(catalogue: Catalogue, theme: Theme) -> list[tuple[str, Item]]:
    """The items of a theme that are in force today, with the part they are."""
    found = ((part.id, catalogue.find_item(part.item, now.today())) for part in theme.parts)
    return [(part, item) for part, item in found if item is not None]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/themes`."""
    catalogue = queries.current()
    listed = cards(catalogue)
    return render(request, "portal/themes.html", {"nav": "themes", "cards": listed, "sources": sources(catalogue)})


@require_safe
def page(request: HttpRequest, theme: str) -> HttpResponse:
    """`/themes/<id>`."""
    catalogue = queries.current()
    found = theme_of(catalogue, theme)
    items = [item for _part, item in items_of(catalogue, found)]
    worked = example_of(catalogue, found)
    bases = [basis for part in found.parts for basis in part.basis] + [basis for item in items for basis in item.basis]
    near = counters(catalogue, catalogue.pack.region, {}, now.business())
    context = {
        "nav": "themes",
        "theme": found,
        "theme_name": name(found),
        "plain": either(found.plain, found.plain_en),
        "audience": audience(found),
        "lead_name": _lead(catalogue, found),
        "items": [_item(item) for item in items],
        "cuts": cuts(worked),
        "saved": _saved(theme),
        "opens_cases": isinstance(request.user, Officer) and request.user.has_role("overseer"),
        "example": worked,
        "example_story": worked.scenario.story if worked else "",
        "faq": _faq(found, items),
        "laws": laws(bases),
        "halls": [halls.shown(catalogue, counter) for counter in near[:_SHOWN_HALLS]],
    }
    return render(request, "portal/theme.html", context)


def _saved(theme: str) -> dict[str, Any]:
    """What the cases of a theme really took, on the average, beside handling one by one; none without cases."""
    [found] = figures.figures(theme)
    words = (("trips", _("跑动次数")), ("materials", _("材料份数")), ("days", _("工作日")), ("steps", _("环节")))
    rows = []
    for key, label in words if found.cases else ():
        mine, base = found.mean(key)
        rows.append({"label": label, "before": figure(base), "after": figure(mine)})
    return {"cases": found.cases, "rows": rows, "sources": found.sources, "verified": found.verified}


def audience(theme: Theme) -> str:
    """Whom a theme is for."""
    words = {"natural_person": _("个人"), "legal_entity": _("企业、个体工商户和单位")}
    return _("、").join(words[one] for one in theme.audience)


def sources(catalogue: Catalogue) -> dict[str, Any]:
    """Where the base lines of the cards come from."""
    found = [one for theme in catalogue.themes_on(now.today()) if (one := example_of(catalogue, theme)) is not None]
    return {"texts": list(dict.fromkeys(text for one in found for text in one.sources)), "verified": all(one.verified for one in found)}


def _lead(catalogue: Catalogue, theme: Theme) -> str:
    organisation = catalogue.find(theme.lead, catalogue.pack.region)
    return name(organisation) if organisation else ""


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": name(item),
        "plain": either(item.plain, item.plain_en),
        "statutory": span(item.limits.statutory.days, item.limits.statutory.unit),
        "result": name(item.result) if item.result.kind != "none" else "",
        "validity": validity(item.result.valid) if item.result.kind in ("licence", "approval") else "",
        "verified": item.verified,
    }


def _faq(theme: Theme, items: list[Item]) -> list[dict[str, str]]:
    asked = [*theme.faq, *(one for item in items for one in item.faq)]
    return [{"q": either(one.question, one.question_en), "a": either(one.answer, one.answer_en)} for one in dict.fromkeys(asked)]
