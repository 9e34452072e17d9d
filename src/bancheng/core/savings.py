"""What a joint case cost people, and what the same would have cost handled one by one (handbook §2.7).

- Trips: days on which the applicant was at a counter (to file, to bring what was missing, to collect), and at least the visits that an item asks for.
- Materials: different papers handed in, with the filing or later; a paper for several parts is one.
- Days: working days from the first acceptance (or hand-over to another system) to the last decision; for parts side by side that is the longest one.
- Steps: filing once, delivery once, and for each part the steps between the two: all those of its flow where people decided, one where the rules or another
  system did; and one for each correction that was asked for.

The base line of handling separately is the sum over the items of what their pack says with its source (`Item.separately`); its steps are those of the
items' published flows. Everything counted here is in the events; nothing is estimated. A case is compared only if every part was decided and every item has
a base line.
"""
from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, fields
from datetime import date

from bancheng.core.catalogue.models import Item
from bancheng.core.clock import Calendar, local_day
from bancheng.core.procedure import (
    CorrectionAsked,
    CorrectionSupplied,
    Event,
    GapFilled,
    Granted,
    Outcome,
    Pushed,
    RefusalDecided,
    Role,
    State,
)


@dataclass(frozen=True, slots=True)
class Effort:
    """What people had to put in."""

    trips: int = 0
    materials: int = 0
    days: int = 0
    steps: int = 0

    def __add__(self, other: Effort) -> Effort:
        return Effort(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(Effort)))


@dataclass(frozen=True, slots=True)
class PartStory:
    """One part as it went: its item, where it ended, its events."""

    item: Item
    state: State
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class JointStory:
    """A joint case as it went.

    Attributes:
        handed_in: materials handed in with the filing.
        at_counter: the days on which the applicant filed, corrected or collected at a counter.
    """

    handed_in: Set[str]
    at_counter: Set[date]
    parts: Sequence[PartStory]


def took(story: JointStory, calendar: Calendar) -> Effort | None:
    """What the case took; None while or where not every part was decided."""
    decided = [part.state.decided_day for part in story.parts if part.state.outcome in (Outcome.GRANTED, Outcome.REFUSED)]
    started = [day for part in story.parts if (day := _started(part)) is not None]
    if not story.parts or len(decided) < len(story.parts) or not started:
        return None
    return Effort(
        trips=max(len(story.at_counter), *(part.item.visits for part in story.parts)),
        materials=len(set(story.handed_in).union(*(_handed_in_later(part) for part in story.parts))),
        days=calendar.count(min(started), max(day for day in decided if day is not None)),
        steps=2 + sum(_steps(part) for part in story.parts),
    )


def alone(items: Sequence[Item]) -> Effort | None:
    """What handling the items one by one takes; None where one of them has no base line."""
    total = Effort()
    for item in items:
        if item.separately is None:
            return None
        total += Effort(item.separately.trips, item.separately.materials, item.separately.working_days, len(item.flow))
    return total


def _started(part: PartStory) -> date | None:
    """The day of acceptance, or on which it was handed to the system that decides it."""
    pushed = [local_day(event.at) for event in part.events if isinstance(event, Pushed)]
    return part.state.accepted_day or (pushed[0] if pushed else None)


def _handed_in_later(part: PartStory) -> set[str]:
    """What a correction notice asked for and got: it is answered only by everything it asks for."""
    found: set[str] = set()
    asked: set[str] = set()
    for event in part.events:
        if isinstance(event, CorrectionAsked):
            asked = {one.material for one in event.items}
        elif isinstance(event, CorrectionSupplied):
            found |= asked
        elif isinstance(event, GapFilled):
            found |= set(event.materials)
    return found


def _steps(part: PartStory) -> int:
    corrections = sum(isinstance(event, CorrectionAsked) for event in part.events)
    by_people = any(isinstance(event, Granted | RefusalDecided) and event.by.role is not Role.RULES for event in part.events)
    return corrections + (max(len(part.item.flow) - 2, 1) if by_people else 1)
