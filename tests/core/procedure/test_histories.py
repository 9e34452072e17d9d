"""Whole lives of a part by chance, held against a second, deliberately naive count of days, dates and colours.

The second count knows a set of days that do not count and walks the calendar one day at a time. 2,000 lives here, 20,000 in the soak (besides
the 100,000 histories of single limits in tests/core/clock).
"""
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from bancheng.core.clock import Amount, SuspensionKind
from bancheng.core.procedure import Extend, Refused, Resume, Suspend, dues, light
from tests.core.clock.naive import DAY, worked
from tests.core.clock.strategies import CALENDAR, Y2025, Y2026
from tests.core.procedure.story import HEAD, REVIEWER, TERMS, Part, at

LISTED = replace(TERMS, special=tuple(SuspensionKind))
PROMISED, STATUTORY = 10, 20
YEARS = [Y2025, Y2026]


class Naive:
    """What a careful clerk with a wall calendar would do."""

    def __init__(self, accepted: date) -> None:
        self.accepted = accepted
        self.crossed_out: set[date] = set()
        self.open_since: date | None = None
        self.told = accepted
        self.extended: tuple[date, int] | None = None

    def counts(self, day: date) -> bool:
        return worked(day, YEARS) and day not in self.crossed_out

    def last(self, days: int) -> date | None:
        day = self.accepted
        while days:
            day += DAY
            if self.open_since is not None and day >= self.open_since:
                return None
            days -= self.counts(day)
        return day

    @property
    def statutory(self) -> date | None:
        return self.last(STATUTORY + (self.extended[1] if self.extended else 0))

    @property
    def promised(self) -> date | None:
        plain = self.last(PROMISED)
        if self.extended and (plain is None or self.extended[0] <= plain):
            return self.last(PROMISED + self.extended[1])
        return plain

    def colour(self, on: date) -> str:
        promised, statutory = self.promised, self.statutory
        if statutory is not None and on > statutory:
            return "over_statutory"
        if promised is None:
            return "green"
        if on > promised:
            return "red"
        left = total = 0
        day = self.accepted
        while day < promised:
            day += DAY
            total += self.counts(day)
            left += self.counts(day) and day > on
        return "yellow" if left <= 1 or 5 * left <= total else "green"


def tell(chance: Random) -> None:
    """One life, compared after every step."""
    day = date(2025, 1, 2) + timedelta(days=chance.randint(0, 600))
    part, naive = Part(LISTED, now=at(day.isoformat())).accepted(), Naive(day)
    for _ in range(chance.randint(1, 8)):
        day += timedelta(days=chance.randint(0, 9))
        step = chance.randint(0, 2)
        if step == 0 and naive.open_since is None:
            first = day + timedelta(days=chance.randint(0, 4))
            end = first + timedelta(days=chance.randint(0, 12))
            part.do(Suspend(REVIEWER, chance.choice(LISTED.special), "特告", first, end), on=day.isoformat())
            naive.open_since, naive.told = first, end
        elif step == 1 and naive.open_since is not None and naive.open_since <= day:
            told = min(day, naive.told)
            last = naive.open_since + timedelta(days=chance.randint(0, (told - naive.open_since).days))
            part.do(Resume(REVIEWER, last), on=day.isoformat())
            while naive.open_since <= last:
                naive.crossed_out.add(naive.open_since)
                naive.open_since += DAY
            naive.open_since = None
        elif step == 2:
            extend(part, naive, day, chance.randint(1, 10))
        found = dues(part.state, CALENDAR)
        assert (found.promised.date, found.statutory.date) == (naive.promised, naive.statutory)
        for on in (day, day + timedelta(days=chance.randint(0, 40))):
            assert light(part.state, on, CALENDAR) == naive.colour(on)


def extend(part: Part, naive: Naive, day: date, days: int) -> None:
    """Both allow it once and in time, or neither does."""
    too_late = naive.statutory is not None and day > naive.statutory
    try:
        part.do(Extend(HEAD, Amount(days), "情况复杂", "延告"), on=day.isoformat())
    except Refused as no:
        assert no.rule == "R-12"
        assert too_late or naive.extended
    else:
        assert not too_late
        assert naive.extended is None
        naive.extended = (day, days)


@pytest.mark.parametrize("seed", range(4))
def test_lives_agree_with_a_wall_calendar(seed):
    chance = Random(seed)
    for _ in range(500):
        tell(chance)


@pytest.mark.soak
def test_soak_lives_agree_with_a_wall_calendar():
    chance = Random(45)
    for _ in range(20_000):
        tell(chance)
