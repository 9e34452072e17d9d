"""A city with its officers, and a hotel whose permit people have to decide, on a Monday morning."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from bancheng.apps.cases.actions import officers
from bancheng.apps.cases.models import SubCase
from bancheng.apps.staff.models import Officer
from bancheng.apps.timers.actions.run_due import run_due
from tests.apps.cases.conftest import city, file, officer  # noqa: F401

MONDAY = (2026, 3, 2, 9, 30)
KFQ = "LC-KFQ-SPJ"


@pytest.fixture
def accepted(file, officer, at) -> SubCase:  # noqa: F811
    """A hotel in the ordinary procedure, accepted on Monday: a person has it in hand."""
    with at(*MONDAY):
        part: SubCase = file("hotel", procedure__choice="一般程序").parts.get()
        if part.stage == "received":
            officers.accept(officer("reviewer", part.organisation), part.number)
            part.refresh_from_db()
    assert part.promised_due and part.statutory_due and part.yellow_from and part.promised_due < part.statutory_due
    return part


@pytest.fixture
def on(at) -> Callable[[date], None]:
    """`on(day)`: it is that day now, in the morning, and the worker has run what was due. Until the next `on`."""
    held = []

    def go(day: date) -> None:
        if held:
            held.pop().__exit__(None, None, None)
        clock = at(day.year, day.month, day.day, 9, 30)
        clock.__enter__()
        held.append(clock)
        while run_due():
            pass

    yield go
    while held:
        held.pop().__exit__(None, None, None)


@pytest.fixture
def overseer(city) -> Officer:  # noqa: F811
    """Efficiency supervision of the whole city."""
    return Officer.objects.get(username="overseer")


@pytest.fixture
def head(city) -> Officer:  # noqa: F811
    """Head of the zone's approval office."""
    return Officer.objects.get(username="kfq-head")


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
