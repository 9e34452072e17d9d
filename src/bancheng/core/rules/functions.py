"""The built-in functions of FEEL that there are so far (DMN 1.5, 10.3.4), as one table.

A function that gets an unknown argument answers UNKNOWN; those marked `aware` look for themselves, because they can
often decide without (`count` does not care what is in the list). Wrong arguments give null. The names of FEEL that are
not here yet are listed in `LATER`, so that a rule using one is refused by name and never guessed at.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Final

from bancheng.core.rules import literals
from bancheng.core.rules.arithmetic import finite, modulo
from bancheng.core.rules.tree import Call, Local, Node, Ref, walk
from bancheng.core.rules.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATETIME,
    DURATION,
    NUMBER,
    STRING,
    ListOf,
    Type,
    grow,
)
from bancheng.core.rules.values import (
    CONTEXT,
    ORDERED,
    UNKNOWN,
    DaysTime,
    YearsMonths,
    all_of,
    any_of,
    equal,
    has_unknown,
    kind,
)


@dataclass(frozen=True, slots=True)
class Builtin:
    """One function: how many arguments it takes, of which types, what it gives. `rest` is the type of any more arguments."""

    name: str
    parameters: tuple[Type, ...]
    result: Type
    call: Callable[..., Any]
    least: int
    rest: Type | None = None
    aware: bool = False
    shape: str = ""
    """How the result's type follows from the first argument: "item" (a member of it), "list" or "same" (just as it)."""

    def takes_one(self, place: int) -> bool:
        """Whether a single value belongs here, so that a list of one stands for its member (DMN 1.5, 10.3.2.9.4)."""
        return place < len(self.parameters) and self.parameters[place] in _SINGLE


