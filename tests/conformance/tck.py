"""Reading the public DMN conformance suite (dmn-tck): models and cases, as far as they are decided by literal expressions.

The suite lies beside the project. A decision is taken when it, and every decision it requires, is one literal
expression; decision tables, boxed expressions and invocations belong to a later engine. Scoring is strict: an exception
is not a null, numbers agree within 1e-8, results are coerced to the declared type (DMN 1.5, 10.3.2.9.4).
"""
from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from bancheng.core.rules import ANY, ContextOf, DaysTime, ListOf, Scope, Symbol, Type, YearsMonths, compile, evaluate
from bancheng.core.rules.literals import OutOfReach, date, date_and_time, duration

SUITE = Path(__file__).resolve().parents[3] / "shared" / "tck"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
AS_OF = dt.date(2026, 1, 5)
BUILT_IN = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (dt.date,),
    "date and time": (dt.datetime,),
    "dateTime": (dt.datetime,),
    "days and time duration": (DaysTime,),
    "dayTimeDuration": (DaysTime,),
    "years and months duration": (YearsMonths,),
    "yearMonthDuration": (YearsMonths,),
}


class NotLiteral(Exception):
    """The case needs more than literal expressions (or an input of a kind that rules cannot hold yet)."""


@dataclass(frozen=True)
class Case:
    """One expected result of one test case."""

    folder: str
    case: str
    decision: str
    model: Model
    inputs: dict[str, ET.Element]
    expected: ET.Element

    def __str__(self) -> str:
        return f"{self.folder}/{self.case}/{self.decision}"


class Model:
    """A .dmn file: item definitions, input data, decisions."""

    def __init__(self, path: Path) -> None:
        root = ET.parse(path).getroot()
        self.items = {e.get("name", ""): e for e in root.findall("{*}itemDefinition")}
        self.imports = bool(root.findall("{*}import"))
        self.inputs = {e.get("id", ""): e for e in root.findall("{*}inputData")}
        self.decisions = {e.get("id", ""): e for e in root.findall("{*}decision")}
        self.by_name = {e.get("name", ""): e for e in self.decisions.values()}

    def decide(self, name: str, given: dict[str, ET.Element]) -> Any:
        """The value of a decision, coerced to its type.

        Raises:
            NotLiteral: it takes more than literal expressions.
            RuleFault: an expression is refused.
        """
        element = self.by_name.get(name)
        if element is None or self.imports:
            raise NotLiteral(name)
        text = element.findtext("{*}literalExpression/{*}text")
        if text is None or element.findall("{*}knowledgeRequirement"):
            raise NotLiteral(name)
        symbols, facts = [], {}
        for needed in element.findall("{*}informationRequirement/*"):
            href = needed.get("href", "").lstrip("#")
            if href in self.inputs:
                source = self.inputs[href]
                value = self.input_value(source, given)
            elif href in self.decisions:
                source = self.decisions[href]
                value = self.decide(source.get("name", ""), given)
            else:
                raise NotLiteral(href)
            key = source.get("name", "")
            symbols.append(Symbol(key, key, self.type_of(_type_ref(source))))
            facts[key] = value
        expression = compile(text, Scope(symbols), None, typed=False)
        return self.coerce(evaluate(expression, facts, AS_OF).value, _type_ref(element))

    def input_value(self, source: ET.Element, given: dict[str, ET.Element]) -> Any:
        """The input of a case, or null when the case leaves it out."""
        node = given.get(source.get("name", ""))
        value = None if node is None else read_value(node)
        return self.coerce(self.complete(value, _type_ref(source)), _type_ref(source))

    def complete(self, value: Any, type_ref: str) -> Any:
        """Components that a case leaves out are null."""
        item = self.items.get(type_ref)
        if item is None:
            return value
        if isinstance(value, tuple):
            return tuple(self.complete(member, type_ref) for member in value)
        components = item.findall("{*}itemComponent")
        if isinstance(value, dict) and components:
            filled = {c.get("name", ""): value.get(c.get("name", "")) for c in components}
            return {**value, **filled}
        return value

    def type_of(self, type_ref: str) -> Type:
        """Enough of the declared type to read paths with spaces in their names."""
        item = self.items.get(type_ref)
        if item is None:
            return ANY
        return self.type_of_item(item)

    def type_of_item(self, item: ET.Element) -> Type:
        """The type of an item definition or component: a record, or anything."""
        components = item.findall("{*}itemComponent")
        inner: Type = ANY
        if components:
            named = ((c.get("name", ""), self.type_of_item(c)) for c in components)
            inner = ContextOf(tuple(Symbol(name, name, kind) for name, kind in named))
        else:
            ref = item.findtext("{*}typeRef") or ""
            inner = self.type_of(ref) if ref in self.items else ANY
        return ListOf(inner) if item.get("isCollection") == "true" else inner

    def coerce(self, value: Any, type_ref: str) -> Any:
        """The value as its declared type allows: singleton lists are unwrapped, what does not conform is null."""
        item = self.items.get(type_ref)
        if item is not None:
            if item.get("isCollection") == "true":
                members = value if isinstance(value, tuple) or value is None else (value,)
                if members is None:
                    return None
                kept = tuple(self.member(m, item) for m in members)
                return None if any(k is None and m is not None for k, m in zip(kept, members, strict=True)) else kept
            if isinstance(value, tuple) and len(value) == 1:
                value = value[0]
            return self.member(value, item)
        wanted = BUILT_IN.get(type_ref)
        if wanted is None:
            return value
        if isinstance(value, tuple) and len(value) == 1:
            value = value[0]
        if wanted == (dt.datetime,) and type(value) is dt.date:
            return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
        return value if type(value) in wanted else None

    def member(self, value: Any, item: ET.Element) -> Any:
        """One value against an item definition, without looking at whether it is a collection."""
        components = item.findall("{*}itemComponent")
        if components:
            if not isinstance(value, dict):
                return None
            for component in components:
                name = component.get("name", "")
                if name not in value:
                    return None
                ref = component.findtext("{*}typeRef") or ""
                single = ref and value[name] is not None and component.get("isCollection") != "true"
                if single and self.coerce(value[name], ref) is None:
                    return None
            return value
        allowed = item.findtext("{*}allowedValues/{*}text")
        kept = self.coerce(value, item.findtext("{*}typeRef") or "")
        if allowed and kept is not None:
            test = compile(f"x in ({allowed})", Scope([Symbol("x", "x", ANY)]), None, typed=False)
            return kept if evaluate(test, {"x": kept}, AS_OF).value is True else None
        return kept


