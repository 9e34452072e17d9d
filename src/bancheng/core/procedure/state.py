"""Where a part of a case stands: folded from its events, and from nothing else."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bancheng.core.clock import Amount, Extension, Ledger, Suspension, SuspensionKind, local_day
from bancheng.core.procedure import events as ev
from bancheng.core.procedure import item_events as ie
from bancheng.core.procedure import time_events as te
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.values import (
    Actor,
    AfterCheckResult,
    ExternalResult,
    Outcome,
    ProposalKind,
    Stage,
    Terms,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision one officer proposed and another has still to take."""

    kind: ProposalKind
    by: Actor
    record_digest: str = ""
    reason_digest: str = ""
    clause: str = ""
    remedy: str = ""
    remedy_organ: str = ""


@dataclass(frozen=True, slots=True)
class AfterCheck:
    """The check after an approval by commitment; open until it passed or failed."""

    opened_at: datetime
    rectify_until: date | None = None
    result: AfterCheckResult | None = None

    @property
    def is_open(self) -> bool:
        return self.result not in (AfterCheckResult.PASSED, AfterCheckResult.FAILED)


@dataclass(frozen=True, slots=True)
class Special:
    """A special procedure that is going on: its first day, and the last as the applicant was told in writing."""

    kind: SuspensionKind
    start: date
    planned_end: date
    notice: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Papers still to follow after acceptance with a gap, and the last day for them."""

    missing: tuple[str, ...]
    until: date
    commitment: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """A hearing: day on which its right was told, day it was asked for, day it is held, under whom, its minutes."""

    told: date | None = None
    requested: date | None = None
    day: date | None = None
    chair: Actor | None = None
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class Consultation:
    """A department that was asked: `agrees` None while it has not answered and is not deemed to (§3.4)."""

    organisation: str
    asked: date
    limit: Amount
    own_decision: bool
    agrees: bool | None = None
    silent: bool = False

    @property
    def is_open(self) -> bool:
        return self.agrees is None


@dataclass(frozen=True, slots=True)
class State:
    """One part of a case. `State()` is a part that has not been started.

    Attributes:
        received_at, received_day: when it arrived, and the day that counts as the day of receipt.
        materials_day: the day of receipt of the last papers (later than received_day after a correction).
        review: the newest review by rules that still counts; acceptance and new papers ask for a new one.
        suspensions, extensions: the ledger of statutory and promised limit.
        proposal: a decision waiting for its second officer.
        special: the special procedure that stops the clock now.
        incidents: what was tried against a rule.
        gap: what is still to follow; None where nothing is.
        opened: the day on which business began, for the check that counts from it.
        examiners: ids of the officers who reviewed, inspected or proposed; none of them chairs the hearing.
    """

    stage: Stage = Stage.DRAFT
    outcome: Outcome | None = None
    terms: Terms | None = None
    waits_for: tuple[str, ...] = ()
    external: bool = False
    reference: str = ""
    answer: ev.ExternallyAnswered | None = None
    received_at: datetime | None = None
    received_day: date | None = None
    materials_day: date | None = None
    correction: tuple[ev.AskedItem, ...] = ()
    accepted_at: datetime | None = None
    accepted_day: date | None = None
    deemed: bool = False
    review: ev.ReviewRecorded | None = None
    person_requested: bool = False
    onsite_checks: tuple[ev.OnsiteChecked, ...] = ()
    proposal: Proposal | None = None
    decided_at: datetime | None = None
    decision: ev.Granted | ev.RefusalDecided | None = None
    delivered_at: datetime | None = None
    ended_at: datetime | None = None
    after_check: AfterCheck | None = None
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    special: Special | None = None
    incidents: tuple[te.IncidentRecorded, ...] = ()
    gap: Gap | None = None
    hearing: Hearing | None = None
    first_review: ie.FirstReviewed | None = None
    inspectors: tuple[Actor, ...] = ()
    examiners: tuple[str, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    opened: date | None = None

    @property
    def decided_day(self) -> date | None:
        """The day of the decision, which statistics take as the day the matter was handled (办结时间)."""
        return None if self.decided_at is None else local_day(self.decided_at)

    @property
    def onsite_passed(self) -> bool | None:
        """The newest on-site check, None before any."""
        return self.onsite_checks[-1].passed if self.onsite_checks else None

    @property
    def revocation_due(self) -> bool:
        """The after-check failed: the licence is to be revoked, by people (C-06, R-23)."""
        return self.after_check is not None and self.after_check.result is AfterCheckResult.FAILED

    def ledger(self, started: date) -> Ledger:
        return Ledger(started, self.suspensions, self.extensions)


def replay(events: Iterable[Event]) -> State:
    """The state after all events."""
    state = State()
    for event in events:
        state = fold(state, event)
    return state


def fold(state: State, event: Event) -> State:
    """The state after one more event. It trusts the event: what may happen was settled by `decide`.

    Raises:
        ValueError: an event of a kind that is unknown here.
    """
    at = event.at
    match event:
        case ev.Started():
            return replace(
                state, stage=Stage.WAITING, terms=event.terms, waits_for=event.waits_for, external=event.external
            )
        case ev.Received():
            return replace(
                state, stage=Stage.RECEIVED, received_at=at, received_day=event.day, materials_day=event.day
            )
        case ev.Accepted():
            terms = event.terms or state.terms
            return replace(
                state,
                stage=Stage.ACCEPTED,
                terms=terms,
                accepted_at=at,
                accepted_day=event.day,
                deemed=event.deemed,
                review=None,
            )
        case ev.AcceptanceRefused():
            return replace(state, stage=Stage.NOT_ACCEPTED, outcome=Outcome.NOT_ACCEPTED, ended_at=at)
        case ev.CorrectionAsked():
            return replace(state, stage=Stage.CORRECTION_REQUIRED, correction=event.items)
        case ev.CorrectionSupplied():
            return replace(state, stage=Stage.RECEIVED, materials_day=event.day, review=None)
        case ev.ReviewRecorded():
            stage = Stage.RECEIVED if state.stage is Stage.RECEIVED else Stage.REVIEWING
            return replace(_examined(state, event.by), stage=stage, review=event)
        case ev.PersonRequested():
            return replace(state, person_requested=True)
        case ev.OnsiteChecked():
            checks = (*state.onsite_checks, event)
            return replace(_examined(state, *event.inspectors), stage=Stage.REVIEWING, onsite_checks=checks)
        case ev.GrantProposed():
            proposal = Proposal(ProposalKind.GRANT, event.by, record_digest=event.record_digest)
            return replace(_examined(state, event.by), stage=Stage.REVIEWING, proposal=proposal)
        case ev.RefusalProposed():
            proposal = Proposal(
                ProposalKind.REFUSAL,
                event.by,
                reason_digest=event.reason_digest,
                clause=event.clause,
                remedy=event.remedy,
                remedy_organ=event.remedy_organ,
            )
            return replace(_examined(state, event.by), stage=Stage.REVIEWING, proposal=proposal)
        case ev.ProposalReturned():
            return replace(state, proposal=None)
        case ev.Granted() | ev.RefusalDecided():
            outcome = Outcome.GRANTED if isinstance(event, ev.Granted) else Outcome.REFUSED
            return replace(
                state, stage=Stage.DECIDED, outcome=outcome, decided_at=at, decision=event, proposal=None
            )
        case _:
            return _fold_end(state, event)


def _fold_end(state: State, event: Event) -> State:
    """Events after, beside or instead of a decision."""
    at = event.at
    match event:
        case ev.ApplicationWithdrawn():
            outcome = Outcome.APPLICATION_WITHDRAWN
            return replace(state, stage=Stage.TERMINATED, outcome=outcome, ended_at=at, proposal=None)
        case ev.Terminated():
            outcome = Outcome.TERMINATED
            return replace(state, stage=Stage.TERMINATED, outcome=outcome, ended_at=at, proposal=None)
        case ev.Delivered():
            return replace(state, stage=Stage.DELIVERED, delivered_at=at)
        case ev.Closed():
            return replace(state, stage=Stage.CLOSED, ended_at=at)
        case ev.AfterCheckOpened():
            return replace(state, after_check=AfterCheck(at))
        case ev.AfterCheckRecorded():
            check = state.after_check or AfterCheck(at)
            until = event.until or check.rectify_until
            return replace(state, after_check=replace(check, result=event.result, rectify_until=until))
        case ev.Pushed():
            return replace(state, stage=Stage.PUSHED, reference=event.reference)
        case ev.ExternallyAnswered():
            outcome = Outcome.GRANTED if event.result is ExternalResult.GRANTED else Outcome.REFUSED
            return replace(state, stage=Stage.DECIDED, outcome=outcome, decided_at=at, answer=event)
        case _:
            return _fold_time(state, event)


def _fold_time(state: State, event: Event) -> State:
    """Events about time, and incidents."""
    match event:
        case te.Suspended():
            stop = Suspension(event.kind, event.start, None, event.notice)
            special = Special(event.kind, event.start, event.planned_end, event.notice)
            stage, all_stops = Stage.SPECIAL_PROCEDURE, (*state.suspensions, stop)
            return replace(state, stage=stage, suspensions=all_stops, special=special)
        case te.Prolonged():
            assert state.special is not None
            return replace(state, special=replace(state.special, planned_end=event.planned_end, notice=event.notice))
        case te.Resumed():
            return replace(_ended_special(state, event.last), stage=Stage.REVIEWING)
        case te.Extended():
            more = Extension(event.amount, event.approved_by, event.notice, local_day(event.at))
            return replace(state, extensions=(*state.extensions, more))
        case te.DatesProjected():
            return state
        case te.IncidentRecorded():
            return replace(state, incidents=(*state.incidents, event))
        case _:
            return _fold_item(state, event)


def _fold_item(state: State, event: Event) -> State:
    """Events of steps that only some items know. New papers or a new version ask for a new review."""
    at, hearing = event.at, state.hearing or Hearing()
    match event:
        case ie.CorrectedOnTheSpot():
            return replace(state, review=None)
        case ie.GapOpened():
            return replace(state, gap=Gap(event.materials, event.until, event.commitment))
        case ie.GapFilled():
            assert state.gap is not None
            missing = tuple(one for one in state.gap.missing if one not in event.materials)
            return replace(state, gap=replace(state.gap, missing=missing) if missing else None, review=None)
        case ie.FirstReviewed():
            return replace(_examined(state, event.by), stage=Stage.REVIEWING, first_review=event)
        case ie.InspectorsAssigned():
            return replace(state, inspectors=event.inspectors)
        case ie.HearingRightTold():
            return replace(state, hearing=replace(hearing, told=local_day(at)))
        case ie.HearingRequested():
            return replace(state, hearing=replace(hearing, requested=local_day(at)))
        case ie.HearingCalled():
            return replace(state, hearing=replace(hearing, day=event.day, chair=event.chair))
        case ie.HearingHeld():
            return replace(state, hearing=replace(hearing, minutes=event.minutes))
        case ie.Consulted():
            asked = Consultation(event.organisation, local_day(at), event.limit, event.own_decision)
            return replace(state, consultations=(*state.consultations, asked))
        case ie.ConsultationAnswered():
            return _consulted(state, event.organisation, agrees=event.agrees)
        case ie.SilenceNoted():
            return _consulted(state, event.organisation, agrees=True if event.deemed else None, silent=True)
        case ie.OpeningRecorded():
            return replace(state, opened=event.day)
        case ie.VersionSwitched():
            return replace(state, stage=Stage.REVIEWING, terms=event.terms, review=None)
        case ie.RenewalDeemed():
            outcome = Outcome.GRANTED
            return replace(state, stage=Stage.DECIDED, outcome=outcome, decided_at=at, proposal=None)
    raise ValueError(f"unknown event {type(event).__name__}")


def _ended_special(state: State, last: date) -> State:
    """The open suspension ends with `last`."""
    *before, stop = state.suspensions
    return replace(state, suspensions=(*before, replace(stop, end=last)), special=None)


def _examined(state: State, *by: Actor) -> State:
    ids = {one.id for one in by if one.is_officer}
    return replace(state, examiners=tuple(sorted({*state.examiners, *ids})))


def _consulted(state: State, organisation: str, agrees: bool | None, silent: bool = False) -> State:
    """What the open question to a department came to."""
    found = tuple(
        replace(one, agrees=agrees, silent=one.silent or silent) if one.organisation == organisation and one.is_open else one
        for one in state.consultations
    )
    return replace(state, consultations=found)