def _members(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """`sum(1, 2)` is `sum([1, 2])`."""
    if len(values) == 1:
        return values[0] if values[0].__class__ is tuple else values
    return values


def _count(value: Any) -> Any:
    if value is None or value is UNKNOWN:
        return value
    return Decimal(len(value)) if value.__class__ is tuple else Decimal(1)


def _sum(*values: Any) -> Any:
    members = _members(values)
    if not members or any(m.__class__ is not Decimal for m in members):
        return None
    total = Decimal(0)
    for member in members:
        total = CONTEXT.add(total, member)
    return finite(total)


def _best(pick: Callable[..., Any]) -> Callable[..., Any]:
    def best(*values: Any) -> Any:
        members = _members(values)
        kinds = {kind(m) for m in members}
        if len(kinds) != 1 or members[0].__class__ not in ORDERED:
            return None
        return pick(members)

    return best


def _list(value: Any) -> tuple[Any, ...] | None:
    return None if value is None else value if value.__class__ is tuple else (value,)


def _contains(values: Any, wanted: Any) -> Any:
    if values is UNKNOWN:
        return UNKNOWN
    members = _list(values)
    if members is None:
        return None
    return any_of(False if (found := equal(member, wanted)) is None else found for member in members)


def _append(values: Any, *more: Any) -> Any:
    if values is UNKNOWN:
        return UNKNOWN
    members = _list(values)
    return None if members is None else members + more


def _concatenate(*lists: Any) -> Any:
    result: tuple[Any, ...] = ()
    for values in lists:
        if values is None:
            return None
    for values in lists:
        if values is UNKNOWN:
            return UNKNOWN
        result += _list(values) or ()
    return result


def _distinct(values: Any) -> Any:
    members = _list(values)
    if members is None:
        return None
    kept: list[Any] = []
    for member in members:
        if not any(equal(member, other) is True for other in kept):
            kept.append(member)
    return tuple(kept)


def _fold(fold: Callable[..., Any]) -> Callable[..., Any]:
    def folded(*values: Any) -> Any:
        if len(values) == 1 and values[0] is None:
            return None
        return fold(_members(values))

    return folded


def _text(test: Callable[[str, str], Any]) -> Callable[..., Any]:
    return lambda a, b: test(a, b) if a.__class__ is str and b.__class__ is str else None


def _of_text(function: Callable[[str], Any]) -> Callable[..., Any]:
    return lambda a: function(a) if a.__class__ is str else None


def _substring(text: Any, start: Any, length: Any = UNKNOWN) -> Any:
    """Counts from 1, or from the end when negative; `length` left out means to the end."""
    if text.__class__ is not str or any(n.__class__ is not Decimal for n in (start, length) if n is not UNKNOWN):
        return None
    first = int(start)
    if first == 0 or abs(first) > len(text):
        return None if first == 0 else ""
    begin = first - 1 if first > 0 else len(text) + first
    if length is UNKNOWN:
        return text[begin:]
    return text[begin : begin + int(length)] if length >= 1 else None


def _rounding(mode: str) -> Callable[..., Any]:
    def rounded(number: Any, scale: Any = Decimal(0)) -> Any:
        if number.__class__ is not Decimal or scale.__class__ is not Decimal or not -6111 <= scale <= 6176:
            return None
        step = Decimal(1).scaleb(-int(scale))
        if number.adjusted() - step.adjusted() >= 33 or not number:
            return number  # finer than the digits it has: nothing to round away
        return finite(number.quantize(step, rounding=mode, context=CONTEXT))

    return rounded


def _abs(value: Any) -> Any:
    if value.__class__ is Decimal:
        return abs(value) if len(value.as_tuple().digits) <= 34 else CONTEXT.abs(value)
    if value.__class__ is YearsMonths:
        return YearsMonths(abs(value.months))
    return DaysTime(abs(value.seconds)) if value.__class__ is DaysTime else None


def _defined(value: Any) -> Any:
    return UNKNOWN if value is UNKNOWN else value is not None


def _builtin(
    name: str,
    parameters: tuple[Type, ...],
    result: Type,
    call: Callable[..., Any],
    *,
    least: int | None = None,
    rest: Type | None = None,
    aware: bool = False,
    shape: str = "",
) -> Builtin:
    return Builtin(name, parameters, result, call, len(parameters) if least is None else least, rest, aware, shape)


_LIST: Final = ListOf(ANY)
_SINGLE: Final = (STRING, NUMBER, BOOLEAN)
_TABLE: Final = (
    _builtin("date", (ANY, NUMBER, NUMBER), DATE, literals.date, least=1),
    _builtin("date and time", (STRING,), DATETIME, literals.date_and_time),
    _builtin("duration", (STRING,), DURATION, literals.duration),
    _builtin("years and months duration", (ANY, ANY), DURATION, literals.years_and_months),
    _builtin("today", (), DATE, lambda: None),
    _builtin("number", (ANY, STRING, STRING), NUMBER, literals.number, least=1),
    _builtin("string", (ANY,), STRING, literals.string),
    _builtin("count", (_LIST,), NUMBER, _count, aware=True),
    _builtin("sum", (ANY,), NUMBER, _sum, rest=NUMBER),
    _builtin("min", (ANY,), ANY, _best(min), rest=ANY, shape="item"),
    _builtin("max", (ANY,), ANY, _best(max), rest=ANY, shape="item"),
    _builtin("all", (ANY,), BOOLEAN, _fold(all_of), rest=BOOLEAN, aware=True),
    _builtin("any", (ANY,), BOOLEAN, _fold(any_of), rest=BOOLEAN, aware=True),
    _builtin("list contains", (_LIST, ANY), BOOLEAN, _contains, aware=True),
    _builtin("append", (_LIST, ANY), _LIST, _append, rest=ANY, aware=True, shape="list"),
    _builtin("concatenate", (_LIST,), _LIST, _concatenate, rest=_LIST, aware=True, shape="list"),
    _builtin("distinct values", (_LIST,), _LIST, _distinct, shape="list"),
    _builtin("contains", (STRING, STRING), BOOLEAN, _text(lambda a, b: b in a)),
    _builtin("starts with", (STRING, STRING), BOOLEAN, _text(str.startswith)),
    _builtin("ends with", (STRING, STRING), BOOLEAN, _text(str.endswith)),
    _builtin("string length", (STRING,), NUMBER, _of_text(lambda a: Decimal(len(a)))),
    _builtin("upper case", (STRING,), STRING, _of_text(str.upper)),
    _builtin("lower case", (STRING,), STRING, _of_text(str.lower)),
    _builtin("substring", (STRING, NUMBER, NUMBER), STRING, _substring, least=2),
    _builtin("floor", (NUMBER, NUMBER), NUMBER, _rounding(ROUND_FLOOR), least=1),
    _builtin("ceiling", (NUMBER, NUMBER), NUMBER, _rounding(ROUND_CEILING), least=1),
    _builtin("round half up", (NUMBER, NUMBER), NUMBER, _rounding(ROUND_HALF_UP), least=1),
    _builtin("abs", (ANY,), ANY, _abs, shape="same"),
    _builtin("modulo", (NUMBER, NUMBER), NUMBER, modulo),
    _builtin("is defined", (ANY,), BOOLEAN, _defined, aware=True),
)
BUILTINS: Final = {builtin.name: builtin for builtin in _TABLE}
LATER: Final = frozenset(
    """time|now|date time|replace|matches|split|string join|substring before|substring after|sort|index of|insert before
    |remove|reverse|union|flatten|sublist|product|mean|median|mode|stddev|sqrt|exp|log|odd|even|decimal|round up|round down
    |round half down|get value|get entries|context|context put|context merge|is|day of year|day of week|month of year
    |week of year|list replace|range|before|after|meets|met by|overlaps|overlaps before|overlaps after|finishes
    |finished by|includes|during|starts|started by|coincides|partial""".replace("\n    ", "").split("|")
)
TRIE: Final[dict[str, Any]] = {}
for _name in (*BUILTINS, *LATER):
    grow(TRIE, _name)


def invoke(builtin: Builtin, arguments: list[Any]) -> Any:
    """Call a function on values: unknown in, unknown out, unless the function knows better."""
    if not builtin.aware and any(map(has_unknown, arguments)):
        return UNKNOWN
    for place, given in enumerate(arguments):
        if given.__class__ is tuple and len(given) == 1 and builtin.takes_one(place):
            arguments[place] = given[0]
    try:
        return builtin.call(*arguments)
    except literals.OutOfReach:
        return None


def is_constant(node: Node) -> bool:
    """Whether the node has the same value on every record and every day."""
    return not any(
        isinstance(n, Ref | Local) or (isinstance(n, Call) and (n.name == "today" or n.name not in BUILTINS))
        for n in walk(node)
    )
