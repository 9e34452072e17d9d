"""Walk every theme the way people do: does every question matter, does every way of answering lead somewhere, can every part be
reached, can everything that rules read be known.

The walk asks the questions in the order in which the guide would, and tries for each one every answer that a rule could tell apart: each option, yes and
no, and for numbers and dates the values just below, at and just above every number a rule compares with.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from bancheng.core.catalogue.catalogue import Catalogue
from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.models import Element, Theme
from bancheng.core.catalogue.problems import Problem, problem
from bancheng.core.catalogue.texts import rules_of
from bancheng.core.catalogue.values import display, label
from bancheng.core.facts import Value
from bancheng.core.rules import UNKNOWN, Expression, next_question
from bancheng.core.rules.tree import Literal, walk

_MOST_WALKS = 4000
_MOST_REPORTS = 5


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Look at every theme."""
    for versions in catalogue.themes.values():
        for theme in versions:
            yield from _circles(theme)
            yield from _questions(catalogue, theme)
            yield from _walks(catalogue, theme)
    yield from _unknowable(catalogue)


def _unknowable(catalogue: Catalogue) -> Iterator[Problem]:
    """A rule that reads what nobody can ever tell would send every case to a person."""
    told = {target.rpartition(".")[0] if target not in catalogue.elements else target for one in catalogue.evidence.values() for target in one.fields.values()}
    told |= set(catalogue.parameters)
    for versions in catalogue.items.values():
        for item in versions:
            themes = [theme for family in catalogue.themes.values() for theme in family if any(part.item == item.id for part in theme.parts)]
            askable = told.union(item.form, *(theme.asks for theme in themes))
            for path, text, expect in rules_of(item):
                for id in sorted(catalogue.rule(text, expect).symbols - askable):
                    yield problem("nobody-knows", key_of(item), path, id=id)


def _circles(theme: Theme) -> Iterator[Problem]:
    after = {part.id: part.after for part in theme.parts}
    told: set[frozenset[str]] = set()
    for index, part in enumerate(theme.parts):
        seen: list[str] = []
        waiting = list(after[part.id])
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.append(one)
            waiting += after.get(one, ())
        if part.id in seen and frozenset(seen) not in told:
            told.add(frozenset(seen))
            yield problem("circle", key_of(theme), ("parts", index, "after"), parts="、".join(seen))


def _questions(catalogue: Catalogue, theme: Theme) -> Iterator[Problem]:
    used = {symbol for rule in _all_rules(catalogue, theme) for symbol in rule.symbols}
    for index, id in enumerate(theme.asks):
        element = catalogue.elements[id]
        if id not in used:
            yield problem("ask-idle", key_of(theme), ("asks", index), id=id)
        if not element.question:
            yield problem("question-missing", key_of(theme), ("asks", index), id=id)


def _all_rules(catalogue: Catalogue, theme: Theme) -> Iterator[Expression]:
    items = [version for part in theme.parts for version in catalogue.items[part.item]]
    for definition in (theme, *items):
        for _, text, expect in rules_of(definition):
            yield catalogue.rule(text, expect)


def _walks(catalogue: Catalogue, theme: Theme) -> Iterator[Problem]:
    walker = _Walker(catalogue, theme)
    for day in walker.days():
        walker.walk(day)
    where = key_of(theme)
    for index, part in enumerate(theme.parts):
        if part.id not in walker.reached and not walker.cut_short:
            yield problem("part-unreachable", where, ("parts", index, "when"), id=part.id)
    for answers in walker.dead_ends[:_MOST_REPORTS]:
        yield problem("dead-end", where, ("parts",), answers=walker.shown(answers))
    for answers, stuck in walker.stuck[:_MOST_REPORTS]:
        index = [part.id for part in theme.parts].index(stuck)
        yield problem("stuck", where, ("parts", index, "when"), answers=walker.shown(answers), part=stuck)


