"""Getting at what is inside a value: the form of a fact, a member of a list, a part of a date."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bancheng.core.rules.types import ContextOf, ListOf, Type
from bancheng.core.rules.values import UNKNOWN, DaysTime, YearsMonths, kind


def shape(type: Type) -> Callable[[Any], Any] | None:
    """How a fact of this type is brought into form: fields nobody has filled in become UNKNOWN; None: leave it alone."""
    if isinstance(type, ListOf):
        inner = shape(type.item)
        if inner is None:
            return lambda value: tuple(value) if value.__class__ is list else value
        return lambda value: tuple(map(inner, value)) if isinstance(value, (tuple, list)) else value
    if isinstance(type, ContextOf):
        fields = tuple((f.id, shape(f.type)) for f in type.fields)

        def form(value: Any) -> Any:
            if not isinstance(value, Mapping):
                return value
            get = value.get
            return {key: get(key, UNKNOWN) if inner is None else inner(get(key, UNKNOWN)) for key, inner in fields}

        return form
    return None


def position(found: tuple[Any, ...], wanted: Any) -> Any:
    """The member at a position: 1 is the first, -1 the last; null where there is none."""
    if wanted.__class__ is not Decimal or wanted != wanted.to_integral_value() or not 0 < abs(wanted) <= len(found):
        return None
    return found[int(wanted) - 1 if wanted > 0 else int(wanted)]


def steps(low: Any, high: Any) -> Any:
    """The whole numbers (or days) from one end to the other, downwards if need be."""
    if low is UNKNOWN or high is UNKNOWN:
        return UNKNOWN
    if low.__class__ is Decimal and high.__class__ is Decimal:
        if low != low.to_integral_value() or high != high.to_integral_value():
            return None
        step = 1 if low <= high else -1
        return tuple(Decimal(n) for n in range(int(low), int(high) + step, step))
    if low.__class__ is date and high.__class__ is date:
        step = 1 if low <= high else -1
        return tuple(date.fromordinal(n) for n in range(low.toordinal(), high.toordinal() + step, step))
    return None


def part(value: Any, name: str) -> Any:
    """A part of a date or a duration (`.year`, `.months`), null for anything else."""
    if isinstance(value, date):
        if name == "weekday":
            return Decimal(value.isoweekday())
        if name in ("year", "month", "day") or (name in ("hour", "minute", "second") and isinstance(value, datetime)):
            return Decimal(getattr(value, name))
        return None
    if value.__class__ is YearsMonths:
        sign = -1 if value.months < 0 else 1
        years, months = divmod(abs(value.months), 12)
        return {"years": Decimal(sign * years), "months": Decimal(sign * months)}.get(name)
    if value.__class__ is DaysTime:
        sign = -1 if value.seconds < 0 else 1
        whole, rest = divmod(abs(value.seconds), 60)
        minutes = int(whole)
        counts = {"days": minutes // 1440, "hours": minutes // 60 % 24, "minutes": minutes % 60}
        parts = {"seconds": rest, **{key: Decimal(count) for key, count in counts.items()}}
        return sign * parts[name] if name in parts else None
    if value is not None:
        kind(value)
    return None
