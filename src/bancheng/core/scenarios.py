"""Stories with an expected outcome: the pack's own tests, run by the checker before publishing.

A scenario says what a person answered, what registers know, which files were handed in. The same `plan` and `decide` that serve the public work on it.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bancheng.core.catalogue import CHOICE, Catalogue, NotInCatalogue, Problem, name_problems
from bancheng.core.catalogue import check as check_catalogue
from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.models import Definition, Element, Scenario
from bancheng.core.catalogue.problems import problem
from bancheng.core.catalogue.values import BadValue, parse
from bancheng.core.clock import start_of_day
from bancheng.core.facts import Fact
from bancheng.core.guide import Plan, plan
from bancheng.core.review import DecisionRecord, HandedIn, decide, papers_for


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of definitions came to.

    Attributes:
        catalogue: the index; None when something basic is wrong.
        problems: everything found; empty when it may be published.
        scenarios, passed: stories run, and those that came out as expected.
    """

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    scenarios: int = 0
    passed: int = 0


def check(definitions: Sequence[Definition], complete: bool = True) -> Verdict:
    """The validators and then the stories: what publishing asks, from files as from a draft.

    With `complete` False (some definitions could not be read) stories are not run and nothing is said about what hangs on others.
    """
    if (clashes := name_problems(definitions)) or not definitions:
        return Verdict(None, tuple(clashes))
    catalogue = Catalogue.build(definitions)
    found = check_catalogue(catalogue, complete)
    if not complete or found:
        return Verdict(catalogue, found)
    differing = [one for scenario in catalogue.scenarios.values() for one in _told(catalogue, scenario)]
    failed = {one.where for one in differing}
    return Verdict(catalogue, tuple(differing), len(catalogue.scenarios), len(catalogue.scenarios) - len(failed))


def _told(catalogue: Catalogue, scenario: Scenario) -> list[Problem]:
    where = key_of(scenario)
    for key, answers in (("answers", scenario.answers), ("known", scenario.known)):
        for id, raw in answers.items():
            try:
                parse(catalogue.elements[id], raw, scenario.as_of)
            except BadValue as bad:
                return [problem("scenario-answer", where, (key, id), id=id, why=bad.message, why_en=bad.message_en)]
    try:
        differences = run(catalogue, scenario)
    except NotInCatalogue as fault:
        return [problem("scenario-differs", where, ("expect",), difference=fault.message)]
    return [problem("scenario-differs", where, ("expect",), difference=difference) for difference in differences]


def run(catalogue: Catalogue, scenario: Scenario) -> list[str]:
    """How the outcome differs from what is expected; empty when it does not.

    Raises:
        BadValue: an answer does not fit its element.
        NotInCatalogue: theme, item or region is not in force or unknown.
    """
    facts = facts_of(catalogue, scenario)
    held = frozenset(scenario.evidence)
    found = plan(catalogue, scenario.theme, facts, scenario.as_of, scenario.region, held)
    expect = scenario.expect
    differences: list[str] = []

    def compare(what: str, expected: object, actual: object) -> None:
        if expected is not None and expected != actual:
            differences.append(f"{what}：预期 {_shown(expected)}，实际 {_shown(actual)}")

    def compare_set(what: str, expected: tuple[str, ...] | None, actual: set[str]) -> None:
        compare(what, None if expected is None else sorted(expected), sorted(actual))

    for state in ("needed", "not_needed", "open"):
        compare_set(state, getattr(expect, state), {part.part for part in found.parts if part.state == state})
    if "next_question" in expect.model_fields_set and expect.next_question != found.next_question:
        differences.append(f"next_question：预期 {expect.next_question or '没有'}，实际 {found.next_question or '没有'}")
    compare_set("warnings", expect.warnings, {warning.id for warning in found.warnings})
    compare_set("out_of_scope", expect.out_of_scope, {warning.id for warning in found.out_of_scope})
    compare_set("hand_in", expect.hand_in, _materials(found, "hand_in"))
    compare_set("waived", expect.waived, _materials(found, "waived"))
    compare("promised_days", expect.promised_days, found.totals.working_days)
    longest = max((part.statutory_days for part in found.parts if part.state == "needed"), default=0)
    compare("statutory_days", expect.statutory_days, longest)
    for part, outcome in (expect.outcome or {}).items():
        compare(f"outcome {part}", outcome, _outcome(catalogue, scenario, found, facts, held, part))
    for word, result in (("failing", "fail"), ("unknown", "unknown")):
        for part, points in (getattr(expect, word) or {}).items():
            record = _review(catalogue, scenario, found, facts, held, part)
            actual = {one.point for one in record.findings if one.result == result} if record else set()
            compare_set(f"{word} {part}", points, actual)
    return differences