class _Walker:
    """Follows all ways of answering one theme's scoping questions."""

    def __init__(self, catalogue: Catalogue, theme: Theme) -> None:
        self.catalogue = catalogue
        self.theme = theme
        self.rules = {part.id: catalogue.rule(part.when) for part in theme.parts if part.when}
        self.aside = [catalogue.rule(caution.when) for caution in theme.out_of_scope]
        self.reached: set[str] = set()
        self.dead_ends: list[dict[str, Value]] = []
        self.stuck: list[tuple[dict[str, Value], str]] = []
        self.left = _MOST_WALKS
        self.samples = {id: list(self._samples(catalogue.elements[id])) for id in theme.asks}

    @property
    def cut_short(self) -> bool:
        """Whether there were more ways than anybody can try."""
        return self.left <= 0

    def days(self) -> list[date]:
        """The days on which the answer may differ: when the theme starts, and when a version of its items does."""
        first, last = self.theme.effective_from, self.theme.effective_to or date.max
        starts = {item.effective_from for part in self.theme.parts for item in self.catalogue.items[part.item]}
        return sorted({first, *(day for day in starts if first <= day <= last)})

    def walk(self, as_of: date) -> None:
        """Try everything on one day."""
        waiting: list[dict[str, Value]] = [{}]
        while waiting and self.left > 0:
            answers = waiting.pop()
            known = {**self.catalogue.parameters, **answers}
            askable = [id for id in self.theme.asks if id not in answers]
            rules = [*self.rules.values(), *self.aside]
            question = next_question(rules, known, as_of, askable) if askable else None
            if question is not None:
                waiting += [{**answers, question: value} for value in self.samples[question]]
            else:
                self.left -= 1
                self._arrive(answers, known, as_of)

    def _arrive(self, answers: dict[str, Value], known: dict[str, Value], as_of: date) -> None:
        needed = False
        for part in self.theme.parts:
            rule = self.rules.get(part.id)
            value = True if rule is None else rule.on(rule.frame(known, as_of))
            if value is UNKNOWN:
                self.stuck.append((answers, part.id))
                return
            if value is True and self.catalogue.find_item(part.item, as_of) is not None:
                needed = True
                self.reached.add(part.id)
        if not needed and not any(rule.on(rule.frame(known, as_of)) is True for rule in self.aside):
            self.dead_ends.append(answers)

    def shown(self, answers: dict[str, Value]) -> str:
        """Answers as a person would say them."""
        elements = self.catalogue.elements
        said = [f"{label(elements[id])} = {display(elements[id], value)}" for id, value in answers.items()]
        return "、".join(said) or "什么都没答"

    def _samples(self, element: Element) -> Iterator[Value]:
        match element.type:
            case "boolean":
                yield from (True, False)
            case "choice":
                yield from (option.value for option in element.options)
            case "choices":
                yield from ((option.value,) for option in element.options)
                if len(element.options) > 1:
                    yield tuple(option.value for option in element.options)
            case "number" | "integer":
                yield from self._numbers(element)
            case "date":
                yield from self._dates()
            case "list":
                yield ()
            case _:
                yield "甲"

    def _constants(self) -> Iterator[object]:
        for rule in (*self.rules.values(), *self.aside):
            for node in walk(rule.tree):
                if isinstance(node, Literal):
                    yield node.value
        yield from self.catalogue.parameters.values()

    def _numbers(self, element: Element) -> Iterator[Decimal]:
        step = Decimal(1) if element.type == "integer" else Decimal(1).scaleb(-element.scale)
        found = {Decimal(1)}
        for value in self._constants():
            if isinstance(value, Decimal):
                found |= {value - step, value, value + step}
        low = element.minimum if element.minimum is not None else min(found)
        high = element.maximum if element.maximum is not None else max(found)
        yield from sorted(value for value in found if low <= value <= high)

    def _dates(self) -> Iterator[date]:
        found = {date(2026, 1, 1)}
        for value in self._constants():
            if isinstance(value, date):
                found |= {value - timedelta(days=1), value, value + timedelta(days=1)}
        yield from sorted(found)
