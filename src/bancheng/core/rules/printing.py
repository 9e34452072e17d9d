"""From the tree back to text: what a rule says, in one standard spelling. Reading it again gives the same tree."""
from __future__ import annotations

from typing import Final

from bancheng.core.rules.literals import text_of
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

_LOOSE, _OR, _AND, _COMPARE, _SUM, _PRODUCT, _POWER, _MINUS, _TIGHT = range(9)
_ARITHMETIC: Final = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}


def write(node: Node, least: int = _LOOSE) -> str:
    """The text of a node, in brackets if it binds looser than its place allows."""
    text, tightness = _written(node)
    return f"({text})" if tightness < least else text


def _written(node: Node) -> tuple[str, int]:
    match node:
        case Literal(value=value):
            return text_of(value, True), _TIGHT
        case Ref(symbol=symbol):
            return symbol.name, _TIGHT
        case Local(name=name):
            return name, _TIGHT
        case Path(source=source, name=name):
            return f"{write(source, _TIGHT)}.{name}", _TIGHT
        case Logic(op=op, operands=operands):
            level = _OR if op == "or" else _AND
            return f" {op} ".join(write(o, level + 1) for o in operands), level
        case Not(operand=operand):
            return f"not({write(operand)})", _TIGHT
        case Compare(op=op, left=left, right=right):
            return f"{write(left, _COMPARE)} {op} {write(right, _SUM)}", _COMPARE
        case Between(value=value, low=low, high=high):
            return f"{write(value, _COMPARE)} between {write(low, _SUM)} and {write(high, _SUM)}", _COMPARE
        case In(value=value, tests=tests):
            return f"{write(value, _COMPARE)} in ({', '.join(map(_test, tests))})", _COMPARE
        case Arithmetic(op=op, left=left, right=right):
            level = _ARITHMETIC[op]
            return f"{write(left, level)} {op} {write(right, level + 1)}", level
        case Negative(operand=operand):
            return f"-{write(operand, _MINUS)}", _MINUS
        case If(condition=condition, then=then, otherwise=otherwise):
            return f"if {write(condition)} then {write(then)} else {write(otherwise)}", _LOOSE
        case Quantified(kind=kind, binders=binders, body=body):
            return f"{kind} {_binders(binders)} satisfies {write(body)}", _LOOSE
        case For(binders=binders, body=body):
            return f"for {_binders(binders)} return {write(body)}", _LOOSE
        case Filter(source=source, predicate=predicate):
            return f"{write(source, _TIGHT)}[{write(predicate)}]", _TIGHT
        case Call(name=name, arguments=arguments):
            return f"{name}({', '.join(map(write, arguments))})", _TIGHT
        case ListNode(items=items):
            return f"[{', '.join(map(write, items))}]", _TIGHT
        case ContextNode(names=names, values=values):
            entries = (f"{text_of(n, True)}: {write(v)}" for n, v in zip(names, values, strict=True))
            return "{" + ", ".join(entries) + "}", _TIGHT
        case _:
            return _test(node), _LOOSE


def _test(node: Node) -> str:
    if isinstance(node, Test):
        return f"{node.op} {write(node.operand, _SUM)}"
    if isinstance(node, RangeNode):
        low, high = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
        return f"{low}{write(node.low, _SUM)}..{write(node.high, _SUM)}{high}"
    return write(node, _SUM)


def _binders(binders: tuple[Binder, ...]) -> str:
    return ", ".join(f"{b.name} in {_source(b.source)}" for b in binders)


def _source(node: Node) -> str:
    return f"{write(node.low, _SUM)}..{write(node.high, _SUM)}" if isinstance(node, RangeNode) else write(node, _OR)
