"""What every event has in common."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bancheng.core.procedure.codec import encode
from bancheng.core.procedure.values import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened at a moment by somebody."""

    type: ClassVar[str] = ""
    at: datetime
    by: Actor

    def to_payload(self) -> dict[str, Any]:
        """The event as plain JSON values, without its type."""
        payload: dict[str, Any] = encode(self)
        return payload
