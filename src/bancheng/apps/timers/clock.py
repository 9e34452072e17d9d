"""The sandbox clock: business time moved forward, the same in every process.

The offset is a row in the database. Each process remembers it for at most a second, so that asking for the time costs
nothing; a process that moves the clock sees it at once. In production time cannot be moved and the row is never read.
"""
from __future__ import annotations

import time
from datetime import timedelta

from django.db import transaction

from bancheng.apps.timers.models import ClockOffset
from bancheng.config.env import env

REMEMBER_SECONDS = 1.0
FARTHEST = timedelta(days=36500)
_remembered: tuple[float, timedelta] | None = None


class CannotMove(Exception):
    """Business time cannot be moved like that; the text says why."""


def offset() -> timedelta:
    """How far business time is ahead of real time."""
    global _remembered
    if not env().sandbox:
        return timedelta()
    if _remembered is None or time.monotonic() - _remembered[0] > REMEMBER_SECONDS:
        row = ClockOffset.objects.filter(pk=1).values_list("seconds", flat=True).first()
        _remembered = (time.monotonic(), timedelta(seconds=row or 0))
    return _remembered[1]


def move(by: timedelta) -> timedelta:
    """Move business time; gives the new offset.

    Raises:
        CannotMove: in production, backward (what has happened would lie in the future), or absurdly far.
    """
    if not env().sandbox:
        raise CannotMove("in production time cannot be moved")
    if by < timedelta():
        raise CannotMove("time cannot be moved backward: what has already happened would lie in the future")
    with transaction.atomic():
        row, _ = ClockOffset.objects.select_for_update().get_or_create(pk=1)
        row.seconds += int(by.total_seconds())
        if row.seconds > FARTHEST.total_seconds():
            raise CannotMove("time cannot be moved by more than a hundred years in all")
        row.save()
        transaction.on_commit(forget)
    forget()
    return timedelta(seconds=row.seconds)


def forget() -> None:
    """Read the offset again next time."""
    global _remembered
    _remembered = None
