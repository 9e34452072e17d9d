"""What an auditor looks up in the trail. One stream is read in `stream`, the whole is checked in `verification`."""

from __future__ import annotations

from collections.abc import Sequence

from bancheng.apps.audit.models import Event, Member


def newest() -> int:
    """The number of the newest event: about how many there are, without counting them."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def existing(streams: Sequence[str]) -> list[str]:
    """Those of the streams in which anything has happened, in the order asked."""
    there = set(Event.objects.filter(stream__in=streams, sequence=1).values_list("stream", flat=True))
    return [name for name in dict.fromkeys(streams) if name in there]


def seals_of(events: Sequence[Event]) -> dict[int, int]:
    """The number of the seal of each event that is sealed, by the key of the event."""
    return dict(Member.objects.filter(event__in=[one.pk for one in events]).values_list("event_id", "seal__number"))


def looks(actor: str | None, case: str, start: int, most: int) -> list[Event]:
    """Looks at personal data, the newest first: of one officer (None: of all), at one case (empty: at all)."""
    rows = Event.objects.filter(type="looked").order_by("-at", "-pk")
    if actor is not None:
        rows = rows.filter(actor=actor)
    if case:
        rows = rows.filter(payload_text__contains=f'"case":"{case}"')
    return list(rows[start : start + most])
