"""Append to a stream, and read it."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.db import connection

from bancheng import now
from bancheng.apps.audit.models import Event
from bancheng.core import canonical
from bancheng.core.identifiers import check_citizen_id


class Recordable(Protocol):
    """Something that happened, as an app's core tells it."""

    @property
    def type(self) -> str: ...

    def to_payload(self) -> Mapping[str, Any]: ...


class NotInTransaction(Exception):
    """Events are written together with what they change, or not at all."""


class PersonalData(Exception):
    """A payload holds what must be correctable and erasable: put a reference or a keyed hash there."""


def append(
    stream: str, events: Sequence[Recordable], *, actor: str, on_behalf: str = "", basis: str = ""
) -> list[Event]:
    """Write events at the end of a stream, in the caller's transaction.

    Two writers of one stream wait for each other; writers of different streams do not.

    Raises:
        NotInTransaction: there is no transaction to be part of.
        PersonalData: a payload holds an identity or mobile number.
        ValueError: no stream or no actor.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"events of {stream} need the transaction of the change they record")
    if not stream or not actor:
        raise ValueError("an event has a stream and an actor")
    if not events:
        return []
    _lock(stream)
    last = Event.objects.filter(stream=stream).order_by("-sequence").values_list("sequence", "digest").first()
    sequence, previous = last or (0, "")
    written = []
    for happened in events:
        payload = happened.to_payload()
        _refuse_personal_data(stream, payload)
        sequence += 1
        event = Event(
            stream=stream, sequence=sequence, type=happened.type, at=now.business(), recorded_at=now.real(), actor=actor,
            on_behalf=on_behalf, basis=basis, payload_text=canonical.dumps(payload).decode(), previous=previous,
        )
        event.digest = previous = event.computed_digest()
        event.save(force_insert=True)
        written.append(event)
    return written


def read(stream: str) -> list[Event]:
    """All events of a stream, in order."""
    return list(Event.objects.filter(stream=stream).order_by("sequence"))


def read_all(streams: Iterable[str]) -> dict[str, list[Event]]:
    """All events of several streams, each in its order."""
    found: dict[str, list[Event]] = {stream: [] for stream in streams}
    for event in Event.objects.filter(stream__in=list(found)).order_by("stream", "sequence"):
        found[event.stream].append(event)
    return found


def _lock(stream: str) -> None:
    """One writer per stream. On SQLite the transaction already holds the only write lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [stream])


_CITIZEN_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z-])1[3-9]\d{9}(?![0-9A-Za-z-])")


def _refuse_personal_data(stream: str, payload: Mapping[str, Any]) -> None:
    for text in _texts(payload):
        found = any(check_citizen_id(number, now.today()).value for number in _CITIZEN_ID.findall(text))
        if found or _MOBILE.search(text):
            raise PersonalData(f"an event of {stream} would hold an identity or mobile number: record a reference instead")


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
