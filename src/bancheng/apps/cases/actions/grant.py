"""Grant: by rules at once, or by two people, one proposing and one deciding (R-16, R-17)."""
from __future__ import annotations

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases import inputs as case_inputs
from bancheng.apps.cases import papers
from bancheng.apps.cases.actions.hand_out import deliver
from bancheng.apps.cases.actions.hearing import minutes_of
from bancheng.apps.cases.going_on import go_on
from bancheng.apps.cases.models import SubCase, SupervisorPush
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.spine import Happened, catalogue_of, find, item_of, lock, name_of, note, state_of, transition
from bancheng.apps.cases.tasks import close_tasks, open_task
from bancheng.apps.staff.models import Officer
from bancheng.core import procedure
from bancheng.core.facts import Facts
from bancheng.core.procedure import (
    RULES,
    ConfirmGrant,
    OpenAfterCheck,
    ProposeGrant,
)


@transaction.atomic
def propose_grant(officer: Officer, number: str, why: str = "") -> SubCase:
    """A reviewer proposes to grant, on the newest decision record. `why`: how what the rules could not settle was settled.

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    record = sub_case.reviews.order_by("-number").first()
    transition(sub_case, ProposeGrant(officer.actor("reviewer"), record.digest if record else "", minutes_of(state_of(sub_case))))
    if why.strip():
        by = officer.actor("reviewer")
        mark = note(sub_case, "grant_reason", why, by)
        stream.append(sub_case.stream, [Happened("noted", {"kind": "grant_reason", "digest": mark})], actor=name_of(by))
    close_tasks(sub_case, "review")
    open_task(sub_case, "countersign", "拟批准，等另一位同事签发")
    return sub_case


def confirm_grant(officer: Officer, number: str) -> SubCase:
    """A decider, another person, grants; the result is issued in the same transaction.

    Raises:
        NotAllowed, Refused.
    """
    officer.must("decider", find(number).organisation)
    facts = case_inputs.gather(find(number)).facts  # sources can be slow: before the transaction
    with transaction.atomic():
        sub_case = lock(number)
        officer.must("decider", sub_case.organisation)
        transition(sub_case, ConfirmGrant(officer.actor("decider")))
        close_tasks(sub_case)
        carry_out(sub_case, facts)
    return sub_case


def carry_out(sub_case: SubCase, facts: Facts) -> None:
    """What follows a grant: decision document, licence, after-check, push to the supervisor, delivery, and on to what waits."""
    from bancheng.apps.licences import actions as licences

    catalogue, item = catalogue_of(sub_case), item_of(sub_case)
    state = state_of(sub_case)
    review = sub_case.reviews.order_by("-number").first()
    licence = licences.carry_out(sub_case, catalogue, item, facts)
    papers.of_part(
        sub_case,
        "granted",
        decided_at=now.business().isoformat(timespec="minutes"),
        automatic=sub_case.automatic,
        record=review.digest,
        basis=[f"《{b.law}》{_article(b.article)}" for b in item.basis],
        result=item.result.name,
        licence=licence.identifier if licence else "",
    )
    if sub_case.supervisor:
        by_commitment = state.terms is not None and state.terms.commitment
        SupervisorPush.objects.get_or_create(
            sub_case=sub_case,
            kind="granted_by_commitment" if by_commitment else "granted",
            defaults={"organisation": sub_case.supervisor, "at": now.business()},
        )
    if state.terms is not None and state.terms.after_check is not None:
        transition(sub_case, OpenAfterCheck())
        due = procedure.dues(state_of(sub_case), catalogue.calendar).after_check
        who = sub_case.supervisor or sub_case.organisation
        open_task(sub_case, "after_check", "以告知承诺方式取得，到期前核查承诺内容", who, due.date if due else None)
        if due is not None and due.date is not None:
            body = catalogue.organisations[who]
            tell(sub_case, "check_due", by_telephone=False, organisation=body.name, organisation_en=body.name_en, until=due.date.isoformat())
    deliver(sub_case, RULES, f"licence:{licence.identifier}" if licence else f"document:{sub_case.number}")
    tell(sub_case, "granted")
    go_on(sub_case.joint)


def _article(article: str) -> str:
    return f"第{article}条" if article and article[0].isdigit() else article

