"""What a channel to the outside must be able to do."""
from __future__ import annotations

from typing import Protocol


class Undelivered(Exception):
    """It did not get through. `again` says whether trying again can help."""

    def __init__(self, reason: str, again: bool = True) -> None:
        self.again = again
        super().__init__(reason)


class Channel(Protocol):
    """One way to reach a telephone."""

    def deliver(self, reference: str, to: str, text: str) -> None:
        """Hand a message over; the same `reference` is taken once.

        Raises:
            Undelivered: it was not taken.
        """
        ...
