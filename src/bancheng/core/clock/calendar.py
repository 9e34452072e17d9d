"""Which days are working days.

The State Council announces each year's holidays the November before: days off, and the Saturdays and Sundays that are
worked instead (调休). A `Calendar` is built from those notices. Where no notice is known yet, Monday to Friday are
taken as working days and everything counted over such a day is *provisional*: the product keeps working in a January
whose notice is late, and says so.

Days are days in China; `local_day` turns a moment into one.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has one zone and no summer time."""

_ONE_DAY = timedelta(days=1)


class OutOfCalendar(ValueError):
    """A count ran past the last day that can be written (year 9999)."""

    def __init__(self) -> None:
        self.message = "这个日期太远了，数不到；请换一个近一些的日期或期限。"
        self.message_en = "That date is too far away to count to; choose a nearer date or a shorter limit."
        super().__init__(self.message_en)


class DayKind(StrEnum):
    """Why a day counts as a working day or does not."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    """Off by notice (also the weekend days inside a holiday)."""
    MAKE_UP = "make_up"
    """A Saturday or Sunday that is worked by notice."""


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's notice: days off and make-up working days. A notice may reach into the neighbouring year."""

    year: int
    off: frozenset[date]
    work: frozenset[date]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """All published years together. `Calendar()` knows no notice and counts weekdays, provisionally."""

    years: frozenset[int] = frozenset()
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    @classmethod
    def of(cls, years: Iterable[CalendarYear]) -> Calendar:
        """Build from notices.

        Raises:
            ValueError: a year is given twice, or a day is both off and worked.
        """
        listed = tuple(years)
        numbers = frozenset(year.year for year in listed)
        if len(numbers) != len(listed):
            raise ValueError("a calendar year is given twice; keep one file per year")
        off = frozenset(day for year in listed for day in year.off)
        work = frozenset(day for year in listed for day in year.work)
        if both := off & work:
            raise ValueError(f"{min(both).isoformat()} is listed both as a day off and as a working day; keep one")
        return cls(numbers, off, work)

    @property
    def published_until(self) -> date | None:
        """The last day of the last published year, None where nothing is published."""
        return date(max(self.years), 12, 31) if self.years else None

    def is_published(self, day: date) -> bool:
        """Whether the notice that covers this day is known."""
        return day.year in self.years

    def kind(self, day: date) -> DayKind:
        if day in self.off:
            return DayKind.HOLIDAY
        weekend = day.weekday() >= 5
        if weekend and day in self.work:
            return DayKind.MAKE_UP
        return DayKind.WEEKEND if weekend else DayKind.WORKDAY

    def is_working_day(self, day: date) -> bool:
        return self.kind(day) in (DayKind.WORKDAY, DayKind.MAKE_UP)

    def this_or_next_working_day(self, day: date) -> date:
        """The day itself if it is worked, otherwise the next that is."""
        while not self.is_working_day(day):
            day = next_day(day)
        return day

    def count(self, after: date, until: date) -> int:
        """Working days later than `after`, up to and including `until` (0 if there are none)."""
        return sum(1 for day in days_between(after, until) if self.is_working_day(day))


def next_day(day: date) -> date:
    if day == date.max:
        raise OutOfCalendar
    return day + _ONE_DAY


def days_between(after: date, until: date) -> Iterator[date]:
    """The days later than `after`, up to and including `until`."""
    for offset in range(1, (until - after).days + 1):
        yield after + timedelta(days=offset)


def local_day(at: datetime) -> date:
    """The day in China at a moment; a day ends at 24:00 (行政许可 has no office-hours rule for electronic filing).

    Raises:
        ValueError: the moment has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a zone to belong to a day")
    return at.astimezone(CHINA).date()


def start_of_day(day: date) -> datetime:
    """Midnight in China at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


def day_of_receipt(at: datetime, calendar: Calendar) -> date:
    """The day that counts as the day of receipt: what arrives on a day off counts as received on the next working day.

    Keep `at` beside it: both are recorded.
    """
    return calendar.this_or_next_working_day(local_day(at))
