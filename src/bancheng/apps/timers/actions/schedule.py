"""Schedule and cancel timers, in the caller's transaction."""
from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection

from bancheng.apps.timers import Wanted
from bancheng.apps.timers.models import Timer
from bancheng.core import canonical


def schedule(several: Iterable[Wanted]) -> None:
    """Create the timers, or move those that are still waiting or were cancelled; one that has run stays as it is.

    Raises:
        ValueError: `due_at` has no zone, or there is no transaction (a timer belongs to the change that wants it).
    """
    wanted = {one.key: one for one in several}
    for one in wanted.values():
        if one.due_at.tzinfo is None:
            raise ValueError(f"timer {one.key}: due_at has no zone")
    if not connection.in_atomic_block:
        raise ValueError(f"timers {', '.join(wanted)}: schedule inside the transaction of the change that needs them")
    there = {timer.key: timer for timer in Timer.objects.select_for_update().filter(key__in=list(wanted)).order_by("key")}
    waiting = {"state": Timer.State.WAITING, "attempts": 0, "not_before": None, "last_error": ""}
    for key, timer in there.items():
        if timer.state in (Timer.State.WAITING, Timer.State.CANCELLED):
            one = wanted[key]
            Timer.objects.filter(pk=timer.pk).update(kind=one.kind, due_at=one.due_at, payload_text=_text(one), **waiting)
    new = [Timer(key=key, kind=one.kind, due_at=one.due_at, payload_text=_text(one)) for key, one in wanted.items() if key not in there]
    Timer.objects.bulk_create(new, ignore_conflicts=True)  # who wants the same at the same moment wants the same timer


def _text(wanted: Wanted) -> str:
    return canonical.dumps(wanted.payload).decode()


def take_back(keys: Collection[str]) -> None:
    """Cancel the waiting timers with these keys."""
    Timer.objects.filter(key__in=list(keys), state=Timer.State.WAITING).update(state=Timer.State.CANCELLED)


def cancel(prefix: str) -> int:
    """Cancel every waiting timer whose key begins with `prefix`; gives their number."""
    if not prefix:
        raise ValueError("cancel needs the beginning of a key")
    return Timer.objects.filter(key__startswith=prefix, state=Timer.State.WAITING).update(state=Timer.State.CANCELLED)
