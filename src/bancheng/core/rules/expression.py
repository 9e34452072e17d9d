"""A rule that has been read and checked, what it answers on a record, and the trace of that answer."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bancheng.core.rules.accessing import shape
from bancheng.core.rules.building import fits
from bancheng.core.rules.evaluating import Compiler, Frame, Run
from bancheng.core.rules.faults import Fault, RuleFault
from bancheng.core.rules.functions import BUILTINS, is_constant
from bancheng.core.rules.literals import OutOfReach
from bancheng.core.rules.parser import Parser
from bancheng.core.rules.scanner import SyntaxStop
from bancheng.core.rules.tree import Call, ContextNode, Filter, For, Node, Quantified, Ref, walk
from bancheng.core.rules.types import BOOLEAN, Scope, Type
from bancheng.core.rules.values import UNKNOWN, Value


class Expression:
    """A compiled rule. Immutable from outside; its closures are made when it is first run.

    Attributes:
        text: as the author wrote it.
        tree: the typed tree.
        type: what it gives.
        symbols: ids of the elements it reads.
        inputs: the same ids in the order of the text.
        scope: the names it was read with (for names, units and options in explanations).
    """

    __slots__ = ("text", "tree", "type", "symbols", "inputs", "scope", "_compiler", "_run", "_shapes", "_room")

    def __init__(self, text: str, tree: Node, scope: Scope) -> None:
        self.text = text
        self.tree = tree
        self.type: Type = tree.type
        self.scope = scope
        refs = {node.symbol.id: node.symbol for node in walk(tree) if isinstance(node, Ref)}
        self.inputs: tuple[str, ...] = tuple(refs)
        self.symbols: frozenset[str] = frozenset(refs)
        self._room: Frame = [None] * _bound_names(tree)
        self._compiler: Compiler | None = None
        self._run: Run | None = None
        shapes = ((place, shape(symbol.type)) for place, symbol in enumerate(refs.values(), 1))
        self._shapes: tuple[tuple[int, Callable[[Any], Any]], ...] = tuple((p, s) for p, s in shapes if s is not None)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    @property
    def compiler(self) -> Compiler:
        """Makes the closures of the tree's nodes."""
        if self._compiler is None:
            places = {key: place for place, key in enumerate(self.inputs, 1)}
            self._compiler = Compiler(places, len(places) + 1, self.scope.functions)
        return self._compiler

    def frame(self, facts: Mapping[str, Value], as_of: date) -> Frame:
        """What the rule reads of the facts, in its order; what is absent is UNKNOWN."""
        get = facts.get
        frame: Frame = [as_of, *[get(key, UNKNOWN) for key in self.inputs], *self._room]
        for place, form in self._shapes:
            frame[place] = form(frame[place])
        return frame

    def on(self, frame: Frame) -> Any:
        """The value on a frame."""
        run = self._run
        if run is None:
            run = self._run = self.compiler.run(self.tree)
        return run(frame)


class Trace:
    """What an answer rests on: the rule, the date, the facts it read. Every step follows from these and is rendered on demand."""

    __slots__ = ("expression", "frame", "value")

    def __init__(self, expression: Expression, frame: Frame, value: Any) -> None:
        self.expression = expression
        self.frame = frame
        self.value: Value = value

    @property
    def as_of(self) -> date:
        """The day that today() meant."""
        day: date = self.frame[0]
        return day

    @property
    def facts(self) -> dict[str, Any]:
        """The facts read, by element id; UNKNOWN where nobody has told."""
        return dict(zip(self.expression.inputs, self.frame[1:], strict=False))

    def of(self, node: Node) -> Any:
        """The value of a part of the rule (inside a quantifier: for the member the frame stands at)."""
        return self.expression.compiler.run(node)(self.frame)

    def stand(self, slot: int, member: Any) -> None:
        """Put a bound name at one member, so that `of` answers for it."""
        self.frame[self.expression.compiler.first + slot] = member


class Result:
    """An answer and its trace."""

    __slots__ = ("value", "_expression", "_frame")

    def __init__(self, value: Any, expression: Expression, frame: Frame) -> None:
        self.value: Value = value
        self._expression = expression
        self._frame = frame

    @property
    def trace(self) -> Trace:
        """What the answer rests on."""
        return Trace(self._expression, self._frame, self.value)

    def __repr__(self) -> str:
        return f"Result({self.value!r})"


def _read(text: str, scope: Scope, expect: Type | None, typed: bool) -> tuple[Node | None, tuple[Fault, ...]]:
    parser = Parser(text, scope, typed)
    tree: Node | None = None
    try:
        tree = parser.whole()
    except SyntaxStop:
        tree = None
    if tree is not None and expect is not None and not fits(tree.type, expect):
        parser.misfit(
            f"这条规则要得到{expect.zh}，写的却是{tree.type.zh}",
            f"this rule must give a {expect}, but gives a {tree.type}",
            tree.span,
        )
    faults = parser.faults + (_beyond(tree, text) if tree is not None and not parser.faults else [])
    return tree, tuple(sorted(faults, key=lambda fault: fault.span))


def compile(text: str, scope: Scope, expect: Type | None = BOOLEAN, *, typed: bool = True) -> Expression:
    """Read and check a rule.

    `expect` is the type it must give (None: any). `typed=False` leaves out the checks of meaning (types, options,
    units), as the public conformance suite demands; names and syntax are always checked.

    Raises:
        RuleFault: with every fault found, each with its place and, where clear, its mend.
    """
    tree, faults = _read(text, scope, expect, typed)
    if faults or tree is None:
        raise RuleFault(text, faults)
    return Expression(text, tree, scope)


def _beyond(tree: Node, text: str) -> list[Fault]:
    """Dates that are right in FEEL and too far away to be held here."""
    faults = []
    for node in walk(tree):
        if isinstance(node, Call) and node.name in ("date", "date and time") and is_constant(node):
            maker = Compiler({}, 1, {})
            try:
                BUILTINS[node.name].call(*(maker.run(argument)(maker.empty) for argument in node.arguments))
            except OutOfReach as reach:
                said = text[node.span[0] : node.span[1]]
                faults.append(
                    Fault(f"还不支持这样的日期时间：{said}", f"{said} is not supported yet ({reach})", node.span)
                )
    return faults


def check(text: str, scope: Scope, expect: Type | None = BOOLEAN) -> tuple[Fault, ...]:
    """The faults of a rule; none when it may be used."""
    return _read(text, scope, expect, True)[1]


def evaluate(expression: Expression, facts: Mapping[str, Value], as_of: date) -> Result:
    """The answer on one record: true, false, a value, null, or UNKNOWN where the facts do not decide it.

    `facts` maps element ids to values (numbers Decimal, lists tuples, members of lists mappings by field id); a key that
    is absent is unknown. `as_of` is the date that today() means.

    Raises:
        TypeError: a fact is no FEEL value (an int or a float, say).
    """
    frame = expression.frame(facts, as_of)
    return Result(expression.on(frame), expression, frame)


def _bound_names(tree: Node) -> int:
    """How many places the names bound inside the rule need."""
    most = 0
    for node in walk(tree):
        match node:
            case Filter(slot=slot):
                most = max(most, slot + 1)
            case ContextNode(slots=slots):
                most = max(most, *(slot + 1 for slot in slots), 0)
            case Quantified(binders=binders) | For(binders=binders):
                most = max(most, *(binder.slot + 1 for binder in binders))
    return most
