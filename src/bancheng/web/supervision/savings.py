"""What was saved per theme, and the cases behind every figure, for overseers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from bancheng import now
from bancheng.apps.supervision import figures
from bancheng.apps.supervision.figures import Figures
from bancheng.apps.supervision.models import Saving
from bancheng.web.desk.frame import NotFound, desk, me, page
from bancheng.web.supervision.words import Names

COLUMNS = (("trips", "跑动次数"), ("materials", "材料份数"), ("days", "工作日"), ("steps", "环节"))


@desk("overseer")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every theme with its figures; one without cases says so."""
    found = figures.figures(officer=me(request))
    context = {
        "columns": [word for _, word in COLUMNS],
        "rows": [_row(one) for one in found],
        "sources": list(dict.fromkeys(source for one in found for source in one.sources)),
        "verified": all(one.verified for one in found if one.sources),
        "at": now.business(),
    }
    return page(request, "desk/supervision/savings.html", "desk-figures", context)


@desk("overseer")
@require_safe
def listing(request: HttpRequest, theme: str) -> HttpResponse:
    """The cases that were compared, the newest first. `?after=`."""
    here, names = me(request), Names()
    if theme not in names.catalogue.themes:
        raise NotFound(theme)
    [found] = figures.figures(theme, here)
    after = request.GET.get("after", "")[:20]
    rows, following = figures.listing(here, theme, after)
    address = reverse("desk-figures-theme", args=[theme])
    context = {
        "name": found.name,
        "columns": [word for _, word in COLUMNS],
        "cases": found.cases,
        "left_out": found.left_out,
        "figures": _row(found)["cells"],
        "rows": [_case(row) for row in rows],
        "first": address if after else "",
        "next": f"{address}?{urlencode({'after': following})}" if following else "",
        "at": now.business(),
    }
    return page(request, "desk/supervision/savings_cases.html", "desk-figures", context)


def _row(one: Figures) -> dict[str, Any]:
    return {
        "name": one.name,
        "cases": one.cases,
        "left_out": one.left_out,
        "href": reverse("desk-figures-theme", args=[one.theme]),
        "cells": [_cell(one, name) for name, _ in COLUMNS] if one.cases else [],
    }


def _cell(one: Figures, name: str) -> dict[str, str]:
    mine, base = one.mean(name)
    less = one.less(name)
    share = "" if less is None else f"少 {less:.0%}" if less > 0 else "没有少" if less == 0 else f"多 {-less:.0%}"
    return {"before": figure(base), "after": figure(mine), "share": share}


def _case(row: Saving) -> dict[str, Any]:
    parts = [part.number for part in row.joint.parts.order_by("order")]
    return {
        "number": row.joint.number,
        "parts": parts,
        "finished": row.joint.finished_at,
        "cells": [{"before": getattr(row, f"alone_{name}"), "after": getattr(row, name)} for name, _ in COLUMNS],
    }


def figure(value: float) -> str:
    """A mean with one decimal, where it has one."""
    return f"{value:.1f}".removesuffix(".0")