def facts_of(catalogue: Catalogue, scenario: Scenario) -> dict[str, Fact]:
    """The facts of a story: answers from the applicant, the rest as if looked up.

    Rows of people are typed in, and what registers know of each of them is looked up: they count as looked up, unless the register is `silent`.
    """
    at = start_of_day(scenario.as_of)
    facts = _facts(catalogue, scenario.known, "", scenario.as_of)
    for id, raw in scenario.answers.items():
        element = catalogue.elements[id]
        registers = [kind for field in element.fields for kind in field.known_by]
        looked_up = registers and registers[0] not in scenario.silent
        source = f"evidence:{registers[0]}" if looked_up else "applicant"
        facts[id] = Fact(parse(element, raw, scenario.as_of), source, at)
    return facts


def _facts(catalogue: Catalogue, known: Mapping[str, object], source: str, as_of: date) -> dict[str, Fact]:
    found = {}
    for id, raw in known.items():
        element = catalogue.elements[id]
        origin = source or f"evidence:{element.known_by[0] if element.known_by else 'register'}"
        found[id] = Fact(parse(element, raw, as_of), origin, start_of_day(as_of))
    return found


def _materials(found: Plan, state: str) -> set[str]:
    return {material.id for material in found.materials if material.state == state}


def _review(
    catalogue: Catalogue, scenario: Scenario, found: Plan, facts: dict[str, Fact], held: frozenset[str], part_id: str
) -> DecisionRecord | None:
    part = next((part for part in found.parts if part.part == part_id and part.state == "needed"), None)
    if part is None:
        return None
    item = catalogue.item(part.item, scenario.as_of)
    results = _results_of_earlier_parts(catalogue, found, part_id, scenario.as_of)
    uploads = {
        material.id: HandedIn(f"{material.id}-as-in-{scenario.id}")
        for material in item.materials
        if scenario.uploads == "all" or material.id in scenario.uploads
    }
    papers = papers_for(catalogue, item, facts, scenario.as_of, held | results, uploads)
    choice = facts[CHOICE].value if CHOICE in facts else ""
    confirmed = {id: fact for id, fact in facts.items() if fact.source == "applicant" and (held - set(scenario.silent)) & _knowers(catalogue.elements[id])}
    return decide(catalogue, item, facts, papers, scenario.as_of, choice, evidence=held | results, registry=confirmed)


def _knowers(element: Element) -> frozenset[str]:
    """The evidence types that can confirm what was typed: in a story, evidence that is held says the same."""
    return frozenset(element.known_by).union(*(field.known_by for field in element.fields))


def _results_of_earlier_parts(catalogue: Catalogue, found: Plan, part_id: str, as_of: date) -> frozenset[str]:
    """What the parts before this one have delivered by the time it is reviewed."""
    by_id = {part.part: part for part in found.parts}
    delivered: set[str] = set()
    waiting = list(by_id[part_id].after)
    while waiting:
        part = by_id[waiting.pop()]
        waiting += part.after
        item = catalogue.item(part.item, as_of)
        delivered.add(item.external.result_evidence if item.external else item.result.licence_type)
    return frozenset(delivered - {""})


def _outcome(
    catalogue: Catalogue, scenario: Scenario, found: Plan, facts: dict[str, Fact], held: frozenset[str], part: str
) -> str:
    record = _review(catalogue, scenario, found, facts, held, part)
    return record.outcome if record else "不需要办"


def _shown(value: object) -> str:
    return "、".join(map(str, value)) or "没有" if isinstance(value, list) else str(value)
