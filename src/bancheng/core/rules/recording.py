"""A trace as plain JSON data, for the decision record that is hashed, kept and replayed.

Same rule, facts and date give the same data, so the canonical bytes are the same too. Numbers and dates carry a tag, so
that the text "50" and the number 50 stay apart; numbers are text, never a float.
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bancheng.core.rules.expression import Trace
from bancheng.core.rules.literals import text_of
from bancheng.core.rules.tree import Compare, If, Logic, Node, Not
from bancheng.core.rules.values import UNKNOWN, plain


def to_json(trace: Trace) -> dict[str, Any]:
    """The trace: the rule's text, the as-of date, the facts read, the value, and the value of each condition with its place."""
    steps: list[Any] = []
    _conditions(trace, trace.expression.tree, steps)
    return {
        "rule": trace.expression.text,
        "as_of": trace.as_of.isoformat(),
        "facts": {key: value_json(value) for key, value in trace.facts.items()},
        "value": value_json(trace.value),
        "steps": steps,
    }


def value_json(value: Any) -> Any:
    """One value, tagged where JSON has no type of its own for it."""
    if value is None or value.__class__ in (bool, str):
        return value
    if value is UNKNOWN:
        return {"unknown": True}
    if isinstance(value, Decimal):
        return {"number": plain(value)}
    if isinstance(value, datetime):
        return {"moment": text_of(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple):
        return [value_json(member) for member in value]
    if isinstance(value, Mapping):
        return {"record": {key: value_json(member) for key, member in value.items()}}
    return {"duration": str(value)}


def _conditions(trace: Trace, node: Node, steps: list[Any]) -> None:
    """The conditions that the logic of the rule joins, in the order of the text."""
    if isinstance(node, Logic | Not | If):
        for child in node.children():
            _conditions(trace, child, steps)
        return
    step: dict[str, Any] = {"at": list(node.span), "value": value_json(trace.of(node))}
    if isinstance(node, Compare):
        step["left"], step["right"] = value_json(trace.of(node.left)), value_json(trace.of(node.right))
    steps.append(step)
