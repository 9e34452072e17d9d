"""The time machine: forward only, in the sandbox only, and what falls due on the way happens at its own moment."""
from datetime import date, datetime, timedelta

import pytest

from bancheng import now
from bancheng.apps import timers
from bancheng.apps.audit import stream
from bancheng.apps.timers import clock
from bancheng.apps.timers.actions import advance as machine
from bancheng.apps.timers.actions import run_due as running
from bancheng.apps.timers.actions.advance import advance
from bancheng.core.clock import Calendar, CalendarYear

pytestmark = [pytest.mark.db, pytest.mark.django_db]
FRIDAY = datetime(2026, 9, 18, 9, 30, tzinfo=now.ZONE)
#: The Sunday before the holiday is worked; 25 to 27 September are off.
AUTUMN = Calendar.of([CalendarYear(2026, frozenset({date(2026, 9, 25), date(2026, 9, 26), date(2026, 9, 27)}), frozenset({date(2026, 9, 20)}))])


@pytest.fixture
def seen(monkeypatch):
    """A kind of timer of the test's own; the list holds each payload with the day on which the handler ran."""
    calls: list[tuple[int, date]] = []
    monkeypatch.setattr(running, "handlers", {"test": lambda timer: calls.append((timer.payload["n"], now.today()))})
    return calls


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1工作日", (9, 20)),
        ("3 个工作日", (9, 22)),
        ("6工作日", (9, 28)),
        ("10日", (9, 28)),
        ("10天", (9, 28)),
        ("2个月", (11, 18)),
        ("2026-12-31", (12, 31)),
        ("２０２６年１２月３１日", (12, 31)),
        ("2026/10/1", (10, 1)),
    ],
)
def test_how_far_is_written_as_people_write_it(text, day):
    assert clock.reach(text, FRIDAY, AUTUMN) == datetime(2026, *day, 9, 30, tzinfo=now.ZONE)


def test_a_month_ends_where_the_next_one_does():
    assert clock.reach("1个月", datetime(2026, 1, 31, 8, 0, tzinfo=now.ZONE), AUTUMN).date() == date(2026, 2, 28)
    assert clock.reach("1年", datetime(2028, 2, 29, 8, 0, tzinfo=now.ZONE), AUTUMN).date() == date(2029, 2, 28)


@pytest.mark.parametrize("text", ["", "soon", "0工作日", "-3日", "2026-09-18", "2020-01-01", "2026-02-30", "2026-13-01", "9999年", "9999-12-31", "7 Tage"])
def test_what_is_no_way_forward_is_said_in_both_languages(text):
    with pytest.raises(clock.CannotMove) as no:
        clock.reach(text, FRIDAY, AUTUMN)
    assert no.value.message.endswith("。") and str(no.value) != no.value.message


def test_each_thing_happens_on_its_own_day(seen):
    today = now.today()
    for number, days in ((2, 20), (1, 4), (3, 40)):
        timers.schedule(f"t{number}", "test", now.business() + timedelta(days=days), {"n": number})
    assert advance(now.business() + timedelta(days=30), "staff:7") == 2
    assert seen == [(1, today + timedelta(days=4)), (2, today + timedelta(days=20))]
    assert now.today() == today + timedelta(days=30)
    moved = stream.read("clock")
    assert [(event.type, event.actor) for event in moved] == [("clock_moved", "staff:7")]


def test_what_a_timer_starts_on_the_way_happens_on_the_way(seen, monkeypatch):
    """A rung leads to the next one."""
    first = now.business() + timedelta(days=1)
    monkeypatch.setitem(
        running.handlers, "start", lambda timer: timers.schedule("later", "test", timer.due_at + timedelta(days=2), {"n": 1})
    )
    timers.schedule("first", "start", first)
    assert advance(now.business() + timedelta(days=10), "system:test") == 2
    assert seen == [(1, (first + timedelta(days=2)).astimezone(now.ZONE).date())]


def test_a_timer_that_fails_does_not_hold_the_clock(seen, monkeypatch):
    monkeypatch.setitem(running.handlers, "broken", lambda timer: 1 / 0)
    timers.schedule("a", "broken", now.business() + timedelta(days=1))
    timers.schedule("b", "test", now.business() + timedelta(days=2), {"n": 2})
    advance(now.business() + timedelta(days=3), "system:test")
    assert [number for number, _ in seen] == [2]


def test_never_backward_and_not_in_production(monkeypatch):
    before = clock.offset()
    for to in (now.business() - timedelta(days=1), now.business() + timedelta(days=40000)):
        with pytest.raises(clock.CannotMove):
            advance(to, "system:test")
    production = type("Production", (), {"sandbox": False})
    monkeypatch.setattr(machine, "env", lambda: production)
    with pytest.raises(clock.CannotMove, match="production"):
        advance(now.business() + timedelta(days=1), "system:test")
    assert clock.offset() == before
    assert not stream.read("clock")
