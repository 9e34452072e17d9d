"""Which limits run for a part, when each ends, and which moments the timers must watch.

A limit runs from the event it is stored with, and from nothing else (I2). The promised date is never later than the
statutory one, whatever the units (I4).
"""
from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from bancheng.core.clock import Amount, Calendar, Due, Ledger, Light, Limit, StartsFrom, due, local_day, start_of_day, turns_yellow
from bancheng.core.clock import light as clock_light
from bancheng.core.procedure.state import State
from bancheng.core.procedure.time_events import DateChange
from bancheng.core.procedure.values import Stage

HEARING_REQUEST = Amount(5)
"""From being told of the right to asking for a hearing (行政许可法 art. 47)."""
HEARING = Amount(20)
"""From the request to the hearing (art. 47)."""
INSPECTORS = Limit(Amount(5), StartsFrom.ACCEPTANCE, "行政许可法第五十五条")


@dataclass(frozen=True, slots=True)
class Dues:
    """The last days that matter now. None: the limit does not run (yet, any more, or at all)."""

    notice: Due | None = None
    """Accept, ask for correction or refuse acceptance (R-04, R-06); while received."""
    promised: Due | None = None
    statutory: Due | None = None
    """Decide (R-11, R-33); from the event each limit starts from, kept after the decision."""
    joint: Due | None = None
    """The envelope of joint handling (R-13): where it ends before the statutory limit, it takes its place there."""
    special: date | None = None
    """The last day of the special procedure as the applicant was told (R-14); while it goes on."""
    first_review: Due | None = None
    """The lower level reports (R-15); until it has."""
    inspectors: Due | None = None
    """Assign the inspectors (R-30); until they are."""
    gap: date | None = None
    """Hand in what was to follow (G-03); while something is missing."""
    hearing: Due | None = None
    """Hold the hearing that was asked for (R-18); until it was."""
    consultation: Due | None = None
    """Departments that were asked answer (§3.4); the earliest that is still open."""
    renewal: date | None = None
    """The licence to renew expires (R-19); while undecided, for who applied in time."""
    delivery: Due | None = None
    """Deliver the decision (R-16); until delivered."""
    publication: Due | None = None
    """Publish the decision (D-08); from the decision on."""
    after_check: Due | None = None
    """Check after approval by commitment (C-06); while open."""
    rectify: date | None = None
    """The day set for rectification, while the after-check is open."""


class TimerKind(StrEnum):
    """What a timer does when its moment comes: the last day of something has passed, or comes near (YELLOW)."""

    DEEMED_ACCEPTANCE = "deemed_acceptance"
    YELLOW = "yellow"
    """The first rung: the promise ends soon. The moment is the one at which `light` turns yellow."""
    PROMISED_PASSED = "promised_passed"
    STATUTORY_PASSED = "statutory_passed"
    SPECIAL_PASSED = "special_passed"
    FIRST_REVIEW_PASSED = "first_review_passed"
    INSPECTORS_PASSED = "inspectors_passed"
    GAP_PASSED = "gap_passed"
    HEARING_PASSED = "hearing_passed"
    CONSULTATION_PASSED = "consultation_passed"
    RENEWAL_PASSED = "renewal_passed"
    DELIVERY_PASSED = "delivery_passed"
    PUBLICATION_PASSED = "publication_passed"
    AFTER_CHECK_PASSED = "after_check_passed"
    RECTIFY_PASSED = "rectify_passed"


@dataclass(frozen=True, slots=True)
class TimerSpec:
    """A moment to watch: midnight in China after the last day (for YELLOW: at which its first day begins).

    Provisional ones are set again with a new calendar.
    """

    kind: TimerKind
    due_at: datetime
    provisional: bool = False


def dues(state: State, calendar: Calendar) -> Dues:
    """The limits of a part as they stand."""
    terms = state.terms
    if terms is None or state.external:
        return Dues()
    check = state.after_check if state.after_check is not None and state.after_check.is_open else None
    promised, statutory = _promised(state, terms.promised, calendar), _limit(state, terms.statutory, calendar)
    joint = due(terms.joint.limit, state.ledger(terms.joint.since), calendar) if terms.joint and statutory else None
    if joint and statutory and joint.date and statutory.date and joint.date < statutory.date:
        statutory = joint
    if promised and statutory and statutory.date and (promised.date is None or promised.date > statutory.date):
        promised = statutory
    decided = state.stage in (Stage.DECIDED, Stage.DELIVERED, Stage.CLOSED)
    return Dues(
        notice=_plain(state, terms.notice, calendar) if state.stage is Stage.RECEIVED else None,
        promised=promised,
        statutory=statutory,
        joint=joint,
        special=state.special.planned_end if state.special else None,
        **_of_some_items(state, calendar),
        delivery=_plain(state, terms.delivery, calendar) if state.stage is Stage.DECIDED else None,
        publication=_plain(state, terms.publication, calendar) if decided else None,
        after_check=_plain(state, terms.after_check, calendar) if check and terms.after_check else None,
        rectify=check.rectify_until if check else None,
    )


def _of_some_items(state: State, calendar: Calendar) -> dict[str, Any]:
    """The last days of steps that only some items know; between acceptance and decision."""
    terms = state.terms
    if terms is None or state.stage not in (Stage.ACCEPTED, Stage.REVIEWING, Stage.SPECIAL_PROCEDURE):
        return {}
    lower = terms.first_review if state.first_review is None else None
    asked = state.hearing.requested if state.hearing and not state.hearing.minutes else None
    renewal = terms.renewal
    asked_of = [due(one.limit, one.asked, calendar) for one in state.consultations if one.is_open and not one.silent]
    in_time = renewal is not None and state.received_day is not None and state.received_day <= renewal.apply_by
    return {
        "first_review": _limit(state, lower.limit, calendar) if lower else None,
        "inspectors": _plain(state, INSPECTORS, calendar) if terms.inspection and not state.inspectors else None,
        "gap": state.gap.until if state.gap else None,
        "hearing": due(HEARING, asked, calendar) if asked else None,
        "consultation": min(asked_of, key=lambda end: end.date or date.max, default=None),
        "renewal": renewal.expires if renewal and in_time else None,
    }


