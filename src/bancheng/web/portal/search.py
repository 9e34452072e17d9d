"""Search by everyday words."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bancheng import now
from bancheng.apps.catalogue import queries
from bancheng.apps.catalogue.search import Hit, search
from bancheng.web.portal import themes
from bancheng.web.portal.words import either, name

_LONGEST = 100


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/search?q=`."""
    catalogue = queries.current()
    asked = " ".join(request.GET.get("q", "").split())[:_LONGEST]
    hits = search(catalogue, asked, now.today()) if asked else []
    context = {
        "nav": "home",
        "q": asked,
        "hits": [_shown(hit) for hit in hits],
        "cards": [] if hits else themes.cards(catalogue),
    }
    return render(request, "portal/search.html", context)


def _shown(hit: Hit) -> dict[str, Any]:
    theme = reverse("theme", args=[hit.theme.id])
    start = reverse("guide", args=[hit.theme.id])
    if hit.kind == "theme":
        text = either(hit.theme.plain, hit.theme.plain_en)
        return {"title": name(hit.theme), "kind": _("一件事"), "text": text, "href": theme, "guide": start}
    if hit.kind == "item" and hit.item is not None:
        text = either(hit.item.plain, hit.item.plain_en)
        return {"title": name(hit.item), "kind": name(hit.theme), "text": text, "href": f"{theme}#{hit.item.id}", "guide": ""}
    asked = (hit.item.faq if hit.item else hit.theme.faq)[hit.question]
    return {
        "title": either(asked.question, asked.question_en),
        "kind": _("问答"),
        "text": either(asked.answer, asked.answer_en),
        "href": f"{theme}#h-faq",
        "guide": "",
    }
