"""Durable timers: what must happen at a moment of business time happens once, also when the machine is switched off
in between.

    @handler("licence.remind")                       # in `handlers.py` of any app
    def remind(timer: Timer) -> None: …              # its database writes and the timer's end are one transaction

    schedule("case:K7/review", "case.review", due_at, {"case": "K7"})      # in the caller's transaction
    cancel("case:K7/")

The worker claims a due timer and runs its handler in the same transaction, so that an effect is there exactly when
its timer is done. What a handler does outside the database (a request to another system) can happen twice and must
bear it.
"""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bancheng.apps.timers.models import Timer

Handler = Callable[["Timer"], None]
handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Say which function a kind of timer calls. `handlers.py` of every app is read before the first timer runs."""

    def register(function: Handler) -> Handler:
        if handlers.get(kind, function) is not function:
            raise ValueError(f"timers of kind {kind!r} already have a handler")
        handlers[kind] = function
        return function

    return register


def schedule(key: str, kind: str, due_at: datetime, payload: Mapping[str, object] | None = None) -> None:
    """Have the handler of `kind` called at `due_at` (business time), in the caller's transaction.

    The same key is the same timer: while it waits, a second call moves it; once it has run, a second call changes
    nothing.
    """
    schedule_all([Wanted(key, kind, due_at, payload or {})])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `schedule` is told."""

    key: str
    kind: str
    due_at: datetime
    payload: Mapping[str, object]


def schedule_all(several: Iterable[Wanted]) -> None:
    """As `schedule`, for several timers at once."""
    from bancheng.apps.timers.actions.schedule import schedule as write

    write(several)


def take_back(keys: Collection[str]) -> None:
    """Cancel the waiting timers with exactly these keys."""
    from bancheng.apps.timers.actions.schedule import take_back as write

    write(keys)


def cancel(prefix: str) -> int:
    """Cancel every waiting timer whose key begins so; gives their number."""
    from bancheng.apps.timers.actions.schedule import cancel as write

    return write(prefix)