def _type_ref(element: ET.Element) -> str:
    variable = element.find("{*}variable")
    return "" if variable is None else (variable.get("typeRef") or "").removeprefix("feel:")


def read_value(node: ET.Element) -> Any:
    """A value of the test case schema.

    Raises:
        NotLiteral: a time, or a date outside the years that rules can hold.
    """
    listed = node.find("{*}list")
    if listed is not None:
        return None if listed.get(f"{XSI}nil") == "true" else tuple(map(read_value, listed.findall("{*}item")))
    components = node.findall("{*}component")
    if components:
        return {c.get("name", ""): read_value(c) for c in components}
    value = node.find("{*}value")
    if value is None or value.get(f"{XSI}nil") == "true":
        return None
    text, kind = value.text or "", (value.get(f"{XSI}type") or "xsd:string").split(":")[-1]
    if kind == "boolean":
        return text.strip() in ("true", "1")
    if kind in ("decimal", "double", "integer", "int", "long", "float"):
        return Decimal(text.strip())
    if kind == "string":
        return text
    try:
        reader = {"date": date, "dateTime": date_and_time, "duration": duration}[kind]
        return reader(text.strip())
    except (KeyError, OutOfReach) as error:
        raise NotLiteral(kind) from error


def agrees(found: Any, wanted: Any) -> bool:
    """Whether two values are the same: kinds must agree, numbers to 1e-8."""
    if isinstance(found, Decimal) and isinstance(wanted, Decimal):
        return abs(found - wanted) <= Decimal("1e-8")
    if isinstance(found, tuple) and isinstance(wanted, tuple):
        return len(found) == len(wanted) and all(map(agrees, found, wanted))
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(agrees(found[k], wanted[k]) for k in wanted)
    if isinstance(found, dt.datetime) and isinstance(wanted, dt.datetime):
        return (found.tzinfo is None) == (wanted.tzinfo is None) and found == wanted
    return type(found) is type(wanted) and bool(found == wanted)


def cases(level: str) -> Iterator[Case]:
    """All scored results of one level."""
    for folder in sorted((SUITE / f"compliance-level-{level}").iterdir()):
        models = {path.name: path for path in folder.glob("*.dmn")}
        for tests in sorted(folder.glob("*-test-*.xml")):
            root = ET.parse(tests).getroot()
            path = models.get((root.findtext("{*}modelName") or "").strip())
            if path is None:
                continue
            model = Model(path)
            for case in root.findall("{*}testCase"):
                inputs = {n.get("name", ""): n for n in case.findall("{*}inputNode")}
                if case.get("type", "decision") != "decision":
                    continue  # a decision service or a function is called, not a literal expression
                for result in case.findall("{*}resultNode"):
                    expected = result.find("{*}expected")
                    assert expected is not None, f"{tests.name}: {case.get('id')} expects nothing"
                    yield Case(
                        folder.name,
                        case.get("id", ""),
                        result.get("name", ""),
                        model,
                        inputs,
                        expected,
                    )

