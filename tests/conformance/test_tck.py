"""The public DMN conformance suite: every case that literal expressions decide is either right or refused, never wrong.

`REFUSED` says, by folder, how many results still wait for a part of FEEL that is not there yet (time of day, ranges as
values, lambdas, `instance of`, further functions). A refusal is a RuleFault when the rule is compiled, with the name of
what is missing. The numbers are exact, so that nothing slips from right to refused, and progress is written down.
"""
from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import pytest

from bancheng.core.rules import RuleFault
from tests.conformance.tck import SUITE, Case, NotLiteral, agrees, cases, read_value

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="the conformance suite is not beside the project")
REFUSED = {
    "0002-string-functions": 1, "0007-date-time": 2, "0008-listGen": 3, "0009-append-flatten": 4,
    "0010-concatenate": 2, "0011-insert-remove": 5, "0012-list-functions": 9, "0013-sort": 3, "0016-some-every": 1,
    "0021-singleton-list": 2, "0032-conditionals": 3, "0050-feel-abs-function": 3, "0051-feel-sqrt-function": 12,
    "0052-feel-exp-function": 9, "0053-feel-log-function": 12, "0054-feel-even-function": 14,
    "0055-feel-odd-function": 15, "0056-feel-modulo-function": 5, "0057-feel-context": 1,
    "0058-feel-number-function": 3, "0059-feel-all-function": 5, "0060-feel-any-function": 6,
    "0061-feel-median-function": 11, "0062-feel-mode-function": 9, "0063-feel-stddev-function": 12,
    "0067-feel-split-function": 8, "0068-feel-equality": 30, "0069-feel-list": 2, "0070-feel-instance-of": 100,
    "0071-feel-between": 4, "0072-feel-in": 43, "0074-feel-properties": 4, "0075-feel-exponent": 1,
    "0080-feel-getvalue-function": 11, "0081-feel-getentries-function": 7, "0082-feel-coercion": 1,
    "0084-feel-for-loops": 6, "0092-feel-lambda": 1, "0093-feel-at-literals": 12, "0094-feel-product-function": 10,
    "0095-feel-day-of-year-function": 17, "0096-feel-day-of-week-function": 5, "0097-feel-month-of-year-function": 8,
    "0098-feel-week-of-year-function": 10, "0099-arithmetic-negation": 3, "0100-arithmetic": 327,
    "0103-feel-is-function": 36, "1100-feel-decimal-function": 9, "1101-feel-floor-function": 7,
    "1102-feel-ceiling-function": 7, "1104-feel-string-length-function": 2, "1105-feel-upper-case-function": 3,
    "1106-feel-lower-case-function": 3, "1107-feel-substring-before-function": 5,
    "1108-feel-substring-after-function": 7, "1109-feel-replace-function": 23, "1110-feel-contains-function": 2,
    "1111-feel-matches-function": 1, "1115-feel-date-function": 13, "1116-feel-time-function": 70,
    "1117-feel-date-and-time-function": 41, "1120-feel-duration-function": 2,
    "1121-feel-years-and-months-duration-function": 12, "1131-feel-function-invocation": 4,
    "1140-feel-string-join-function": 21, "1141-feel-round-up-function": 13, "1142-feel-round-down-function": 11,
    "1143-feel-round-half-up-function": 2, "1144-feel-round-half-down-function": 9, "1145-feel-context-function": 14,
    "1146-feel-context-put-function": 22, "1147-feel-context-merge-function": 10, "1148-feel-now-function": 2,
    "1149-feel-today-function": 2, "1155-list-replace-function": 18, "1156-range-function": 48,
}  # fmt: skip


def score(case: Case) -> str:
    """`right`, `refused`, `other` (not a literal expression), or what is wrong; an exception of ours is never caught."""
    try:
        found = case.model.decide(case.decision, case.inputs)
    except NotLiteral:
        return "other"
    except RuleFault as refused:
        assert all(fault.message and fault.message_en for fault in refused.faults)
        return "refused"
    try:
        wanted = read_value(case.expected)
    except NotLiteral as error:
        return f"{case} gave {found!r}, expected a {error}"
    return "right" if agrees(found, wanted) else f"{case} gave {found!r}, expected {wanted!r}"


@cache
def scores() -> dict[str, Counter[str]]:
    """The scores of each folder."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for level in ("2", "3"):
        for case in cases(level):
            found[case.folder][score(case)] += 1
    return found


def folders() -> list[str]:
    """The folders of the suite."""
    return sorted(path.name for path in SUITE.glob("compliance-level-[23]/*")) if SUITE.is_dir() else []


@pytest.mark.parametrize("folder", folders())
def test_right_or_refused(folder: str) -> None:
    found = scores()[folder]
    assert [wrong for wrong in found if wrong not in ("right", "refused", "other")] == []
    assert found["refused"] == REFUSED.get(folder, 0)


def test_level_two_is_right_wherever_a_literal_expression_decides() -> None:
    found = Counter[str]()
    for folder in sorted(path.name for path in SUITE.glob("compliance-level-2/*")):
        found += scores()[folder]
    assert (found["right"], found["refused"]) == (53, 0)


def test_what_is_left_of_level_three() -> None:
    found = sum(scores().values(), Counter[str]())
    assert found["refused"] == sum(REFUSED.values())
    assert found["right"] >= 1235
