"""The contract with a system that decides a part of a case: push, ask, reconcile.

A provider is named by an item's `external.system`. It may be slow, lose what it was sent and answer twice: pushing is idempotent by our key, an answer
names the ticket it belongs to, and nothing here holds a database lock while it waits.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol


class SystemUnavailable(Exception):
    """The other system did not take the call; it is tried again later."""


class UnknownTicket(Exception):
    """The other system does not know the ticket (it lost the application): push again with the same key."""


@dataclass(frozen=True, slots=True)
class Application:
    """What is pushed: our key, who applies, where, and the fields of the evidence that shall result."""

    key: str
    holder: str
    holder_name: str
    region: str
    day: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ExternalAnswer:
    """What came back. `state`: in_progress, granted, refused."""

    ticket: str
    state: str
    fields: dict[str, Any] = field(default_factory=dict)
    reference: str = ""
    reason: str = ""


class ExternalSystem(Protocol):
    """A system that decides parts."""

    def push(self, application: Application) -> str:
        """Hand over; returns the ticket. The same key gives the same ticket."""
        ...

    def ask(self, ticket: str) -> ExternalAnswer:
        """How far it is.

        Raises:
            SystemUnavailable, UnknownTicket.
        """
        ...


def provider(system: str) -> ExternalSystem:
    """The connector of a system.

    Raises:
        LookupError: no connector has this name.
    """
    from bancheng.apps.cases.contrib.registration import Registration

    systems: dict[str, type[ExternalSystem]] = {"provincial-registration": Registration}
    if system not in systems:
        raise LookupError(f"no connector is called {system!r}; there is: {', '.join(systems)}")
    return systems[system]()
