"""The hearing (行政许可法 art. 46–48, R-18): told of, asked for, called, held, and decided by its minutes.

Its days stop the clock only as a special procedure of its own, by a written notice (R-14, `Suspend`).
"""
from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bancheng.core.clock import Amount, Calendar, due, local_day
from bancheng.core.procedure import item_commands as do
from bancheng.core.procedure import item_events as ie
from bancheng.core.procedure.dues import HEARING_REQUEST, dues
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.guards import Handler, officer, text
from bancheng.core.procedure.state import State
from bancheng.core.procedure.values import Refused, Role

NOTICE_BEFORE = Amount(7)


def tell_right(state: State, command: do.TellHearingRight, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    officer(command.by, "R-18", Role.REVIEWER, Role.DECIDER)
    if state.hearing is not None:
        raise Refused("R-18", "听证的事已经告知过了。", "They were told of a hearing already.")
    notice = text(command.notice, "R-18", "请写明听证告知书编号。", "Name the written notice.")
    return (ie.HearingRightTold(at=now, by=command.by, notice=notice),)


def last_day_to_ask(state: State, calendar: Calendar) -> date | None:
    """The last day for those who were told of the right to ask for a hearing (art. 47); None where nobody was."""
    told = state.hearing.told if state.hearing else None
    return due(HEARING_REQUEST, told, calendar).date if told else None


def request(state: State, command: do.RequestHearing, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """By those who were told, or recorded by staff; within five days; asking twice is asking once."""
    if command.by.role is not Role.APPLICANT:
        officer(command.by, "R-18")
    hearing = state.hearing
    if hearing is None or hearing.told is None:
        raise Refused("R-18", "还没有告知听证的权利。", "Nobody was told of the right to a hearing yet.")
    if hearing.requested is not None:
        return ()
    last = last_day_to_ask(state, calendar)
    if last is None or local_day(now) > last:
        raise Refused(
            "R-18", "要在被告知之日起五日内提出听证申请，已经过了。", "A hearing is asked for within five days of being told."
        )
    return (ie.HearingRequested(at=now, by=command.by),)


def call(state: State, command: do.CallHearing, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """Seven days' notice, twenty days from the request, a chair who did not review the case."""
    assert state.terms is not None
    officer(command.by, "R-18", Role.REVIEWER, Role.DECIDER)
    officer(command.chair, "R-18")
    if not state.terms.hearing and (state.hearing is None or state.hearing.requested is None):
        raise Refused("R-18", "还没有人申请听证。", "Nobody has asked for a hearing.")
    if state.hearing is not None and state.hearing.minutes:
        raise Refused("R-18", "听证已经举行过了。", "The hearing was held already.")
    notice = text(command.notice, "R-18", "请写明听证通知书编号。", "Name the written notice.")
    if command.chair.id in state.examiners:
        raise Refused(
            "R-18",
            "审查过这份申请的人不能主持听证，请换一位。",
            "Who reviewed the application cannot chair its hearing; name another.",
        )
    earliest = due(NOTICE_BEFORE, local_day(now), calendar).date
    if earliest is None or command.day < earliest:
        raise Refused(
            "R-18", f"听证要提前七日通知，最早 {earliest:%Y-%m-%d}。", f"Seven days' notice: {earliest} at the earliest."
        )
    latest = dues(state, calendar).hearing
    if latest is not None and latest.date is not None and command.day > latest.date:
        raise Refused(
            "R-18",
            f"听证要在申请后二十日内举行，最晚 {latest.date:%Y-%m-%d}。",
            f"It is held within twenty days of the request: {latest.date} at the latest.",
        )
    return (ie.HearingCalled(at=now, by=command.by, day=command.day, chair=command.chair, notice=notice),)


def record(state: State, command: do.RecordHearing, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    hearing = state.hearing
    if hearing is None or hearing.day is None or hearing.chair is None:
        raise Refused("R-18", "还没有通知听证。", "No hearing was called.")
    if hearing.minutes:
        raise Refused("R-18", "听证已经记录过了。", "The hearing is recorded already.")
    if command.by.id != hearing.chair.id:
        raise Refused("R-18", "听证由主持人记录。", "The chair records the hearing.")
    if local_day(now) < hearing.day:
        raise Refused("R-18", "还没有到听证的日子。", "The day of the hearing has not come.")
    minutes = text(command.minutes, "R-18", "请写明听证笔录的编号。", "Name the minutes.")
    if not command.signed:
        raise Refused("R-18", "听证笔录要由参加人签字或者盖章。", "Those who took part sign the minutes.")
    return (ie.HearingHeld(at=now, by=command.by, minutes=minutes),)


def settled(state: State, now: datetime, calendar: Calendar, minutes: str) -> None:
    """Nothing is decided while a hearing is owed; once it was held, only by its minutes (R-18); nor untold (R-10)."""
    assert state.terms is not None
    hearing = state.hearing
    if hearing is not None and hearing.minutes:
        if minutes != hearing.minutes:
            raise Refused(
                "R-18",
                f"决定要根据听证笔录作出，请写明笔录编号 {hearing.minutes}。",
                f"The decision rests on the minutes of the hearing; name them: {hearing.minutes}.",
            )
        return
    if state.terms.hearing or (hearing is not None and (hearing.requested or hearing.day)):
        raise Refused("R-18", "听证以后才能作出决定。", "The hearing comes before the decision.")
    if hearing is not None:
        last = last_day_to_ask(state, calendar)
        if last is not None and local_day(now) <= last:
            raise Refused(
                "R-18",
                f"{last:%Y-%m-%d} 以前（含当天）还可以申请听证，请等期限过后再决定。",
                f"A hearing may still be asked for until {last}; decide after that.",
            )
    elif state.terms.affects_others:
        raise Refused(
            "R-10",
            "这件事直接关系他人重大利益，要先告知利害关系人，听取意见。",
            "Others' major interests are touched directly: tell them and hear them first.",
        )


HANDLERS: dict[type[Any], Handler] = {
    do.TellHearingRight: tell_right,
    do.RequestHearing: request,
    do.CallHearing: call,
    do.RecordHearing: record,
}
