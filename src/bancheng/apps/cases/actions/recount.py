"""The calendar of a year is announced, or corrected: what has been counted with the old one is counted again, and says so.

Publishing schedules one timer; each run recounts some cases and schedules the next run behind them, so that a city full of open cases is recounted
in steps that survive a crash.
"""
from __future__ import annotations

from bancheng.apps import timers
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import catalogue_of, lock, recount
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.timers.models import Timer
from bancheng.core.clock import Calendar
from bancheng.core.procedure import Stage

STEP = 200
_OVER = (Stage.CLOSED, Stage.TERMINATED, Stage.NOT_ACCEPTED)


def calendar_changed(timer: Timer) -> None:
    """Recount the next cases, beginning after the one that the run before ended with."""
    before = catalogues.catalogue_of(catalogues.numbered(timer.payload["before"])).calendar
    last = timer.payload.get("last", 0)
    numbers = list(SubCase.objects.filter(pk__gt=last).exclude(stage__in=_OVER).order_by("pk").values_list("pk", "number")[:STEP])
    for _, number in numbers:
        sub_case = lock(number)
        recount(sub_case, before, why(before, catalogue_of(sub_case).calendar))
    if numbers:
        last = numbers[-1][0]
        key = f"{timer.key.partition('/')[0]}/{last}"
        timers.schedule(key, timer.kind, timer.due_at, {"before": timer.payload["before"], "last": last})


def why(before: Calendar, after: Calendar) -> str:
    """Why the dates are counted again, in words."""
    if new := sorted(after.years - before.years):
        return f"{'、'.join(map(str, new))} 年的放假安排公布了"
    return "放假安排有更正"
