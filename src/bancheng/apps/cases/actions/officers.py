"""What else officers record: on-site checks, acceptance by hand, after-checks, endings."""
from __future__ import annotations

from datetime import date

from django.db import transaction

from bancheng import now
from bancheng.apps.cases import inputs as case_inputs
from bancheng.apps.cases import papers
from bancheng.apps.cases.actions import gap
from bancheng.apps.cases.actions.refuse import REMEDY
from bancheng.apps.cases.going_on import go_on
from bancheng.apps.cases.models import SubCase, SupervisorPush
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.queries import Part
from bancheng.apps.cases.spine import catalogue_of, find, item_of, lock, note, state_of, transition
from bancheng.apps.cases.tasks import close_tasks, open_task
from bancheng.apps.licences import bans
from bancheng.apps.staff.models import Officer
from bancheng.core.procedure import (
    AfterCheckResult,
    CloseAfterCheck,
    Deceit,
    NonAcceptance,
    RecordOnsiteCheck,
    RefuseAcceptance,
    Refused,
    Terminate,
    TerminationReason,
)


def accept(officer: Officer, number: str) -> SubCase:
    """An officer accepts what the rules left to a person: with its notice (R-07), and reviewed once more for whoever decides."""
    officer.must("reviewer", find(number).organisation)
    inputs = case_inputs.gather(find(number))  # sources can be slow: before the transaction
    with transaction.atomic():
        sub_case = lock(number)
        officer.must("reviewer", sub_case.organisation)
        gap.accept(sub_case, inputs, officer.actor("reviewer"))
    return sub_case


@transaction.atomic
def refuse_acceptance(officer: Officer, number: str, kind: str, reason: str, go_to: str = "") -> SubCase:
    """Do not accept, in writing (R-04, R-07)."""
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    by, terms = officer.actor("reviewer"), state_of(sub_case).terms
    banned = terms.banned_until if terms and kind == NonAcceptance.BANNED else None
    transition(sub_case, RefuseAcceptance(by, NonAcceptance(kind), reason, go_to, banned))
    note(sub_case, "not_accepted", reason, by)
    told = reason.strip()
    if kind == NonAcceptance.FALSE_MATERIALS:
        told += _banned(sub_case, Deceit.FALSE_MATERIALS, officer)
    _written(sub_case, "not_accepted", told, go_to=go_to.strip())
    close_tasks(sub_case)
    go_on(sub_case.joint)
    tell(sub_case, "not_accepted")
    return sub_case


@transaction.atomic
def record_onsite_check(officer: Officer, second: Officer, number: str, passed: bool, found: str) -> SubCase:
    """Two inspectors record what they found on site (R-09); the clock runs on (R-14)."""
    sub_case = lock(number)
    for inspector in (officer, second):
        inspector.must(("inspector", "reviewer"), sub_case.organisation)
    actors = (officer.actor("inspector"), second.actor("inspector"))
    transition(sub_case, RecordOnsiteCheck(actors, passed, found))
    note(sub_case, "onsite", found, actors[0])
    return sub_case


@transaction.atomic
def close_after_check(officer: Officer, number: str, result: str, found: str, until: date | None = None) -> SubCase:
    """The supervising department records the check after an approval by commitment (C-06)."""
    sub_case = lock(number)
    theirs = officer.organisation in (sub_case.supervisor, sub_case.organisation)
    officer.must(("inspector", "supervisor"), officer.organisation if theirs else sub_case.supervisor or sub_case.organisation)
    by = officer.actor("inspector")
    transition(sub_case, CloseAfterCheck(by, AfterCheckResult(result), found, until))
    note(sub_case, "after_check", found, by)
    close_tasks(sub_case, "after_check")
    if result == AfterCheckResult.RECTIFY:
        who = sub_case.supervisor or sub_case.organisation
        open_task(sub_case, "after_check", "限期整改，到期再查", who, until)
        tell(sub_case, "rectify")
    elif result == AfterCheckResult.FAILED:
        open_task(sub_case, "revoke", "核查不符合且整改后仍不符合，应当撤销")
    return sub_case


@transaction.atomic
def revoke_after_check(first: Officer, second: Officer, number: str, reason: str) -> SubCase:
    """Revoke what was granted on a false commitment: two people, with the reason (R-23, C-06)."""
    sub_case = lock(number)
    _revoke(sub_case, first, second, reason, "行政许可法第六十九条")
    return sub_case


@transaction.atomic
def revoke_for_deceit(first: Officer, second: Officer, number: str, reason: str) -> SubCase:
    """Revoke what was obtained by fraud or bribery, and record the ban that follows where safety is concerned (R-23, R-26; art. 69, 79).

    Raises:
        NotAllowed, NotPossible: the licence has ended already, Refused: nothing was granted, or one person alone (R-17).
    """
    sub_case = lock(number)
    if not may_be_revoked(Part(sub_case)):
        raise Refused("R-23", "这件事没有还有效的证照可以撤销。", "There is no licence in force here that could be revoked.")
    _revoke(sub_case, first, second, reason, "行政许可法第六十九条第二款")
    _banned(sub_case, Deceit.OBTAINED, first)
    return sub_case


def may_be_revoked(part: Part) -> bool:
    """Whether it led to a licence that still stands."""
    return part.done and bool(part.licences) and part.taken_away is None


def _revoke(sub_case: SubCase, first: Officer, second: Officer, reason: str, basis: str) -> None:
    from bancheng.apps.licences import actions as licences

    first.must("decider", sub_case.organisation)
    second.must("reviewer", sub_case.organisation)
    if first.pk == second.pk:
        raise Refused("R-17", "撤销要由两个人办，请另一位同事先提出。", "A revocation takes two people.")
    licences.revoke_of_case(sub_case, reason, basis=basis, actor=f"staff:{first.pk}")
    note(sub_case, "revocation", reason, first.actor("decider"))
    close_tasks(sub_case, "revoke", "after_check")
    if sub_case.supervisor:
        SupervisorPush.objects.get_or_create(
            sub_case=sub_case, kind="revoked", defaults={"organisation": sub_case.supervisor, "at": now.business()}
        )
    tell(sub_case, "revoked")


def _banned(sub_case: SubCase, deceit: Deceit, officer: Officer) -> str:
    """Record the ban that follows from deceit and tell whom it hits; a sentence for the paper, empty where none follows."""
    until = bans.record(sub_case, item_of(sub_case), deceit, officer.reference)
    if until is None:
        return ""
    tell(sub_case, "banned", until=until.isoformat(), basis=bans.BASIS[deceit], basis_en=bans.BASIS_EN[deceit])
    return f"依照{bans.BASIS[deceit]}，{until.year} 年 {until.month} 月 {until.day} 日以前（含当天）不得再次申请这项许可。"


@transaction.atomic
def terminate(officer: Officer, number: str, reason: str, why: str) -> SubCase:
    """End a part without deciding it, with a note (I7, I8)."""
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    by = officer.actor("reviewer")
    transition(sub_case, Terminate(by, TerminationReason(reason), why))
    note(sub_case, "terminated", why, by)
    _written(sub_case, "terminated", why.strip())
    close_tasks(sub_case)
    go_on(sub_case.joint)
    tell(sub_case, "terminated")
    return sub_case


def _written(sub_case: SubCase, kind: str, reason: str, **more: str) -> None:
    """The ending in writing, with its reason and the ways to challenge it (R-07, I8)."""
    body = catalogue_of(sub_case).organisations[sub_case.organisation]
    papers.of_part(sub_case, kind, reason=reason, remedy=REMEDY, remedy_organ=body.review_organ, court=body.court, **more)
