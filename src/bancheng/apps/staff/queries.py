"""Who looked at whose data, and who works here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bancheng.apps.audit import stream
from bancheng.apps.staff.models import Officer


@dataclass(frozen=True, slots=True)
class Look:
    """One look of an officer at personal data. The person sees the organisation, an auditor the officer."""

    at: datetime
    officer: str
    organisation: str
    case: str
    why: str
    basis: str


def looks(subject: str) -> list[Look]:
    """Every look at the data of a person or company, oldest first."""
    return [
        Look(event.at, event.actor, event.payload["organisation"], event.payload["case"], event.payload["why"], event.basis)
        for event in stream.read(f"look:{subject}")
    ]


def named(username: str) -> Officer | None:
    """The officer with this account."""
    return Officer.objects.filter(username=username.lower()).first()


def officer(reference: str) -> Officer | None:
    """The officer of a reference (`staff:<id>`)."""
    kind, _, number = reference.partition(":")
    return Officer.objects.filter(pk=int(number)).first() if kind == "staff" and number.isdigit() else None
