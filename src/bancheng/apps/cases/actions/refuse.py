"""Refuse: always by two people, with reason, clause, remedy and the organ to turn to (R-17, I8). The rules have no part in it."""
from __future__ import annotations

from django.db import transaction

from bancheng import now
from bancheng.apps.cases import papers
from bancheng.apps.cases.actions.hand_out import deliver
from bancheng.apps.cases.actions.hearing import minutes_of
from bancheng.apps.cases.going_on import go_on
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.spine import catalogue_of, lock, note, state_of, text_of, transition
from bancheng.apps.cases.tasks import close_tasks, open_task
from bancheng.apps.staff.models import Officer
from bancheng.core.procedure import CountersignRefusal, ProposeRefusal, ReturnProposal

REMEDY = "您可以自知道本决定之日起六十日内申请行政复议，也可以自知道之日起六个月内向人民法院提起行政诉讼。"


@transaction.atomic
def propose_refusal(officer: Officer, number: str, reason: str, clause: str) -> SubCase:
    """A reviewer proposes to refuse; remedy and organ follow from the law and the organisation (行政复议法).

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    body = catalogue_of(sub_case).organisations[sub_case.organisation]
    transition(sub_case, ProposeRefusal(officer.actor("reviewer"), reason, clause, REMEDY, body.review_organ, minutes_of(state_of(sub_case))))
    note(sub_case, "refusal_reason", reason, officer.actor("reviewer"))
    close_tasks(sub_case, "review")
    open_task(sub_case, "countersign", "拟不予批准，等另一位同事签发")
    return sub_case


@transaction.atomic
def return_proposal(officer: Officer, number: str, why: str) -> SubCase:
    """Send a proposal back to the reviewer, with a note.

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    officer.must("reviewer" if officer.has_role("reviewer") else "decider", sub_case.organisation)
    by = officer.actor("decider" if officer.has_role("decider") else "reviewer")
    transition(sub_case, ReturnProposal(by, why))
    note(sub_case, "returned", why, by)
    close_tasks(sub_case, "countersign")
    open_task(sub_case, "review", f"意见被退回：{why}")
    return sub_case


@transaction.atomic
def countersign_refusal(officer: Officer, number: str) -> SubCase:
    """A decider, another person, refuses; the written decision names reason, clause, remedy and organ.

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    officer.must("decider", sub_case.organisation)
    proposal = state_of(sub_case).proposal
    transition(sub_case, CountersignRefusal(officer.actor("decider")))
    assert proposal is not None
    document = papers.of_part(
        sub_case,
        "refused",
        decided_at=now.business().isoformat(timespec="minutes"),
        reason=text_of(sub_case, proposal.reason_digest),
        clause=proposal.clause,
        remedy=proposal.remedy,
        remedy_organ=proposal.remedy_organ,
        court=catalogue_of(sub_case).organisations[sub_case.organisation].court,
    )
    close_tasks(sub_case)
    deliver(sub_case, officer.actor("decider"), f"document:{document.number}")
    tell(sub_case, "refused")
    go_on(sub_case.joint)
    return sub_case
