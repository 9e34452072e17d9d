"""From text to the typed tree: operator precedence by hand (Pratt), names by the longest match in scope.

Precedence, loosest first, as in DMN 1.5, 10.3.1.2: or · and · comparison, between, in · + - · * / · ** · unary minus ·
path, filter, call. What FEEL has and this does not yet (lambdas, `instance of`, `@"…"`, ranges as values …) is refused
by name.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bancheng.core.rules.building import Builder, nearest, symbol_of
from bancheng.core.rules.functions import BUILTINS, LATER, TRIE
from bancheng.core.rules.scanner import SPOKEN, WORD
from bancheng.core.rules.tree import (
    Binder,
    ContextNode,
    Filter,
    For,
    ListNode,
    Literal,
    Local,
    Node,
    Path,
    Quantified,
    RangeNode,
    Ref,
    Span,
    Test,
)
from bancheng.core.rules.types import ANY, BOOLEAN, NUMBER, STRING, ContextOf, ListOf, Scope, Symbol, Type, longest
from bancheng.core.rules.values import CONTEXT

_NUMBER: Final = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.A)
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"', re.S)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.S)
_PLAIN_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_DOTTED: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_BINDING: Final = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "between": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "**": 6,
}  # fmt: skip
_COMPARE: Final = frozenset(("=", "!=", "<", "<=", ">", ">="))
_DEEPEST: Final = 60
"""Levels of nesting; a rule beyond this is unreadable, and the reader must not run out of stack."""


class Parser(Builder):
    """Reads one expression. The names bound inside it (`every s in …`) lie over the scope, innermost last."""

    def __init__(self, text: str, scope: Scope, typed: bool = True) -> None:
        super().__init__(text, typed)
        self.scope = scope
        self.bound: list[tuple[str, Callable[[Span], Node]]] = []
        self.slots = 0
        self.depth = 0

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
            raise self._later("instance of", span)
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

    def _later(self, what: str, span: Span) -> Exception:
        return self.stop(f"还不支持 FEEL 的 {what}", f"FEEL's {what} is not supported yet", span)

    def expression(self, tightness: int) -> Node:
        """An expression whose operators all bind tighter than `tightness`."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.stop("括号套得太深，请拆成几条", "nested too deeply, split the rule", (self.pos, self.pos + 1))
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

    def operand(self) -> Node:
        """A literal, a name, or anything in brackets."""
        begin = self.skip()
        text = self.text
        if begin >= len(text):
            raise self.stop("规则在这里断了，后面还缺一个值或条件", "the rule ends here: a value is missing", (begin, begin))
        char = text[begin]
        if char.isalpha() or char == "_":
            if not "\uff01" <= char <= "\uff5e":
                return self.name(begin)
        elif char.isdecimal() or char == ".":
            return self._number(begin)
        if char > "~":
            name, end = self.scope.longest(text, begin)
            if name:
                return self.name(begin)
            char = self.wide(begin) or char
        if char == '"':
            return self._string(begin)
        self._seen_at = -1
        if char == "(":
            self.pos = begin + 1
            inner = self.expression(0)
            if self.mark() == "..":
                raise self.stop("区间只能写在 in 后面：x in (1..5)", "a range may stand after 'in' only", (begin, self.end))
            self.expect(")", "括号里的内容之后", "after what stands in brackets")
            return inner
        if char == "[":
            return self._list(begin)
        if char == "{":
            return self._context(begin)
        if char == "-":
            self.pos = begin + 1
            operand = self.postfix(self.operand())
            return self.minus(operand, (begin, operand.span[1]))
        raise self._odd(char, begin)

    def _odd(self, char: str, begin: int) -> Exception:
        span = (begin, begin + 1)
        if char == "@":
            return self._later('@"…"', span)
        if char == "?":
            return self._later("?", span)
        if char in "'‘’":
            return self.stop(f'文字要用英文双引号 "…"，不是 {char}', f'text stands in double quotes "…", not {char}', span, '"')
        if char == "!":
            return self.stop("‘!’请写成 not( )", "write not( ) instead of '!'", span, "not")
        if char == "]":
            return self.stop("‘]’前面缺一个值，或者列表没写完", "a value is missing before ']'", span)
        return self.stop(f"这里应该是一个值或条件，‘{char}’放错了地方", f"a value is expected here, not '{char}'", span)

    def _number(self, begin: int) -> Node:
        text = self.text
        found = _NUMBER.match(text, begin)
        if found is None:
            raise self._wide_number(begin)
        self.pos = found.end()
        if self.pos < len(text) and (text[self.pos].isalnum() or text[self.pos] in "_％%"):
            word = WORD.match(text, self.pos)
            if word is None:
                raise self._wide_number(begin)
            if not word.group().startswith(SPOKEN):
                self.fault(
                    f"数字后面不要写单位‘{word.group()}’", f"leave out the unit '{word.group()}'", word.span(), ""
                )
                self.pos = word.end()
        value = CONTEXT.create_decimal(found.group())
        return Literal(NUMBER, (begin, self.pos), value)

    def _wide_number(self, begin: int) -> Exception:
        end = begin
        while end < len(self.text) and (self.text[end].isdecimal() or self.text[end] in "．.%％"):
            end += 1
        written = self.text[begin : max(end, begin + 1)]
        if written[-1] in "%％":
            return self.stop(f"百分数请写成小数：{written}", f"write {written} as a decimal", (begin, end))
        if not any(c.isdecimal() for c in written):
            return self.stop("‘.’前面缺一个名字", "a name is missing before '.'", (begin, begin + 1))
        meant = "".join(c if c == "." else "." if c == "．" else str(int(c)) for c in written)
        return self.stop(
            f"‘{written}’是全角数字，请改成 {meant}", f"'{written}' has full-width digits, write {meant}", (begin, end), meant
        )

    def _string(self, begin: int) -> Node:
        text = self.text
        if text[begin] == '"':
            found = _STRING.match(text, begin)
            if found is None:
                raise self.stop('文字没有结束，少了一个 "', 'the text does not end: a " is missing', (begin, len(text)))
            self.pos = found.end()
            body = found.group(1)
            value = _ESCAPE.sub(self._escape, body) if "\\" in body else body
            return Literal(STRING, (begin, self.pos), value)
        closing = next((i for i in range(begin + 1, len(text)) if text[i] in '”"“」＂'), -1)
        if closing < 0:
            raise self.stop('文字没有结束，少了一个 "', 'the text does not end: a " is missing', (begin, len(text)))
        if text[closing] != '"':
            self.wide(closing)
        self.pos = closing + 1
        return Literal(STRING, (begin, self.pos), text[begin + 1 : closing])

    def _escape(self, found: re.Match[str]) -> str:
        code = found.group(1) or found.group(2)
        if code:
            return chr(int(code, 16)) if int(code, 16) < 0x110000 else found.group()
        return _PLAIN_ESCAPES.get(found.group(3), found.group())

    def _list(self, begin: int) -> Node:
        self.pos = begin + 1
        items: list[Node] = []
        if not self.accept("]"):
            items.append(self.expression(0))
            if self.mark() == "..":
                raise self.stop("区间只能写在 in 后面：x in [1..5]", "a range may stand after 'in' only", (begin, self.end))
            while self.accept(","):
                items.append(self.expression(0))
            self.expect("]", "列表的最后", "at the end of the list")
        kinds = {item.type for item in items}
        member: Type = kinds.pop() if len(kinds) == 1 else ANY
        return ListNode(ListOf(member), (begin, self.pos), tuple(items))

    def _context(self, begin: int) -> Node:
        self.pos = begin + 1
        names: list[str] = []
        slots: list[int] = []
        values: list[Node] = []
        kept = len(self.bound)
        while self.mark() != "}":
            if names:
                self.expect(",", "两项之间", "between two entries")
            names.append(self._key())
            self.expect(":", "名字后面", "after the name")
            value = self.expression(0)
            values.append(value)
            slots.append(self._bind(names[-1], value.type, symbol_of(value)))
        self.take()
        del self.bound[kept:]
        kinds = ContextOf(tuple(Symbol(n, n, v.type) for n, v in zip(names, values, strict=True)))
        return ContextNode(kinds, (begin, self.pos), tuple(names), tuple(slots), tuple(values))

    def _key(self) -> str:
        begin = self.skip()
        if self.text.startswith('"', begin):
            literal = self._string(begin)
            return str(literal.value) if isinstance(literal, Literal) else ""
        end = self.text.find(":", begin)
        name = self.text[begin:end].strip()
        if end < 0 or not name or any(char in name for char in '{}[]",'):
            raise self.stop("记录要写成 {名字: 值}", "a record is written {name: value}", (begin, begin + 1))
        self.pos = end
        self._seen_at = -1
        return " ".join(name.split())

    def name(self, begin: int) -> Node:
        """A name: bound, in scope, a keyword, or a function."""
        text = self.text
        name, end = self.scope.longest(text, begin)
        for local, make in reversed(self.bound):
            if len(local) >= end - begin and text.startswith(local, begin) and self._ends(begin + len(local)):
                self.pos = begin + len(local)
                self._seen_at = -1
                return make((begin, self.pos))
        word = WORD.match(text, begin)
        keyword = word.group() if word else ""
        if keyword in _KEYWORDS and len(keyword) >= end - begin:
            self.pos = begin + len(keyword)
            self._seen_at = -1
            return _KEYWORDS[keyword](self, (begin, self.pos))
        function, function_end = longest(TRIE, text, begin)
        if function and function_end >= end and self._open(function_end):
            return self._builtin(function, begin, function_end)
        if not name:
            return self._unknown(begin)
        self.pos = end
        self._seen_at = -1
        symbol = self.scope.by_name.get(name)
        if symbol is not None:
            return Ref(symbol.type, (begin, end), symbol)
        if not self._open(end):
            raise self.stop(f"函数 {name} 后面要有括号", f"the function {name} needs brackets", (begin, end), f"{name}( )")
        return self.outside_call(name, self.scope.functions[name], self._arguments_list(name), (begin, self.pos))

    def _ends(self, at: int) -> bool:
        return at >= len(self.text) or not (self.text[at].isalnum() or self.text[at] == "_")

    def _open(self, at: int) -> bool:
        text = self.text
        while at < len(text) and text[at].isspace():
            at += 1
        return at < len(text) and text[at] in "(（"

    def _builtin(self, name: str, begin: int, end: int) -> Node:
        if name in LATER:
            raise self._later(f"{name}( )", (begin, end))
        self.pos = end
        self._seen_at = -1
        arguments = self._arguments_list(name)
        return self.builtin_call(name, arguments, (begin, self.pos))

    def _arguments_list(self, name: str) -> tuple[Node, ...]:
        self.expect("(", f"函数 {name} 后面", f"after the function {name}")
        arguments: list[Node] = []
        if not self.accept(")"):
            arguments.append(self.expression(0))
            if self.mark() == ":":
                raise self._later("按参数名调用（name: value）", (self.start, self.end))
            while self.accept(","):
                arguments.append(self.expression(0))
            self.expect(")", f"函数 {name} 的参数后面", f"after the arguments of {name}")
        return tuple(arguments)

    def _unknown(self, begin: int) -> Node:
        """A name nobody knows: say which was probably meant, and read on as if it could be anything."""
        found = _DOTTED.match(self.text, begin)
        if found is None:
            raise self.stop(f"看不懂‘{self.text[begin]}’", f"'{self.text[begin]}' cannot be read", (begin, begin + 1))
        written = found.group()
        self.pos = found.end()
        self._seen_at = -1
        for size in range(len(written) - 1, 0, -1):
            if written[:size] in self.scope.by_name and written[size:].startswith(SPOKEN):
                symbol = self.scope.by_name[written[:size]]
                self.pos = begin + size
                return Ref(symbol.type, (begin, self.pos), symbol)
        span = (begin, self.pos)
        if self._open(self.pos):
            meant = nearest(written, [*BUILTINS, *self.scope.functions])
            hint = (f"，是不是‘{meant}’？", f", did you mean '{meant}'?") if meant else ("", "")
            self.fault(f"没有叫‘{written}’的函数{hint[0]}", f"there is no function '{written}'{hint[1]}", span, meant)
            self._arguments_list(written)
            return Literal(ANY, (begin, self.pos), None)
        meant = nearest(written, [name for name, _ in self.bound] + list(self.scope.by_name))
        hint = (f"，是不是‘{meant}’？", f", did you mean '{meant}'?") if meant else ("", "")
        self.fault(f"没有叫‘{written}’的要素{hint[0]}", f"there is no element '{written}'{hint[1]}", span, meant)
        return Literal(ANY, span, None)

    def postfix(self, node: Node) -> Node:
        """Paths, filters and calls behind an operand."""
        while True:
            mark = self.mark()
            if mark == ".":
                self.take()
                node = self._path(node)
            elif mark == "[":
                node = self._filter(node)
            elif mark == "(" and not isinstance(node, Literal):
                raise self._later("把值当函数来调用", (self.start, self.end))
            else:
                return node

    def _path(self, source: Node) -> Node:
        begin = self.skip()
        many = isinstance(source.type, ListOf)
        base = source.type.item if isinstance(source.type, ListOf) else source.type
        if isinstance(base, ContextOf):
            fits = [f for f in base.fields if self.text.startswith(f.name, begin) and self._ends(begin + len(f.name))]
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
        slot = self._bind("item", member, origin)
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

    def _bind(self, name: str, kind: Type, origin: Symbol | None) -> int:
        slot = self.slots
        self.slots += 1
        self.bound.append((name, lambda span: Local(kind, span, name, slot, origin)))
        return slot

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
            result.append(Binder(word.group(), self._bind(word.group(), member, symbol_of(source)), source))
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
        raise self._later("function", span)


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
