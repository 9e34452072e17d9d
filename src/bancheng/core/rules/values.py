"""The values of FEEL, and a value of our own: UNKNOWN.

`null` says "we know that there is none". UNKNOWN says "nobody has told us yet". They are never the same: `null = null`
is true, `UNKNOWN = null` is UNKNOWN. And/or/not on UNKNOWN are Kleene's, so an answer that is decided while something
is unknown stays the same whatever the unknown turns out to be. Every operation here keeps that law.

Numbers are `Decimal` with 34 significant digits (DMN 1.5, 10.3.2.3.1: IEEE 754-2008 decimal128). No float anywhere.
Operations that make no sense give `null`, as the standard demands; `reasons` says why when a person asks.
"""
from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import NoneType
from typing import Any, Final, NoReturn, TypeAlias

#: decimal128: 34 digits, half even. Traps are off: what is not finite becomes null.
CONTEXT: Final = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])


class Unknown:
    """The type of UNKNOWN. It has no truth value: `if value:` on it is a mistake and raises TypeError."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("UNKNOWN is neither true nor false: compare with `is UNKNOWN`")

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final[Unknown] = Unknown()


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A duration of whole years and months, kept in months: `duration("P1Y6M")` is 18."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (parts or "0M")


@dataclass(frozen=True, slots=True, order=True)
class DaysTime:
    """A duration of days, hours, minutes and seconds, kept in seconds (may have a fraction)."""

    seconds: Decimal

    def __str__(self) -> str:
        whole, rest = divmod(abs(self.seconds), 60)
        minutes = int(whole)
        parts = ((minutes // 1440, "D"), (minutes // 60 % 24, "H"), (minutes % 60, "M"))
        days = f"{parts[0][0]}D" if parts[0][0] else ""
        clock = "".join(f"{n}{mark}" for n, mark in parts[1:] if n) + (f"{plain(rest)}S" if rest else "")
        text = days + ("T" + clock if clock else "")
        return ("-" if self.seconds < 0 else "") + "P" + (text or "T0S")


Duration: TypeAlias = YearsMonths | DaysTime
Value: TypeAlias = (
    "None | bool | Decimal | str | dt.date | dt.datetime | YearsMonths | DaysTime"
    " | tuple[Value, ...] | Mapping[str, Value] | Unknown"
)

_KINDS: Final[dict[type, str]] = {
    NoneType: "null", bool: "boolean", Decimal: "number", str: "string", dt.date: "date", dt.datetime: "datetime",
    YearsMonths: "years and months duration", DaysTime: "days and time duration", tuple: "list", dict: "context",
    Unknown: "unknown",
}  # fmt: skip
ORDERED: Final = frozenset({Decimal, str, dt.date, YearsMonths, DaysTime})
PLAIN_EQUAL: Final = frozenset({Decimal, str, bool, dt.date, YearsMonths, DaysTime})


def kind(value: Any) -> str:
    """The FEEL kind of a value.

    Raises:
        TypeError: it is no FEEL value; an int or float, say, must be handed in as Decimal.
    """
    found = _KINDS.get(value.__class__)
    if found is not None:
        return found
    if isinstance(value, Mapping):
        return "context"
    raise TypeError(f"{value!r} ({type(value).__name__}) is no FEEL value: numbers are Decimal, lists are tuples")


def plain(number: Decimal) -> str:
    """A number in plain digits without trailing zeros: the same number always gives the same text."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def has_unknown(value: Any) -> bool:
    """Whether the value is UNKNOWN or holds an UNKNOWN somewhere inside."""
    if value is UNKNOWN:
        return True
    if value.__class__ is tuple:
        return any(map(has_unknown, value))
    if isinstance(value, Mapping):
        return any(map(has_unknown, value.values()))
    return False


def all_of(values: Iterable[Any]) -> bool | Unknown | None:
    """Kleene conjunction with FEEL's null: false wins, then unknown, then null (or anything not boolean), then true."""
    unknown = null = False
    for value in values:
        if value is False:
            return False
        if value is UNKNOWN:
            unknown = True
        elif value is not True:
            null = True
    return UNKNOWN if unknown else None if null else True


def any_of(values: Iterable[Any]) -> bool | Unknown | None:
    """Kleene disjunction with FEEL's null: true wins, then unknown, then null, then false."""
    unknown = null = False
    for value in values:
        if value is True:
            return True
        if value is UNKNOWN:
            unknown = True
        elif value is not False:
            null = True
    return UNKNOWN if unknown else None if null else False


def negate(value: Any) -> bool | Unknown | None:
    """FEEL's not(): null for anything that is no boolean."""
    if value.__class__ is bool:
        return not value
    return UNKNOWN if value is UNKNOWN else None


def equal(a: Any, b: Any) -> bool | Unknown | None:
    """FEEL equality: null equals null only, different kinds give null, unknown gives unknown (lists: member by member)."""
    if a.__class__ is b.__class__ and a.__class__ in PLAIN_EQUAL:
        return bool(a == b)
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return UNKNOWN
    if a is None or b is None:
        return a is None and b is None
    kinds = kind(a), kind(b)
    if kinds[0] != kinds[1]:
        return None
    if kinds[0] == "list":
        return False if len(a) != len(b) else all_of(map(equal, a, b))
    if kinds[0] == "context":
        return False if a.keys() != b.keys() else all_of(equal(a[key], b[key]) for key in a)
    if (a.tzinfo is None) != (b.tzinfo is None):
        return False
    return bool(a == b)


def same(a: Any, b: Any) -> bool:
    """Whether two values are certainly one and the same (used where both ways lead to the same answer)."""
    if a is None or b is None:
        return a is None and b is None
    return equal(a, b) is True


def compare(operator: Any, a: Any, b: Any) -> bool | Unknown | None:
    """An ordering comparison; `operator` is one of operator.lt, le, gt, ge. Kinds that have no order give null."""
    if a.__class__ is b.__class__ and a.__class__ in ORDERED:
        return bool(operator(a, b))
    if a is None or b is None:
        return None
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return UNKNOWN
    if kind(a) == kind(b) == "datetime" and (a.tzinfo is None) == (b.tzinfo is None):
        return bool(operator(a, b))
    return None
