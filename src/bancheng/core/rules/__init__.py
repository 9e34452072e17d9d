"""The rule language: FEEL of DMN 1.5, read with Chinese names, answered with unknowns, explained from the trace.

A rule is parsed and checked once into a typed tree (`compile`); everything else is a reading of that tree:

1. `check` and `compile` say what is wrong with a rule, where, and how to mend it, before anybody relies on it.
2. `evaluate` answers on one record: true, false, a value, null, or UNKNOWN where nobody has told us yet.
3. `missing` and `next_question` say which facts still matter, and which to ask next.
4. `explain` renders the trace in plain Chinese or English; `to_json` keeps it in a decision record.

The language as an author of a pack sees it is in docs/rules.md. Rules are pure: the date is an argument, functions that
need a calendar are handed in with the scope.
"""
from __future__ import annotations

from bancheng.core.rules.asking import missing, next_question
from bancheng.core.rules.explaining import Explanation, Line, explain
from bancheng.core.rules.expression import Expression, Result, Trace, check, compile, evaluate
from bancheng.core.rules.faults import Fault, RuleFault
from bancheng.core.rules.recording import to_json
from bancheng.core.rules.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATETIME,
    DURATION,
    NUMBER,
    STRING,
    ContextOf,
    Function,
    ListOf,
    Scope,
    Symbol,
    Type,
)
from bancheng.core.rules.values import UNKNOWN, DaysTime, Duration, Unknown, Value, YearsMonths

__all__ = [
    "ANY",
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "DURATION",
    "NUMBER",
    "STRING",
    "UNKNOWN",
    "ContextOf",
    "DaysTime",
    "Duration",
    "Explanation",
    "Expression",
    "Fault",
    "Function",
    "Line",
    "ListOf",
    "Result",
    "RuleFault",
    "Scope",
    "Symbol",
    "Trace",
    "Type",
    "Unknown",
    "Value",
    "YearsMonths",
    "check",
    "compile",
    "evaluate",
    "explain",
    "missing",
    "next_question",
    "to_json",
]
