"""What is written into a licence's stream. No personal data: digests and references only."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a licence: `licence_issued`, or `licence_<status>` for what ended it."""

    type: str
    payload: dict[str, Any]

    def to_payload(self) -> dict[str, Any]:
        """What the trail keeps."""
        return self.payload
