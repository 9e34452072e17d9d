"""From acceptance to the decision: review by rules, on-site check, grant, refusal (行政许可法 art. 34–38).

The rules can only grant, and only where every point passed. Every other decision is taken by two officers.
"""
from __future__ import annotations

from datetime import datetime
from typing import Any

from bancheng.core.canonical import digest
from bancheng.core.clock import Calendar
from bancheng.core.procedure import commands as do
from bancheng.core.procedure import events as ev
from bancheng.core.procedure import hearing
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.guards import Handler, no_proposal, not_banned, officer, text
from bancheng.core.procedure.state import Proposal, State
from bancheng.core.procedure.values import Actor, ProposalKind, Refused, ReviewOutcome, Role, Stage


def record_review(state: State, command: do.RecordReview, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """I12: names the decision record. R-04b: after acceptance no review may come to a correction."""
    record = text(command.record_digest, "I12", "审查记录没有摘要。", "The review names no decision record.")
    if command.outcome is ReviewOutcome.CORRECTION and state.stage is not Stage.RECEIVED:
        raise Refused(
            "R-04b",
            "受理以后不能再要求补正，有疑问的交给人工办理。",
            "After acceptance no correction can be asked for; what is in doubt goes to a person.",
        )
    return (
        ev.ReviewRecorded(
            at=now, by=command.by, record_digest=record, outcome=command.outcome, findings=command.findings
        ),
    )


def request_person(state: State, command: do.RequestPerson, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-31; asking twice is asking once."""
    return () if state.person_requested else (ev.PersonRequested(at=now, by=command.by),)


def grant(state: State, command: do.Grant, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """I7, R-31, R-09: by rules, on the newest review, where nothing is left to judge."""
    assert state.terms is not None
    if command.by.role is not Role.RULES:
        raise Refused(
            "R-17",
            "人工批准要由两个人办：一人提出意见，另一人决定。",
            "A grant by people takes two: one proposes, another decides.",
        )
    review = state.review
    if review is None or review.record_digest != command.record_digest:
        raise Refused("I12", "请先记录受理以后的审查结果。", "Record the review made after acceptance first.")
    if state.person_requested:
        raise Refused("R-31", "申请人要求人工办理。", "The applicant asked for a person to decide.")
    if review.outcome is not ReviewOutcome.APPROVE or not state.terms.automatic or state.proposal is not None:
        raise Refused("I7", "这件事要由人工决定。", "This is for a person to decide.")
    _first_reviewed(state)
    hearing.settled(state, now, calendar, "")
    if any(one.agrees is False for one in state.consultations):
        raise Refused("I7", "有部门不同意，要由人工决定。", "A department disagrees; this is for a person to decide.")
    _may_be_granted(state, now)
    return (ev.Granted(at=now, by=command.by, record_digest=review.record_digest),)


def record_onsite_check(
    state: State, command: do.RecordOnsiteCheck, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    """R-09: two different officers at least, and a note. The clock runs on (R-14)."""
    for inspector in command.inspectors:
        officer(inspector, "R-09")
    if len({inspector.id for inspector in command.inspectors}) < 2:
        raise Refused(
            "R-09", "现场核查要有两名以上工作人员参加。", "An on-site check takes at least two different officers."
        )
    note = text(command.note, "R-09", "请写明现场核查的情况。", "Say what the on-site check found.")
    if state.terms is not None and state.terms.inspection:
        _inspected_by_those_assigned(state, command)
    return (
        ev.OnsiteChecked(
            at=now,
            by=command.inspectors[0],
            inspectors=command.inspectors,
            passed=command.passed,
            note_digest=digest(note),
            standard=command.standard.strip(),
        ),
    )


def _inspected_by_those_assigned(state: State, command: do.RecordOnsiteCheck) -> None:
    """R-30."""
    assigned = {inspector.id for inspector in state.inspectors}
    if not {inspector.id for inspector in command.inspectors} <= assigned:
        raise Refused(
            "R-30", "检验要由指派的人员办理，请先指派。", "Those assigned do the inspection; assign them first."
        )
    if not command.passed:
        text(
            command.standard,
            "R-30",
            "检验不合格的，要写明依据的技术标准、技术规范。",
            "A negative result names the technical standard.",
        )


def propose_grant(state: State, command: do.ProposeGrant, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-17, I15: an officer who reviews or decides."""
    officer(command.by, "R-27", Role.REVIEWER, Role.DECIDER)
    no_proposal(state)
    record = text(command.record_digest, "I12", "请附上审查记录。", "Name the decision record.")
    _first_reviewed(state)
    hearing.settled(state, now, calendar, command.minutes)
    _may_be_granted(state, now)
    return (ev.GrantProposed(at=now, by=command.by, record_digest=record, minutes=command.minutes),)


def confirm_grant(state: State, command: do.ConfirmGrant, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    proposal = _second_officer(state, command.by, ProposalKind.GRANT)
    _may_be_granted(state, now)
    return (ev.Granted(at=now, by=command.by, record_digest=proposal.record_digest, proposed_by=proposal.by),)


def propose_refusal(
    state: State, command: do.ProposeRefusal, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    """R-17, I8: a person; with reason, clause, remedy and the organ to turn to."""
    officer(command.by, "I7")
    officer(command.by, "R-27", Role.REVIEWER, Role.DECIDER)
    no_proposal(state)
    _first_reviewed(state)
    hearing.settled(state, now, calendar, command.minutes)
    reason = text(command.reason, "R-17", "请写明不予许可的理由。", "Give the reason for the refusal.")
    return (
        ev.RefusalProposed(
            at=now,
            by=command.by,
            reason_digest=digest(reason),
            clause=text(command.clause, "R-17", "请写明依据的条款。", "Name the clause."),
            remedy=text(command.remedy, "R-17", "请写明复议和诉讼的权利。", "Name the remedy."),
            remedy_organ=text(command.remedy_organ, "R-17", "请写明向哪个机关申请复议。", "Name the review organ."),
            minutes=command.minutes,
        ),
    )


def countersign_refusal(
    state: State, command: do.CountersignRefusal, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    proposal = _second_officer(state, command.by, ProposalKind.REFUSAL)
    return (
        ev.RefusalDecided(
            at=now,
            by=command.by,
            proposed_by=proposal.by,
            reason_digest=proposal.reason_digest,
            clause=proposal.clause,
            remedy=proposal.remedy,
            remedy_organ=proposal.remedy_organ,
        ),
    )


def return_proposal(
    state: State, command: do.ReturnProposal, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    """The decider sends it back, or the proposer takes it back."""
    officer(command.by, "R-17", Role.REVIEWER, Role.DECIDER)
    if state.proposal is None:
        raise Refused("R-17", "现在没有可以退回的意见。", "There is no proposal to send back.")
    note = text(command.note, "R-17", "请写明退回的原因。", "Say why it is sent back.")
    return (ev.ProposalReturned(at=now, by=command.by, note_digest=digest(note)),)


def _second_officer(state: State, by: Actor, kind: ProposalKind) -> Proposal:
    """The open proposal of this kind, if `by` may take the decision on it (R-17)."""
    officer(by, "I7")
    officer(by, "R-27", Role.DECIDER)
    proposal = state.proposal
    if proposal is None or proposal.kind is not kind:
        raise Refused(
            "R-17",
            "还没有人提出这样的意见，请先由审查人员提出。",
            "Nobody has proposed this yet; a reviewer does so first.",
        )
    if proposal.by.id == by.id:
        raise Refused(
            "R-17",
            "提出意见和作出决定要由两个人办，请交给另一位同事。",
            "The proposer cannot decide; hand it to a colleague.",
        )
    return proposal


def _first_reviewed(state: State) -> None:
    """R-15: no decision before the lower level reported."""
    assert state.terms is not None
    if state.terms.first_review is not None and state.first_review is None:
        raise Refused("R-15", "还没有收到下级机关的初审意见。", "The lower level has not reported its first review yet.")


def _may_be_granted(state: State, now: datetime) -> None:
    """R-09: no grant after a failed on-site check, nor before one that is needed. G-03: nor while papers are missing.

    §3.4: nor while a department that was asked may still speak. R-26: nor within a ban, though the law accepted it by silence.
    """
    assert state.terms is not None
    not_banned(state, now)
    if state.gap is not None:
        raise Refused(
            "G-03",
            f"容缺的材料还没有补齐，不能发证：{'、'.join(state.gap.missing)}。",
            f"Papers that were to follow are still missing: {', '.join(state.gap.missing)}.",
        )
    if waiting := [one.organisation for one in state.consultations if one.is_open]:
        raise Refused(
            "§3.4",
            f"还在等这些部门的意见：{'、'.join(waiting)}。",
            f"These departments have yet to answer: {', '.join(waiting)}.",
        )
    if state.onsite_passed is False:
        raise Refused("R-09", "现场核查没有通过，不能批准。", "The on-site check was not passed.")
    if (state.terms.onsite_check or state.terms.inspection) and state.onsite_passed is None:
        raise Refused("R-09", "批准前要先做现场核查。", "An on-site check is needed before a grant.")


HANDLERS: dict[type[Any], Handler] = {
    do.RecordReview: record_review,
    do.RequestPerson: request_person,
    do.Grant: grant,
    do.RecordOnsiteCheck: record_onsite_check,
    do.ProposeGrant: propose_grant,
    do.ConfirmGrant: confirm_grant,
    do.ProposeRefusal: propose_refusal,
    do.CountersignRefusal: countersign_refusal,
    do.ReturnProposal: return_proposal,
}
