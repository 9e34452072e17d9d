"""Timers and the sandbox clock."""
from __future__ import annotations

from typing import Any

from django.db import models

from bancheng.core import canonical


class Timer(models.Model):
    """Something that must happen at a moment of business time, once.

    `due_at` is business time; `not_before`, the pause after a failure, is real time. A timer whose handler keeps
    failing is `dead`: it stays, with its last error, until somebody looks at it (`queries.troubled`, `actions.revive`).
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        CANCELLED = "cancelled"
        DEAD = "dead"

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    payload_text = models.TextField(default="{}")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    last_error = models.TextField(default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="timer_waiting", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.kind}, {self.state})"

    @property
    def payload(self) -> dict[str, Any]:
        """What was given to `schedule`, with exact numbers."""
        value: dict[str, Any] = canonical.loads(self.payload_text)
        return value


class ClockOffset(models.Model):
    """How far business time is ahead of real time in the sandbox: one row, or none for not at all."""

    seconds = models.BigIntegerField(default=0)
