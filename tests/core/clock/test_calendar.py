"""Calendars, days of receipt, lights, and durations as typed."""
from datetime import UTC, date, datetime

import pytest

from bancheng.core.clock import (
    CHINA,
    Amount,
    AmountError,
    Calendar,
    CalendarYear,
    DayKind,
    Ledger,
    Light,
    Suspension,
    SuspensionKind,
    Thresholds,
    Unit,
    day_of_receipt,
    due,
    light,
    local_day,
    parse_amount,
    start_of_day,
)

D = date.fromisoformat


@pytest.mark.parametrize(
    ("day", "kind", "works"),
    [
        ("2026-02-13", DayKind.WORKDAY, True),
        ("2026-02-14", DayKind.MAKE_UP, True),
        ("2026-02-16", DayKind.HOLIDAY, False),
        ("2026-02-21", DayKind.HOLIDAY, False),
        ("2026-03-01", DayKind.WEEKEND, False),
        ("2026-01-04", DayKind.MAKE_UP, True),
    ],
)
def test_kinds_of_days(calendar, day, kind, works):
    assert calendar.kind(D(day)) is kind
    assert calendar.is_working_day(D(day)) is works


def test_published_until(calendar):
    assert calendar.published_until == D("2026-12-31")
    assert Calendar().published_until is None
    assert calendar.is_published(D("2026-12-31"))
    assert not calendar.is_published(D("2027-01-01"))


def test_a_notice_may_reach_into_the_neighbouring_year():
    """The notice for 2019 made Saturday 2018-12-29 a working day."""
    calendar = Calendar.of([CalendarYear(2019, frozenset({D("2018-12-31")}), frozenset({D("2018-12-29")}))])
    assert calendar.is_working_day(D("2018-12-29"))
    assert not calendar.is_working_day(D("2018-12-31"))


def test_contradictory_calendars_are_refused():
    with pytest.raises(ValueError, match="2026-01-04"):
        Calendar.of([CalendarYear(2026, frozenset({D("2026-01-04")}), frozenset({D("2026-01-04")}))])
    with pytest.raises(ValueError, match="twice"):
        Calendar.of([CalendarYear(2026, frozenset(), frozenset())] * 2)


def test_a_day_ends_at_midnight_in_china():
    assert local_day(datetime(2026, 3, 2, 15, 59, tzinfo=UTC)) == D("2026-03-02")
    assert local_day(datetime(2026, 3, 2, 16, 0, tzinfo=UTC)) == D("2026-03-03")
    assert start_of_day(D("2026-03-03")) == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="zone"):
        local_day(datetime(2026, 3, 2))


@pytest.mark.parametrize(
    ("at", "counts_as"),
    [
        ("2026-02-12T23:59", "2026-02-12"),
        ("2026-02-16T23:59", "2026-02-24"),  # handbook §8.3 no. 28: filed on a holiday
        ("2026-02-14T10:00", "2026-02-14"),  # a working Saturday
        ("2026-03-07T10:00", "2026-03-09"),
    ],
)
def test_day_of_receipt(calendar, at, counts_as):
    assert day_of_receipt(datetime.fromisoformat(at).replace(tzinfo=CHINA), calendar) == D(counts_as)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-03-02", Light.GREEN),
        ("2026-03-11", Light.GREEN),  # 3 of 10 left
        ("2026-03-12", Light.YELLOW),  # 2 of 10 left: a fifth
        ("2026-03-16", Light.YELLOW),  # the last promised day
        ("2026-03-17", Light.RED),
        ("2026-03-30", Light.RED),
        ("2026-03-31", Light.OVER_STATUTORY),
    ],
)
def test_lights(calendar, on, expected):
    ledger = Ledger(D("2026-03-02"))
    promised, statutory = due(Amount(10), ledger, calendar), due(Amount(20), ledger, calendar)
    assert light(D(on), ledger, promised, statutory, calendar) is expected


def test_thresholds_can_be_set_and_a_stopped_clock_is_green(calendar):
    ledger = Ledger(D("2026-03-02"))
    promised, statutory = due(Amount(10), ledger, calendar), due(Amount(20), ledger, calendar)
    assert light(D("2026-03-12"), ledger, promised, statutory, calendar, Thresholds(1, 10)) is Light.GREEN
    stopped = Ledger(D("2026-03-02"), (Suspension(SuspensionKind.HEARING, D("2026-03-05"), None, "听证通知书"),))
    promised, statutory = due(Amount(10), stopped, calendar), due(Amount(20), stopped, calendar)
    assert light(D("2026-07-01"), stopped, promised, statutory, calendar) is Light.GREEN


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("5工作日", Amount(5)),
        ("５个工作日", Amount(5)),
        (" 5 working days ", Amount(5)),
        ("10日", Amount(10, Unit.NATURAL_DAY)),
        ("10天", Amount(10, Unit.NATURAL_DAY)),
        ("2月", Amount(2, Unit.MONTH)),
        ("2个月", Amount(2, Unit.MONTH)),
        ("1年", Amount(1, Unit.YEAR)),
        ("1 year", Amount(1, Unit.YEAR)),
    ],
)
def test_parse_amount(typed, amount):
    assert parse_amount(typed) == amount


@pytest.mark.parametrize(
    "typed", ["", "五工作日", "5", "工作日", "-5工作日", "5.5日", "5周", "99999工作日", "9999999日", "101年"]
)
def test_parse_amount_says_how_to_write_it(typed):
    with pytest.raises(AmountError) as caught:
        parse_amount(typed)
    assert caught.value.message
    assert caught.value.message_en


def test_amounts_in_words():
    assert Amount(5).text() == "5 个工作日"
    assert Amount(1, Unit.NATURAL_DAY).text("en") == "1 calendar day"
