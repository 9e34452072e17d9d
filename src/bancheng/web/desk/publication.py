"""双公示 at the desk: which decisions go to the credit platform, by when, and the export."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from bancheng import now
from bancheng.apps.cases import publication
from bancheng.apps.cases.publication import Decision
from bancheng.web.desk.frame import desk, me, page

STATES = {"published": ("已公示", "ok"), "due": ("待公示", "warn"), "overdue": ("逾期未公示", "bad")}
LONGEST = 366
EARLIEST, LATEST = 2000, 2999  # years that can be counted on from, in both directions


@desk("reviewer", "decider", "auditor")
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The list of some days; POST gives it as CSV and records that it went out. An auditor sees every organisation."""
    here = me(request)
    organisation = "" if here.has_role("auditor") else here.organisation
    given = request.POST if request.method == "POST" else request.GET
    errors: dict[str, str] = {}
    end = _day(given.get("to"), "to", errors) or now.today()
    start = _day(given.get("from"), "from", errors) or publication.first_day(end)
    if not errors and start > end:
        errors["from"] = "开始日期在结束日期后面，请对调一下。"
    if not errors and (end - start).days > LONGEST:
        errors["from"] = "一次最多看一年，请缩短日期范围。"
    rows = [] if errors else publication.decisions(start, end, organisation)
    if request.method == "POST" and not errors:
        here.must(("reviewer", "decider"))
        return _export(rows, start, end, here.reference)
    late = [] if errors else [one for one in publication.overdue(organisation) if one.decided_on < start]
    context = {
        "errors": [{"id": name, "text": text} for name, text in errors.items()],
        "fields": {name: {"value": given.get(name, "") or day.isoformat(), "error": errors.get(name, "")} for name, day in (("from", start), ("to", end))},
        "rows": [_row(row) for row in [*late, *rows]],
        "waiting": sum(row.state != "published" for row in rows) + len(late),
        "may_export": here.has_role("reviewer", "decider"),
        "at": now.business(),
    }
    return page(request, "desk/publication.html", "desk-publication", context, 400 if errors else 200)


def _export(rows: list[Decision], start: date, end: date, actor: str) -> HttpResponse:
    publication.mark(rows, actor)
    answer = HttpResponse(publication.text(rows).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="publication-{start}-{end}.csv"'
    return answer


def _row(row: Decision) -> dict[str, object]:
    word, kind = STATES[row.state]
    return {"case": row.case, "cells": row.cells, "due": row.due, "word": word, "kind": kind, "decided_on": row.decided_on, "published_at": row.published_at}


def _day(text: str | None, name: str, errors: dict[str, str]) -> date | None:
    if not text or not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        errors[name] = "请填日期，例如 2026-02-12。"
        return None
    if not EARLIEST <= day.year <= LATEST:
        errors[name] = f"请填 {EARLIEST} 年到 {LATEST} 年之间的日期。"
        return None
    return day
