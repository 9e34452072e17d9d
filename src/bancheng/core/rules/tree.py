"""The typed tree of a rule: every other reading starts here.

Nodes are values: two trees are equal when they say the same thing, wherever it stood in the text (spans are not compared).
A tree holds element ids; names are kept beside them for printing and explaining.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bancheng.core.rules.types import BOOLEAN, Symbol, Type

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """What all nodes have: the type as far as it is known before running, and the place in the text."""

    type: Type
    span: Span = field(compare=False)

    def children(self) -> tuple[Node, ...]:
        """The nodes directly below, in the order of the text."""
        return ()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, a string, true, false or null."""

    value: Any


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """An element of the dictionary."""

    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Local(Node):
    """A name bound inside the rule (`every s in …`). `origin` is the element whose members it runs over, if it is one."""

    name: str
    slot: int
    origin: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Path(Node):
    """A field of a record (`s.健康证有效期至`), of every record in a list, or a part of a date. `field` is a declared field."""

    source: Node
    name: str
    field: Symbol | None

    def children(self) -> tuple[Node, ...]:
        return (self.source,)


@dataclass(frozen=True, slots=True)
class ListNode(Node):
    """A list written out: `[1, 2, 3]`."""

    items: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.items


@dataclass(frozen=True, slots=True)
class ContextNode(Node):
    """A record written out: `{a: 1, b: a + 1}`. Later entries see earlier ones, through `slots`."""

    names: tuple[str, ...]
    slots: tuple[int, ...]
    values: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.values


@dataclass(frozen=True, slots=True)
class RangeNode(Node):
    """`[low..high]`, after `in`; `low..high` after `for … in`. A round bracket leaves the end out."""

    low: Node
    high: Node
    low_closed: bool
    high_closed: bool

    def children(self) -> tuple[Node, ...]:
        return (self.low, self.high)


@dataclass(frozen=True, slots=True)
class Test(Node):
    """`>= 5` as one of the tests of `in`."""

    op: str
    operand: Node

    def children(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """`-x`."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`+ - * / **`."""

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`= != < <= > >=`."""

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`x between low and high`, both ends included."""

    value: Node
    low: Node
    high: Node

    def children(self) -> tuple[Node, ...]:
        return (self.value, self.low, self.high)


@dataclass(frozen=True, slots=True)
class In(Node):
    """`x in (tests)`: true when one of the tests is."""

    value: Node
    tests: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return (self.value, *self.tests)


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`a and b and …` or `a or b or …`: one node for the whole run."""

    op: str
    operands: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`not(x)`."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then a else b`."""

    condition: Node
    then: Node
    otherwise: Node

    def children(self) -> tuple[Node, ...]:
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True, slots=True)
class Binder:
    """`name in source` of a quantifier or a loop. Later binders see earlier ones."""

    name: str
    slot: int
    source: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some …` or `every … satisfies …`."""

    kind: str
    binders: tuple[Binder, ...]
    body: Node

    def children(self) -> tuple[Node, ...]:
        return (*(b.source for b in self.binders), self.body)


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for … return …`."""

    binders: tuple[Binder, ...]
    body: Node

    def children(self) -> tuple[Node, ...]:
        return (*(b.source for b in self.binders), self.body)


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`list[condition]` or `list[position]`; inside, `item` and the fields of the member are in scope."""

    source: Node
    slot: int
    predicate: Node

    def children(self) -> tuple[Node, ...]:
        return (self.source, self.predicate)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.arguments


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in the order of the text."""
    yield node
    for child in node.children():
        yield from walk(child)


def is_boolean(node: Node) -> bool:
    """Whether the node surely answers yes or no."""
    return node.type == BOOLEAN
