"""Evaluate: the tree becomes closures once, a record is then decided in a few microseconds.

A closure takes a frame, `[as-of date, inputs …, bound names …]`, and returns a value. The inputs are the facts of the
elements that the rule reads, in the order of the text. The frame is also the whole trace: whatever one wants to know
later about any part of the rule follows from the tree and the frame.

Nothing raises here because of data: what FEEL cannot compute is null, what nobody has told is UNKNOWN.
"""
from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from bancheng.core.rules import arithmetic
from bancheng.core.rules.accessing import part, position, steps
from bancheng.core.rules.functions import BUILTINS, invoke, is_constant
from bancheng.core.rules.tree import (
    Arithmetic,
    Between,
    Binder,
    Call,
    Compare,
    ContextNode,
    Filter,
    For,
    If,
    In,
    ListNode,
    Literal,
    Local,
    Logic,
    Negative,
    Node,
    Not,
    Path,
    Quantified,
    RangeNode,
    Ref,
    Test,
)
from bancheng.core.rules.types import NUMBER, Function
from bancheng.core.rules.values import (
    ORDERED,
    PLAIN_EQUAL,
    UNKNOWN,
    all_of,
    any_of,
    compare,
    equal,
    has_unknown,
    negate,
    same,
)

Frame = list[Any]
Run = Callable[[Frame], Any]
_ORDER: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_SUMS: Final = {
    "+": arithmetic.add, "-": arithmetic.subtract, "*": arithmetic.multiply, "/": arithmetic.divide, "**": arithmetic.power,
}  # fmt: skip


