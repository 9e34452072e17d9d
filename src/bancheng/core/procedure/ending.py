"""Endings: withdrawal, termination, delivery, closing, the after-check; and parts decided in another system."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from bancheng.core.canonical import digest
from bancheng.core.clock import Calendar, StartsFrom, local_day
from bancheng.core.procedure import commands as do
from bancheng.core.procedure import events as ev
from bancheng.core.procedure import item_events as ie
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.guards import Handler, officer, text
from bancheng.core.procedure.item_commands import RecordOpening
from bancheng.core.procedure.state import State
from bancheng.core.procedure.values import AfterCheckResult, Outcome, Refused, Role, Stage, TerminationReason


def withdraw_application(
    state: State, command: do.WithdrawApplication, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    """By the applicant, or recorded by staff at the counter."""
    if command.by.role is not Role.APPLICANT:
        officer(command.by, "I7")
    return (ev.ApplicationWithdrawn(at=now, by=command.by),)


def terminate(state: State, command: do.Terminate, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """I7: by a person, with a note; only that a predecessor failed is a plain fact which needs neither.

    R-17: one person's other reasons would be a refusal without reasons, remedy and second signature; only what another system decides may end so.
    """
    if command.reason is TerminationReason.PREDECESSOR_FAILED:
        if not state.waits_for:
            raise Refused("R-13", "这件事不用等别的事。", "This part does not wait for another.")
    else:
        officer(command.by, "I7")
        text(command.note, "I8", "请写明终止办理的原因。", "Say why the case is terminated.")
    if command.reason is TerminationReason.OTHER and not state.external:
        raise Refused(
            "R-17",
            "不能用“其他原因”终止：没受理的，按收到申请以后的五种结果办；受理了的，要么批准，要么由两个人作出不予许可决定。",
            "Not for other reasons: what is not accepted has its five outcomes, what is accepted is granted, or refused by two people.",
        )
    if command.reason is TerminationReason.CORRECTION_NOT_SUPPLIED and state.stage is not Stage.CORRECTION_REQUIRED:
        raise Refused("R-04", "现在不是等补正的时候。", "No correction is awaited.")
    if command.reason is TerminationReason.GAP_NOT_FILLED and (
        state.gap is None or local_day(now) <= state.gap.until
    ):
        raise Refused("G-04", "后补材料的期限还没有过。", "The day by which the papers follow has not passed.")
    note = digest(command.note.strip()) if command.note.strip() else ""
    return (ev.Terminated(at=now, by=command.by, reason=command.reason, note_digest=note),)


def deliver(state: State, command: do.Deliver, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    proof = text(command.proof, "R-16", "请写明送达凭证，例如签收单号。", "Name the proof of delivery.")
    return (ev.Delivered(at=now, by=command.by, proof=proof),)


def close(state: State, command: do.Close, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-16: after delivery; the after-check may still be open."""
    return (ev.Closed(at=now, by=command.by),)


