"""智能审批: every review point looked at, and what follows from all of them together.

- All points pass and every paper is there: approve.
- Papers incomplete or ill-formed: one correction notice with everything in it (R-04b, R-05).
- Anything else (a rule that fails, something unknown, a point only a person can see, a contradiction with a register): a person.

There is no fourth outcome: refusing needs a person who signs (R-17, PIPL art. 24).
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from bancheng.core.catalogue import CHOICE, Catalogue
from bancheng.core.catalogue.models import Item, ReviewPoint
from bancheng.core.catalogue.values import display, label
from bancheng.core.clock import start_of_day
from bancheng.core.facts import Fact, Facts, Value
from bancheng.core.review.model import DecisionRecord, FactUsed, Finding, Missing, Paper
from bancheng.core.review.papers import incomplete
from bancheng.core.rules import Result, explain, to_json

Outcome = Literal["approve", "correction", "person"]


def decide(
    catalogue: Catalogue,
    item: Item,
    facts: Facts,
    papers: tuple[Paper, ...],
    as_of: date,
    choice: str = "",
    *,
    evidence: frozenset[str] = frozenset(),
    registry: Mapping[str, Fact] | None = None,
) -> DecisionRecord:
    """Review one application on one day under one item version.

    `choice` is the procedure the applicant chose (C-03). `evidence` names the evidence types found and valid. `registry` holds what registers say today
    about elements the applicant typed in while a source was down: a difference is a finding for a person.
    """
    told = facts.get(CHOICE)
    if choice and (told is None or told.value != choice):
        facts = {**facts, CHOICE: Fact(choice, "applicant", start_of_day(as_of))}
    known = catalogue.values(facts, as_of)
    findings = [_finding(catalogue, point, known, as_of) for point in item.review_points]
    compared = _compared(facts, registry or {})
    findings += [
        _contradiction(catalogue, id, facts[id], register)
        for id, register in compared.items()
        if facts[id].value != register.value
    ]
    used = _used(read_by(catalogue, item) | compared.keys(), facts, as_of)
    passed = frozenset(id for found in findings if found.result == "pass" for id in found.elements)
    findings += [_unconfirmed(catalogue, fact.element) for fact in used if fact.element in passed and _is_only_said(catalogue, fact, compared)]
    missing = incomplete(catalogue, item, facts, as_of, evidence, papers)
    missing += tuple(
        Missing(found.point, found.sentence)
        for found in findings
        if found.result == "fail" and found.otherwise == "correction"
    )
    outcome = _outcome(findings, missing)
    reason, reason_en = _reason(outcome, findings, missing)
    return DecisionRecord(
        item=item.id,
        version=item.effective_from,
        release=catalogue.digest,
        as_of=as_of,
        choice=choice,
        facts=used,
        registry=tuple(FactUsed(id, fact.value, fact.source, fact.at) for id, fact in compared.items()),
        held=tuple(sorted(evidence)),
        papers=papers,
        findings=tuple(findings),
        missing=missing,
        outcome=outcome,
        reason=reason,
        reason_en=reason_en,
    )


def read_by(catalogue: Catalogue, item: Item) -> frozenset[str]:
    """Every element that a rule of the item's review reads."""
    texts = [text for point in item.review_points for text in (point.when, point.rule)]
    texts += [text for material in item.materials for text in (material.when, material.deferrable_when)]
    return frozenset(id for text in texts if text for id in catalogue.rule(text).symbols)


def _used(ids: frozenset[str], facts: Facts, as_of: date) -> tuple[FactUsed, ...]:
    live = {id: facts[id] for id in sorted(ids & facts.keys())}
    return tuple(
        FactUsed(id, fact.value, fact.source, fact.at)
        for id, fact in live.items()
        if fact.until is None or fact.until >= as_of
    )


