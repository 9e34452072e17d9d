"""The home page: one box to say what one wants in everyday words, the themes, one's own matters, and what exists. Nothing on it is made up."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bancheng import now
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.standing import overall
from bancheng.apps.catalogue import queries
from bancheng.apps.subjects import queries as subjects
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
        "mine": _mine(request, catalogue),
    }
    return render(request, "portal/home.html", context)


def _mine(request: HttpRequest, catalogue: Catalogue) -> dict[str, Any]:
    """The matter that is in hand: the newest case that is not finished, else the newest draft; empty when there is none."""
    principal = subjects.principal(request)
    if principal is None:
        return {}
    joint = cases.cases_of(principal).filter(finished_at=None).first()
    if joint is not None:
        parts = cases.parts_of(joint)
        standing = overall(parts)
        waits = any(part.awaits_applicant for part in parts)
        where, what = reverse("case", args=[joint.number]), _theme_name(catalogue, joint.theme)
        return {"kind": "case", "href": where, "name": what, "standing": standing, "waits": waits}
    draft = cases.drafts_of(principal).first()
    if draft is not None:
        return {"kind": "draft", "href": reverse("form", args=[draft.pk]), "name": _theme_name(catalogue, draft.theme), "at": draft.saved_at}
    return {}


def _theme_name(catalogue: Catalogue, id: str) -> str:
    return name(catalogue.themes[id][-1]) if id in catalogue.themes else id


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
