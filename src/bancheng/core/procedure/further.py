"""First review at a lower level, inspectors, another version, deemed renewal (行政许可法 art. 43, 50, 55; R-36)."""
from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bancheng.core.canonical import digest
from bancheng.core.clock import Amount, Calendar, Unit, corresponding_day, local_day
from bancheng.core.procedure import item_commands as do
from bancheng.core.procedure import item_events as ie
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.guards import Handler, no_proposal, officer, text
from bancheng.core.procedure.state import State
from bancheng.core.procedure.values import Refused, Renewal, Role

RENEW_BEFORE = Amount(30, Unit.NATURAL_DAY)
"""How long before expiry a renewal is applied for where no other law says otherwise (行政许可法 art. 50)."""


def first_review(state: State, command: do.RecordFirstReview, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-15: by the lower level the item names, once."""
    assert state.terms is not None
    lower = state.terms.first_review
    if lower is None:
        raise Refused("R-15", "这个事项没有下级初审。", "This item has no first review at a lower level.")
    officer(command.by, "R-27", Role.REVIEWER, Role.DECIDER)
    if command.by.organisation != lower.organisation:
        raise Refused("R-15", "初审由下级机关办理，您的单位不是。", "The first review is the lower level's, not yours.")
    if state.first_review is not None:
        raise Refused("R-15", "初审意见已经报送过了。", "The first review was reported already.")
    note = text(command.note, "R-15", "请写明初审意见。", "Give the opinion.")
    return (ie.FirstReviewed(at=now, by=command.by, supports=command.supports, note_digest=digest(note)),)


def assign_inspectors(
    state: State, command: do.AssignInspectors, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    """R-30: two at least; late is recorded as it is, the timer has told before."""
    assert state.terms is not None
    officer(command.by, "R-30", Role.REVIEWER, Role.DECIDER)
    if not state.terms.inspection:
        raise Refused("R-30", "这个事项不是检验检测类，不用指派检验人员。", "This permit does not rest on inspection.")
    for inspector in command.inspectors:
        officer(inspector, "R-30")
    if len({inspector.id for inspector in command.inspectors}) < 2:
        raise Refused("R-30", "要指派两名以上工作人员。", "At least two different officers inspect.")
    return (ie.InspectorsAssigned(at=now, by=command.by, inspectors=command.inspectors),)


def switch_version(state: State, command: do.SwitchVersion, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-36: only the applicant gives up the version pinned at acceptance, for a later one of the same item."""
    assert state.terms is not None
    if command.by.role is not Role.APPLICANT:
        raise Refused(
            "R-36",
            "受理时的规定继续适用；改用新规定要由申请人自己提出。",
            "The version at acceptance stays; only the applicant may ask for the newer, more favourable one.",
        )
    if command.terms.item != state.terms.item or command.terms.version <= state.terms.version:
        raise Refused("R-36", "只能改用同一事项更新的版本。", "Only a later version of the same item can be chosen.")
    no_proposal(state)
    return (ie.VersionSwitched(at=now, by=command.by, terms=command.terms),)


def deem_renewed(state: State, command: do.DeemRenewed, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-19: for who applied in time; not before the licence has expired."""
    assert state.terms is not None
    renewal = state.terms.renewal
    if renewal is None or not is_deemed_renewed(renewal, state.received_day, state.decided_day, local_day(now)):
        raise Refused(
            "R-19",
            "不符合视为准予延续的条件：要在期满前按时申请、期满仍未作出决定。",
            "Nothing is deemed renewed here: applied in time, and undecided when the licence expired.",
        )
    return (ie.RenewalDeemed(at=now, by=command.by, expired=renewal.expires),)


def apply_by(expires: date, before: Amount, calendar: Calendar) -> date:
    """The last day to apply for a renewal that is wanted so long before a licence expires (R-19)."""
    day = expires
    if before.unit is Unit.WORKING_DAY:
        left = before.number
        while left:
            left -= calendar.is_working_day(day)
            day -= timedelta(days=1)
        return day
    while corresponding_day(day, before) > expires:
        day -= timedelta(days=1)
    return day


def is_deemed_renewed(renewal: Renewal, received: date | None, decided: date | None, on: date) -> bool:
    """Whether the law renewed a licence by silence (行政许可法 art. 50): applied in time, undecided on the day it expired.

    Args:
        received: the day of receipt of the application; decided: the day of the decision, None while there is none.
        on: the day asked about.
    """
    in_time = received is not None and received <= renewal.apply_by
    return in_time and on > renewal.expires and (decided is None or decided > renewal.expires)


HANDLERS: dict[type[Any], Handler] = {
    do.RecordFirstReview: first_review,
    do.AssignInspectors: assign_inspectors,
    do.SwitchVersion: switch_version,
    do.DeemRenewed: deem_renewed,
}
