"""Ask another department for its opinion, within an internal limit; what its silence means says the core (handbook §3.4).

A department that is asked has a task of its own, and sees the case as long as that task is on record.
"""
from __future__ import annotations

from django.db import transaction

from bancheng import now
from bancheng.apps.cases.models import SubCase, Task
from bancheng.apps.cases.spine import catalogue_of, item_of, lock, note, state_of, transition
from bancheng.apps.cases.tasks import open_task
from bancheng.apps.staff.models import Officer
from bancheng.core.clock import due
from bancheng.core.procedure import AnswerConsultation, Consult, Refused


@transaction.atomic
def consult(officer: Officer, number: str, organisation: str, question: str, own_decision: bool = False) -> SubCase:
    """Ask a department; `own_decision`: the law wants its own decision, so that its silence never counts as agreement.

    Raises:
        NotAllowed, Refused (§3.4).
    """
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    catalogue = catalogue_of(sub_case)
    if organisation not in catalogue.organisations or organisation == sub_case.organisation:
        raise Refused("§3.4", "请选一个别的单位。", "Name another organisation.")
    by = officer.actor("reviewer")
    command = Consult(by, organisation, question, own_decision)
    transition(sub_case, command)
    note(sub_case, "consultation", question, by)
    last = due(command.limit, now.today(), catalogue.calendar).date
    body = catalogue.organisations[sub_case.organisation]
    why = f"{body.short_name or body.name}就“{item_of(sub_case).name}”征求意见：{question.strip()}"
    at, risk = now.business(), sub_case.risk
    Task.objects.create(sub_case=sub_case, kind="consult", organisation=organisation, why=why[:200], risk=risk, due=last, opened_at=at)
    return sub_case


@transaction.atomic
def answer(officer: Officer, number: str, agrees: bool, words: str) -> SubCase:
    """The consulted department answers; whoever decides is told by a task where it does not agree.

    Raises:
        NotAllowed: the officer does not review.
        Refused: the officer's organisation was not asked, or has answered (§3.4).
    """
    sub_case = lock(number)
    officer.must("reviewer")
    by = officer.actor("reviewer")
    transition(sub_case, AnswerConsultation(by, agrees, words))
    note(sub_case, "consultation", words, by)
    over(sub_case, officer.organisation)
    if not agrees:
        body = catalogue_of(sub_case).organisations[officer.organisation]
        open_task(sub_case, "review", f"{body.short_name or body.name}不同意，请看它的意见")
    return sub_case


def over(sub_case: SubCase, organisation: str) -> None:
    """The question to a department is settled: answered, or deemed agreed."""
    sub_case.tasks.filter(kind="consult", organisation=organisation, closed_at=None).update(closed_at=now.business())


def asked(sub_case: SubCase) -> tuple[str, ...]:
    """Departments whose answer is still awaited, or wanted although they are late."""
    return tuple(one.organisation for one in state_of(sub_case).consultations if one.is_open)
