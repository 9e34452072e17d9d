"""What officers see: the worklist of their organisation, one case, its files, what was pushed to them.

Default deny. An officer finds a case only if it is their organisation's: to decide, or, for a supervising department, once the result was told to it
or a check of it is its task. What is not found and what is not theirs look the same. Lists fetch one row more than they show and never count a table.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet

from bancheng import now
from bancheng.apps.cases.models import RUNNING, CaseFile, IssuedDocument, JointCase, SubCase, SupervisorPush, Task
from bancheng.apps.cases.queries import NoSuchCase, Part
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.staff.models import Officer
from bancheng.core.clock import Calendar, Light
from bancheng.core.identifiers import normalise
from bancheng.core.procedure import Outcome, Stage

#: Roles that have to do with cases at all.
CASE_ROLES = ("intake", "reviewer", "decider", "head", "inspector", "supervisor")
PAGE = 25
MOST = 99
"""Figures beside a tab count no further than this."""

TABS = {"review": "待审查", "sign": "待签发", "check": "事后核查", "running": "在办", "done": "已办"}
TO_DO = ("review", "sign", "check")
"""Tabs of what somebody has to do."""
SOON = 5
"""Working days before the end of an after-check at which its light turns yellow."""

#: What a list does not show of a case is not fetched and not decrypted.
_UNREAD = ("joint__submission", "joint__signature")
_UNREAD_OF_TASK = tuple(f"sub_case__{name}" for name in _UNREAD)


@dataclass(frozen=True, slots=True)
class Filters:
    """What an officer narrows the list by; empty means all."""

    stage: str = ""
    item: str = ""
    number: str = ""

    def __bool__(self) -> bool:
        return bool(self.stage or self.item or self.number)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the worklist. `light` is None where no limit runs; `due` is what it is about."""

    sub_case: SubCase
    item: str
    why: str
    light: Light | None
    due: date | None
    left: int | None
    """Working days left, negative when overdue."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list, and whether there is another."""

    rows: Sequence[Row]
    page: int
    more: bool
    at: datetime


def worklist(officer: Officer, tab: str, filters: Filters = Filters(), page: int = 1) -> Slice:
    """A page of the officer's list, the riskiest and then the most urgent first."""
    start = (page - 1) * PAGE
    if tab in TO_DO:
        tasks = _tasks(officer, tab, filters).order_by("-risk", F("due").asc(nulls_last=True), "pk")
        chosen = list(tasks.select_related("sub_case__joint").defer(*_UNREAD_OF_TASK)[start : start + PAGE + 1])
        rows = _rows([(task.sub_case, task) for task in chosen[:PAGE]])
        return Slice(rows, page, len(chosen) > PAGE, now.business())
    cases = SubCase.objects.filter(_where(filters, ""), organisation=officer.organisation)
    if tab == "running":
        cases = cases.filter(stage__in=RUNNING).order_by("-risk", F("promised_due").asc(nulls_last=True), "pk")
    else:
        cases = cases.exclude(outcome="").order_by("-pk")
    found = list(cases.select_related("joint").defer(*_UNREAD)[start : start + PAGE + 1])
    return Slice(_rows([(case, None) for case in found[:PAGE]]), page, len(found) > PAGE, now.business())


def waiting(officer: Officer) -> dict[str, QuerySet[Any]]:
    """What waits in each tab of things to do, and what was pushed and not seen (`inbox`)."""
    found: dict[str, QuerySet[Any]] = {tab: _tasks(officer, tab, Filters()) for tab in TO_DO}
    return found | {"inbox": _pushes(officer).filter(seen_at=None)}