def light(state: State, on: date, calendar: Calendar) -> Light | None:
    """The light of a part on a day; None where no limit runs (before it starts, after the decision)."""
    if not _is_running(state):
        return None
    assert state.terms is not None
    found = dues(state, calendar)
    started = _start(state, state.terms.promised)
    if found.promised is None or found.statutory is None or started is None:
        return None
    return clock_light(on, state.ledger(started), found.promised, found.statutory, calendar)


def _yellow(state: State, found: Dues, calendar: Calendar) -> date | None:
    """The first yellow day of the promise, None while no limit runs or the clock stands still."""
    assert state.terms is not None
    started = _start(state, state.terms.promised)
    if found.promised is None or started is None:
        return None
    return turns_yellow(state.ledger(started), found.promised, calendar)


def timers(state: State, calendar: Calendar) -> tuple[TimerSpec, ...]:
    """The moments to watch for a part as it stands; those not listed any more are to be cancelled."""
    found = dues(state, calendar)
    running = _is_running(state)
    wanted = (
        (TimerKind.DEEMED_ACCEPTANCE, found.notice),
        (TimerKind.PROMISED_PASSED, found.promised if running else None),
        (TimerKind.STATUTORY_PASSED, found.statutory if running else None),
        (TimerKind.FIRST_REVIEW_PASSED, found.first_review),
        (TimerKind.INSPECTORS_PASSED, found.inspectors),
        (TimerKind.HEARING_PASSED, found.hearing),
        (TimerKind.CONSULTATION_PASSED, found.consultation),
        (TimerKind.DELIVERY_PASSED, found.delivery),
        (TimerKind.PUBLICATION_PASSED, found.publication),
        (TimerKind.AFTER_CHECK_PASSED, found.after_check),
    )
    specs = [TimerSpec(kind, _after(end.date), end.provisional) for kind, end in wanted if end and end.date]
    if running and found.promised and (yellow := _yellow(state, found, calendar)):
        specs.append(TimerSpec(TimerKind.YELLOW, start_of_day(yellow), found.promised.provisional))
    days = (
        (TimerKind.SPECIAL_PASSED, found.special),
        (TimerKind.GAP_PASSED, found.gap),
        (TimerKind.RENEWAL_PASSED, found.renewal),
        (TimerKind.RECTIFY_PASSED, found.rectify),
    )
    specs += [TimerSpec(kind, _after(day)) for kind, day in days if day is not None]
    return tuple(specs)


def reproject(state: State, before: Calendar, after: Calendar) -> tuple[DateChange, ...]:
    """Which last days move when the calendar `before` is replaced by `after`; facts (days that were) never do."""
    old, new = dues(state, before), dues(state, after)
    pairs = [(field.name, _day(getattr(old, field.name)), _day(getattr(new, field.name))) for field in fields(Dues)]
    return tuple(DateChange(name, was, now) for name, was, now in pairs if was != now)


def _day(found: Due | date | None) -> date | None:
    return found.date if isinstance(found, Due) else found


def provisional(found: Dues) -> bool:
    """Whether any of the dates rests on a calendar that is not published yet."""
    return any(isinstance(end := getattr(found, field.name), Due) and end.provisional for field in fields(found))


def _is_running(state: State) -> bool:
    return not state.external and state.stage in (
        Stage.RECEIVED,
        Stage.CORRECTION_REQUIRED,
        Stage.ACCEPTED,
        Stage.REVIEWING,
        Stage.SPECIAL_PROCEDURE,
    )


def _start(state: State, limit: Limit) -> date | None:
    """The day of the event a limit counts from, None while it has not happened (I2)."""
    match limit.starts_from:
        case StartsFrom.ACCEPTANCE:
            return state.accepted_day
        case StartsFrom.RECEIPT:
            return state.received_day
        case StartsFrom.RECEIPT_OF_MATERIALS:
            return state.materials_day
        case StartsFrom.DECISION:
            return state.decided_day
        case StartsFrom.EVENT if state.terms is not None and limit == state.terms.after_check:
            return state.opened
        case StartsFrom.EVENT:
            return local_day(state.first_review.at) if state.first_review else None


def _limit(state: State, limit: Limit, calendar: Calendar) -> Due | None:
    started = _start(state, limit)
    return None if started is None else due(limit, state.ledger(started), calendar)


def _promised(state: State, limit: Limit, calendar: Calendar) -> Due | None:
    """As `_limit`; but an extension that came when the promise was already broken does not mend it (R-33)."""
    started = _start(state, limit)
    if started is None:
        return None
    plain = due(limit, Ledger(started, state.suspensions), calendar)
    in_time = [e for e in state.extensions if e.granted is None or plain.date is None or e.granted <= plain.date]
    return due(limit, Ledger(started, state.suspensions, tuple(in_time)), calendar) if in_time else plain


def _plain(state: State, limit: Limit, calendar: Calendar) -> Due | None:
    """A limit that no suspension or extension of the decision touches."""
    started = _start(state, limit)
    return None if started is None else due(limit, Ledger(started), calendar)


def _after(day: date) -> datetime:
    return start_of_day(day + timedelta(days=1))
