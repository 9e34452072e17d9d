"""What is printed on a licence, worked out from the facts of the case by the item's `result`.

Printed fields are rules over the dictionary (`经营主体.名称`). A field nobody knows is left out, never printed empty.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bancheng.apps import keys
from bancheng.apps.subjects.models import Person, index_of
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item, Result
from bancheng.core.catalogue.values import display
from bancheng.core.facts import Facts, Value
from bancheng.core.licence import Field
from bancheng.core.rules import ANY, UNKNOWN, evaluate
from bancheng.core.rules.values import plain


class CannotIssue(ValueError):
    """The facts do not make a licence; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class HolderOf:
    """Whose licence it is: name and number as printed, the keyed index by which it is found."""

    kind: str  # legal_entity or natural_person
    name: str
    code: str
    index: str
    reference: str


def fields(catalogue: Catalogue, result: Result, facts: Facts, as_of: date) -> tuple[Field, ...]:
    """The printed fields, in printing order."""
    known = catalogue.values(facts, as_of)
    out = []
    for name, rule in result.fields.items():
        value = evaluate(catalogue.rule(rule, ANY), known, as_of).value
        if value is not UNKNOWN and value is not None:
            out.append(Field(name, _shown(catalogue, rule, name, value)))
    return tuple(out)


def personal(catalogue: Catalogue, result: Result) -> set[str]:
    """Names of printed fields that rest on personal elements."""
    found = set()
    for name, rule in result.fields.items():
        elements = (catalogue.elements.get(id) for id in catalogue.rule(rule, ANY).inputs)
        if any(element is not None and element.sensitivity != "public" for element in elements):
            found.add(name)
    return found


def notes(catalogue: Catalogue, result: Result, facts: Facts, as_of: date) -> tuple[str, ...]:
    """The sentences whose condition holds."""
    known = catalogue.values(facts, as_of)
    return tuple(sentence for rule, sentence in result.note_when if catalogue.evaluate(rule, known, as_of).value is True)


def merged(old: tuple[Field, ...], new: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields of a new version: as now known, and from the version before what nobody said anew."""
    said = {field.name for field in new}
    return (*new, *(field for field in old if field.name not in said))


def validity(item: Item, facts: Facts, starts: date, old_until: date | None) -> tuple[date, date | None]:
    """First and last day.

    A renewal before expiry adds its years to the old end, so that nobody loses days by being early. A version that
    carries an end over takes it from the version before, or from the element that names it.

    Raises:
        CannotIssue: an end has to be carried over and is not known.
    """
    result = item.result
    if result.valid.years is not None:
        if result.effect == "renew" and old_until is not None and old_until >= starts:
            return starts, _years_later(old_until, result.valid.years)
        return starts, _years_later(starts, result.valid.years) - timedelta(days=1)
    if result.effect in ("amend", "renew", "replace") and old_until is not None:
        return starts, old_until
    if result.valid.until_element is not None:
        fact = facts.get(result.valid.until_element)
        if fact is None or not isinstance(fact.value, date):
            raise CannotIssue(f"the end of validity ({result.valid.until_element}) is not known")
        return starts, max(fact.value, starts)
    return starts, None


def holder(catalogue: Catalogue, item: Item, facts: Facts, reference: str, name: str) -> HolderOf:
    """Whose licence it will be: the company named in the facts where there is one, else who applied.

    A sole trader applies as a person and is a company once registered: its licences are the company's. A company is
    called as the facts call it: its name may be what changes.

    Raises:
        CannotIssue: the holder's number is not known.
    """
    kind, _, number = reference.partition(":")
    for element in sorted(catalogue.elements.values(), key=lambda one: one.id):
        if element.kind == "uscc" and element.id in facts and element.id in item.form:
            code = str(facts[element.id].value)
            named = facts.get(element.id.rpartition(".")[0] + ".name")
            if kind != "entity" or code == number:
                return _entity(code, str(named.value) if named else name)
    if kind == "entity":
        return _entity(number, name)
    person = Person.objects.filter(pk=number).first() if kind == "person" else None
    if person is None:
        raise CannotIssue(f"the holder {reference} is not known")
    return HolderOf("natural_person", name, person.id_no, index_of(person.id_no), reference)


def _entity(uscc: str, name: str) -> HolderOf:
    return HolderOf("legal_entity", name, uscc, keys.blind_index(f"uscc:{uscc}"), f"entity:{uscc}")


def _shown(catalogue: Catalogue, rule: str, name: str, value: Value) -> str:
    symbol = catalogue.scope.by_name.get(rule)
    element = catalogue.elements.get(symbol.id) if symbol else None
    if element is not None and not (element.unit and element.unit in name):
        return display(element, value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return f"{value.year} 年 {value.month} 月 {value.day} 日"
    if isinstance(value, tuple):
        return "、".join(str(member) for member in value)
    return str(value)


def _years_later(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
