"""Which answers count, and which question comes next.

Answers are taken in the order in which the questions would have been asked: a question that can no longer change anything was never asked, so its
answer does not count (the reply to a question that has disappeared from the page). What sources already know is not asked at all.

Two rounds: first what decides which items are needed, then what decides the details of those items (papers, days, warnings).
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item, Part, Theme
from bancheng.core.facts import Facts, Value, values
from bancheng.core.rules import UNKNOWN, Expression, next_question


@dataclass(slots=True)
class Settled:
    """The answers that count.

    Attributes:
        known: what rules read: sources' facts, counting answers, pack parameters.
        questions: those that matter, in the order of asking, answered or not.
        unanswered: those of them without an answer; the first is the next question.
        ignored: answers to questions that do not matter here.
    """

    known: dict[str, Value]
    questions: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    ignored: tuple[str, ...] = ()


def settle(catalogue: Catalogue, theme: Theme, facts: Facts, as_of: date) -> Settled:
    """Take the answers of a theme's questions one by one."""
    told = values(facts, as_of)
    asked = [id for id in theme.asks if id not in told or facts[id].source == "applicant"]
    given = {id: told[id] for id in asked if id in told}
    settled = Settled({**{id: value for id, value in told.items() if id not in given}, **catalogue.parameters})
    _round(settled, scoping_rules(catalogue, theme), given, asked, as_of)
    needed = [item for part in theme.parts if (item := needed_item(catalogue, part, settled.known, as_of)) is not None]
    details = [expression for item in needed for expression in detail_rules(catalogue, item)]
    details += [catalogue.rule(caution.when) for caution in theme.warnings]
    _round(settled, details, given, asked, as_of)
    settled.ignored = tuple(id for id in given if id not in settled.questions)
    return settled


def scoping_rules(catalogue: Catalogue, theme: Theme) -> list[Expression]:
    """The rules that decide which items a theme needs, and whether it fits at all."""
    texts = [part.when for part in theme.parts if part.when] + [caution.when for caution in theme.out_of_scope]
    return [catalogue.rule(text) for text in texts]


def detail_rules(catalogue: Catalogue, item: Item) -> list[Expression]:
    """The rules of one item that shape its papers, days and warnings."""
    texts: list[str | None] = [limit.when for limit in item.limits.promised]
    for material in item.materials:
        texts += [material.when, material.deferrable_when]
    for point in item.review_points:
        texts += [point.when, point.rule]
    texts += [item.commitment_when, item.after_check.when if item.after_check else None]
    return [catalogue.rule(text) for text in dict.fromkeys(texts) if text]


def needed_item(catalogue: Catalogue, part: Part, known: dict[str, Value], as_of: date) -> Item | None:
    """The item of a part that is certainly needed and in force."""
    if part.when and catalogue.evaluate(part.when, known, as_of).value is not True:
        return None
    return catalogue.find_item(part.item, as_of)


def _round(
    settled: Settled, rules: Sequence[Expression], given: dict[str, Value], asked: Sequence[str], as_of: date
) -> None:
    open_rules = list(rules)
    while True:
        askable = [id for id in asked if id not in settled.questions]
        open_rules = [rule for rule in open_rules if rule.on(rule.frame(settled.known, as_of)) is UNKNOWN]
        question = next_question(open_rules, settled.known, as_of, askable) if askable and open_rules else None
        if question is None:
            return
        settled.questions.append(question)
        if question in given:
            settled.known[question] = given[question]
        else:
            settled.unanswered.append(question)
