"""Due dates: the handbook's golden table (§8.1), our own, and the laws of counting."""
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bancheng.core.clock import (
    Amount,
    Calendar,
    CalendarYear,
    Due,
    Extension,
    Ledger,
    Limit,
    OutOfCalendar,
    StepKind,
    Suspension,
    SuspensionKind,
    Unit,
    due,
    parse_amount,
)
from tests.core.clock import histories
from tests.core.clock.naive import count_day_by_day
from tests.core.clock.strategies import CALENDAR, Y2025, Y2026, amounts, ledgers, starts

D = date.fromisoformat


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        # the handbook's, §8.1
        ("2026-02-12", "5工作日", "2026-02-26"),
        ("2026-02-12", "20工作日", "2026-03-18"),
        ("2026-04-30", "1工作日", "2026-05-06"),
        ("2026-09-18", "5工作日", "2026-09-24"),
        ("2026-09-24", "20工作日", "2026-10-29"),
        ("2026-01-02", "1工作日", "2026-01-04"),
        ("2025-09-26", "3工作日", "2025-09-30"),
        ("2025-09-30", "20工作日", "2025-11-04"),
        # ours
        ("2026-05-08", "1工作日", "2026-05-09"),  # a working Saturday
        ("2026-03-06", "1工作日", "2026-03-09"),
        ("2026-02-05", "10日", "2026-02-24"),  # ends on day one of the holiday: rolls behind it
        ("2026-01-04", "10日", "2026-01-14"),
        ("2026-02-04", "10日", "2026-02-14"),  # ends on a working Saturday: stays
        ("2026-01-31", "1月", "2026-02-28"),  # no 31 February; the 28th is a working Saturday
        ("2026-03-31", "1月", "2026-04-30"),
        ("2025-03-07", "1年", "2026-03-09"),  # the 7th is a Saturday
        ("2026-02-12", "0工作日", "2026-02-12"),
        ("2026-02-16", "0工作日", "2026-02-24"),  # on the spot, filed in the holiday
    ],
)
def test_golden(start, amount, end):
    found = due(parse_amount(amount), D(start), CALENDAR)
    assert found.date == D(end)
    assert not found.provisional


def test_leap_day_and_its_year():
    leap = Calendar.of([CalendarYear(year, frozenset(), frozenset()) for year in (2028, 2029)])
    assert due(Amount(1, Unit.YEAR), D("2028-02-29"), leap).date == D("2029-02-28")
    assert due(Amount(1, Unit.MONTH), D("2028-01-31"), leap).date == D("2028-02-29")


def test_each_published_year_has_248_working_days():
    for year in (2025, 2026):
        assert CALENDAR.count(date(year - 1, 12, 31), date(year, 12, 31)) == 248


def test_explained_in_words():
    found = due(Amount(5), D("2026-02-12"), CALENDAR)
    assert found.explain() == (
        "2026 年 2 月 12 日当天不算，从 2 月 13 日起数 5 个工作日；2 月 14 日（周六）调休上班，算；"
        "2 月 15 日到 23 日放假，不算；最后一天是 2026 年 2 月 26 日（周四）。"
    )
    assert found.explain("en") == (
        "5 working days counted from the day after 12 February 2026; 14 February (Sat) is a make-up working day, "
        "counted; 15 February to 23 February: holiday, not counted; the last day is 26 February 2026 (Thu)."
    )
    with pytest.raises(ValueError, match="zh or en"):
        found.explain("fr")


def test_roll_off_a_holiday_is_explained():
    found = due(Amount(10, Unit.NATURAL_DAY), D("2026-02-05"), CALENDAR)
    assert "到期日遇上 2 月 15 日到 23 日不上班，顺延到下一个工作日" in found.explain()


@pytest.mark.parametrize("year", [2027, 2030])
def test_beyond_the_published_calendar_weekdays_count_and_the_date_is_provisional(year):
    found = due(Amount(5), date(year, 1, 4), CALENDAR)
    expected = count_day_by_day(Amount(5), Ledger(date(year, 1, 4)), [])
    assert (found.date, found.provisional) == (expected, True)
    assert f"{year} 年的放假安排还没有公布" in found.explain()


def test_a_count_that_only_reaches_into_an_unpublished_year_is_provisional():
    assert due(Amount(10), D("2026-12-20"), CALENDAR).provisional
    assert not due(Amount(9), D("2026-12-20"), CALENDAR).provisional
    assert due(Amount(1), D("2024-12-30"), CALENDAR).provisional, "2024 is not loaded here"
    assert due(Amount(5), D("2026-03-02"), Calendar()).provisional


def test_suspension_days_do_not_count_first_and_last_included():
    """R-14: 2 March + 20 working days is the 30th; testing from Thursday 5th to Thursday 12th stops six of them."""
    testing = Suspension(SuspensionKind.TESTING, D("2026-03-05"), D("2026-03-12"), "检测通知书 1 号")
    assert due(Amount(20), D("2026-03-02"), CALENDAR).date == D("2026-03-30")
    found = due(Amount(20), Ledger(D("2026-03-02"), (testing,)), CALENDAR)
    assert found.date == D("2026-04-08")
    assert "3 月 5 日到 12 日在检测，依法不算（检测通知书 1 号）" in found.explain()


