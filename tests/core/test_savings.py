"""What was saved, by the formulas of handbook §2.7: counted by hand on small stories."""
from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from bancheng.core.catalogue.models import Separately
from bancheng.core.clock import CHINA, Calendar
from bancheng.core.procedure import (
    RULES,
    Actor,
    AskedItem,
    CorrectionAsked,
    CorrectionSupplied,
    Fault,
    Granted,
    Outcome,
    Pushed,
    RefusalDecided,
    Role,
)
from bancheng.core.savings import Effort, JointStory, PartStory, alone, took

REVIEWER, DECIDER, PERSON = Actor("1", "X", Role.REVIEWER), Actor("2", "X", Role.DECIDER), Actor("person:1", "", Role.APPLICANT)
MONDAY = date(2026, 3, 2)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=CHINA)


def item(visits: int = 0, flow: int = 5, trips: int = 2, materials: int = 4, days: int = 10, base: bool = True):
    line = Separately(trips=trips, materials=materials, working_days=days, source="指南")
    return SimpleNamespace(visits=visits, flow=("步",) * flow, separately=line if base else None)


def part(accepted: date | None, decided: date | None, *events, outcome=Outcome.GRANTED, **kind) -> PartStory:
    state = SimpleNamespace(accepted_day=accepted, decided_day=decided, outcome=outcome if decided else None)
    return PartStory(item(**kind), state, events)  # type: ignore[arg-type]


def by_rules() -> Granted:
    return Granted(at=at(MONDAY), by=RULES, record_digest="x")


def by_people(day: date = MONDAY) -> Granted:
    return Granted(at=at(day), by=DECIDER, record_digest="x", proposed_by=REVIEWER)


def asked(*materials: str) -> CorrectionAsked:
    return CorrectionAsked(at=at(MONDAY), by=RULES, items=tuple(AskedItem(one, next(iter(Fault)), "d") for one in materials))


def supplied() -> CorrectionSupplied:
    return CorrectionSupplied(at=at(MONDAY), by=PERSON, day=MONDAY)


def test_by_rules_on_the_spot():
    story = JointStory({"plan"}, set(), [part(MONDAY, MONDAY, by_rules())])
    assert took(story, Calendar()) == Effort(trips=0, materials=1, days=0, steps=3)
    assert alone([item()]) == Effort(trips=2, materials=4, days=10, steps=5)


def test_side_by_side_takes_as_long_as_the_longest_part():
    week = MONDAY + timedelta(days=7)
    parts = [part(MONDAY, MONDAY + timedelta(days=2), by_rules()), part(MONDAY, week, by_people(week)), part(MONDAY, MONDAY, by_rules())]
    story = JointStory(set(), set(), parts)
    found = took(story, Calendar())
    assert found == Effort(trips=0, materials=0, days=5, steps=2 + 1 + 3 + 1)
    assert alone([item(), item(), item()]) == Effort(6, 12, 30, 15)


def test_one_after_the_other_counts_from_the_first_to_the_last():
    story = JointStory(set(), set(), [part(MONDAY, MONDAY, by_rules()), part(MONDAY + timedelta(days=4), MONDAY + timedelta(days=8), by_people())])
    assert took(story, Calendar()).days == 6


def test_what_another_system_decides_starts_when_it_is_handed_over():
    pushed = Pushed(at=at(MONDAY), by=RULES, reference="r")
    story = JointStory(set(), set(), [part(None, MONDAY + timedelta(days=1), pushed), part(MONDAY + timedelta(days=1), MONDAY + timedelta(days=1), by_rules())])
    assert took(story, Calendar()) == Effort(0, 0, 1, 4)


def test_visits_are_days_at_a_counter_and_never_less_than_the_item_asks_for():
    days = {MONDAY, MONDAY + timedelta(days=3)}
    assert took(JointStory(set(), days, [part(MONDAY, MONDAY, by_rules())]), Calendar()).trips == 2
    assert took(JointStory(set(), set(), [part(MONDAY, MONDAY, by_rules(), visits=1)]), Calendar()).trips == 1


def test_a_correction_costs_its_papers_and_a_step():
    story = JointStory({"plan"}, set(), [part(MONDAY, MONDAY, asked("plan", "lease"), supplied(), by_rules())])
    assert took(story, Calendar()) == Effort(0, 2, 0, 4)
    unanswered = JointStory({"plan"}, set(), [part(MONDAY, MONDAY, asked("lease"), by_rules())])
    assert took(unanswered, Calendar()).materials == 1


def test_a_refusal_was_decided_too():
    refused = RefusalDecided(
        at=at(MONDAY), by=DECIDER, proposed_by=REVIEWER, reason_digest="r", clause="c", remedy="m", remedy_organ="o"
    )
    story = JointStory(set(), set(), [part(MONDAY, MONDAY, refused, outcome=Outcome.REFUSED)])
    assert took(story, Calendar()) == Effort(0, 0, 0, 5)


@pytest.mark.parametrize("outcome", [Outcome.APPLICATION_WITHDRAWN, Outcome.TERMINATED, Outcome.NOT_ACCEPTED])
def test_what_was_not_decided_is_not_compared(outcome):
    assert took(JointStory(set(), set(), [part(MONDAY, MONDAY, by_rules()), part(MONDAY, MONDAY, outcome=outcome)]), Calendar()) is None
    assert took(JointStory(set(), set(), [part(MONDAY, None)]), Calendar()) is None
    assert took(JointStory(set(), set(), []), Calendar()) is None


def test_without_a_base_line_nothing_is_compared():
    assert alone([item(), item(base=False)]) is None
