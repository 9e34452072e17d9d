"""Making nodes, and checking them while they are made: types, options, units, arguments.

A fault here means that the rule can be read but cannot be meant: comparing a date with a text, an element with a word
that is none of its options, square metres with metres. With `typed=False` such expressions are let through, and give the
null that the standard prescribes; only the public conformance suite asks for that.
"""
from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from bancheng.core.rules import literals
from bancheng.core.rules.functions import BUILTINS, Builtin
from bancheng.core.rules.scanner import Scanner
from bancheng.core.rules.tree import (
    Arithmetic,
    Between,
    Call,
    Compare,
    Filter,
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
    RangeNode,
    Ref,
    Span,
    Test,
)
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
    Symbol,
    Type,
)

_ORDERED: Final = (ANY, NUMBER, STRING, DATE, DATETIME, DURATION)
_PARTS: Final[dict[Type, tuple[str, ...]]] = {
    DATE: ("year", "month", "day", "weekday"),
    DATETIME: ("year", "month", "day", "weekday", "hour", "minute", "second"),
    DURATION: ("years", "months", "days", "hours", "minutes", "seconds"),
}
_SUMS: Final[dict[tuple[str, Type, Type], Type]] = {
    ("+", NUMBER, NUMBER): NUMBER, ("-", NUMBER, NUMBER): NUMBER, ("*", NUMBER, NUMBER): NUMBER,
    ("/", NUMBER, NUMBER): NUMBER, ("**", NUMBER, NUMBER): NUMBER, ("+", STRING, STRING): STRING,
    ("+", DATE, DURATION): DATE, ("-", DATE, DURATION): DATE, ("+", DURATION, DATE): DATE, ("-", DATE, DATE): DURATION,
    ("+", DATETIME, DURATION): DATETIME, ("-", DATETIME, DURATION): DATETIME, ("+", DURATION, DATETIME): DATETIME,
    ("-", DATETIME, DATETIME): DURATION, ("-", DATETIME, DATE): DURATION, ("-", DATE, DATETIME): DURATION,
    ("+", DURATION, DURATION): DURATION, ("-", DURATION, DURATION): DURATION, ("*", DURATION, NUMBER): DURATION,
    ("*", NUMBER, DURATION): DURATION, ("/", DURATION, NUMBER): DURATION, ("/", DURATION, DURATION): NUMBER,
}  # fmt: skip


def fits(a: Type, b: Type) -> bool:
    """Whether a value of one type may stand where the other is wanted, as far as one can know before running."""
    if a in (ANY, b) or b == ANY:
        return True
    if isinstance(a, ListOf) and isinstance(b, ListOf):
        return fits(a.item, b.item)
    return isinstance(a, ContextOf) and isinstance(b, ContextOf)


def symbol_of(node: Node) -> Symbol | None:
    """The element or field that a node reads: its options and unit hold for the node."""
    match node:
        case Ref(symbol=symbol):
            return symbol
        case Local(origin=symbol) | Path(field=symbol):
            return symbol
        case Filter(source=source):
            return symbol_of(source)
        case _:
            return None


def unit_of(node: Node) -> str | None:
    """The unit of a number, as far as it can be told."""
    match node:
        case Arithmetic(op="+" | "-", left=left, right=right):
            return unit_of(left) or unit_of(right)
        case Negative(operand=operand):
            return unit_of(operand)
        case Call(name="sum" | "min" | "max" | "floor" | "ceiling" | "round half up" | "abs", arguments=(first, *_)):
            return unit_of(first)
        case _:
            symbol = symbol_of(node)
            return symbol.unit if symbol else None


def nearest(name: str, known: list[str]) -> str | None:
    """The known name that was probably meant: spelt nearly so, or one that contains what was written."""
    if close := get_close_matches(name, known, 1, 0.8):
        return close[0]
    tail = name.rsplit(".", 1)[-1]
    for held in (
        [k for k in known if k.endswith(name)],
        [k for k in known if name in k],
        [k for k in known if k in name and len(k) > 1],
        [k for k in known if k.rsplit(".", 1)[-1] == tail],
    ):
        if held:
            return min(held, key=lambda k: abs(len(k) - len(name)))
    return next(iter(get_close_matches(name, known, 1, 0.5)), None)


