"""Ask: which missing facts still matter, and which one to ask next.

`missing` walks only the parts of a rule that are undecided: in `a and b` with `a` known true, only `b` matters.

`next_question` estimates, for every undecided rule, how many questions it will take: each comparison is as likely to
hold as its form suggests (one option of five: a fifth), conjunctions are asked in the order that settles them soonest.
It then picks the fact whose answer lowers the sum over all rules the most. Such an estimate is exact for rules in which
every fact stands once, and cheap enough to make after each answer.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bancheng.core.rules.building import symbol_of
from bancheng.core.rules.expression import Expression, Trace
from bancheng.core.rules.tree import (
    Binder,
    Call,
    Compare,
    ContextNode,
    Filter,
    For,
    If,
    In,
    ListNode,
    Local,
    Logic,
    Node,
    Not,
    Quantified,
    RangeNode,
    Ref,
    Test,
    walk,
)
from bancheng.core.rules.values import UNKNOWN, Value, has_unknown

Ids = frozenset[str]
_NONE: Ids = frozenset()


def missing(expression: Expression, facts: Mapping[str, Value], as_of: date) -> Ids:
    """Ids of the unknown elements that can still change the answer; empty once it is decided.

    When a field of one member of a list is unknown, the list's own id is given: that is the fact to be completed.
    """
    frame = expression.frame(facts, as_of)
    value = expression.on(frame)
    if not has_unknown(value):
        return _NONE
    return gaps(Trace(expression, frame, value), expression.tree)


def gaps(trace: Trace, node: Node) -> Ids:
    """The unknown elements that leave this part of the rule undecided."""
    return _gaps(trace, node, {})


def _gaps(trace: Trace, node: Node, sources: dict[int, Ids]) -> Ids:
    """`sources` says, for each bound name, from which elements its members come."""
    if isinstance(node, RangeNode | Test):  # has no value of its own
        return _union(_gaps(trace, child, sources) for child in node.children())
    if not has_unknown(trace.of(node)):
        return _NONE
    match node:
        case Ref(symbol=symbol):
            return frozenset((symbol.id,))
        case Local(slot=slot):
            return sources.get(slot, _NONE)
        case If(condition=condition, then=then, otherwise=otherwise):
            chosen = trace.of(condition)
            if chosen is UNKNOWN:
                return _union(_gaps(trace, child, sources) for child in (condition, then, otherwise))
            return _gaps(trace, then if chosen is True else otherwise, sources)
        case Quantified(binders=binders, body=body) | For(binders=binders, body=body):
            return _inside(trace, binders, body, sources)
        case Filter(source=source, slot=slot, predicate=predicate):
            return _gaps(trace, source, sources) | _inside(trace, (Binder("item", slot, source),), predicate, sources)
        case ContextNode(slots=slots, values=values):
            for place, entry in zip(slots, values, strict=True):
                sources = {**sources, place: _gaps(trace, entry, sources)}
            return _union(_gaps(trace, entry, sources) for entry in values)
        case _:
            return _union(_gaps(trace, child, sources) for child in node.children())


def _inside(trace: Trace, binders: tuple[Binder, ...], body: Node, sources: dict[int, Ids]) -> Ids:
    head, *rest = binders
    found = trace.expression.compiler.members(head.source)(trace.frame)
    if found.__class__ is not tuple:
        return _gaps(trace, head.source, sources)
    sources = {**sources, head.slot: elements(head.source, sources)}
    result: Ids = _NONE
    for member in found:
        trace.stand(head.slot, member)
        result |= _inside(trace, tuple(rest), body, sources) if rest else _gaps(trace, body, sources)
    return result


def elements(node: Node, sources: dict[int, Ids]) -> Ids:
    """The elements a node reads, directly or through bound names."""
    return _union(
        frozenset((n.symbol.id,)) if isinstance(n, Ref) else sources.get(n.slot, _NONE) if isinstance(n, Local) else _NONE
        for n in walk(node)
    )


def _union(sets: Iterable[Ids]) -> Ids:
    return _NONE.union(*sets)


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What is expected of an undecided condition: how likely it holds, and after how many questions one knows."""

    holds: float
    cost: float