def _finding(catalogue: Catalogue, point: ReviewPoint, known: dict[str, Value], as_of: date) -> Finding:
    if point.when:
        applies = catalogue.evaluate(point.when, known, as_of)
        if applies.value is False:
            return _judged(point, "not_applicable", point.when, applies)
        if applies.value is not True:
            return _judged(point, "unknown", point.when, applies)
    if not point.rule:
        return Finding(
            point.id, point.name, "person", "", f"这一条由工作人员看：{point.criterion}", "A person looks at this point.",
            None, (), point.basis, "person",
        )  # fmt: skip
    result = catalogue.evaluate(point.rule, known, as_of)
    if result.value is True:
        return _judged(point, "pass", point.rule, result)
    return _judged(point, "fail" if result.value is False else "unknown", point.rule, result)


def _judged(
    point: ReviewPoint, result: Literal["pass", "fail", "unknown", "not_applicable"], rule: str, answer: Result
) -> Finding:
    trace = answer.trace
    zh, en = explain(trace, "zh").sentence, explain(trace, "en").sentence
    if result == "pass" and point.passed:
        zh = point.passed
    if result == "fail" and point.failed:
        zh, en = point.failed, point.failed_en or en
    elements = tuple(sorted(trace.facts))
    return Finding(point.id, point.name, result, rule, zh, en, to_json(trace), elements, point.basis, point.otherwise)


def _compared(facts: Facts, registry: Mapping[str, Fact]) -> dict[str, Fact]:
    """What registers say about what the applicant typed in, by element."""
    return {id: fact for id, fact in sorted(registry.items()) if id in facts and facts[id].source == "applicant"}


def _is_only_said(catalogue: Catalogue, fact: FactUsed, compared: Mapping[str, Fact]) -> bool:
    """A rule reads what a register should know, and only the applicant has said it: nothing is approved on that alone."""
    element = catalogue.elements[fact.element]
    should_be_known = bool(element.known_by) or any(field.known_by for field in element.fields)
    return should_be_known and fact.source == "applicant" and fact.element not in compared


def _unconfirmed(catalogue: Catalogue, id: str) -> Finding:
    element = catalogue.elements[id]
    name, name_en = label(element), label(element, "en")
    return Finding(
        point=f"unconfirmed:{id}",
        name=f"{name}待核实",
        result="person",
        rule="",
        sentence=f"{name}是您自己填的，数据源还没有核实，请工作人员核对。",
        sentence_en=f"{name_en} is what you entered; no register has confirmed it yet, so a person checks.",
        trace=None,
        elements=(id,),
        basis=(),
        otherwise="person",
    )


def _contradiction(catalogue: Catalogue, id: str, typed: Fact, register: Fact) -> Finding:
    element = catalogue.elements[id]
    name, name_en = label(element), label(element, "en")
    return Finding(
        point=f"register:{id}",
        name=f"{name}与登记信息核对",
        result="person",
        rule="",
        sentence=f"您填的{name}是“{display(element, typed.value)}”，登记信息是“{display(element, register.value)}”，请工作人员核对。",
        sentence_en=f"{name_en}: you entered “{display(element, typed.value, 'en')}”, the register says "
        f"“{display(element, register.value, 'en')}”; a person checks which is right.",
        trace=None,
        elements=(id,),
        basis=(),
        otherwise="person",
    )


def _outcome(findings: list[Finding], missing: tuple[Missing, ...]) -> Outcome:
    if missing:
        return "correction"
    return "approve" if all(found.result in ("pass", "not_applicable") for found in findings) else "person"


def _reason(outcome: Outcome, findings: list[Finding], missing: tuple[Missing, ...]) -> tuple[str, str]:
    if outcome == "approve":
        passed = sum(found.result == "pass" for found in findings)
        return f"{passed} 条审查要点全部通过，材料齐全。", f"All {passed} review points passed and every paper is there."
    if outcome == "correction":
        return f"还要补 {len(missing)} 样，一次说全。", f"{len(missing)} things are missing; all of them are listed."
    fallback = any(found.result == "fail" and found.otherwise == "ordinary_procedure" for found in findings)
    held = "、".join(found.name for found in findings if found.result not in ("pass", "not_applicable"))
    if fallback:
        return f"不能用告知承诺办，转为一般程序，由工作人员审查：{held}。", "Commitment does not apply; a person reviews under the ordinary procedure."
    return f"需要工作人员看：{held}。", "A person reviews the points that rules cannot settle."