class Builder(Scanner):
    """Makes nodes of known type; notes what does not fit."""

    def __init__(self, text: str, typed: bool) -> None:
        super().__init__(text)
        self.typed = typed

    def misfit(self, zh: str, en: str, span: Span, fix: str | None = None) -> None:
        """A fault of meaning: types, options, units."""
        if self.typed:
            self.fault(zh, en, span, fix)

    def said(self, node: Node) -> str:
        """The text of a node as it was written."""
        return self.text[node.span[0] : node.span[1]]

    def logic(self, op: str, left: Node, right: Node) -> Node:
        """`and`, `or`: one node for the whole run."""
        for side in (left, right):
            self._yes_or_no(side, f"‘{op}’两边", f"both sides of '{op}'")
        head = left.operands if isinstance(left, Logic) and left.op == op else (left,)
        return Logic(BOOLEAN, (left.span[0], right.span[1]), op, (*head, right))

    def negation(self, operand: Node, span: Span) -> Node:
        """`not(x)`."""
        self._yes_or_no(operand, "not( ) 里面", "what stands in not( )")
        return Not(BOOLEAN, span, operand)

    def choice(self, condition: Node, then: Node, otherwise: Node, span: Span) -> Node:
        """`if … then … else …`."""
        self._yes_or_no(condition, "if 后面的条件", "the condition after 'if'")
        kind = then.type if then.type == otherwise.type else ANY
        if not fits(then.type, otherwise.type):
            self.misfit(
                f"then 得到{then.type.zh}，else 得到{otherwise.type.zh}，两边要是同一种",
                f"'then' gives a {then.type}, 'else' a {otherwise.type}: they must be of one type",
                span,
            )
        return If(kind, span, condition, then, otherwise)

    def comparison(self, op: str, left: Node, right: Node) -> Node:
        """`= != < <= > >=`."""
        span = (left.span[0], right.span[1])
        self.comparable(op, left, right, span)
        return Compare(BOOLEAN, span, op, left, right)

    def between(self, value: Node, low: Node, high: Node) -> Node:
        """`x between low and high`."""
        span = (value.span[0], high.span[1])
        self.comparable(">=", value, low, span)
        self.comparable("<=", value, high, span)
        return Between(BOOLEAN, span, value, low, high)

    def membership(self, value: Node, tests: tuple[Node, ...], span: Span) -> Node:
        """`x in (tests)`; every test is checked against the value."""
        for test in tests:
            match test:
                case Test(op=op, operand=operand):
                    self.comparable(op, value, operand, test.span)
                case RangeNode(low=low, high=high):
                    self.comparable(">=", value, low, test.span)
                    self.comparable("<=", value, high, test.span)
                case ListNode(items=items):
                    for item in items:
                        self.comparable("=", value, item, item.span)
                case Node(type=ListOf(item=item)):
                    member = Local(item, test.span, "item", 0, symbol_of(test))
                    self.comparable("=", value, member, test.span)
                case _:
                    self.comparable("=", value, test, test.span)
        return In(BOOLEAN, span, value, tests)

    def comparable(self, op: str, left: Node, right: Node, span: Span) -> None:
        """Note why two sides cannot be compared, if they cannot."""
        if not self.typed:
            return
        self._options(left, right)
        self._options(right, left)
        a, b = left.type, right.type
        if op not in ("=", "!=") and (a not in _ORDERED or b not in _ORDERED):
            odd = left if a not in _ORDERED else right
            self.misfit(
                f"‘{self.said(odd)}’是{odd.type.zh}，不能比大小",
                f"'{self.said(odd)}' is a {odd.type} and has no order",
                odd.span,
            )
        elif not fits(a, b):
            self._unlike(left, right, span)
        else:
            units = unit_of(left), unit_of(right)
            if units[0] and units[1] and units[0] != units[1]:
                self.misfit(
                    f"单位不同：‘{self.said(left)}’是{units[0]}，‘{self.said(right)}’是{units[1]}，不能直接比较",
                    f"different units: '{self.said(left)}' is in {units[0]}, '{self.said(right)}' in {units[1]}",
                    span,
                )

    def _unlike(self, left: Node, right: Node, span: Span) -> None:
        fix = None
        for side, other in ((left, right), (right, left)):
            if isinstance(side, Literal) and side.type == STRING:
                if other.type == DATE and literals._DATE.fullmatch(side.value):
                    fix = f'date("{side.value}")'
                elif other.type == NUMBER and literals._NUMBER.fullmatch(side.value):
                    fix = side.value
                elif other.type == BOOLEAN and side.value in ("是", "否", "有", "无"):
                    fix = "true" if side.value in ("是", "有") else "false"
                if fix is not None:
                    span = side.span
                    break
        mend = (f"，请写成 {fix}", f", write {fix}") if fix else ("", "")
        self.misfit(
            f"‘{self.said(left)}’是{left.type.zh}，‘{self.said(right)}’是{right.type.zh}，不能比较{mend[0]}",
            f"'{self.said(left)}' is a {left.type}, '{self.said(right)}' a {right.type}: they cannot be compared{mend[1]}",
            span,
            fix,
        )

    def _options(self, element: Node, value: Node) -> None:
        symbol = symbol_of(element)
        if symbol is None or not symbol.options or not isinstance(value, Literal) or value.type != STRING:
            return
        if value.value in symbol.options:
            return
        meant = nearest(value.value, list(symbol.options))
        hint = (f"是不是“{meant}”？", f" Did you mean “{meant}”?") if meant else ("", "")
        listed = "、".join(f"“{o}”" for o in symbol.options)
        self.misfit(
            f"‘{symbol.name}’没有“{value.value}”这个选项，{hint[0]}可选的有：{listed}",
            f"'{symbol.name}' has no option “{value.value}”.{hint[1]} The options are {listed}",
            value.span,
            f'"{meant}"' if meant else None,
        )

    def arithmetic(self, op: str, left: Node, right: Node) -> Node:
        """`+ - * / **`."""
        span = (left.span[0], right.span[1])
        a, b = left.type, right.type
        if a == ANY or b == ANY:
            return Arithmetic(ANY, span, op, left, right)
        result = _SUMS.get((op, a, b))
        if result is None:
            self.misfit(
                f"{a.zh}和{b.zh}不能做‘{op}’：‘{self.said(left)} {op} {self.said(right)}’",
                f"a {a} and a {b} do not go with '{op}': '{self.said(left)} {op} {self.said(right)}'",
                span,
            )
            return Arithmetic(ANY, span, op, left, right)
        units = unit_of(left), unit_of(right)
        if op in "+-" and a == b == NUMBER and units[0] and units[1] and units[0] != units[1]:
            self.misfit(
                f"单位不同：‘{self.said(left)}’是{units[0]}，‘{self.said(right)}’是{units[1]}，不能相加减",
                f"different units: '{self.said(left)}' is in {units[0]}, '{self.said(right)}' in {units[1]}",
                span,
            )
        return Arithmetic(result, span, op, left, right)

    def minus(self, operand: Node, span: Span) -> Node:
        """`-x`."""
        if operand.type not in (ANY, NUMBER, DURATION):
            self.misfit(f"{operand.type.zh}前面不能写负号", f"a {operand.type} has no negative", span)
        return Negative(operand.type if operand.type in (NUMBER, DURATION) else ANY, span, operand)

    def part(self, source: Node, name: str, span: Span) -> Node:
        """`source.name` where name is no declared field: a part of a date or duration, or a key that is not known yet."""
        base = source.type.item if isinstance(source.type, ListOf) else source.type
        if base == ANY:
            return Path(ANY, span, source, name, None)
        if name in _PARTS.get(base, ()):
            return Path(ListOf(NUMBER) if base is not source.type else NUMBER, span, source, name, None)
        known = [f.name for f in base.fields] if isinstance(base, ContextOf) else list(_PARTS.get(base, ()))
        meant = nearest(name, known)
        hint = (f"，是不是‘{meant}’？", f", did you mean '{meant}'?") if meant else ("", "")
        self.misfit(
            f"‘{self.said(source)}’里没有‘{name}’这一项{hint[0]}",
            f"'{self.said(source)}' has no '{name}'{hint[1]}",
            (span[1] - len(name), span[1]),
            meant,
        )
        return Path(ANY, span, source, name, None)

    def builtin_call(self, name: str, arguments: tuple[Node, ...], span: Span) -> Node:
        """A built-in function."""
        builtin = BUILTINS[name]
        most = len(builtin.parameters)
        if len(arguments) < builtin.least or (len(arguments) > most and builtin.rest is None):
            wanted = f"{builtin.least}" if builtin.least == most else f"{builtin.least} 到 {most}"
            if builtin.rest is not None:
                wanted = f"至少 {builtin.least}"
            english = wanted.replace("到", "to").replace("至少", "at least")
            self.fault(
                f"函数 {name} 要 {wanted} 个参数，这里有 {len(arguments)} 个",
                f"{name} takes {english} arguments, {len(arguments)} given",
                span,
            )
        types = builtin.parameters + (builtin.rest or ANY,) * (len(arguments) - most)
        self._arguments(name, types, arguments)
        if name == "list contains" and len(arguments) == 2:
            self._options(arguments[0], arguments[1])
        if name in ("date", "date and time", "duration") and len(arguments) == 1:
            self._readable(name, arguments[0])
        return Call(_shape(builtin, arguments), span, name, arguments)

    def outside_call(self, name: str, function: Function, arguments: tuple[Node, ...], span: Span) -> Node:
        """A function handed in with the scope."""
        if len(arguments) != len(function.parameters):
            self.fault(
                f"函数 {name} 要 {len(function.parameters)} 个参数，这里有 {len(arguments)} 个",
                f"{name} takes {len(function.parameters)} arguments, {len(arguments)} given",
                span,
            )
        self._arguments(name, function.parameters, arguments)
        return Call(function.result, span, name, arguments)

    def _arguments(self, name: str, types: tuple[Type, ...], arguments: tuple[Node, ...]) -> None:
        for number, (wanted, given) in enumerate(zip(types, arguments, strict=False), 1):
            if not fits(given.type, wanted) and not (isinstance(wanted, ListOf) and fits(given.type, wanted.item)):
                self.misfit(
                    f"函数 {name} 的第 {number} 个参数要{wanted.zh}，‘{self.said(given)}’是{given.type.zh}",
                    f"argument {number} of {name} must be a {wanted}, '{self.said(given)}' is a {given.type}",
                    given.span,
                )

    def _readable(self, name: str, argument: Node) -> None:
        if not isinstance(argument, Literal) or argument.type != STRING:
            return
        try:
            value = BUILTINS[name].call(argument.value)
        except literals.OutOfReach:
            return  # refused when the whole has been read
        if value is None:
            good = {"date": '"2026-02-12"', "date and time": '"2026-02-12T08:30:00"', "duration": '"P1Y"、"P30D"'}[name]
            self.misfit(
                f"{self.said(argument)} 不能读成{BUILTINS[name].result.zh}，写法如 {good}",
                f"{self.said(argument)} is no {BUILTINS[name].result}; write it like {good.replace('、', ', ')}",
                argument.span,
            )

    def _yes_or_no(self, node: Node, zh: str, en: str) -> None:
        if node.type not in (BOOLEAN, ANY):
            self.misfit(
                f"{zh}要是能判断真假的条件，‘{self.said(node)}’是{node.type.zh}",
                f"{en} must be true or false, '{self.said(node)}' is a {node.type}",
                node.span,
            )


def _shape(builtin: Builtin, arguments: tuple[Node, ...]) -> Type:
    """The type of a call, which may follow from its first argument."""
    if not builtin.shape or not arguments:
        return builtin.result
    first = arguments[0].type
    if builtin.shape == "same":
        return first
    if builtin.shape == "list":
        uniform = all(a.type == first or a.type == getattr(first, "item", None) for a in arguments)
        return first if isinstance(first, ListOf) and uniform else builtin.result
    if isinstance(first, ListOf):
        return first.item if len(arguments) == 1 else ANY
    return first if all(a.type == first for a in arguments) else ANY
