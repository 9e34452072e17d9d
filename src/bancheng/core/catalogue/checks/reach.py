"""Walk every theme the way people do: does every question matter, does every way of answering lead somewhere, can every part be
reached, can everything that rules read be known.

The walk asks the questions in the order in which the guide would, and tries for each one every answer that a rule could tell apart: each option, yes and
no, and for numbers and dates the values just below, at and just above every number that a rule about them names.

Rules that share no question have nothing to do with each other, so each such group is walked by itself: the sum of their ways instead of the product.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bancheng.core.catalogue.catalogue import Catalogue
from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.models import Element, Part, Theme
from bancheng.core.catalogue.problems import Problem, problem
from bancheng.core.catalogue.texts import rules_of
from bancheng.core.catalogue.values import display, label
from bancheng.core.facts import Value
from bancheng.core.rules import UNKNOWN, Expression, next_question
from bancheng.core.rules.tree import Literal, walk

Answers = dict[str, Value]

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
    walkers = [_Walker(catalogue, theme, group) for group in _groups(catalogue, theme)]
    days = _days(catalogue, theme)
    for walker in walkers:
        for day in days:
            walker.walk(day)
    where = key_of(theme)
    reached = {part for walker in walkers for part in walker.reached}
    cut_short = any(walker.left <= 0 for walker in walkers)
    for index, part in enumerate(theme.parts):
        if part.id not in reached and not cut_short:
            yield problem("part-unreachable", where, ("parts", index, "when"), id=part.id)
    for answers in _dead_ends(walkers, days)[:_MOST_REPORTS]:
        yield problem("dead-end", where, ("parts",), answers=_shown(catalogue, answers))
    stuck = [one for walker in walkers for one in walker.stuck]
    for answers, id in stuck[:_MOST_REPORTS]:
        index = [part.id for part in theme.parts].index(id)
        yield problem("stuck", where, ("parts", index, "when"), answers=_shown(catalogue, answers), part=id)


def _days(catalogue: Catalogue, theme: Theme) -> list[date]:
    """The days on which the answer may differ: when the theme starts, and when a version of its items does."""
    first, last = theme.effective_from, theme.effective_to or date.max
    starts = {item.effective_from for part in theme.parts for item in catalogue.items[part.item]}
    return sorted({first, *(day for day in starts if first <= day <= last)})


def _groups(catalogue: Catalogue, theme: Theme) -> list[_Group]:
    """Parts and cautions, joined wherever they read the same question."""
    asks = set(theme.asks)
    groups: list[_Group] = []
    for part, text in [(part, part.when) for part in theme.parts] + [(None, caution.when) for caution in theme.out_of_scope]:
        rule = catalogue.rule(text) if text else None
        asked = set(rule.symbols & asks) if rule else set()
        joined = [group for group in groups if group.asks & asked]
        group = _Group(
            asked.union(*(one.asks for one in joined)),
            [entry for one in joined for entry in one.parts] + ([(part, rule)] if part else []),
            [entry for one in joined for entry in one.aside] + ([rule] if rule and not part else []),
        )
        groups = [one for one in groups if one not in joined] + [group]
    return groups


def _dead_ends(walkers: Sequence[_Walker], days: Sequence[date]) -> list[Answers]:
    """Ways of answering everything that lead to no part and to no explanation: the groups all come to nothing on one day."""
    found = []
    for day in days:
        nothing = [[answers for on, answers in walker.nothing if on == day] for walker in walkers]
        if all(nothing):
            longest = max(len(ways) for ways in nothing)
            found += [{id: value for ways in nothing for id, value in ways[place % len(ways)].items()} for place in range(longest)]
    return found


def _shown(catalogue: Catalogue, answers: Answers) -> str:
    """Answers as a person would say them."""
    elements = catalogue.elements
    said = [f"{label(elements[id])} = {display(elements[id], value)}" for id, value in answers.items()]
    return "、".join(said) or "什么都没答"


@dataclass(eq=False)
class _Group:
    """Parts with their rules, and rules of cautions, that hang on the same questions and on no others."""

    asks: set[str]
    parts: list[tuple[Part, Expression | None]]
    aside: list[Expression]


class _Walker:
    """Follows all ways of answering the scoping questions of one group."""

    def __init__(self, catalogue: Catalogue, theme: Theme, group: _Group) -> None:
        self.catalogue = catalogue
        self.group = group
        self.rules = [rule for _, rule in group.parts if rule] + group.aside
        self.asks = [id for id in theme.asks if id in group.asks]
        self.reached: set[str] = set()
        self.nothing: list[tuple[date, Answers]] = []
        self.stuck: list[tuple[Answers, str]] = []
        self.left = _MOST_WALKS
        self.samples = {id: list(self._samples(catalogue.elements[id])) for id in self.asks}

    def walk(self, as_of: date) -> None:
        """Try everything on one day."""
        waiting: list[Answers] = [{}]
        while waiting and self.left > 0:
            answers = waiting.pop()
            known = {**self.catalogue.parameters, **answers}
            askable = [id for id in self.asks if id not in answers]
            question = next_question(self.rules, known, as_of, askable) if askable else None
            if question is not None:
                waiting += [{**answers, question: value} for value in self.samples[question]]
            else:
                self.left -= 1
                self._arrive(answers, known, as_of)

    def _arrive(self, answers: Answers, known: dict[str, Value], as_of: date) -> None:
        needed = False
        for part, rule in self.group.parts:
            value = True if rule is None else rule.on(rule.frame(known, as_of))
            if value is UNKNOWN:
                self.stuck.append((answers, part.id))
                return
            if value is True and self.catalogue.find_item(part.item, as_of) is not None:
                needed = True
                self.reached.add(part.id)
        if not needed and not any(rule.on(rule.frame(known, as_of)) is True for rule in self.group.aside):
            self.nothing.append((as_of, answers))

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
                yield from self._dates(element)
            case "list":
                yield ()
            case _:
                yield "甲"

    def _constants(self, element: Element) -> Iterator[object]:
        """What rules that read the element compare with: written out, or a parameter of the pack."""
        for rule in self.rules:
            if element.id in rule.symbols:
                yield from (node.value for node in walk(rule.tree) if isinstance(node, Literal))
                yield from (self.catalogue.parameters[id] for id in rule.symbols if id in self.catalogue.parameters)

    def _numbers(self, element: Element) -> Iterator[Decimal]:
        step = Decimal(1) if element.type == "integer" else Decimal(1).scaleb(-element.scale)
        found = {Decimal(1)}
        for value in self._constants(element):
            if isinstance(value, Decimal):
                found |= {value - step, value, value + step}
        low = element.minimum if element.minimum is not None else min(found)
        high = element.maximum if element.maximum is not None else max(found)
        yield from sorted(value for value in found if low <= value <= high)

    def _dates(self, element: Element) -> Iterator[date]:
        found = {date(2026, 1, 1)}
        for value in self._constants(element):
            if isinstance(value, date):
                found |= {value - timedelta(days=1), value, value + timedelta(days=1)}
        yield from sorted(found)
