"""What happened to a part of a case. Events are only ever appended; the state is folded from them.

Payloads are plain JSON and hold no personal data: ids, codes, dates, and digests of texts. Two events cannot even be
built wrongly: a grant needs the rules or two officers, a refusal needs two officers, always (R-17, I7, I8).
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from bancheng.core.procedure.codec import decode
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.item_events import (
    ConsultationAnswered,
    Consulted,
    CorrectedOnTheSpot,
    FirstReviewed,
    GapFilled,
    GapOpened,
    HearingCalled,
    HearingHeld,
    HearingRequested,
    HearingRightTold,
    InspectorsAssigned,
    OpeningRecorded,
    RenewalDeemed,
    SilenceNoted,
    VersionSwitched,
)
from bancheng.core.procedure.time_events import DatesProjected, Extended, IncidentRecorded, Prolonged, Resumed, Suspended
from bancheng.core.procedure.values import (
    Actor,
    AfterCheckResult,
    ExternalResult,
    Fault,
    NonAcceptance,
    PointResult,
    ReviewOutcome,
    Role,
    TerminationReason,
    Terms,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(Event):
    type: ClassVar[str] = "started"
    terms: Terms
    waits_for: tuple[str, ...] = ()
    external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Event):
    """`day` is the day that counts as the day of receipt; `at` is when it really arrived."""

    type: ClassVar[str] = "received"
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Event):
    """`day` is the day of acceptance: today, or the day of receipt where silence accepted (`deemed`, R-06)."""

    type: ClassVar[str] = "accepted"
    day: date
    deemed: bool
    terms: Terms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceRefused(Event):
    type: ClassVar[str] = "acceptance_refused"
    kind: NonAcceptance
    reason_digest: str
    go_to: str = ""
    banned_until: date | None = None


@dataclass(frozen=True, slots=True)
class AskedItem:
    """A paper on the correction notice."""

    material: str
    fault: Fault
    note_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAsked(Event):
    type: ClassVar[str] = "correction_asked"
    items: tuple[AskedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionSupplied(Event):
    type: ClassVar[str] = "correction_supplied"
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRecorded(Event):
    type: ClassVar[str] = "review_recorded"
    record_digest: str
    outcome: ReviewOutcome
    findings: tuple[PointResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRequested(Event):
    type: ClassVar[str] = "person_requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnsiteChecked(Event):
    type: ClassVar[str] = "onsite_checked"
    inspectors: tuple[Actor, ...]
    passed: bool
    note_digest: str
    standard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantProposed(Event):
    type: ClassVar[str] = "grant_proposed"
    record_digest: str
    minutes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalProposed(Event):
    type: ClassVar[str] = "refusal_proposed"
    reason_digest: str
    clause: str
    remedy: str
    remedy_organ: str
    minutes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalReturned(Event):
    type: ClassVar[str] = "proposal_returned"
    note_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted(Event):
    """`proposed_by` is None where the rules granted."""

    type: ClassVar[str] = "granted"
    record_digest: str
    proposed_by: Actor | None = None

    def __post_init__(self) -> None:
        if self.proposed_by is None and self.by.role is not Role.RULES:
            raise ValueError("a grant by a person needs a proposer (R-17)")
        if self.proposed_by is not None:
            _two_officers(self.proposed_by, self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalDecided(Event):
    """A refusal: two different officers, a reason, a clause, a remedy and the organ to turn to."""

    type: ClassVar[str] = "refusal_decided"
    proposed_by: Actor
    reason_digest: str
    clause: str
    remedy: str
    remedy_organ: str

    def __post_init__(self) -> None:
        _two_officers(self.proposed_by, self.by)
        if not all((self.reason_digest, self.clause, self.remedy, self.remedy_organ)):
            raise ValueError("a refusal names reason, clause, remedy and organ (R-17)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn(Event):
    type: ClassVar[str] = "application_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminated(Event):
    type: ClassVar[str] = "terminated"
    reason: TerminationReason
    note_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered(Event):
    type: ClassVar[str] = "delivered"
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    type: ClassVar[str] = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterCheckOpened(Event):
    type: ClassVar[str] = "after_check_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterCheckRecorded(Event):
    type: ClassVar[str] = "after_check_recorded"
    result: AfterCheckResult
    note_digest: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed(Event):
    type: ClassVar[str] = "pushed"
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternallyAnswered(Event):
    type: ClassVar[str] = "externally_answered"
    reference: str
    result: ExternalResult
    document_digest: str = ""


EVENT_TYPES: dict[str, type[Event]] = {
    kind.type: kind
    for kind in (
        *(Started, Received, Accepted, AcceptanceRefused, CorrectionAsked, CorrectionSupplied, ReviewRecorded),
        *(PersonRequested, OnsiteChecked, GrantProposed, RefusalProposed, ProposalReturned, Granted, RefusalDecided),
        *(ApplicationWithdrawn, Terminated, Delivered, Closed, AfterCheckOpened, AfterCheckRecorded),
        *(Pushed, ExternallyAnswered),
        *(Suspended, Prolonged, Resumed, Extended, DatesProjected, IncidentRecorded),
        *(CorrectedOnTheSpot, GapOpened, GapFilled, FirstReviewed, InspectorsAssigned),
        *(HearingRightTold, HearingRequested, HearingCalled, HearingHeld, VersionSwitched, RenewalDeemed),
        *(OpeningRecorded,),
        *(Consulted, ConsultationAnswered, SilenceNoted),
    )
}


def from_payload(kind: str, payload: dict[str, Any]) -> Event:
    """Read an event back.

    Raises:
        ValueError: the type is unknown or the payload does not fit it.
    """
    if kind not in EVENT_TYPES:
        raise ValueError(f"unknown event type {kind!r}")
    event: Event = decode(EVENT_TYPES[kind], payload)
    return event


def _two_officers(one: Actor, other: Actor) -> None:
    if not (one.is_officer and other.is_officer) or one.id == other.id:
        raise ValueError("a decision by people needs two different officers (R-17)")
