"""From the door to acceptance: start, receive, correct, accept (行政许可法 art. 29–32)."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from bancheng.core.canonical import digest
from bancheng.core.clock import Calendar, day_of_receipt, due, local_day
from bancheng.core.procedure import commands as do
from bancheng.core.procedure import events as ev
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.guards import Handler, not_banned, officer, text
from bancheng.core.procedure.state import State
from bancheng.core.procedure.values import NonAcceptance, Refused, ReviewOutcome, Role


def start(state: State, command: do.Start, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    return (
        ev.Started(
            at=now, by=command.by, terms=command.terms, waits_for=command.waits_for, external=command.external
        ),
    )


def receive(state: State, command: do.Receive, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-13: only when every part it waits for has its result. Records both moment and day of receipt (§8.3 no. 28)."""
    if missing := sorted(set(state.waits_for) - set(command.results)):
        raise Refused(
            "R-13",
            f"还要等这些事先办出结果：{'、'.join(missing)}。",
            f"This part waits for the results of: {', '.join(missing)}.",
        )
    return (ev.Received(at=now, by=command.by, day=day_of_receipt(now, calendar)),)


def accept(state: State, command: do.Accept, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-04 no. 5, R-26; after the five days the law has already accepted, and the event says so (R-06)."""
    if command.by.role is not Role.RULES:
        officer(command.by, "R-04")
    if is_deemed_accepted(state, now, calendar):
        return (_deemed(state, command, now),)
    not_banned(state, now)
    return (ev.Accepted(at=now, by=command.by, day=local_day(now), deemed=False, terms=command.terms),)


def deem_accepted(state: State, command: do.DeemAccepted, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-06: not before the last day for the notice has passed; dated from receipt."""
    if not is_deemed_accepted(state, now, calendar):
        raise Refused(
            "R-06",
            "告知期限还没有过，不能视为受理。",
            "The time for the notice has not passed yet, so nothing is deemed accepted.",
        )
    return (_deemed(state, command, now),)


def _deemed(state: State, command: do.Accept | do.DeemAccepted, now: datetime) -> Event:
    assert state.materials_day is not None
    return ev.Accepted(at=now, by=command.by, day=state.materials_day, deemed=True, terms=command.terms)


def is_deemed_accepted(state: State, now: datetime, calendar: Calendar) -> bool:
    """Whether the five days passed without a word (R-06)."""
    assert state.terms is not None
    assert state.materials_day is not None
    last = due(state.terms.notice, state.materials_day, calendar).date
    return last is not None and local_day(now) > last


def not_too_late(state: State, now: datetime, calendar: Calendar) -> None:
    """R-06: after the five days the law has accepted."""
    if is_deemed_accepted(state, now, calendar):
        raise Refused(
            "R-06",
            "告知期限已过，依法自收到材料之日起视为受理，不能再要求补正或者不予受理。",
            "The time for the notice has passed: the application is deemed accepted as of the day of receipt.",
        )


def refuse_acceptance(
    state: State, command: do.RefuseAcceptance, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    """R-04, R-07: a person, with reason; the competent authority is named; incomplete only after a correction round."""
    officer(command.by, "I7")
    reason = text(command.reason, "R-07", "请写明不予受理的理由。", "Give the reason for not accepting.")
    not_too_late(state, now, calendar)
    if command.kind is NonAcceptance.WRONG_AUTHORITY:
        text(command.go_to, "R-04", "请写明应当向哪个机关申请。", "Say which authority is competent.")
    if command.kind is NonAcceptance.STILL_INCOMPLETE and not state.correction:
        raise Refused(
            "R-04",
            "材料不齐要先一次告知补正，不能直接不予受理。",
            "Incomplete papers call for one correction notice before anything else.",
        )
    if command.kind is NonAcceptance.BANNED and (command.banned_until is None or command.banned_until < local_day(now)):
        raise Refused(
            "R-26",
            "请写明禁止申请到哪一天为止；期满的可以申请。",
            "Say until when the ban lasts; when it is over, they may apply.",
        )
    return (
        ev.AcceptanceRefused(
            at=now,
            by=command.by,
            kind=command.kind,
            reason_digest=digest(reason),
            go_to=command.go_to,
            banned_until=command.banned_until if command.kind is NonAcceptance.BANNED else None,
        ),
    )


def ask_correction(state: State, command: do.AskCorrection, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-04b, R-05: one notice with everything; the rules may send it only where their review said so."""
    if command.by.role is Role.RULES:
        if state.review is None or state.review.outcome is not ReviewOutcome.CORRECTION:
            raise Refused(
                "R-04b",
                "审查结果不是材料问题，不能自动要求补正。",
                "The review did not find a paper incomplete or ill-formed, so no correction can be asked for.",
            )
    else:
        officer(command.by, "R-04")
    materials = [item.material for item in command.items]
    if not materials or len(set(materials)) != len(materials):
        raise Refused(
            "R-05",
            "补正告知书要列出全部要补正的材料，每样一次。",
            "A correction notice lists every paper to correct, each once.",
        )
    if state.correction:
        raise Refused(
            "R-05",
            "补正内容必须一次告知，已经告知过一次，不能再提新的要求。",
            "Everything to correct must be asked for at once; it was asked before and cannot be asked again.",
        )
    not_too_late(state, now, calendar)
    items = tuple(ev.AskedItem(item.material, item.fault, digest(item.note)) for item in command.items)
    return (ev.CorrectionAsked(at=now, by=command.by, items=items),)


def supply_correction(
    state: State, command: do.SupplyCorrection, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    return (ev.CorrectionSupplied(at=now, by=command.by, day=day_of_receipt(now, calendar)),)


HANDLERS: dict[type[Any], Handler] = {
    do.Start: start,
    do.Receive: receive,
    do.Accept: accept,
    do.DeemAccepted: deem_accepted,
    do.RefuseAcceptance: refuse_acceptance,
    do.AskCorrection: ask_correction,
    do.SupplyCorrection: supply_correction,
}
