"""Events of steps that only some items know, or only some cases need."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bancheng.core.clock import Amount
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.values import Actor, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedOnTheSpot(Event):
    type: ClassVar[str] = "corrected_on_the_spot"
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapOpened(Event):
    """Comes with `accepted`: these papers follow by `until`, as the commitment of that number says."""

    type: ClassVar[str] = "gap_opened"
    materials: tuple[str, ...]
    until: date
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFilled(Event):
    type: ClassVar[str] = "gap_filled"
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstReviewed(Event):
    type: ClassVar[str] = "first_reviewed"
    supports: bool
    note_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorsAssigned(Event):
    type: ClassVar[str] = "inspectors_assigned"
    inspectors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRightTold(Event):
    type: ClassVar[str] = "hearing_right_told"
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRequested(Event):
    type: ClassVar[str] = "hearing_requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingCalled(Event):
    type: ClassVar[str] = "hearing_called"
    day: date
    chair: Actor
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingHeld(Event):
    type: ClassVar[str] = "hearing_held"
    minutes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSwitched(Event):
    type: ClassVar[str] = "version_switched"
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalDeemed(Event):
    """The law renewed the licence that expired on this day."""

    type: ClassVar[str] = "renewal_deemed"
    expired: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRecorded(Event):
    """Business began on this day; the newest counts."""

    type: ClassVar[str] = "opening_recorded"
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted(Event):
    type: ClassVar[str] = "consulted"
    organisation: str
    question_digest: str
    own_decision: bool
    limit: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationAnswered(Event):
    type: ClassVar[str] = "consultation_answered"
    organisation: str
    agrees: bool
    note_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceNoted(Event):
    """`deemed`: the silent department counts as agreeing; otherwise only a red light, its decision is still needed."""

    type: ClassVar[str] = "silence_noted"
    organisation: str
    deemed: bool
