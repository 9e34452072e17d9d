"""The contract with a service that says who somebody is.

A provider sends the browser away (`start`) and, when it comes back with a code, learns who came (`finish`). What it
learns is checked before anything is stored: a provider is trusted to know people, not to be free of faults.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Company:
    """A company whose legal representative the person is."""

    uscc: str
    name: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who came, as the provider says. `assurance` is `high` when a face or a card was checked, else `low`."""

    name: str
    id_no: str
    phone: str = ""
    assurance: str = "high"
    companies: tuple[Company, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Started:
    """Where to send the browser, and what to keep in its session until it comes back."""

    url: str
    state: str
    verifier: str


class SignInFailed(Exception):
    """Nobody is signed in.

    Attributes:
        reason: `unavailable` (the service does not answer), `refused` (it does not accept the code: used, too old, or
            another browser's), `garbled` (its answer cannot be right).
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


class IdentityProvider(Protocol):
    """What every identity service's connector can do."""

    def start(self, back: str) -> Started:
        """Begin: `back` is the address to which the service sends the browser."""
        ...

    def finish(self, code: str, verifier: str, back: str) -> Identity:
        """Learn who came.

        Raises:
            SignInFailed: see its reasons.
        """
        ...
