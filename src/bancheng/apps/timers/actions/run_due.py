"""Run the timers that are due, each in a transaction of its own.

Claim, effect and end are one commit: a process that is killed in between leaves no trace, and the next one finds the
timer waiting. On PostgreSQL several workers pass each other by (`SKIP LOCKED`); on SQLite the write lock lets one in
at a time. A handler that fails is undone to its beginning, and tried again after a pause that doubles.
"""
from __future__ import annotations

import logging
from datetime import timedelta
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import autodiscover_modules

from bancheng import now
from bancheng.apps.timers import handlers
from bancheng.apps.timers.models import Timer

log = logging.getLogger(__name__)

ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)


def run_due(limit: int = 100) -> int:
    """Run up to `limit` due timers, earliest first; gives how many were tried."""
    _load_handlers()
    tried = 0
    while tried < limit and _due().exists() and _run_one():
        tried += 1
    return tried


@lru_cache(maxsize=1)
def _load_handlers() -> None:
    autodiscover_modules("handlers")


def _due() -> QuerySet[Timer]:
    """Kinds that this process has no handler for are left to one that has (a newer version beside an older one)."""
    free = Q(not_before=None) | Q(not_before__lte=now.real())
    return Timer.objects.filter(
        free, state=Timer.State.WAITING, due_at__lte=now.business(), kind__in=list(handlers)
    ).order_by("due_at", "id")


def _run_one() -> bool:
    with transaction.atomic():
        locking = {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}
        timer = _due().select_for_update(**locking).first()
        if timer is None:
            return False
        timer.attempts += 1
        try:
            with transaction.atomic():
                handlers[timer.kind](timer)
        except Exception as error:  # whatever a handler raises, the other timers go on
            _failed(timer, error)
        else:
            timer.state, timer.done_at, timer.last_error = Timer.State.DONE, now.real(), ""
        timer.save(update_fields=["state", "attempts", "not_before", "last_error", "done_at"])
    return True


def _failed(timer: Timer, error: Exception) -> None:
    timer.last_error = f"{type(error).__name__}: {error}"[:1000]
    if timer.attempts >= ATTEMPTS:
        timer.state = Timer.State.DEAD
        log.error("timer %s failed %d times and is given up", timer.key, timer.attempts, exc_info=error)
        return
    pause = min(FIRST_PAUSE * 2 ** (timer.attempts - 1), LONGEST_PAUSE)
    timer.not_before = now.real() + pause
    log.warning("timer %s failed, next try in %s", timer.key, pause, exc_info=error)


def revive(key: str) -> bool:
    """Give a dead timer another chance; False when there is none of that key."""
    return bool(
        Timer.objects.filter(key=key, state=Timer.State.DEAD).update(
            state=Timer.State.WAITING, attempts=0, not_before=None
        )
    )
