"""How anything happens to a case: lock, ask the core, record.

`transition` is the only writer of case events. It runs inside the caller's transaction, so that events, projection, timers and whatever the caller writes
beside them stand or fall together.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bancheng import now
from bancheng.apps import timers
from bancheng.apps.audit import models as audit
from bancheng.apps.audit import stream
from bancheng.apps.cases.models import Held, Note, SubCase
from bancheng.apps.catalogue import queries as catalogues
from bancheng.core import procedure
from bancheng.core.canonical import digest
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item
from bancheng.core.clock import Calendar
from bancheng.core.procedure import TIMER, Actor, Command, Event, Outcome, ProjectDates, Role, State

BROKEN_PROMISE = f"case.{procedure.TimerKind.PROMISED_PASSED}"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something beside the procedure that belongs in the trail: a document issued, a licence looked at."""

    type: str
    payload: dict[str, Any]

    def to_payload(self) -> dict[str, Any]:
        """What is written into the event; no personal data."""
        return self.payload


class NoSuchCase(LookupError):
    """There is no case with this number."""


def lock(number: str) -> SubCase:
    """The sub-case, locked until the transaction ends.

    Raises:
        NoSuchCase: nobody has this number.
    """
    sub_case = SubCase.objects.select_for_update(of=("self",)).select_related("joint").filter(number=number).first()
    if sub_case is None:
        raise NoSuchCase(number)
    sub_case.held = Held()
    return sub_case


def find(number: str) -> SubCase:
    """The sub-case as it is, not locked.

    Raises:
        NoSuchCase: nobody has this number.
    """
    sub_case = SubCase.objects.select_related("joint").filter(number=number).first()
    if sub_case is None:
        raise NoSuchCase(number)
    return sub_case


def events_of(sub_case: SubCase) -> list[Event]:
    """The procedure's events of a sub-case, in order."""
    return procedure_of(stream.read(sub_case.stream))


def procedure_of(rows: Iterable[audit.Event]) -> list[Event]:
    """The procedure's events among all that a stream holds."""
    return [procedure.from_payload(row.type, row.payload) for row in rows if row.type in procedure.EVENT_TYPES]


def state_of(sub_case: SubCase) -> State:
    """Where it stands, folded from its events. While it is locked only `transition` changes it, so it is folded once."""
    if sub_case.held is None:
        return procedure.replay(events_of(sub_case))
    if sub_case.held.state is None:
        sub_case.held.state = procedure.replay(events_of(sub_case))
    return sub_case.held.state


def catalogue_of(sub_case: SubCase) -> Catalogue:
    """The release the case is pinned to, with today's calendar and organisations; read once while it is locked."""
    if sub_case.held is not None and sub_case.held.catalogue is not None:
        return sub_case.held.catalogue
    catalogue = catalogues.pinned(sub_case.release)
    if sub_case.held is not None:
        sub_case.held.catalogue = catalogue
    return catalogue


def item_of(sub_case: SubCase, catalogue: Catalogue | None = None) -> Item:
    """The item version the case is pinned to."""
    catalogue = catalogue or catalogue_of(sub_case)
    return catalogue.item(sub_case.item, sub_case.item_version)


def transition(
    sub_case: SubCase, command: Command, *, actor: str = "", on_behalf: str = "", basis: str = ""
) -> tuple[Event, ...]:
    """Do what a command asks, or refuse it with the rule.

    Raises:
        Refused: the procedure does not allow it now.
    """
    calendar = catalogue_of(sub_case).calendar
    state = state_of(sub_case)
    watched = _moments(sub_case, state, calendar)
    events = procedure.decide(state, command, now.business(), calendar)
    if not events:
        return ()
    stream.append(sub_case.stream, events, actor=actor or name_of(events[0].by), on_behalf=on_behalf, basis=basis)
    for event in events:
        state = procedure.fold(state, event)
    if sub_case.held is not None:
        sub_case.held.state = state
    project(sub_case, state, calendar)
    sub_case.save()
    _watch(sub_case, watched, _moments(sub_case, state, calendar))
    return events


def recount(sub_case: SubCase, before: Calendar, reason: str) -> bool:
    """Count the dates of a locked sub-case again after the calendar changed; gives whether any of them moved, which its trail then says with the reason.

    A date that stays may still have become certain, or provisional.
    """
    calendar = catalogue_of(sub_case).calendar
    state = state_of(sub_case)
    moved = bool(transition(sub_case, ProjectDates(TIMER, reason, before)))
    project(sub_case, state, calendar)
    sub_case.save()
    _watch(sub_case, _moments(sub_case, state, before), _moments(sub_case, state, calendar))
    return moved


def name_of(actor: Actor) -> str:
    """How an actor is named in the audit trail: `staff:7`, `person:…`, `rules`, `timer`."""
    return f"staff:{actor.id}" if actor.is_officer else actor.id


def project(sub_case: SubCase, state: State, calendar: Calendar) -> None:
    """Set the columns from the state; `verify-audit` compares them with a fresh fold."""
    for field, value in projection(state, calendar).items():
        setattr(sub_case, field, value)


def projection(state: State, calendar: Calendar) -> dict[str, object]:
    """The columns that follow from a state."""
    dues = procedure.dues(state, calendar)
    yellow = [spec.due_at for spec in procedure.timers(state, calendar) if spec.kind == "yellow"]

    def day(due: object) -> date | None:
        return getattr(due, "date", None)

    return {
        "stage": str(state.stage),
        "outcome": str(state.outcome or ""),
        "automatic": state.outcome is Outcome.GRANTED and state.decision is not None and state.decision.by.role is Role.RULES,
        "wants_person": state.person_requested,
        "received_at": state.received_at,
        "accepted_at": state.accepted_at,
        "decided_at": state.decided_at,
        "notice_due": day(dues.notice),
        "promised_due": day(dues.promised),
        "statutory_due": day(dues.statutory),
        "yellow_from": yellow[0].date() if yellow else None,
        "provisional": procedure.provisional(dues),
    }


Moment = tuple[str, str, datetime]  # key of a timer, its kind, when it is due


def _moments(sub_case: SubCase, state: State, calendar: Calendar) -> set[Moment]:
    """The moments that matter to a sub-case in this state."""
    return {
        (f"{sub_case.stream}:due:{spec.kind}:{spec.due_at:%Y%m%d}", f"case.{spec.kind}", spec.due_at)
        for spec in (procedure.timers(state, calendar) if state.terms else ())
    }


def _watch(sub_case: SubCase, before: set[Moment], after: set[Moment]) -> None:
    """Timers for the moments that matter now; those that do not matter any more are taken back.

    But for a promise that is broken already: while no worker ran nobody has noticed, and a late decision does not make it good (R-33).
    """
    gone = [key for key, kind, due_at in sorted(before - after) if kind != BROKEN_PROMISE or due_at > now.business()]
    if gone:
        timers.take_back(gone)
    new = [timers.Wanted(key, kind, due_at, {"case": sub_case.number}) for key, kind, due_at in sorted(after - before)]
    if new:
        timers.schedule_all(new)


def note(sub_case: SubCase, kind: str, text: str, by: Actor) -> str:
    """Keep what an officer wrote; returns its digest, which is what the event carries."""
    mark = digest(text.strip())
    Note.objects.create(sub_case=sub_case, kind=kind, text=text.strip(), digest=mark, by=name_of(by), at=now.business())
    return mark


def text_of(sub_case: SubCase, mark: str) -> str:
    """The text behind a digest in an event of this case."""
    row = Note.objects.filter(sub_case=sub_case, digest=mark).first()
    return row.text if row else ""
