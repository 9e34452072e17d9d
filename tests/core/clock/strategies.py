"""Published calendars and random histories of a limit."""
from datetime import date, timedelta

from hypothesis import strategies as st

from bancheng.core.clock import (
    Amount,
    Calendar,
    CalendarYear,
    Extension,
    Ledger,
    Suspension,
    SuspensionKind,
    Unit,
)


def days(year: int, *spans: str) -> frozenset[date]:
    """`days(2026, "01-01..03", "02-14")`."""
    found = set()
    for span in spans:
        first, _, last = span.partition("..")
        start = date.fromisoformat(f"{year}-{first}")
        end = start if not last else date.fromisoformat(f"{year}-{last if '-' in last else first[:3] + last}")
        found |= {start + timedelta(days=i) for i in range((end - start).days + 1)}
    return frozenset(found)


Y2025 = CalendarYear(
    2025,
    days(2025, "01-01", "01-28..02-04", "04-04..06", "05-01..05", "05-31..06-02", "10-01..08"),
    days(2025, "01-26", "02-08", "04-27", "09-28", "10-11"),
)
Y2026 = CalendarYear(
    2026,
    days(2026, "01-01..03", "02-15..23", "04-04..06", "05-01..05", "06-19..21", "09-25..27", "10-01..07"),
    days(2026, "01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
)
CALENDAR = Calendar.of([Y2025, Y2026])

starts = st.dates(date(2024, 12, 1), date(2027, 2, 1))
amounts = st.one_of(
    st.builds(Amount, st.integers(0, 60), st.sampled_from([Unit.WORKING_DAY, Unit.NATURAL_DAY])),
    st.builds(Amount, st.integers(0, 14), st.just(Unit.MONTH)),
    st.builds(Amount, st.integers(0, 2), st.just(Unit.YEAR)),
)


@st.composite
def suspensions(draw, start: date, may_be_open: bool = True):
    first = start + timedelta(days=draw(st.integers(-5, 60)))
    length = draw(st.integers(0, 25))
    is_open = may_be_open and draw(st.integers(0, 9)) == 0
    end = None if is_open else first + timedelta(days=length)
    notice = draw(st.sampled_from(["甲 1 号", "乙 2 号"]))
    return Suspension(draw(st.sampled_from(list(SuspensionKind))), first, end, notice)


@st.composite
def ledgers(draw, may_be_open: bool = True):
    start = draw(starts)
    stops = draw(st.lists(suspensions(start, may_be_open), max_size=3))
    more = draw(st.lists(st.builds(Extension, amounts, st.just("head"), st.just("延期告知书")), max_size=2))
    return Ledger(start, tuple(stops), tuple(more))
