"""Schedule and cancel timers, in the caller's transaction."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from bancheng.apps.timers.models import Timer
from bancheng.core import canonical


def schedule(key: str, kind: str, due_at: datetime, payload: Mapping[str, object]) -> None:
    """Create the timer, or move it if it is still waiting or was cancelled; one that has run stays as it is.

    Raises:
        ValueError: `due_at` has no zone, or there is no transaction (a timer belongs to the change that wants it).
    """
    if due_at.tzinfo is None:
        raise ValueError(f"timer {key}: due_at has no zone")
    if not connection.in_atomic_block:
        raise ValueError(f"timer {key}: schedule inside the transaction of the change that needs it")
    wanted = {
        "kind": kind,
        "due_at": due_at,
        "payload_text": canonical.dumps(payload).decode(),
        "state": Timer.State.WAITING,
        "attempts": 0,
        "not_before": None,
        "last_error": "",
    }
    timer, new = Timer.objects.select_for_update().get_or_create(key=key, defaults=wanted)
    if not new and timer.state in (Timer.State.WAITING, Timer.State.CANCELLED):
        Timer.objects.filter(pk=timer.pk).update(**wanted)


def cancel(prefix: str) -> int:
    """Cancel every waiting timer whose key begins with `prefix`; gives their number."""
    if not prefix:
        raise ValueError("cancel needs the beginning of a key")
    return Timer.objects.filter(key__startswith=prefix, state=Timer.State.WAITING).update(state=Timer.State.CANCELLED)
