"""The report as a spreadsheet. Text stays text: a cell that begins like a formula is written as a string, never as one."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from bancheng.apps.supervision.report import Counts, Report
from bancheng.web.supervision.words import Names

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = ("收件", "受理", "办结", "其中超时办结", "新增超时", "网上申请", "网办率")
MEANINGS = (
    ("收件", "这段时间收到的办件"),
    ("受理", "这段时间受理的办件，包括超过 5 个工作日没有告知、视为受理的"),
    ("办结", "这段时间作出准予或者不予决定的办件"),
    ("其中超时办结", "办结时已经过了承诺的最后一天"),
    ("新增超时", "这段时间过了承诺的最后一天还没有决定的办件，以后办结的也算"),
    ("网上申请", "收件中在网上提交的"),
    ("网办率", "网上申请除以收件"),
)
Cell = str | int | float | None


def workbook(report: Report, title: str) -> bytes:
    """By organisation, by theme, in detail, and what the columns mean."""
    names = Names()
    book = Workbook()
    book.properties.creator = "Bancheng"
    period = f"{report.first.isoformat()} 至 {report.last.isoformat()}，数据截至 {report.at:%Y-%m-%d %H:%M}"
    by_organisation = [(names.organisation(id), *cells(counts)) for id, counts in report.by(lambda line: line.organisation)]
    by_theme = [(names.theme(id), *cells(counts)) for id, counts in report.by(lambda line: line.theme)]
    detail = [(names.organisation(line.organisation), names.theme(line.theme), *cells(line.counts)) for line in report.lines]
    total = cells(report.total)
    first = book.active
    assert isinstance(first, Worksheet)
    _fill(first, "按单位", f"{title}（按单位）", period, ("单位", *COLUMNS), [*by_organisation, ("合计", *total)])
    _fill(book.create_sheet(), "按一件事", f"{title}（按一件事）", period, ("一件事", *COLUMNS), [*by_theme, ("合计", *total)])
    _fill(book.create_sheet(), "明细", f"{title}（明细）", period, ("单位", "一件事", *COLUMNS), detail)
    _fill(book.create_sheet(), "说明", "各列的意思", period, ("列", "怎么数"), MEANINGS)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cells(counts: Counts) -> tuple[Cell, ...]:
    """One line of figures."""
    return (counts.received, counts.accepted, counts.decided, counts.late, counts.overrun, counts.online, counts.online_share)


def _fill(sheet: Worksheet, name: str, title: str, period: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    sheet.title = name
    for number, line in enumerate(((title,), (period,), columns, *rows), 1):
        for place, value in enumerate(line, 1):
            cell = sheet.cell(number, place)
            if isinstance(value, str):
                cell.value = value
                cell.data_type = "s"  # what looks like a formula would become one otherwise
                cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
            else:
                cell.value = value
            if isinstance(value, float):
                cell.number_format = "0.0%"
            if number == 3:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(wrap_text=True)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.freeze_panes = "B4"
    texts = [place for place, column in enumerate(columns, 1) if column not in COLUMNS]
    for place in range(1, len(columns) + 1):
        sheet.column_dimensions[sheet.cell(3, place).column_letter].width = 32 if place in texts else 12