def open_after_check(
    state: State, command: do.OpenAfterCheck, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    """C-06: once, after a grant, where the terms set a limit for it."""
    if state.outcome is not Outcome.GRANTED or state.terms is None or state.terms.after_check is None:
        raise Refused("C-06", "这件事没有事后核查。", "There is no after-check for this.")
    if state.after_check is not None:
        raise Refused("C-06", "事后核查已经开始了。", "The after-check is open already.")
    return (ev.AfterCheckOpened(at=now, by=command.by),)


def close_after_check(
    state: State, command: do.CloseAfterCheck, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    """C-06: by a person; it can fail only after rectification was ordered by a date (责令限期整改)."""
    officer(command.by, "C-06")
    note = text(command.note, "C-06", "请写明核查的情况。", "Say what the check found.")
    check = state.after_check
    if check is None or not check.is_open:
        raise Refused("C-06", "没有正在进行的事后核查。", "No after-check is open.")
    if command.result is AfterCheckResult.RECTIFY:
        if command.until is None or command.until <= local_day(now):
            raise Refused("C-06", "请写明整改到哪一天为止，要在今天以后。", "Give a date after today to rectify by.")
    elif command.result is AfterCheckResult.FAILED and check.rectify_until is None:
        raise Refused(
            "C-06",
            "核查不符合的，要先责令限期整改；整改后仍不符合，才能撤销。",
            "What does not comply is first ordered to be rectified by a date; only after that can it fail.",
        )
    until = command.until if command.result is AfterCheckResult.RECTIFY else None
    return (
        ev.AfterCheckRecorded(at=now, by=command.by, result=command.result, note_digest=digest(note), until=until),
    )


def record_opening(
    state: State, command: RecordOpening, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    """R-01b, C-06: by whoever opened, once, or by an officer, who may put it right; a day that was, not before the grant."""
    if command.by.role is not Role.APPLICANT:
        officer(command.by, "C-06")
    if not counts_from_opening(state):
        raise Refused("C-06", "这件事没有从开业那天算起的核查。", "No check here counts from the opening.")
    if command.day > local_day(now):
        raise Refused("C-06", "这一天还没有到，请开业以后再登记。", "That day has not come yet; report it after opening.")
    if state.decided_day is not None and command.day < state.decided_day:
        raise Refused(
            "C-06",
            f"{state.decided_day:%Y-%m-%d} 才批准，开业不能早于这一天。",
            f"It was granted on {state.decided_day}; the opening cannot be earlier.",
        )
    if command.day == state.opened:
        return ()
    if state.opened is not None and command.by.role is Role.APPLICANT:
        raise Refused(
            "C-06",
            f"已经登记 {state.opened:%Y-%m-%d} 开业，要改请找承办部门。",
            f"The opening is recorded as {state.opened}; ask the office to put it right.",
        )
    return (ie.OpeningRecorded(at=now, by=command.by, day=command.day),)


def counts_from_opening(state: State) -> bool:
    """Whether an open check after the grant counts from the day on which business began."""
    limit = state.terms.after_check if state.terms else None
    check = state.after_check
    return limit is not None and limit.starts_from is StartsFrom.EVENT and check is not None and check.is_open


def push(state: State, command: do.Push, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """I18: pushing again under the same reference is no new event."""
    reference = text(command.reference, "I18", "推送缺少对方系统的编号。", "The push names no reference.")
    if state.stage is Stage.PUSHED:
        if state.reference == reference:
            return ()
        raise Refused(
            "I18",
            f"这件事已经用编号 {state.reference} 推送过了。",
            f"This part was pushed already, under reference {state.reference}.",
        )
    return (ev.Pushed(at=now, by=command.by, reference=reference),)


def external_answer(
    state: State, command: do.ExternalAnswer, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    """I18: the same answer twice is one; an answer about something else, or a contradiction, is for a person."""
    if command.reference != state.reference:
        raise Refused(
            "I18",
            f"对方系统的结果是关于 {command.reference} 的，和这件事的编号 {state.reference} 对不上。",
            f"The answer is about {command.reference}, this part was pushed as {state.reference}.",
        )
    if state.answer is not None:
        if state.answer.result is command.result and state.answer.document_digest == command.document_digest:
            return ()
        raise Refused(
            "I18",
            "对方系统前后给了两个不同的结果，请人工核对。",
            "The other system gave two different answers; a person has to look into it.",
        )
    return (
        ev.ExternallyAnswered(
            at=now,
            by=command.by,
            reference=command.reference,
            result=command.result,
            document_digest=command.document_digest,
        ),
    )


HANDLERS: dict[type[Any], Handler] = {
    do.WithdrawApplication: withdraw_application,
    do.Terminate: terminate,
    do.Deliver: deliver,
    do.Close: close,
    do.OpenAfterCheck: open_after_check,
    do.CloseAfterCheck: close_after_check,
    RecordOpening: record_opening,
    do.Push: push,
    do.ExternalAnswer: external_answer,
}
