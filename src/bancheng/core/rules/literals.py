"""From text to dates, durations and numbers, and back.

Dates are those of the years 1 to 9999. FEEL reaches further; a date outside is `OutOfReach` and refused when the rule
is compiled, because a wrong null would be a guess.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from bancheng.core.rules.arithmetic import finite, months_between
from bancheng.core.rules.values import CONTEXT, DaysTime, YearsMonths, plain

_DATE: Final = re.compile(r"(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)", re.A)
_TIME: Final = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[\w/+-]+)?", re.A)
_YEARS_MONTHS: Final = re.compile(r"(-?)P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?", re.A)
_DAYS_TIME: Final = re.compile(
    r"(-?)P(?=[\dT])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?)?", re.A
)
_NUMBER: Final = re.compile(r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?", re.A)


class OutOfReach(Exception):
    """Right in FEEL, but more than this implementation can hold."""


def date(source: Any, month: Any = None, day: Any = None) -> dt.date | None:
    """`date("2026-02-12")`, `date(2026, 2, 12)`, or the date of a date and time."""
    if month is not None or day is not None:
        return _date_of_parts(source, month, day)
    if isinstance(source, dt.datetime):
        return source.date()
    if isinstance(source, dt.date):
        return source
    found = _DATE.fullmatch(source) if source.__class__ is str else None
    if found is None:
        return None
    sign, year, *rest = found.groups()
    return _date(int(sign + year), int(rest[0]), int(rest[1]))


def _date_of_parts(*parts: Any) -> dt.date | None:
    if any(part.__class__ is not Decimal or part != part.to_integral_value() for part in parts):
        return None
    return _date(*map(int, parts))


def _date(year: int, month: int, day: int) -> dt.date | None:
    if not 1 <= year <= 9999 and abs(year) <= 999_999_999 and 1 <= month <= 12 and 1 <= day <= 31:
        raise OutOfReach("years 1 to 9999")
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def date_and_time(source: Any) -> dt.datetime | None:
    """`date and time("2026-02-12T08:30:00+08:00")`; the zone may be missing."""
    if isinstance(source, dt.date):
        if isinstance(source, dt.datetime):
            return source
        return dt.datetime(source.year, source.month, source.day, tzinfo=dt.UTC)
    if source.__class__ is not str:
        return None
    day_text, mark, time_text = source.partition("T")
    if not mark:
        day = date(source)
        return None if day is None else dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a local time
    found = _TIME.fullmatch(time_text)
    day = date(day_text) if found else None
    if day is None or found is None:
        return None
    hour, minute, second, fraction, zone = found.groups()
    if int(hour) > 24 or int(minute) > 59 or int(second) > 59:
        return None
    if zone and zone[0] == "@" or len((fraction or "").rstrip("0")) > 3 or hour == "24" or (zone or "").count(":") > 1:
        raise OutOfReach("named zones, 24:00 and more than milliseconds")
    try:
        zoned = _zone(zone) if zone else None
        micro = int((fraction or "0")[:6].ljust(6, "0"))
        return dt.datetime(day.year, day.month, day.day, int(hour), int(minute), int(second), micro, zoned)
    except ValueError:
        return None


def _zone(text: str) -> dt.timezone:
    if text == "Z":
        return dt.UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    ahead = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-ahead if text[0] == "-" else ahead)


def duration(source: Any) -> YearsMonths | DaysTime | None:
    """`duration("P1Y6M")` in months, `duration("P30D")` or `duration("PT8H")` in seconds."""
    if source.__class__ in (YearsMonths, DaysTime):
        kept: YearsMonths | DaysTime = source
        return kept
    if source.__class__ is not str:
        return None
    if found := _YEARS_MONTHS.fullmatch(source):
        sign, years, months = found.groups()
        count = int(years or 0) * 12 + int(months or 0)
        return YearsMonths(-count if sign else count)
    if found := _DAYS_TIME.fullmatch(source):
        sign, *parts = found.groups()
        days, hours, minutes, seconds = (Decimal(part or 0) for part in parts)
        total = days * 86400 + hours * 3600 + minutes * 60 + seconds
        return DaysTime(-total if sign else total)
    return None


def years_and_months(start: Any, end: Any) -> YearsMonths | None:
    """Whole months between two dates, as a duration."""
    if not isinstance(start, dt.date) or not isinstance(end, dt.date):
        return None
    return YearsMonths(months_between(_day(start), _day(end)))


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def number(source: Any, grouping: Any = None, decimal: Any = None) -> Decimal | None:
    """`number("1 234,5", " ", ",")`: text to a number, with the marks it is written with."""
    if source.__class__ is Decimal:
        return source if grouping is None and decimal is None else None
    if source.__class__ is not str or grouping not in (None, " ", ",", ".") or decimal not in (None, ",", "."):
        return None
    if grouping is not None:
        if grouping == decimal:
            return None
        source = source.replace(grouping, "")
    if decimal is not None:
        source = source.replace(decimal, ".")
    return finite(CONTEXT.create_decimal(source)) if _NUMBER.fullmatch(source) else None


def string(value: Any) -> str | None:
    """The text of a value, as FEEL's string() gives it."""
    return None if value is None else value if value.__class__ is str else text_of(value)


def text_of(value: Any, quote: bool = False) -> str:
    """A value in FEEL's own writing."""
    if value is None:
        return "null"
    if value.__class__ is bool:
        return "true" if value else "false"
    if value.__class__ is Decimal:
        return plain(value)
    if value.__class__ is str:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' if quote else value
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if value.__class__ is tuple:
        return "[" + ", ".join(text_of(member, True) for member in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {text_of(member, True)}" for key, member in value.items()) + "}"
    return str(value)