class Compiler:
    """Turns nodes into closures. `places` says where in the frame an element's fact is; bound names start at `first`."""

    def __init__(self, places: Mapping[str, int], first: int, functions: Mapping[str, Function]) -> None:
        self.places = places
        self.first = first
        self.functions = functions
        self.empty: Frame = [None] * (first + 64)
        self._made: dict[int, tuple[Node, Run]] = {}  # the node is kept, so that its id stays its own

    def run(self, node: Node) -> Run:
        """The closure of a node, made once."""
        made = self._made.get(id(node))
        if made is None:
            made = self._made[id(node)] = node, self._fold(node, _MAKERS[type(node)](self, node))
        return made[1]

    def place(self, node: Node) -> int | None:
        """Where in the frame the value of a plain name stands."""
        if isinstance(node, Ref):
            return self.places[node.symbol.id]
        return self.first + node.slot if isinstance(node, Local) else None

    def _fold(self, node: Node, run: Run) -> Run:
        """A constant is computed once."""
        if isinstance(node, Arithmetic | Call | Negative | ListNode) and is_constant(node):
            value = run(self.empty)
            return lambda frame: value
        return run

    def literal(self, node: Literal) -> Run:
        value = node.value
        return lambda frame: value

    def name(self, node: Ref | Local) -> Run:
        return operator.itemgetter(self.place(node))

    def path(self, node: Path) -> Run:
        source = self.run(node.source)
        key = node.field.id if node.field else node.name

        def step(value: Any) -> Any:
            if value.__class__ is dict:
                return value.get(key)
            if value is UNKNOWN:
                return UNKNOWN
            if value.__class__ is tuple:
                return tuple(map(step, value))
            return value.get(key) if isinstance(value, Mapping) else part(value, key)

        return lambda frame: step(source(frame))

    def listed(self, node: ListNode) -> Run:
        items = tuple(map(self.run, node.items))
        return lambda frame: tuple([item(frame) for item in items])

    def context(self, node: ContextNode) -> Run:
        entries = tuple(
            (name, self.first + slot, self.run(value))
            for name, slot, value in zip(node.names, node.slots, node.values, strict=True)
        )

        def run(frame: Frame) -> Any:
            result = {}
            for name, place, value in entries:
                result[name] = frame[place] = value(frame)
            return result

        return run

    def minus(self, node: Negative) -> Run:
        operand = self.run(node.operand)
        return lambda frame: arithmetic.negative(operand(frame))

    def arithmetic(self, node: Arithmetic) -> Run:
        left, right, combine = self.run(node.left), self.run(node.right), _SUMS[node.op]
        return lambda frame: combine(left(frame), right(frame))

    def compare(self, node: Compare) -> Run:
        left, right = self.run(node.left), self.run(node.right)
        place = self.place(node.left)
        if place is not None and is_constant(node.right):
            quick = self._against(node.op, place, right(self.empty))
            if quick is not None:
                return quick
        if node.op == "=":
            return lambda frame: equal(left(frame), right(frame))
        if node.op == "!=":
            return lambda frame: negate(equal(left(frame), right(frame)))
        order = _ORDER[node.op]
        return lambda frame: compare(order, left(frame), right(frame))

    def _against(self, op: str, place: int, fixed: Any) -> Run | None:
        """The commonest atom, an element against a constant, without detours."""
        wanted = fixed.__class__
        if op in _ORDER and wanted in ORDERED:
            order = _ORDER[op]

            def ordered(frame: Frame) -> Any:
                value = frame[place]
                return order(value, fixed) if value.__class__ is wanted else compare(order, value, fixed)

            return ordered
        if wanted not in PLAIN_EQUAL:
            return None
        if op == "=":

            def equals(frame: Frame) -> Any:
                value = frame[place]
                return value == fixed if value.__class__ is wanted else equal(value, fixed)

            return equals

        def differs(frame: Frame) -> Any:
            value = frame[place]
            return value != fixed if value.__class__ is wanted else negate(equal(value, fixed))

        return differs

    def between(self, node: Between) -> Run:
        value, low, high = self.run(node.value), self.run(node.low), self.run(node.high)

        def run(frame: Frame) -> Any:
            here = value(frame)
            return all_of((compare(operator.ge, here, low(frame)), compare(operator.le, here, high(frame))))

        return run

    def membership(self, node: In) -> Run:
        value, tests = self.run(node.value), tuple(map(self.test, node.tests))

        def run(frame: Frame) -> Any:
            here = value(frame)
            return any_of([test(frame, here) for test in tests])

        return run

    def test(self, node: Node) -> Callable[[Frame, Any], Any]:
        """One test of `in`, as a function of frame and value."""
        if isinstance(node, Test):
            operand = self.run(node.operand)
            if node.op == "=":
                return lambda frame, value: equal(value, operand(frame))
            if node.op == "!=":
                return lambda frame, value: negate(equal(value, operand(frame)))
            order = _ORDER[node.op]
            return lambda frame, value: compare(order, value, operand(frame))
        if isinstance(node, RangeNode):
            low, high = self.run(node.low), self.run(node.high)
            above = operator.ge if node.low_closed else operator.gt
            below = operator.le if node.high_closed else operator.lt
            return lambda frame, value: all_of((compare(above, value, low(frame)), compare(below, value, high(frame))))
        held = self.run(node)

        def run(frame: Frame, value: Any) -> Any:
            found = held(frame)
            if found.__class__ is not tuple:
                return equal(value, found)
            if value.__class__ is tuple and equal(value, found) is True:
                return True
            return any_of([equal(value, member) for member in found])

        return run

    def logic(self, node: Logic) -> Run:
        operands = tuple(map(self.run, node.operands))
        decisive, neutral = (False, True) if node.op == "and" else (True, False)

        def run(frame: Frame) -> Any:
            state: Any = neutral
            for operand in operands:
                value = operand(frame)
                if value is neutral:
                    continue
                if value is decisive:
                    return decisive
                if value is UNKNOWN:
                    state = UNKNOWN
                elif state is neutral:
                    state = None
            return state

        return run

    def negation(self, node: Not) -> Run:
        operand = self.run(node.operand)

        def run(frame: Frame) -> Any:
            value = operand(frame)
            return (not value) if value.__class__ is bool else negate(value)

        return run

    def choice(self, node: If) -> Run:
        condition, then, otherwise = self.run(node.condition), self.run(node.then), self.run(node.otherwise)

        def run(frame: Frame) -> Any:
            chosen = condition(frame)
            if chosen is True:
                return then(frame)
            if chosen is not UNKNOWN:
                return otherwise(frame)
            both = then(frame), otherwise(frame)
            return both[0] if not any(map(has_unknown, both)) and same(*both) else UNKNOWN

        return run

    def binders(self, binders: tuple[Binder, ...]) -> tuple[tuple[int, Run], ...]:
        """Where each bound name stands, and what gives its members."""
        return tuple((self.first + b.slot, self.members(b.source)) for b in binders)

    def members(self, source: Node) -> Run:
        """The members to run over: a tuple, null or UNKNOWN."""
        if isinstance(source, RangeNode):
            low, high = self.run(source.low), self.run(source.high)
            return lambda frame: steps(low(frame), high(frame))
        run = self.run(source)

        def members(frame: Frame) -> Any:
            value = run(frame)
            return value if value.__class__ is tuple or value is None or value is UNKNOWN else (value,)

        return members

    def quantified(self, node: Quantified) -> Run:
        body = self.run(node.body)
        fold = all_of if node.kind == "every" else any_of
        run = body
        for place, members in reversed(self.binders(node.binders)):
            run = _over(place, members, run, fold)
        return run

    def loop(self, node: For) -> Run:
        binders, body = self.binders(node.binders), self.run(node.body)

        def gather(frame: Frame, level: int, into: list[Any]) -> Any:
            if level == len(binders):
                into.append(body(frame))
                return True
            place, members = binders[level]
            found = members(frame)
            if found.__class__ is not tuple:
                return found
            for member in found:
                frame[place] = member
                done = gather(frame, level + 1, into)
                if done is not True:
                    return done
            return True

        def run(frame: Frame) -> Any:
            into: list[Any] = []
            done = gather(frame, 0, into)
            return tuple(into) if done is True else done

        return run

    def filtered(self, node: Filter) -> Run:
        source, predicate, place = self.members(node.source), self.run(node.predicate), self.first + node.slot

        def by_position(frame: Frame) -> Any:
            found, wanted = source(frame), predicate(frame)
            if found is None or wanted is None:
                return None
            return UNKNOWN if found is UNKNOWN or wanted is UNKNOWN else position(found, wanted)

        def by_condition(frame: Frame) -> Any:
            found = source(frame)
            if found.__class__ is not tuple:
                return found
            kept = []
            for member in found:
                frame[place] = member
                chosen = predicate(frame)
                if chosen is True:
                    kept.append(member)
                elif chosen is UNKNOWN:
                    return UNKNOWN
                elif chosen.__class__ is Decimal:
                    return position(found, chosen)
            return tuple(kept)

        return by_position if node.predicate.type == NUMBER else by_condition

    def call(self, node: Call) -> Run:
        if node.name == "today":
            return operator.itemgetter(0)
        arguments = tuple(map(self.run, node.arguments))
        builtin = BUILTINS.get(node.name)
        if builtin is not None:
            return lambda frame: invoke(builtin, [argument(frame) for argument in arguments])
        call = self.functions[node.name].call

        def outside(frame: Frame) -> Any:
            values = [argument(frame) for argument in arguments]
            if any(value is None for value in values):
                return None
            return UNKNOWN if any(map(has_unknown, values)) else call(*values)

        return outside


def _over(place: int, members: Run, body: Run, fold: Callable[[Iterator[Any]], Any]) -> Run:
    def each(frame: Frame, found: tuple[Any, ...]) -> Iterator[Any]:
        for member in found:
            frame[place] = member
            yield body(frame)

    def run(frame: Frame) -> Any:
        found = members(frame)
        return fold(each(frame, found)) if found.__class__ is tuple else found

    return run


_MAKERS: Final[dict[type[Node], Callable[[Compiler, Any], Run]]] = {
    Literal: Compiler.literal,
    Ref: Compiler.name,
    Local: Compiler.name,
    Path: Compiler.path,
    ListNode: Compiler.listed,
    ContextNode: Compiler.context,
    Negative: Compiler.minus,
    Arithmetic: Compiler.arithmetic,
    Compare: Compiler.compare,
    Between: Compiler.between,
    In: Compiler.membership,
    Logic: Compiler.logic,
    Not: Compiler.negation,
    If: Compiler.choice,
    Quantified: Compiler.quantified,
    For: Compiler.loop,
    Filter: Compiler.filtered,
    Call: Compiler.call,
}
