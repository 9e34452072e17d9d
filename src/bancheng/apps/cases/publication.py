"""双公示: decisions that the public may read, within seven working days (D-08, 行政许可法 art. 40).

What goes out are permits that were granted (and registrations that are permits by law, 行政许可法 art. 12 no. 5); filings
and services are no permits. The columns are those of the national list for credit platforms. People are masked, companies
are not: their names and codes are public. An export is recorded in the case, once; exporting again changes nothing.
"""
from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.audit.models import Event
from bancheng.apps.cases.models import IssuedDocument, SubCase
from bancheng.apps.cases.spine import Happened, catalogue_of, item_of, lock
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.licences import queries as licences
from bancheng.apps.licences.models import Licence
from bancheng.core.canonical import digest
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item
from bancheng.core.clock import due
from bancheng.core.licence import Status
from bancheng.core.procedure import Outcome
from bancheng.core.procedure.values import PUBLICATION_LIMIT

KINDS = {"permit": "普通", "registration": "登记"}
WITHIN = PUBLICATION_LIMIT.amount.number
COLUMNS = (
    "行政相对人名称",
    "行政相对人类别",
    "行政相对人代码_1（统一社会信用代码）",
    "行政许可决定文书名称",
    "行政许可决定文书号",
    "许可类别",
    "许可证书名称",
    "许可编号",
    "许可内容",
    "许可决定日期",
    "有效期自",
    "有效期至",
    "许可机关",
    "许可机关统一社会信用代码",
    "当前状态",
    "数据来源单位",
    "数据来源单位统一社会信用代码",
    "备注",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as it is published, by when it had to be, and when it was."""

    case: str
    cells: tuple[str, ...]
    decided_on: date
    due: date | None
    published_at: datetime | None

    @property
    def state(self) -> str:
        """`published`, `overdue` or `due`."""
        if self.published_at:
            return "published"
        return "overdue" if self.due and now.today() > self.due else "due"


def first_day(until: date) -> date:
    """The day that lies seven working days before."""
    calendar, day, left = catalogues.current().calendar, until, WITHIN
    while left:
        left -= calendar.is_working_day(day)
        day -= timedelta(days=1)
    return day + timedelta(days=1)


def decisions(start: date, end: date, organisation: str = "") -> list[Decision]:
    """The decisions of these days (both included), in the order of deciding; of one organisation, or of all."""
    cases = SubCase.objects.filter(
        outcome=Outcome.GRANTED, external=False, decided_at__gte=_midnight(start), decided_at__lt=_midnight(end + timedelta(days=1))
    )
    if organisation:
        cases = cases.filter(organisation=organisation)
    chosen = [case for case in cases.select_related("joint").order_by("decided_at", "pk") if item_of(case).type in KINDS]
    published = _published(chosen)
    return [_decision(case, published.get(case.stream)) for case in chosen]


def overdue(organisation: str = "", days: int = 90) -> list[Decision]:
    """Decisions of the last months that should have been published and were not."""
    found = decisions(now.today() - timedelta(days=days), now.today(), organisation)
    return [one for one in found if one.state == "overdue"]


def mark(published: Iterable[Decision], actor: str) -> int:
    """Record that decisions went out; gives how many had not before."""
    fresh = [one for one in published if one.published_at is None]
    if not fresh:
        return 0
    export = digest([list(one.cells) for one in fresh])
    count = 0
    for one in fresh:
        with transaction.atomic():
            case = lock(one.case)
            if not _published([case]):
                stream.append(case.stream, [Happened("published", {"export": export})], actor=actor)
                count += 1
    return count


def text(rows: Sequence[Decision]) -> str:
    """The list as CSV. A cell that a spreadsheet would take for a formula is made a text."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in row.cells] for row in rows)
    return out.getvalue()


def _decision(case: SubCase, published_at: datetime | None) -> Decision:
    catalogue, joint = catalogue_of(case), case.joint
    item, body = item_of(case, catalogue), catalogue.organisations[case.organisation]
    document = IssuedDocument.objects.filter(sub_case=case, kind="granted").order_by("pk").first()
    issued = licences.of_case(case.number)
    licence = licences.newest(issued[0]) if issued else None
    assert case.decided_at is not None
    day = case.decided_at.astimezone(now.ZONE).date()
    person = joint.holder.startswith("person:")
    cells = (
        _masked(joint.holder_name) if person else joint.holder_name,
        "自然人" if person else _kind_of(joint.holder),
        "" if person else joint.holder.partition(":")[2],
        "准予行政许可决定书",
        document.number if document else "",
        KINDS[item.type],
        item.result.name,
        licence.number if licence else "",
        _content(catalogue, item, licence),
        day.isoformat(),
        licence.valid_from.isoformat() if licence else "",
        licence.valid_to.isoformat() if licence and licence.valid_to else "",
        body.name,
        body.uscc,
        licence.standing(now.business()).status.word if licence else Status.VALID.word,
        body.name,
        body.uscc,
        "按规则自动核准" if case.automatic else "",
    )
    limit = due(PUBLICATION_LIMIT, day, catalogues.current().calendar)
    return Decision(case.number, cells, day, limit.date, published_at)


def _content(catalogue: Catalogue, item: Item, licence: Licence | None) -> str:
    """What was permitted: the item, and what stands on the licence, but nothing about people and nothing said in another column."""
    if licence is None:
        return item.name
    by_name = {element.name: element for element in catalogue.elements.values()}
    public = {
        printed
        for printed, text in item.result.fields.items()
        if (element := by_name.get(text)) and element.sensitivity == "public" and element.kind not in ("uscc", "person_name")
    }
    said = [f"{field.name}：{field.value}" for field in licence.record.fields if field.name in public and field.value != licence.record.holder_name]
    return f"{item.name}。{'；'.join(said)}" if said else item.name


def _published(cases: Sequence[SubCase]) -> dict[str, datetime]:
    rows = Event.objects.filter(stream__in=[case.stream for case in cases], type="published")
    return {row.stream: row.at for row in rows}


def _kind_of(holder: str) -> str:
    return "个体工商户" if holder.partition(":")[2].startswith("92") else "法人及非法人组织"


def _masked(name: str) -> str:
    return name[:1] + "*" * (len(name) - 2) + name[-1:] if len(name) > 2 else name[:1] + "*"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=now.ZONE)
