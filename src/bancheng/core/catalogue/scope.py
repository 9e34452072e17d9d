"""The dictionary as rules see it: every element and every pack parameter a symbol, working-day arithmetic a function.

Rules read and write Chinese names; ids are what facts and trees hold. A parameter is a symbol whose value the pack gives, so a rule can say
`检测报告有效月数` where the law leaves the number to the place.
"""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from bancheng.core.catalogue.models import Element, Parameter
from bancheng.core.clock import Amount, Calendar, OutOfCalendar, Unit, due
from bancheng.core.facts import Value
from bancheng.core.rules import BOOLEAN, DATE, NUMBER, STRING, UNKNOWN, ContextOf, Function, ListOf, Scope, Symbol, Type

_SIMPLE = {
    "boolean": BOOLEAN,
    "number": NUMBER,
    "integer": NUMBER,
    "string": STRING,
    "text": STRING,
    "date": DATE,
    "choice": STRING,
    "choices": ListOf(STRING),
}


def symbol(element: Element) -> Symbol:
    """An element as a symbol."""
    return Symbol(
        id=element.id,
        name=element.name,
        type=_type(element),
        unit=element.unit or None,
        options=tuple(option.value for option in element.options),
        name_en=element.name_en,
    )


def parameter_symbol(parameter: Parameter) -> Symbol:
    """A pack parameter as a symbol."""
    kinds: dict[type, Type] = {bool: BOOLEAN, int: NUMBER, str: STRING}
    return Symbol(id=parameter.id, name=parameter.name, type=kinds[type(parameter.value)], name_en=parameter.name_en)


def parameter_value(parameter: Parameter) -> Value:
    """A pack parameter as a FEEL value."""
    value = parameter.value
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def build(elements: Iterable[Element], parameters: Iterable[Parameter], calendar: Calendar) -> Scope:
    """All names of a pack.

    Raises:
        ValueError: two of them share an id or a name (the validators find it first and say where).
    """
    symbols = [symbol(element) for element in elements]
    symbols += [parameter_symbol(parameter) for parameter in parameters]
    return Scope(symbols, functions(calendar))


def functions(calendar: Calendar) -> dict[str, Function]:
    """Working-day arithmetic for rules; unknown where no holiday notice is published yet."""

    def working_days_after(day: date, number: Decimal) -> Value:
        if number < 0 or number != number.to_integral_value() or number > 10_000:
            return None
        try:
            counted = due(Amount(int(number), Unit.WORKING_DAY), day, calendar)
        except OutOfCalendar:
            return UNKNOWN
        return UNKNOWN if counted.provisional or counted.date is None else counted.date

    def working_days_between(after: date, until: date) -> Value:
        if until < after:
            return Decimal(0)
        years = range(after.year, until.year + 1)
        if len(years) > len(calendar.years) or not all(year in calendar.years for year in years):
            return UNKNOWN
        return Decimal(calendar.count(after, until))

    return {
        "工作日后": Function((DATE, NUMBER), DATE, working_days_after),
        "工作日数": Function((DATE, DATE), NUMBER, working_days_between),
    }


def _type(element: Element) -> Type:
    if element.type == "list":
        return ListOf(ContextOf(tuple(symbol(field) for field in element.fields)))
    return _SIMPLE[element.type]