class _Prospect:
    """One undecided rule as the questioner sees it: conditions whose outcome hangs on facts that can be asked."""

    def __init__(self, trace: Trace, askable: Ids) -> None:
        self.trace = trace
        self.askable = askable
        self.atoms: dict[int, Ids] = {}
        self.tree = trace.expression.tree
        self.asked = _union(self._collect(self.tree))

    def _collect(self, node: Node) -> Iterator[Ids]:
        """Note the undecided conditions that asking can settle."""
        if isinstance(node, Logic | Not | If):
            for child in node.children():
                if has_unknown(self.trace.of(child)):
                    yield from self._collect(child)
            return
        open_facts = gaps(self.trace, node)
        if open_facts and open_facts <= self.askable:
            self.atoms[id(node)] = open_facts
            yield open_facts

    def cost(self, known: Ids) -> float:
        """Expected questions when the facts in `known` come for free."""
        outlook = self._outlook(self.tree, known)
        return outlook.cost if outlook else 0.0

    def _outlook(self, node: Node, known: Ids) -> _Outlook | None:
        """None: asking cannot settle this part, so nothing is expected of it."""
        if isinstance(node, Not):
            inner = self._outlook(node.operand, known)
            return inner and _Outlook(1 - inner.holds, inner.cost)
        if isinstance(node, Logic):
            return self._run_of(node, known)
        if isinstance(node, If):
            return self._choice(node, known)
        open_facts = self.atoms.get(id(node))
        return None if open_facts is None else _Outlook(chance(node), len(open_facts - known))

    def _run_of(self, node: Logic, known: Ids) -> _Outlook | None:
        outlooks = [o for o in (self._outlook(operand, known) for operand in node.operands) if o is not None]
        if not outlooks:
            return None
        conjunction = node.op == "and"
        going_on = [(o.holds if conjunction else 1 - o.holds, o.cost) for o in outlooks]
        going_on.sort(key=lambda o: o[1] / max(1 - o[0], 1e-9))  # cheapest per chance of settling it first
        reach, cost = 1.0, 0.0
        for on, price in going_on:
            cost += reach * price
            reach *= on
        return _Outlook(reach if conjunction else 1 - reach, cost)

    def _choice(self, node: If, known: Ids) -> _Outlook | None:
        value = self.trace.of(node.condition)
        if value is not UNKNOWN:
            return self._outlook(node.then if value is True else node.otherwise, known)
        condition = self._outlook(node.condition, known)
        if condition is None:
            return None
        then = self._outlook(node.then, known) or _Outlook(0.5, 0)
        otherwise = self._outlook(node.otherwise, known) or _Outlook(0.5, 0)
        p = condition.holds
        return _Outlook(
            p * then.holds + (1 - p) * otherwise.holds, condition.cost + p * then.cost + (1 - p) * otherwise.cost
        )


def chance(node: Node) -> float:
    """How likely a condition holds, from its form alone: one of five options a fifth, anything else a half."""
    match node:
        case Compare(op="=" | "!=" as op, left=left, right=right):
            options = _choices(left) or _choices(right)
            return 0.5 if options < 2 else 1 / options if op == "=" else 1 - 1 / options
        case In(value=value, tests=tests):
            options = _choices(value)
            count = sum(len(t.items) if isinstance(t, ListNode) else 1 for t in tests)
            return 0.5 if options < 2 else min(max(count / options, 0.05), 0.95)
        case Call(name="list contains", arguments=(held, _)):
            options = _choices(held)
            return 0.5 if options < 2 else 1 / options
        case _:
            return 0.5


def _choices(node: Node) -> int:
    symbol = symbol_of(node)
    return len(symbol.options) if symbol else 0


def next_question(
    expressions: Sequence[Expression], facts: Mapping[str, Value], as_of: date, askable: Sequence[str]
) -> str | None:
    """The fact to ask next, so that all rules are decided after the fewest expected questions; None when none helps.

    Only a fact that still matters to some undecided rule is ever given; one that can decide nothing, because another
    fact of the same condition can neither be asked nor known, is not. Equal candidates: the first in `askable`.
    """
    may_ask = frozenset(askable)
    prospects: list[_Prospect] = []
    for expression in expressions:
        if not expression.symbols & may_ask:
            continue
        frame = expression.frame(facts, as_of)
        value = expression.on(frame)
        if has_unknown(value):
            prospects.append(_Prospect(Trace(expression, frame, value), may_ask))
    gain: dict[str, float] = {}
    for prospect in prospects:
        before = prospect.cost(_NONE)
        for fact in prospect.asked:
            gain[fact] = gain.get(fact, 0.0) + before - prospect.cost(frozenset((fact,)))
    best: str | None = None
    for fact in askable:
        if fact in gain and (best is None or gain[fact] > gain[best] + 1e-9):
            best = fact
    return best