def test_open_suspension_has_no_due_date():
    hearing = Suspension(SuspensionKind.HEARING, D("2026-03-05"), None, "听证通知书 1 号")
    found = due(Amount(20), Ledger(D("2026-03-02"), (hearing,)), CALENDAR)
    assert found.date is None
    assert "3 月 5 日起听证还没有结束，暂停计时" in found.explain()
    assert "the clock has stood still since 5 March for hearing" in found.explain("en")


def test_suspension_after_the_last_day_changes_nothing():
    late = Suspension(SuspensionKind.HEARING, D("2026-06-01"), None, "听证通知书 1 号")
    assert due(Amount(5), Ledger(D("2026-03-02"), (late,)), CALENDAR).date == D("2026-03-09")


def test_extension_of_the_same_unit_enlarges_the_budget():
    ten_more = Extension(Amount(10), "head", "延期告知书 1 号")
    found = due(Amount(20), Ledger(D("2026-03-02"), (), (ten_more,)), CALENDAR)
    assert found.date == due(Amount(30), D("2026-03-02"), CALENDAR).date
    assert "经批准延长 10 个工作日（延期告知书 1 号）" in found.explain()


def test_a_suspension_needs_a_notice_and_an_order_of_days():
    with pytest.raises(ValueError, match="written notice"):
        Suspension(SuspensionKind.HEARING, D("2026-03-05"), None, " ")
    with pytest.raises(ValueError, match="before it starts"):
        Suspension(SuspensionKind.HEARING, D("2026-03-05"), D("2026-03-04"), "甲 1 号")


def test_the_end_of_time_is_a_clear_error():
    for amount in (Amount(5), Amount(5, Unit.NATURAL_DAY), Amount(1, Unit.YEAR), Amount(1, Unit.MONTH)):
        with pytest.raises(OutOfCalendar) as caught:
            due(amount, date(9999, 12, 30), CALENDAR)
        assert "太远" in caught.value.message


@settings(max_examples=2000, deadline=None)
@given(amounts, ledgers())
def test_agrees_with_counting_day_by_day(amount, ledger):
    assert due(Limit(amount), ledger, CALENDAR).date == count_day_by_day(amount, ledger, [Y2025, Y2026])


@given(amounts, ledgers(), st.randoms(use_true_random=False))
def test_order_of_suspensions_does_not_matter(amount, ledger, shuffled):
    stops = list(ledger.suspensions)
    shuffled.shuffle(stops)
    other = Ledger(ledger.started, tuple(stops), ledger.extensions)
    assert due(amount, other, CALENDAR) == due(amount, ledger, CALENDAR)


@given(st.integers(0, 60), st.sampled_from([Unit.WORKING_DAY, Unit.NATURAL_DAY]), ledgers(may_be_open=False))
def test_more_days_never_end_earlier(number, unit, ledger):
    shorter = due(Amount(number, unit), ledger, CALENDAR).date
    assert due(Amount(number + 1, unit), ledger, CALENDAR).date >= shorter


@given(amounts, starts)
def test_a_later_start_never_ends_earlier(amount, start):
    first = due(amount, start, CALENDAR).date
    assert due(amount, start + timedelta(days=1), CALENDAR).date >= first


@given(amounts, ledgers(may_be_open=False))
def test_a_suspension_never_shortens(amount, ledger):
    plain = due(amount, Ledger(ledger.started, (), ledger.extensions), CALENDAR)
    assert due(amount, ledger, CALENDAR).date >= plain.date


@given(amounts, ledgers())
def test_every_due_date_is_a_working_day_and_can_be_explained(amount, ledger):
    found: Due = due(amount, ledger, CALENDAR)
    assert found.date is None or CALENDAR.is_working_day(found.date)
    last = found.steps[-1].kind
    assert last is StepKind.END if found.date else StepKind.STOPPED in {step.kind for step in found.steps}
    for lang in ("zh", "en"):
        assert found.explain(lang)


days_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.integers(0, 60), starts, days_2026)
def test_a_corrected_calendar_with_one_more_day_off_never_ends_earlier_nor_more_than_a_rest_later(number, start, day):
    """Calendar edits: a notice is corrected, a day off is added."""
    edited = Calendar.of([Y2025, CalendarYear(2026, Y2026.off | {day}, Y2026.work - {day})])
    for unit in (Unit.WORKING_DAY, Unit.NATURAL_DAY):
        before, after = due(Amount(number, unit), start, CALENDAR).date, due(Amount(number, unit), start, edited).date
        assert before <= after
        if after != before:
            assert start < day <= after or before == start
            assert not CALENDAR.count(before, after) > 1, "one day off costs one working day"


@given(amounts, starts, days_2026)
def test_an_edit_outside_the_count_changes_nothing(amount, start, day):
    found = due(amount, start, CALENDAR)
    if start < day <= found.date:
        return
    edited = Calendar.of([Y2025, CalendarYear(2026, Y2026.off | {day}, Y2026.work - {day})])
    if day != start:
        assert due(amount, start, edited).date == found.date


@pytest.mark.soak
def test_soak_agrees_with_counting_day_by_day():
    """100,000 histories; about two minutes."""
    chance = Random(45)
    for number in range(100_000):
        amount, ledger = histories.amount(chance), histories.ledger(chance)
        assert due(Limit(amount), ledger, CALENDAR).date == count_day_by_day(amount, ledger, [Y2025, Y2026]), number
