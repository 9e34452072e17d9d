"""What a counter sees: the joint cases that it took in itself, their papers to print, and what waits there for somebody.

Default deny: another hall's cases, and those that do not exist, look the same. Lists are short and never count a table.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from bancheng import now
from bancheng.apps.cases.actions.check_papers import may_check
from bancheng.apps.cases.actions.hand_out import DECISIONS, TASK
from bancheng.apps.cases.models import Intake, IssuedDocument, JointCase, SubCase, Task
from bancheng.apps.cases.queries import NoSuchCase, Part
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.core.procedure import Stage

MOST = 100


def intakes_today(officer: Officer) -> list[Intake]:
    """What this counter took in today, the newest first."""
    morning = datetime.combine(now.today(), datetime.min.time(), now.ZONE)
    rows = Intake.objects.filter(organisation=officer.organisation, station=officer.station, at__gte=morning, at__lt=morning + timedelta(days=1))
    return list(rows.select_related("joint").order_by("-at", "-pk")[:MOST])


def intake_for(officer: Officer, number: str) -> JointCase:
    """A joint case that this counter took in.

    Raises:
        NotAllowed: the officer does not take in applications.
        NoSuchCase: nobody has this number, or it was taken in elsewhere.
    """
    officer.must("intake")
    joint = JointCase.objects.filter(number=number, intake__organisation=officer.organisation, intake__station=officer.station).first()
    if joint is None:
        raise NoSuchCase(number)
    return joint


def document_for(joint: JointCase, pk: int) -> IssuedDocument:
    """One paper of it.

    Raises:
        NoSuchCase: it has no such paper.
    """
    found = joint.documents.filter(pk=pk).first()
    if found is None:
        raise NoSuchCase(str(pk))
    return found


def hand_outs(officer: Officer) -> list[Task]:
    """What waits at this counter to be collected or posted, the most urgent first."""
    return list(waiting(officer).select_related("sub_case__joint").order_by(F("due").asc(nulls_last=True), "pk")[:MOST])


def hand_outs_of(officer: Officer, number: str) -> list[Task]:
    """What waits at this counter of one joint case.

    Raises:
        NotAllowed: the officer does not take in and hand out.
        NoSuchCase: nothing of a case with this number waits here.
    """
    officer.must("intake")
    found = list(waiting(officer).filter(sub_case__joint__number=number).select_related("sub_case__joint").order_by("sub_case__order"))
    if not found:
        raise NoSuchCase(number)
    return found


def decisions_of(sub_case: SubCase) -> list[IssuedDocument]:
    """The decisions of a part that are handed out."""
    return list(sub_case.documents.filter(kind__in=DECISIONS).order_by("pk"))


def decision_of(tasks: list[Task], pk: int) -> IssuedDocument:
    """A paper of what waits here, to print.

    Raises:
        NoSuchCase: what waits has no such paper.
    """
    found = IssuedDocument.objects.filter(pk=pk, sub_case__in=[task.sub_case for task in tasks]).first()
    if found is None:
        raise NoSuchCase(str(pk))
    return found


def waiting(officer: Officer) -> QuerySet[Task]:
    """What waits at this counter to be collected or posted."""
    here = Q(sub_case__joint__intake__station=officer.station)
    if not officer.station:  # what was filed online waits at the hall
        here |= Q(sub_case__joint__intake=None)
    return Task.objects.filter(here, kind=TASK, organisation=officer.organisation, closed_at=None)


def checks(officer: Officer) -> list[Task]:
    """Parts whose papers this counter has to hold against what makes them acceptable, the most urgent first (R-04)."""
    waiting = Task.objects.filter(kind="review", closed_at=None, sub_case__stage=Stage.RECEIVED).select_related("sub_case__joint")
    order = (F("due").asc(nulls_last=True), "pk")
    counter = {"sub_case__joint__intake__organisation": officer.organisation, "sub_case__joint__intake__station": officer.station}
    found = list(waiting.filter(**counter).order_by(*order)[:MOST])
    if not officer.station:  # two questions, each answered by an index, instead of one that is answered by none
        known = {task.pk for task in found}
        found += [task for task in waiting.filter(organisation=officer.organisation).order_by(*order)[:MOST] if task.pk not in known]
    return sorted(found, key=lambda task: (task.due is None, task.due, task.pk))[:MOST]


def check_for(officer: Officer, number: str) -> Part:
    """A part whose papers this counter may check.

    Raises:
        NotAllowed: the officer does not take in applications.
        NoSuchCase: nobody has this number, or it is another counter's.
    """
    officer.must("intake")
    sub_case = SubCase.objects.select_related("joint").filter(number=number).first()
    if sub_case is None:
        raise NoSuchCase(number)
    try:
        may_check(officer, sub_case)
    except NotAllowed:
        raise NoSuchCase(number) from None
    return Part(sub_case)
