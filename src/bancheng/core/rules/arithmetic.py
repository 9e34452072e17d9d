"""Adding, subtracting, multiplying, dividing: numbers, text, dates and durations (DMN 1.5, tables 50 to 53).

Every function gives null for operands that do not go together, and UNKNOWN when an operand is unknown. Numbers are
rounded to 34 digits, half even; a result that is not finite (1/0) is null.
"""
from __future__ import annotations

import datetime as dt
from calendar import monthrange
from decimal import ROUND_DOWN, ROUND_FLOOR, Decimal
from typing import Any

from bancheng.core.rules.values import CONTEXT, UNKNOWN, DaysTime, YearsMonths

_DAY = Decimal(86400)
_ZERO = Decimal(0)


def finite(number: Decimal) -> Decimal | None:
    """The number, or null when it is infinite or no number."""
    return number if number.is_finite() else None


def add(a: Any, b: Any) -> Any:
    """`a + b`; text is joined, a duration is added to a date or to another duration of its kind."""
    ca, cb = a.__class__, b.__class__
    if ca is Decimal and cb is Decimal:
        return finite(CONTEXT.add(a, b))
    if a is None or b is None:
        return None
    if a is UNKNOWN or b is UNKNOWN:
        return UNKNOWN
    if ca is str and cb is str:
        return a + b
    if ca is YearsMonths and cb is YearsMonths:
        return YearsMonths(a.months + b.months)
    if ca is DaysTime and cb is DaysTime:
        return DaysTime(a.seconds + b.seconds)
    if isinstance(a, dt.date):
        return _shift(a, b)
    if isinstance(b, dt.date):
        return _shift(b, a)
    return None


def subtract(a: Any, b: Any) -> Any:
    """`a - b`; the difference of two dates is a duration of days."""
    ca, cb = a.__class__, b.__class__
    if ca is Decimal and cb is Decimal:
        return finite(CONTEXT.subtract(a, b))
    if a is None or b is None:
        return None
    if a is UNKNOWN or b is UNKNOWN:
        return UNKNOWN
    if ca is YearsMonths and cb is YearsMonths:
        return YearsMonths(a.months - b.months)
    if ca is DaysTime and cb is DaysTime:
        return DaysTime(a.seconds - b.seconds)
    if isinstance(a, dt.date):
        if isinstance(b, dt.date):
            return _difference(a, b)
        return _shift(a, negative(b))
    return None


def multiply(a: Any, b: Any) -> Any:
    """`a * b`; a duration may be multiplied by a number."""
    ca, cb = a.__class__, b.__class__
    if ca is Decimal and cb is Decimal:
        return finite(CONTEXT.multiply(a, b))
    if a is None or b is None:
        return None
    if a is UNKNOWN or b is UNKNOWN:
        return UNKNOWN
    if ca is Decimal:
        ca, cb, a, b = cb, ca, b, a
    if cb is not Decimal:
        return None
    if ca is YearsMonths:
        return YearsMonths(int((a.months * b).to_integral_value(ROUND_DOWN)))
    if ca is DaysTime:
        return DaysTime(CONTEXT.multiply(a.seconds, b))
    return None


def divide(a: Any, b: Any) -> Any:
    """`a / b`; by zero is null. Two durations of one kind give a number."""
    ca, cb = a.__class__, b.__class__
    if ca is Decimal and cb is Decimal:
        return finite(CONTEXT.divide(a, b)) if b else None
    if a is None or b is None:
        return None
    if a is UNKNOWN or b is UNKNOWN:
        return UNKNOWN
    if ca is YearsMonths:
        if cb is Decimal and b:
            return YearsMonths(int((a.months / b).to_integral_value(ROUND_DOWN)))
        if cb is YearsMonths and b.months:
            return CONTEXT.divide(Decimal(a.months), Decimal(b.months))
    if ca is DaysTime:
        if cb is Decimal and b:
            return DaysTime(CONTEXT.divide(a.seconds, b))
        if cb is DaysTime and b.seconds:
            return CONTEXT.divide(a.seconds, b.seconds)
    return None


def power(a: Any, b: Any) -> Any:
    """`a ** b` on numbers."""
    if a.__class__ is Decimal and b.__class__ is Decimal:
        return finite(CONTEXT.power(a, b))
    if a is None or b is None:
        return None
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else None


def negative(a: Any) -> Any:
    """`-a` on numbers and durations."""
    if a.__class__ is Decimal:
        return CONTEXT.minus(a)
    if a is UNKNOWN:
        return UNKNOWN
    if a.__class__ is YearsMonths:
        return YearsMonths(-a.months)
    if a.__class__ is DaysTime:
        return DaysTime(-a.seconds)
    return None


def modulo(a: Any, b: Any) -> Any:
    """FEEL's modulo: the sign of the divisor, so modulo(-12, 5) is 3."""
    if a.__class__ is not Decimal or b.__class__ is not Decimal or not b:
        return None
    whole = CONTEXT.divide(a, b).to_integral_value(ROUND_FLOOR)
    return finite(CONTEXT.subtract(a, CONTEXT.multiply(b, whole)))


def months_between(start: dt.date, end: dt.date) -> int:
    """Whole months from `start` to `end`, negative when `end` comes first."""
    if end < start:
        return -months_between(end, start)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def seconds_of(span: dt.timedelta) -> Decimal:
    """A Python time span in exact seconds."""
    return span.days * _DAY + span.seconds + Decimal(span.microseconds).scaleb(-6)


def _difference(a: dt.date, b: dt.date) -> DaysTime | None:
    if isinstance(a, dt.datetime) != isinstance(b, dt.datetime):
        a, b = _midnight(a), _midnight(b)
    if isinstance(a, dt.datetime) and isinstance(b, dt.datetime) and (a.tzinfo is None) != (b.tzinfo is None):
        return None
    return DaysTime(seconds_of(a - b))


def _midnight(day: dt.date) -> dt.datetime:
    """A date beside a date and time is midnight UTC (DMN 1.5, 10.3.2.3.5)."""
    return day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _shift(day: dt.date, by: Any) -> dt.date | None:
    """A date (with time) moved by a duration; the 31st moved to a short month becomes its last day."""
    try:
        if by.__class__ is YearsMonths:
            year, month = divmod(day.year * 12 + day.month - 1 + by.months, 12)
            return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
        if by.__class__ is DaysTime:
            if isinstance(day, dt.datetime):
                return day + _span(by.seconds)
            moved = dt.datetime(day.year, day.month, day.day) + _span(by.seconds)  # noqa: DTZ001 - a date has no zone
            return moved.date()
    except (ValueError, OverflowError):
        return None  # outside the years 1 to 9999
    return None


def _span(seconds: Decimal) -> dt.timedelta:
    whole = seconds.to_integral_value(ROUND_FLOOR)
    return dt.timedelta(seconds=int(whole), microseconds=int((seconds - whole).scaleb(6)))
