"""Has anything been changed since it was written? Names every row that was edited, deleted, inserted, reordered or
cut off.

1. Streams: sequences run from 1 without gaps, every event has the digest of its content and of the one before it.
2. Seals: numbers without gaps, each chained to the one before and signed; its events are there, unchanged and in place.
3. The file of heads: every head stands in the database, and the other way round.
4. Guards: the database still refuses changes.
5. Projections: the rows that were derived from events agree with them.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db import connection

from bancheng.apps.audit import guards, heads, merkle, projections
from bancheng.apps.audit.actions.seal import KEY
from bancheng.apps.audit.models import Event, Member, Seal
from bancheng.apps.keys import provider

Kind = Literal["edited", "deleted", "inserted", "reordered", "cut off", "seal", "unguarded", "projection"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written."""

    kind: Kind
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.text}"


def verify() -> Iterator[Fault]:
    """All faults; none means that nothing has been changed."""
    edited: set[int] = set()
    for fault, event_id in _streams():
        if event_id:
            edited.add(event_id)
        yield fault
    yield from _seals(edited)
    yield from _file()
    for name in guards.missing(connection):
        yield Fault("unguarded", name, "the database no longer refuses this change; somebody removed the guard")
    for name, check in projections.checks.items():
        for text in check():
            yield Fault("projection", name, text)


def _streams() -> Iterator[tuple[Fault, int]]:
    """Faults within streams, with the event's row where it is one whose content was changed."""
    stream, expected, previous, before = "", 1, "", 0
    for event in Event.objects.order_by("stream", "sequence").iterator(chunk_size=2000):
        name = f"{event.stream}#{event.sequence}"
        if event.stream != stream:
            stream, expected, previous, before = event.stream, 1, "", 0
        for gone in range(expected, min(event.sequence, expected + 50)):
            yield Fault("deleted", f"{stream}#{gone}", "this event of the stream is missing"), 0
        if event.computed_digest() != event.digest:
            yield Fault("edited", name, "the content is not what was written"), event.pk
        elif event.previous != previous and event.sequence == expected:
            yield Fault("inserted", name, "it does not follow from the event before it"), event.pk
        elif event.pk < before:
            yield Fault("reordered", name, "it was written before the event that precedes it"), 0
        expected, previous, before = event.sequence + 1, event.digest, event.pk


def _seals(edited: set[int]) -> Iterator[Fault]:
    expected, previous = 1, ""
    public = provider().public(KEY) if Seal.objects.exists() else ""
    for seal in Seal.objects.order_by("number").iterator():
        name = f"seal {seal.number}"
        for gone in range(expected, min(seal.number, expected + 50)):
            yield Fault("deleted", f"seal {gone}", "this seal is missing")
        if seal.computed_digest() != seal.digest:
            yield Fault("edited", name, "the content is not what was sealed")
        elif not provider().verify(public, bytes.fromhex(seal.digest), _bytes(seal.signature)):
            yield Fault("seal", name, "it was not signed by this platform")
        elif seal.previous != previous and seal.number == expected:
            yield Fault("inserted", name, "it does not follow from the seal before it")
        yield from _members(seal, edited)
        expected, previous = seal.number + 1, seal.digest


def _members(seal: Seal, edited: set[int]) -> Iterator[Fault]:
    name = f"seal {seal.number}"
    members = list(Member.objects.filter(seal=seal).order_by("position"))
    events = Event.objects.in_bulk([member.event_id for member in members])
    places = [member.position for member in members]
    for place in sorted(set(range(seal.count)) - set(places)):
        yield Fault("deleted", name, f"the event at place {place} is no longer listed")
    for place in sorted(set(places) - set(range(seal.count))):
        yield Fault("inserted", name, f"an event was added at place {place}")
    for member in members:
        event = events.get(member.event_id)
        sealed_as = f"{member.stream}#{member.sequence}"
        if event is None:
            yield Fault("deleted", sealed_as, f"the event was sealed in {name} and is gone")
        elif (event.stream, event.sequence) != (member.stream, member.sequence):
            yield Fault("reordered", sealed_as, f"it now stands as {event.stream}#{event.sequence}")
        elif event.digest != member.digest and event.pk not in edited:
            yield Fault("edited", sealed_as, f"it is not what was sealed in {name}")
    if len(places) == seal.count and merkle.root([member.digest for member in members]) != seal.root:
        yield Fault("seal", name, "the list of its events is not the one that was sealed")


def _file() -> Iterator[Fault]:
    name = heads.path().name
    seals = dict(Seal.objects.values_list("number", "digest"))
    try:
        listed = list(heads.read())
    except heads.BadLine as bad:
        yield Fault("edited", name, str(bad))
        return
    last = max(seals, default=0)
    for head in listed:
        if head.number not in seals:
            kind: Kind = "cut off" if head.number > last else "deleted"
            yield Fault(kind, f"seal {head.number}", f"it stands in {name} and no longer in the database")
        elif seals[head.number] != head.digest:
            yield Fault("edited", f"seal {head.number}", f"it is not the one in {name}")
    numbers = [head.number for head in listed]
    for number in sorted(set(range(1, last + 1)) & set(seals) - set(numbers)):
        yield Fault("deleted", f"{name}, seal {number}", "its line is missing; if the last seal is only seconds old, ask again")
    if numbers != sorted(numbers):
        yield Fault("reordered", name, "its lines are not in order")


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
