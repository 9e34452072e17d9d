"""What people at desks have to do: opened by actions, closed by the action that does it."""
from __future__ import annotations

from datetime import date

from bancheng import now
from bancheng.apps.cases.models import SubCase, Task


def open_task(sub_case: SubCase, kind: str, why: str, organisation: str = "", due: date | None = None) -> Task:
    """One open task of a kind per part: opening it again changes nothing.

    Without a day of its own a task is due with the promise of its part; a check after the decision has then no day yet (it counts from an event
    that nobody has recorded yet, as the opening of a net café).
    """
    task, _ = Task.objects.get_or_create(
        sub_case=sub_case,
        kind=kind,
        closed_at=None,
        defaults={
            "organisation": organisation or sub_case.organisation,
            "why": why[:200],
            "due": due or (None if kind == "after_check" else sub_case.promised_due),
            "risk": sub_case.risk,
            "opened_at": now.business(),
        },
    )
    return task


def close_tasks(sub_case: SubCase, *kinds: str) -> None:
    """Done, or not needed any more."""
    open_ = sub_case.tasks.filter(closed_at=None)
    (open_.filter(kind__in=kinds) if kinds else open_).update(closed_at=now.business())
