"""The inbox of every subject, and the outbox of what still has to be delivered elsewhere."""
from __future__ import annotations

from typing import Any

from django.db import models

from bancheng.core import canonical


class Message(models.Model):
    """Something a subject is told. It stands in the inbox if `in_inbox`; other channels are `Delivery` rows.

    The words are those of the moment it was sent: later wording does not change what somebody was told.
    """

    subject = models.CharField(max_length=120)
    template = models.CharField(max_length=40)
    params_text = models.TextField(default="{}")
    title = models.CharField(max_length=200)
    text = models.TextField()
    title_en = models.CharField(max_length=200)
    text_en = models.TextField()
    in_inbox = models.BooleanField(default=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "-id"], name="message_inbox")]

    def __str__(self) -> str:
        return f"{self.template} to {self.subject}"

    @property
    def params(self) -> dict[str, Any]:
        """What was given to `send` (a page builds links from it)."""
        value: dict[str, Any] = canonical.loads(self.params_text)
        return value


class Delivery(models.Model):
    """A message on its way through a channel.

    `claimed_until` and `not_before` are real time. A delivery may reach the other side twice (the answer got lost);
    channels are told its `reference`, under which they take it once.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        SKIPPED = "skipped"  # nowhere to send it: no telephone number
        DEAD = "dead"

    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=20)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, default="")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="delivery_waiting", condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def reference(self) -> str:
        """The name under which the other side takes it once."""
        return f"bancheng-{self.pk}"
