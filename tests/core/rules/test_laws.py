"""The laws of the rule language, over random rules and records."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bancheng.core import canonical
from bancheng.core.rules import RuleFault, compile, evaluate, explain, missing, next_question, to_json
from bancheng.core.rules.expression import Expression
from bancheng.core.rules.printing import write
from bancheng.core.rules.recording import value_json
from bancheng.core.rules.values import has_unknown
from tests.core.rules.scopes import AS_OF, SCOPE, SYMBOLS, conditions, records

IDS = [symbol.id for symbol in SYMBOLS]
thorough = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
subsets = st.sets(st.sampled_from(IDS))


def read(text: str) -> Expression:
    """The compiled rule; random rules that mix units or types are none of our business here."""
    try:
        return compile(text, SCOPE)
    except RuleFault:
        assume(False)
        raise


def without(record: Mapping[str, Any], hidden: set[str]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in hidden}


def forget_fields(record: Mapping[str, Any], forgotten: set[str]) -> dict[str, Any]:
    """The same record with fields of the first member of the staff not filled in."""
    staff = record.get("staff")
    if not staff:
        return dict(record)
    first = {key: value for key, value in staff[0].items() if key not in forgotten}
    return {**record, "staff": (first, *staff[1:])}


@thorough
@given(conditions, records, subsets, st.sets(st.sampled_from(["direct", "health_until", "age"])))
def test_filling_in_an_unknown_never_changes_what_was_decided(text, record, hidden, forgotten):
    rule = read(text)
    before = evaluate(rule, without(forget_fields(record, forgotten), hidden), AS_OF).value
    if not has_unknown(before):
        assert value_json(before) == value_json(evaluate(rule, record, AS_OF).value)


@thorough
@given(conditions, records, subsets)
def test_missing_is_empty_exactly_when_no_fact_can_change_the_answer(text, record, hidden):
    rule = read(text)
    facts = without(record, hidden)
    gaps = missing(rule, facts, AS_OF)
    value = evaluate(rule, facts, AS_OF).value
    assert gaps <= hidden & rule.symbols
    if not has_unknown(value):
        assert not gaps
    elif "工作日后" not in text:
        assert gaps


@thorough
@given(conditions, records, subsets)
def test_facts_that_are_not_missing_do_not_matter(text, record, hidden):
    """With only the missing facts left out, the answer is as open as before: the others never mattered."""
    rule = read(text)
    facts = without(record, hidden)
    gaps = missing(rule, facts, AS_OF)
    told = {**facts, **{key: record[key] for key in hidden - gaps}}
    assert value_json(evaluate(rule, told, AS_OF).value) == value_json(evaluate(rule, facts, AS_OF).value)


@thorough
@given(st.lists(conditions, min_size=1, max_size=3), records, st.permutations(IDS))
def test_questions_end_and_every_one_matters(texts, record, askable):
    rules = [read(text) for text in texts]
    facts: dict[str, Any] = {}
    for _ in range(len(askable) + 1):
        asked = next_question(rules, facts, AS_OF, askable)
        if asked is None:
            break
        assert asked not in facts
        assert any(asked in missing(rule, facts, AS_OF) for rule in rules)
        facts[asked] = record[asked]
    assert next_question(rules, facts, AS_OF, askable) is None
    assert not any(missing(rule, facts, AS_OF) for rule in rules)


@thorough
@given(conditions)
def test_reading_what_was_written_gives_the_same_tree(text):
    tree = read(text).tree
    assert compile(write(tree), SCOPE).tree == tree


@thorough
@given(conditions, records, subsets)
def test_every_answer_can_be_explained_and_recorded(text, record, hidden):
    facts = without(record, hidden)
    result = evaluate(read(text), facts, AS_OF)
    recorded = canonical.dumps(to_json(result.trace))
    for lang in ("zh", "en"):
        explanation = explain(result.trace, lang)
        assert explanation.sentence and explanation.lines
        if result.value in (True, False):
            assert any(line.decides for line in explanation.lines)
    again = evaluate(read(text), facts, AS_OF)
    assert canonical.dumps(to_json(again.trace)) == recorded


@thorough
@given(st.text(alphabet=st.sampled_from('场所.营业面积 and or()[]{}<>=!"“”＞，。1２.-+*/ 年龄从业人员satisfies every in not'), max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text):
    try:
        compile(text, SCOPE, None)
    except RuleFault as refused:
        assert refused.faults
        for fault in refused.faults:
            assert 0 <= fault.span[0] <= fault.span[1] <= len(text) + 1
            assert fault.message and fault.message_en
