"""Acceptance with a gap (容缺受理, handbook G-01 to G-04), and the correction there and then (R-04 no. 3)."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bancheng.core.clock import Amount, Calendar, due, local_day
from bancheng.core.procedure import events as ev
from bancheng.core.procedure import item_commands as do
from bancheng.core.procedure import item_events as ie
from bancheng.core.procedure.dues import dues
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.guards import Handler, not_banned, officer, text
from bancheng.core.procedure.intake import not_too_late
from bancheng.core.procedure.state import State
from bancheng.core.procedure.values import Refused, Role, Stage

MOST = Amount(20)
SHORTER = 2
"""A gap ends so many working days before the promise at the latest, and after `MOST` (G-03)."""


def correct_on_the_spot(
    state: State, command: do.CorrectOnTheSpot, now: datetime, calendar: Calendar
) -> tuple[Event, ...]:
    officer(command.by, "R-04")
    _papers(command.materials, "R-04")
    return (ie.CorrectedOnTheSpot(at=now, by=command.by, materials=command.materials),)


def accept_with_gap(state: State, command: do.AcceptWithGap, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """G-01: only papers the item lists as ones that may follow. G-02: with a commitment. G-03: not for too long."""
    assert state.terms is not None
    if command.by.role is not Role.RULES:
        officer(command.by, "R-04")
    not_too_late(state, now, calendar)
    not_banned(state, now)
    _papers(command.materials, "G-01")
    if main := sorted(set(command.materials) - set(state.terms.deferrable)):
        raise Refused(
            "G-01",
            f"这些是主要材料，不能容缺：{'、'.join(main)}。",
            f"These papers decide the review and cannot follow later: {', '.join(main)}.",
        )
    if not command.creditworthy:
        raise Refused(
            "G-02",
            "申请人有失信记录，信用修复前不适用容缺受理。",
            "With a bad credit record nothing may follow later until it is repaired.",
        )
    commitment = text(
        command.commitment, "G-02", "容缺受理要有申请人的书面承诺。", "The applicant's written commitment is needed."
    )
    last = last_day_of_gap(state, local_day(now), calendar)
    if last is None:
        raise Refused("G-03", "承诺时限太短，不能容缺受理。", "The promised limit is too short for a gap.")
    if not local_day(now) < command.until <= last:
        raise Refused(
            "G-03",
            f"容缺材料要在今天以后、{last:%Y-%m-%d} 以前（含当天）补齐。",
            f"What is missing follows after today and by {last} at the latest.",
        )
    return (
        ev.Accepted(at=now, by=command.by, day=local_day(now), deemed=False),
        ie.GapOpened(
            at=now, by=command.by, materials=command.materials, until=command.until, commitment=commitment
        ),
    )


def last_day_of_gap(state: State, accepted: date, calendar: Calendar) -> date | None:
    """The latest day for papers that follow, if accepted on a day (G-03); None where the promise leaves no room."""
    promised = dues(replace(state, stage=Stage.ACCEPTED, accepted_day=accepted), calendar).promised
    if promised is None or promised.date is None:
        return None
    days = min(MOST.number, calendar.count(accepted, promised.date) - SHORTER)
    return due(Amount(days), accepted, calendar).date if days > 0 else None


def fill_gap(state: State, command: do.FillGap, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    if state.gap is None:
        raise Refused("G-03", "这件事没有要后补的材料。", "No papers are to follow here.")
    _papers(command.materials, "G-03")
    if others := sorted(set(command.materials) - set(state.gap.missing)):
        raise Refused(
            "G-03",
            f"承诺后补的材料里没有这些：{'、'.join(others)}。",
            f"These were not among the papers to follow: {', '.join(others)}.",
        )
    return (ie.GapFilled(at=now, by=command.by, materials=command.materials),)


def _papers(materials: tuple[str, ...], rule: str) -> None:
    if not materials or len(set(materials)) != len(materials):
        raise Refused(rule, "请写明是哪些材料，每样一次。", "Name the papers, each once.")


HANDLERS: dict[type[Any], Handler] = {
    do.CorrectOnTheSpot: correct_on_the_spot,
    do.AcceptWithGap: accept_with_gap,
    do.FillGap: fill_gap,
}
