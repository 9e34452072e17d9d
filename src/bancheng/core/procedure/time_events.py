"""Events about time, and incidents."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bancheng.core.clock import Amount, SuspensionKind
from bancheng.core.procedure.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(Event):
    """A special procedure begins; `notice` is the number of the written notice that tells the needed time."""

    type: ClassVar[str] = "suspended"
    kind: SuspensionKind
    start: date
    planned_end: date
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prolonged(Event):
    """It takes until `planned_end`, as the further notice tells."""

    type: ClassVar[str] = "prolonged"
    planned_end: date
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Event):
    """It is over; up to `last`, included, the days did not count."""

    type: ClassVar[str] = "resumed"
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended(Event):
    """`approved_by` is the head's id, or the government's name; `approval` the document of the latter."""

    type: ClassVar[str] = "extended"
    amount: Amount
    approved_by: str
    reason_digest: str
    notice: str
    approval: str = ""


@dataclass(frozen=True, slots=True)
class DateChange:
    """A last day (`due` names the field of `Dues`) before and after it was counted again."""

    due: str
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesProjected(Event):
    type: ClassVar[str] = "dates_projected"
    reason: str
    changes: tuple[DateChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRecorded(Event):
    """Somebody tried `what` (a command) against `rule`; it was refused."""

    type: ClassVar[str] = "violation_recorded"
    rule: str
    what: str
