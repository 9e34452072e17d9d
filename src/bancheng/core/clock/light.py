"""The light of a running limit: computed whenever somebody looks, never stored.

Green while there is time; yellow when at most one working day or a fifth of the promised time is left; red once the
promise is broken; over_statutory once the law is. While the clock stands still the light is green (handbook §3.1).
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bancheng.core.clock.calendar import Calendar, days_between
from bancheng.core.clock.due import Due
from bancheng.core.clock.limit import Ledger


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    OVER_STATUTORY = "over_statutory"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When yellow begins: at so many working days left, or at so many percent of the promised working days left."""

    working_days: int = 1
    percent: int = 20


def light(
    on: date,
    ledger: Ledger,
    promised: Due,
    statutory: Due,
    calendar: Calendar,
    thresholds: Thresholds = Thresholds(),
) -> Light:
    """The light on a day, for a limit that runs under `ledger`."""
    if statutory.date is not None and on > statutory.date:
        return Light.OVER_STATUTORY
    yellow = turns_yellow(ledger, promised, calendar, thresholds)
    if promised.date is None or yellow is None:
        return Light.GREEN
    if on > promised.date:
        return Light.RED
    return Light.YELLOW if on >= yellow else Light.GREEN


def turns_yellow(
    ledger: Ledger, promised: Due, calendar: Calendar, thresholds: Thresholds = Thresholds()
) -> date | None:
    """The first day on which the light of a promise is yellow, at the earliest the day it counts from.

    `light` and the timer that acts on yellow both ask here, so they cannot disagree. None while the clock stands still.
    """
    if promised.date is None:
        return None
    counting = [
        day
        for day in days_between(ledger.started, promised.date)
        if calendar.is_working_day(day) and not any(s.covers(day) for s in ledger.suspensions)
    ]
    may_be_left = max(thresholds.working_days, thresholds.percent * len(counting) // 100)
    used = len(counting) - may_be_left
    return counting[used - 1] if used > 0 else ledger.started
