"""Review once more, because an officer asks: sources are asked afresh and the result is a record of its own.

Nothing is granted by it: a person has the case in hand and decides, with a colleague.
"""
from __future__ import annotations

from django.db import transaction

from bancheng.apps.cases import inputs as case_inputs
from bancheng.apps.cases.actions.review_now import keep, weigh
from bancheng.apps.cases.inputs import Inputs
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import catalogue_of, find, item_of, lock, state_of, transition
from bancheng.apps.cases.tasks import close_tasks, open_task
from bancheng.apps.staff.models import Officer
from bancheng.core.procedure import Actor, PointResult, RecordReview, Refused, ReviewOutcome


def review_again(officer: Officer, number: str) -> SubCase:
    """Ask the sources again and review by the rules as of today.

    Raises:
        NotAllowed, Refused.
    """
    officer.must("reviewer", find(number).organisation)
    inputs = case_inputs.gather(find(number))  # sources can be slow: before the transaction
    with transaction.atomic():
        sub_case = lock(number)
        officer.must("reviewer", sub_case.organisation)
        if state_of(sub_case).proposal is not None:
            raise Refused("R-17", "已经有一份意见在等签发，请先退回。", "A proposal is waiting; send it back first.")
        record_for_person(sub_case, inputs, officer.actor("reviewer"))
    return sub_case


def record_for_person(sub_case: SubCase, inputs: Inputs, by: Actor) -> None:
    """Record a review whose outcome a person will use. What lacks papers is for that person, too: after acceptance there is no correction (R-04b)."""
    record = case_inputs.run(catalogue_of(sub_case), item_of(sub_case), inputs)
    outcome = ReviewOutcome.APPROVE if record.outcome == "approve" else ReviewOutcome.PERSON
    findings = tuple(PointResult(finding.point, finding.result) for finding in record.findings)
    transition(sub_case, RecordReview(keep(sub_case, record), outcome, findings, by))
    weigh(sub_case, record)
    close_tasks(sub_case, "review")
    waits = state_of(sub_case).gap is not None
    open_task(sub_case, "review", "已容缺受理，补齐以前不能批准，其余可以先看" if waits else record.reason)
