"""The daily and the monthly report, as a page and as a spreadsheet."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bancheng import now
from bancheng.apps.supervision import queries
from bancheng.apps.supervision.report import Counts, Report, month_of, report
from bancheng.web.desk.frame import desk, me, page
from bancheng.web.supervision import sheet
from bancheng.web.supervision.words import Names


@desk(*queries.OVERSIGHT)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """`?kind=day|month &day=2026-11-22`; without, that of today."""
    kind, day, error = _asked(request)
    found = _report(request, kind, day)
    names = Names()
    tables = [
        ("单位", [(names.organisation(id), counts) for id, counts in found.by(lambda line: line.organisation)]),
        ("一件事", [(names.theme(id), counts) for id, counts in found.by(lambda line: line.theme)]),
    ]
    context = {
        "kind": kind,
        "kinds": [("day", "日报"), ("month", "月报")],
        "day": request.GET.get("day", "") if error else day.isoformat(),
        "error": error,
        "errors": [{"id": "day", "text": error}] if error else [],
        "title": _title(kind, day),
        "columns": sheet.COLUMNS,
        "meanings": sheet.MEANINGS,
        "tables": [{"title": title, "rows": [{"name": name, "cells": _cells(counts)} for name, counts in rows]} for title, rows in tables],
        "total": _cells(found.total),
        "any": bool(found.lines),
        "query": urlencode({"kind": kind, "day": day.isoformat()}),
        "at": found.at,
    }
    return page(request, "desk/supervision/report.html", "desk-report", context, 400 if error else 200)


@desk(*queries.OVERSIGHT)
@require_safe
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The same as .xlsx. A day that makes no sense is today."""
    kind, day, _ = _asked(request)
    answer = HttpResponse(sheet.workbook(_report(request, kind, day), _title(kind, day)), content_type=sheet.TYPE)
    name = day.isoformat() if kind == "day" else f"{day:%Y-%m}"
    answer["Content-Disposition"] = f'attachment; filename="report-{name}.xlsx"'
    return answer


def _report(request: HttpRequest, kind: str, day: date) -> Report:
    first, last = (day, day) if kind == "day" else month_of(day)
    return report(me(request), first, last)


def _asked(request: HttpRequest) -> tuple[str, date, str]:
    """Kind and day, and what is wrong with the day."""
    kind = "month" if request.GET.get("kind") == "month" else "day"
    text = request.GET.get("day", "").strip()
    try:
        day = date.fromisoformat(text) if text else now.today()
    except ValueError:
        return kind, now.today(), "请填日期，例如 2026-02-12。"
    if not 2000 <= day.year <= 2200:
        return kind, now.today(), "这个日期没有办件，请换一天。"
    return kind, day, ""


def _title(kind: str, day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日办件日报" if kind == "day" else f"{day.year} 年 {day.month} 月办件月报"


def _cells(counts: Counts) -> list[str]:
    share = counts.online_share
    return [*map(str, sheet.cells(counts)[:-1]), "没有收件" if share is None else f"{share:.1%}"]
