"""What waits, and what is stuck."""
from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from bancheng import now
from bancheng.apps.timers.models import Timer

LATE = timedelta(hours=1)


def troubled() -> QuerySet[Timer]:
    """Timers that somebody must look at: given up, or long past their time."""
    late = Q(state=Timer.State.WAITING, due_at__lt=now.business() - LATE)
    return Timer.objects.filter(Q(state=Timer.State.DEAD) | late).order_by("due_at")


def next_due(after: datetime | None = None) -> datetime | None:
    """When the next waiting timer is due; of those that are due later than a moment, if one is named."""
    waiting = Timer.objects.filter(state=Timer.State.WAITING)
    if after is not None:
        waiting = waiting.filter(due_at__gt=after)
    return waiting.order_by("due_at").values_list("due_at", flat=True).first()


def ahead(most: int) -> list[Timer]:
    """The next timers, the nearest first."""
    return list(Timer.objects.filter(state=Timer.State.WAITING, due_at__gt=now.business()).order_by("due_at", "id")[:most])
