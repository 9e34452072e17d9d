"""From text to the typed tree: operator precedence by hand (Pratt), names by the longest match in scope.

Precedence, loosest first, as in DMN 1.5, 10.3.1.2: or · and · comparison, between, in · + - · * / · ** · unary minus ·
path, filter, call. What FEEL has and this does not yet (lambdas, `instance of`, `@"…"`, ranges as values …) is refused
by name.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bancheng.core.rules.building import symbol_of
from bancheng.core.rules.operands import Operands
from bancheng.core.rules.scanner import WORD
from bancheng.core.rules.tree import (
    Binder,
    Filter,
    For,
    Literal,
    Local,
    Node,
    Path,
    Quantified,
    RangeNode,
    Span,
    Test,
)
from bancheng.core.rules.types import ANY, BOOLEAN, NUMBER, ContextOf, ListOf, Symbol, Type

_BINDING: Final = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "between": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "**": 6,
}  # fmt: skip
_COMPARE: Final = frozenset(("=", "!=", "<", "<=", ">", ">="))


class Parser(Operands):
    """Reads one expression."""

    def whole(self) -> Node:
        """The expression that is the whole text.

        Raises:
            SyntaxStop: it cannot be read; the reason is in `faults`.
        """
        node = self.expression(0)
        rest = self.mark()
        if rest or self.pos < len(self.text):
            self._leftover(rest)
        return node

    def _leftover(self, rest: str) -> None:
        span = (self.start, max(self.end, self.start + 1))
        written = self.text[span[0] : span[1]]
        if rest == "instance":
            raise self.later("instance of", span)
        if rest == "%":
            raise self.stop("百分数请写成小数：5% 写成 0.05", "write percentages as decimals: 5% is 0.05", span)
        if rest in (")", "]", "}"):
            raise self.stop(f"多了一个‘{written}’", f"one '{written}' too many", span, "")
        if rest == "..":
            raise self.stop("区间只能写在 in 后面：x in [1..5]", "a range may stand after 'in' only: x in [1..5]", span)
        raise self.stop(
            f"这里的‘{written}’多了，或者前面少了运算符（and、or、=、>= 等）",
            f"'{written}' does not belong here, or an operator (and, or, =, >= …) is missing before it",
            span,
        )

    def expression(self, tightness: int) -> Node:
        """An expression whose operators all bind tighter than `tightness`."""
        self.deeper()
        left = self.postfix(self.operand())
        while (power := _BINDING.get(op := self.mark(), 0)) > tightness:
            self.take()
            left = self._infix(op, power, left)
        self.depth -= 1
        return left

    def _infix(self, op: str, power: int, left: Node) -> Node:
        if op == "between":
            low = self.expression(3)
            self.expect("and", "between 的下限后面", "after the lower end of 'between'")
            return self.between(left, low, self.expression(3))
        if op == "in":
            tests = self._tests()
            return self.membership(left, tests, (left.span[0], self.pos))
        right = self.expression(power)
        if op in ("and", "or"):
            return self.logic(op, left, right)
        self.longer()
        return self.comparison(op, left, right) if op in _COMPARE else self.arithmetic(op, left, right)

    def _tests(self) -> tuple[Node, ...]:
        """What follows `in`: one test, or several in brackets."""
        mark = self.mark()
        if mark != "(":
            return (self._test(),)
        begin = self.start
        self.take()
        tests = [self._test()]
        if self.accept(".."):
            return (self.postfix(self._range_end(tests[0], False, begin)),)
        while self.accept(","):
            tests.append(self._test())
        self.expect(")", "in ( 的最后", "at the end of 'in ('")
        return tuple(tests)

    def _test(self) -> Node:
        mark = self.mark()
        begin = self.start
        if mark in _COMPARE:
            self.take()
            operand = self.expression(3)
            return Test(BOOLEAN, (begin, operand.span[1]), mark, operand)
        if mark in ("[", "]", "("):
            kept = self.pos, len(self.faults), self.depth, self.slots
            self.take()
            if self.mark() != "]":
                low = self.expression(3)
                if self.accept(".."):
                    return self._range_end(low, mark == "[", begin)
            self.pos, self.depth, self.slots = kept[0], kept[2], kept[3]
            del self.faults[kept[1] :]
        return self.expression(3)

    def _range_end(self, low: Node, low_closed: bool, begin: int) -> Node:
        high = self.expression(3)
        mark = self.mark()
        if mark not in ("]", ")", "["):
            self.expect("]", "区间的最后", "at the end of the range")
        self.take()
        return RangeNode(ANY, (begin, self.pos), low, high, low_closed, mark == "]")

    def postfix(self, node: Node) -> Node:
        """Paths, filters and calls behind an operand."""
        while True:
            mark = self.mark()
            if mark in (".", "["):
                self.longer()
            if mark == ".":
                self.take()
                node = self._path(node)
            elif mark == "[":
                node = self._filter(node)
            elif mark == "(" and not isinstance(node, Literal):
                raise self.later("把值当函数来调用", (self.start, self.end))
            else:
                return node

    def _path(self, source: Node) -> Node:
        begin = self.skip()
        many = isinstance(source.type, ListOf)
        base = source.type.item if isinstance(source.type, ListOf) else source.type
        if isinstance(base, ContextOf):
            fits = [f for f in base.fields if self.text.startswith(f.name, begin) and self.ends(begin + len(f.name))]
            if fits:
                field = max(fits, key=lambda f: len(f.name))
                self.pos = begin + len(field.name)
                self._seen_at = -1
                kind = ListOf(field.type) if many else field.type
                return Path(kind, (source.span[0], self.pos), source, field.name, field)
        word = WORD.match(self.text, begin)
        if word is None:
            raise self.stop("‘.’后面缺一个名字", "a name is missing after '.'", (begin, begin + 1))
        self.pos = word.end()
        self._seen_at = -1
        return self.part(source, word.group(), (source.span[0], self.pos))

    def _filter(self, source: Node) -> Node:
        self.take()
        kept = len(self.bound)
        member: Type = source.type.item if isinstance(source.type, ListOf) else source.type
        origin = symbol_of(source)
        slot = self.bind("item", member, origin)
        if isinstance(member, ContextOf):
            for field in member.fields:
                self.bound.append((field.name, _field(field, member, slot, origin)))
        predicate = self.expression(0)
        del self.bound[kept:]
        self.expect("]", "筛选条件后面", "after the filter")
        if predicate.type not in (BOOLEAN, NUMBER, ANY):
            self.misfit(
                f"[ ] 里要写条件或序号，‘{self.said(predicate)}’是{predicate.type.zh}",
                f"a filter holds a condition or a position, '{self.said(predicate)}' is a {predicate.type}",
                predicate.span,
            )
        kind: Type = member if predicate.type == NUMBER else ANY if predicate.type == ANY else ListOf(member)
        return Filter(kind, (source.span[0], self.pos), source, slot, predicate)

    def binders(self) -> tuple[Binder, ...]:
        """`x in a, y in b` of a quantifier or a loop."""
        result: list[Binder] = []
        while True:
            begin = self.skip()
            word = WORD.match(self.text, begin)
            if word is None:
                raise self.stop("这里要起一个名字，如 every s in …", "a name is expected, as in 'every s in …'", (begin, begin + 1))
            self.pos = word.end()
            self._seen_at = -1
            self.expect("in", "名字后面", "after the name")
            source = self._iterated()
            member: Type = source.type.item if isinstance(source.type, ListOf) else source.type
            result.append(Binder(word.group(), self.bind(word.group(), member, symbol_of(source)), source))
            if not self.accept(","):
                return tuple(result)

    def _iterated(self) -> Node:
        source = self.expression(0)
        if self.accept(".."):
            high = self.expression(0)
            return RangeNode(ListOf(source.type), (source.span[0], high.span[1]), source, high, True, True)
        return source

    def quantified(self, kind: str, span: Span) -> Node:
        """`some …` or `every … satisfies …`."""
        kept = len(self.bound)
        binders = self.binders()
        self.expect("satisfies", f"{kind} … in … 后面", f"after '{kind} … in …'")
        body = self.expression(0)
        del self.bound[kept:]
        self._yes_or_no(body, "satisfies 后面", "what follows 'satisfies'")
        return Quantified(BOOLEAN, (span[0], self.pos), kind, binders, body)

    def loop(self, span: Span) -> Node:
        """`for … return …`."""
        kept = len(self.bound)
        binders = self.binders()
        self.expect("return", "for … in … 后面", "after 'for … in …'")
        body = self.expression(0)
        del self.bound[kept:]
        return For(ListOf(body.type), (span[0], self.pos), binders, body)

    def conditional(self, span: Span) -> Node:
        """`if … then … else …`."""
        condition = self.expression(0)
        self.expect("then", "if 的条件后面", "after the condition of 'if'")
        then = self.expression(0)
        self.expect("else", "then 的结果后面", "after what follows 'then'")
        otherwise = self.expression(0)
        return self.choice(condition, then, otherwise, (span[0], self.pos))

    def inverse(self, span: Span) -> Node:
        """`not(x)`."""
        self.expect("(", "not 后面", "after 'not'")
        operand = self.expression(0)
        self.expect(")", "not( ) 里的条件后面", "after the condition of 'not'")
        return self.negation(operand, (span[0], self.pos))

    def function(self, span: Span) -> Node:
        """`function(…)`: not yet."""
        raise self.later("function", span)

    def keyword(self, word: str, span: Span) -> Node:
        """What a keyword begins; the word itself has been read."""
        return _KEYWORDS[word](self, span)


def _field(field: Symbol, member: ContextOf, slot: int, origin: Symbol | None) -> Callable[[Span], Node]:
    return lambda span: Path(field.type, span, Local(member, span, "item", slot, origin), field.name, field)


_KEYWORDS: Final[dict[str, Callable[[Parser, Span], Node]]] = {
    "true": lambda parser, span: Literal(BOOLEAN, span, True),
    "false": lambda parser, span: Literal(BOOLEAN, span, False),
    "null": lambda parser, span: Literal(ANY, span, None),
    "not": Parser.inverse,
    "if": Parser.conditional,
    "some": lambda parser, span: parser.quantified("some", span),
    "every": lambda parser, span: parser.quantified("every", span),
    "for": Parser.loop,
    "function": Parser.function,
}