def counted(waiting: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How much waits of each, counted to `MOST` and no further: one statement for all figures of a page."""
    found = dict.fromkeys(waiting, 0)
    asked: dict[str, tuple[str, tuple[Any, ...]]] = {}
    for name, rows in waiting.items():
        with suppress(EmptyResultSet):  # nothing can be there
            asked[name] = rows.order_by().values_list("pk")[:MOST].query.sql_with_params()
    if asked:
        counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _ in asked.values())
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {counts}", [value for _, values in asked.values() for value in values])
            found |= zip(asked, cursor.fetchone(), strict=True)
    return found


def items_of(officer: Officer) -> list[tuple[str, str]]:
    """The items that the organisation decides or supervises, by id and name, for the filter: from the catalogue, not from a million cases."""
    catalogue = catalogues.current()
    roles = catalogue.organisations[officer.organisation].roles if officer.organisation in catalogue.organisations else ()
    newest = [versions[-1] for _, versions in sorted(catalogue.items.items())]
    return [(item.id, item.name) for item in newest if item.authority in roles or item.supervisor in roles]


def case_for(officer: Officer, number: str) -> Part:
    """A part of a case, for an officer of an organisation that it is the business of.

    Raises:
        NotAllowed: none of the officer's roles has to do with cases.
        NoSuchCase: nobody has this number, or it is not this organisation's business.
    """
    officer.must(CASE_ROLES)
    if officer.station:  # a station has its own pages for what it took in
        raise NoSuchCase(number)
    sub_case = SubCase.objects.select_related("joint").filter(number=number).first()
    if sub_case is None or not _may_see(officer, sub_case):
        raise NoSuchCase(number)
    return Part(sub_case)


def file_of(part: Part, pk: int) -> CaseFile:
    """A file handed in with the case, if it is one of a material of this part.

    Raises:
        NoSuchCase: the part has no such file.
    """
    mine = [material.id for material in part.item.materials]
    row = part.sub_case.joint.files.select_related("file").filter(pk=pk, material__in=mine).first()
    if row is None:
        raise NoSuchCase(str(pk))
    return row


def files_of(part: Part) -> dict[str, list[CaseFile]]:
    """The files of the part's materials, the newest round first."""
    mine = [material.id for material in part.item.materials]
    found: dict[str, list[CaseFile]] = {}
    for row in part.sub_case.joint.files.select_related("file").filter(material__in=mine).order_by("-round", "pk"):
        found.setdefault(row.material, []).append(row)
    return found


def documents_of(part: Part) -> QuerySet[IssuedDocument]:
    """What was issued about this part, and the receipt of the whole."""
    return part.sub_case.joint.documents.filter(Q(sub_case=part.sub_case) | Q(sub_case=None)).order_by("issued_at", "pk")


def document_of(part: Part, pk: int) -> IssuedDocument:
    """One of them.

    Raises:
        NoSuchCase: there is no such document.
    """
    row = documents_of(part).filter(pk=pk).first()
    if row is None:
        raise NoSuchCase(str(pk))
    return row


def inbox(officer: Officer, page: int = 1) -> tuple[list[SupervisorPush], bool]:
    """Decisions told to the officer's organisation, unseen ones first; whether there are more."""
    start = (page - 1) * PAGE
    rows = _pushes(officer).select_related("sub_case__joint").defer(*_UNREAD_OF_TASK)
    fresh, seen = rows.filter(seen_at=None).order_by("-at", "-pk"), rows.filter(seen_at__isnull=False).order_by("seen_at", "-at", "-pk")
    found = list(fresh[start : start + PAGE + 1])
    if len(found) <= PAGE:  # two questions, each answered by an index, instead of one that is answered by none
        before = max(0, start - fresh.count()) if start else 0
        found += seen[before : before + PAGE + 1 - len(found)]
    return found[:PAGE], len(found) > PAGE


def push_for(officer: Officer, pk: int) -> SupervisorPush:
    """One of them.

    Raises:
        NoSuchCase: it was told to another organisation, or to nobody.
    """
    row = _pushes(officer).select_related("sub_case").filter(pk=pk).first()
    if row is None:
        raise NoSuchCase(str(pk))
    return row


def colleagues(officer: Officer, role: str) -> list[Officer]:
    """Others of the same organisation in a role."""
    others = Officer.objects.filter(organisation=officer.organisation, is_active=True).exclude(pk=officer.pk).order_by("pk")
    return [other for other in others if other.has_role(role)]


def names() -> dict[str, str]:
    """Names of officers by reference, for histories."""
    return {f"staff:{pk}": name for pk, name in Officer.objects.values_list("pk", "name")}


def light_of(due: date | None, on: date, calendar: Calendar, soon: int = 1) -> Light | None:
    """The light of a plain last day: yellow when at most `soon` working days are left, red when it is over."""
    if due is None:
        return None
    if on > due:
        return Light.RED
    return Light.YELLOW if calendar.count(on, due) <= soon else Light.GREEN


def running_light(case: SubCase, on: date) -> Light | None:
    """The light of a case on a day, from the dates that follow from its events: the same as `core.procedure.light`. None where no limit runs."""
    if case.outcome:
        return None
    if case.promised_due is None or case.statutory_due is None:
        return Light.GREEN if case.stage == Stage.SPECIAL_PROCEDURE and case.promised_due is None else None
    if on > case.statutory_due:
        return Light.OVER_STATUTORY
    if on > case.promised_due:
        return Light.RED
    return Light.YELLOW if case.yellow_from and on >= case.yellow_from else Light.GREEN


def left_until(due: date | None, on: date, calendar: Calendar) -> int | None:
    """Working days until a day, negative when it is over."""
    if due is None:
        return None
    return calendar.count(on, due) if due >= on else -max(calendar.count(due, on), 1)


def _may_see(officer: Officer, sub_case: SubCase) -> bool:
    organisation = officer.organisation
    if sub_case.organisation == organisation:
        return True
    theirs = sub_case.tasks.filter(organisation=organisation).exclude(kind="hand_out")  # what a counter hands out it need not read
    return sub_case.pushes.filter(organisation=organisation).exists() or theirs.exists()


def _pushes(officer: Officer) -> QuerySet[SupervisorPush]:
    return SupervisorPush.objects.filter(organisation=officer.organisation)


def _tasks(officer: Officer, queue: str, filters: Filters) -> QuerySet[Task]:
    open_ = Task.objects.filter(organisation=officer.organisation, closed_at=None, queue=queue)
    return open_.filter(_where(filters, "sub_case__"))


def _where(filters: Filters, path: str) -> Q:
    """The filters as conditions on sub-cases, or on rows from which `path` leads to one. Each number is looked up in its own index."""
    wanted = Q()
    if filters.stage:
        wanted &= Q(**{f"{path}stage": filters.stage})
    if filters.item:
        wanted &= Q(**{f"{path}item": filters.item})
    if filters.number:
        number = normalise(filters.number)
        joints = list(JointCase.objects.filter(number__startswith=number).order_by("number").values_list("pk", flat=True)[:MOST])
        wanted &= Q(**{f"{path}number__startswith": number}) | Q(**{f"{path}joint_id__in": joints})
    return wanted


def _rows(chosen: Sequence[tuple[SubCase, Task | None]]) -> list[Row]:
    """Lines with their lights."""
    calendar, today = catalogues.current().calendar, now.today()
    pinned = {(case.release, case.item, case.item_version) for case, _ in chosen}
    names = {(release, item, version): catalogues.release(release).item(item, version).name for release, item, version in pinned}
    rows = []
    for case, task in chosen:
        item = names[case.release, case.item, case.item_version]
        if task is not None and task.kind in ("after_check", "revoke"):
            due, light = task.due, light_of(task.due, today, calendar, SOON)
        else:
            due, light = case.promised_due or case.notice_due, running_light(case, today) or light_of(case.notice_due, today, calendar)
        over = case.outcome in tuple(Outcome)
        due = None if over and task is None else due
        rows.append(Row(case, item, task.why if task else "", light, due, left_until(due, today, calendar)))
    return rows
