"""What happened, only ever appended, and the seals that prove it.

- `Event`: one thing that happened in a stream (a case, a licence, a member of staff). Each holds the digest of its own
  content and of the event before it, so that a stream is a chain.
- `Seal`: a batch of events, the root of their Merkle tree, the seal before it, signed by the platform. `Member` says
  which event lies in which seal: identifiers commit out of order, so a range would not do.
- `Lease`: who may do a job that only one process may do.
"""
from __future__ import annotations

from typing import Any

from django.db import models

from bancheng.core import canonical


class Event(models.Model):
    """One thing that happened. Never changed, never deleted (the database refuses, see `guards`).

    Attributes:
        stream, sequence: which stream, and the how-manieth event of it, from 1 without gaps.
        at: business time; `recorded_at` the wall clock, the same unless the sandbox clock was moved.
        actor: who did it (`staff:<id>`, `person:<uuid>`, `entity:<uscc>`, `system:<part>`); `on_behalf` for whom.
        basis: the legal basis, where the act needs one (a look at personal data).
        payload_text: canonical JSON. References and keyed hashes only, no personal data.
        previous: digest of the event before it in the stream; empty for the first.
        digest: SM3 over all of the above.
    """

    stream = models.CharField(max_length=120)
    sequence = models.PositiveIntegerField()
    type = models.CharField(max_length=80)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    on_behalf = models.CharField(max_length=120, default="")
    basis = models.TextField(default="")
    payload_text = models.TextField()
    previous = models.CharField(max_length=64, default="")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "sequence"], name="event_once_per_place")]
        indexes = [models.Index(fields=["type", "at"], name="event_by_type")]

    def __str__(self) -> str:
        return f"{self.stream}#{self.sequence} {self.type}"

    @property
    def payload(self) -> dict[str, Any]:
        """What the event says, with exact numbers."""
        value: dict[str, Any] = canonical.loads(self.payload_text)
        return value

    def computed_digest(self) -> str:
        """The digest that belongs to what the row says now."""
        return canonical.digest(
            {
                "stream": self.stream,
                "sequence": self.sequence,
                "type": self.type,
                "at": self.at,
                "recorded_at": self.recorded_at,
                "actor": self.actor,
                "on_behalf": self.on_behalf,
                "basis": self.basis,
                "payload": self.payload_text,
                "previous": self.previous,
            }
        )


class Seal(models.Model):
    """A signed batch. `digest` is over number, previous, root, count and time; `signature` over the digest."""

    number = models.PositiveIntegerField(unique=True)
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"seal {self.number}"

    def computed_digest(self) -> str:
        """The digest that belongs to what the row says now."""
        return canonical.digest(
            {"number": self.number, "previous": self.previous, "root": self.root, "count": self.count, "at": self.at}
        )


class Member(models.Model):
    """An event's place in a seal. Keeps the event's name and digest, so that one that is gone can still be named."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="members")
    position = models.PositiveIntegerField()
    event = models.OneToOneField(Event, on_delete=models.DO_NOTHING, db_constraint=False, related_name="sealed")
    stream = models.CharField(max_length=120)
    sequence = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="member_once_per_place")]

    def __str__(self) -> str:
        return f"{self.stream}#{self.sequence} in seal {self.seal_id}"


class Lease(models.Model):
    """A job that one process at a time may do, until a moment of real time.

    `mark` belongs to the job: the sealer's is an event id up to which everything is sealed.
    """

    name = models.CharField(max_length=40, unique=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()
    mark = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"
