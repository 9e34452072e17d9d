"""The time machine of the sandbox: business time goes forward, and what falls due on the way happens in its order, each at its own moment.

Whoever moves a month ahead sees the same as whoever waits a month: silence accepts on its day, then the light turns yellow, then red. What talks to
other systems (the review that follows) is done by the worker, as always.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.timers import clock, queries
from bancheng.apps.timers.actions.run_due import run_due
from bancheng.config.env import env


@dataclass(frozen=True, slots=True)
class ClockMoved:
    """Somebody moved business time."""

    to: datetime
    type: str = "clock_moved"

    def to_payload(self) -> dict[str, str]:
        """What is written into the event."""
        return {"to": self.to.isoformat(timespec="seconds")}


def advance(to: datetime, actor: str) -> int:
    """Move business time forward to a moment; gives how many timers were run on the way.

    Raises:
        CannotMove: in production, backward, or absurdly far; then nothing has moved.
    """
    if not env().sandbox:
        raise clock.CannotMove(*clock.PRODUCTION)
    if to <= now.business():
        raise clock.CannotMove(*clock.BACKWARD)
    if clock.offset() + (to - now.business()) > clock.FARTHEST:
        raise clock.CannotMove(*clock.TOO_FAR)
    with transaction.atomic():
        stream.append("clock", [ClockMoved(to)], actor=actor)
    ran = _run_all()
    reached = now.business()
    while (moment := queries.next_due(reached)) is not None and moment <= to:
        _go(moment)
        ran += _run_all()
        reached = max(moment, now.business())
    _go(to)
    return ran + _run_all()


def _go(to: datetime) -> None:
    """Another process may have gone further meanwhile."""
    clock.move(max(to - now.business(), timedelta()))


def _run_all() -> int:
    ran = 0
    while count := run_due():
        ran += count
    return ran
