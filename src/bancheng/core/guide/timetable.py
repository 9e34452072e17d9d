"""The joint plan: what waits for what, in working days from filing, and the day it is all done.

A part starts when the results it waits for are there. A part that is not needed hands its own predecessors on, so a line never breaks. Days are
promised and statutory; the dates come from the working-day calendar.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bancheng.core.catalogue.models import Limit, Part
from bancheng.core.clock import Amount, Calendar, Unit, due


@dataclass(frozen=True, slots=True)
class Slot:
    """When a part runs: working-day offsets from filing, and the day it ends."""

    starts: int
    ends: int
    finish: date
    provisional: bool


def predecessors(parts: Sequence[Part], needed: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """For each needed part the needed parts it directly waits for, in the order of the theme."""
    by_id = {part.id: part for part in parts}
    order = [part.id for part in parts]

    def direct(id: str, seen: frozenset[str]) -> set[str]:
        found: set[str] = set()
        for before in by_id[id].after:
            if before in needed:
                found.add(before)
            elif before in by_id and before not in seen:
                found |= direct(before, seen | {before})
        return found

    return {id: tuple(sorted(direct(id, frozenset()), key=order.index)) for id in order if id in needed}


def ancestors(id: str, before: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Everything that must be done before a part."""
    found: list[str] = []
    for parent in before.get(id, ()):
        for member in (*ancestors(parent, before), parent):
            if member not in found:
                found.append(member)
    return found


def timetable(
    before: Mapping[str, tuple[str, ...]], limits: Mapping[str, Limit], filed: date, calendar: Calendar
) -> dict[str, Slot]:
    """When each part runs, if all are filed on one day and each takes its whole limit."""
    slots: dict[str, Slot] = {}

    def slot(id: str) -> Slot:
        if id not in slots:
            earlier = [slot(parent) for parent in before[id]]
            starts = max((parent.ends for parent in earlier), default=0)
            begin = max((parent.finish for parent in earlier), default=filed)
            limit = limits[id]
            end = due(Amount(limit.days, Unit(limit.unit)), begin, calendar)
            finish = end.date or begin
            days = limit.days if limit.unit == "working_day" else calendar.count(begin, finish)
            slots[id] = Slot(starts, starts + days, finish, end.provisional or any(parent.provisional for parent in earlier))
        return slots[id]

    for id in before:
        slot(id)
    return slots
