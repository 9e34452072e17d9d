"""A saved guide: a short link that anybody may open, a card to print, and the way back into the live guide.

It holds the answers, not the result: whoever opens it sees the guide as it is today, and it says when it was saved.
"""
from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bancheng import documents, now
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.models import SavedGuide
from bancheng.apps.catalogue import queries
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.values import display, label
from bancheng.core.guide import Plan
from bancheng.core.stations import counters
from bancheng.web.portal import guide_page, situation
from bancheng.web.portal.guide import theme_of
from bancheng.web.portal.situation import Situation
from bancheng.web.portal.words import lang, name


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """`/g/<code>`."""
    saved, catalogue, told, plan = _open(code)
    context = {
        **guide_page.present(catalogue, plan),
        "nav": "themes",
        "theme": told.theme,
        "theme_name": name(told.theme),
        "saved": saved,
        "address": _address(code),
        "answers": _answers(catalogue, told, plan),
        "place": name(catalogue.region(plan.region)),
    }
    return render(request, "portal/saved_guide.html", context)


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """`/g/<code>.pdf`: the guide card on one A4 page."""
    _, catalogue, told, plan = _open(code)
    items = {part.item: part.authority for part in plan.parts if part.state == "needed"}
    near = counters(catalogue, plan.region, items, now.business()) if items else ()
    station = near[0].station if near else None
    pdf = documents.guide_card(catalogue, plan, _address(code), lang=lang(), station=station)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{told.theme.id}-{code}.pdf"'
    return response


@require_POST
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Take the answers over into the live guide."""
    saved, _, told, _ = _open(code)
    situation.store(request, told.theme, saved.region, saved.answers)
    return redirect("guide", told.theme.id)


def _open(code: str) -> tuple[SavedGuide, Catalogue, Situation, Plan]:
    saved = cases.saved_guide(code)
    if saved is None:
        raise Http404("没有这份清单。请核对链接里的编号，或者从首页重新答一遍。")
    catalogue = queries.current()
    told = situation.read(catalogue, theme_of(catalogue, saved.theme), saved.region, saved.answers)
    return saved, catalogue, told, told.plan(catalogue, now.today())


def _address(code: str) -> str:
    return settings.ENV.public_url + reverse("saved-guide", args=[code])


def _answers(catalogue: Catalogue, told: Situation, plan: Plan) -> list[dict[str, Any]]:
    return [
        {"label": label(catalogue.elements[id], lang()), "value": display(catalogue.elements[id], told.answers[id], lang())}
        for id in plan.questions
        if id in told.answers
    ]
