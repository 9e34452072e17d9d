"""Why a part of a rule is null. FEEL answers null where other languages raise; whoever wrote the rule must see why."""
from __future__ import annotations

from typing import Any

from bancheng.core.rules.expression import Trace
from bancheng.core.rules.literals import text_of
from bancheng.core.rules.tree import (
    Arithmetic,
    Between,
    Call,
    Compare,
    Filter,
    For,
    If,
    Logic,
    Node,
    Not,
    Path,
    Quantified,
    RangeNode,
    Ref,
    Test,
)
from bancheng.core.rules.types import Symbol
from bancheng.core.rules.values import UNKNOWN, kind

_KINDS_ZH = {
    "null": "空值", "boolean": "是否", "number": "数字", "string": "文字", "date": "日期", "datetime": "日期时间",
    "years and months duration": "年月时长", "days and time duration": "天数时长", "list": "列表", "context": "记录",
}  # fmt: skip


def why_null(trace: Trace, node: Node, lang: str = "zh") -> str:
    """One clause saying why the node is null, from the innermost part that is to blame; "" when it is not null."""
    if isinstance(node, RangeNode | Test):
        return next(filter(None, (why_null(trace, child, lang) for child in node.children())), "")
    if trace.of(node) is not None:
        return ""
    zh = lang == "zh"
    if isinstance(node, Ref):
        return _empty(node.symbol, zh)
    if isinstance(node, If):
        chosen = node.then if trace.of(node.condition) is True else node.otherwise
        return why_null(trace, chosen, lang)
    if not isinstance(node, Filter | For | Quantified):
        for child in node.children():
            if inner := why_null(trace, child, lang):
                return inner
    return _blame(trace, node, zh)


def _empty(symbol: Symbol, zh: bool) -> str:
    return f"‘{symbol.name}’是空的（没有）" if zh else f"'{symbol.name_en or symbol.name}' is null (there is none)"


def _blame(trace: Trace, node: Node, zh: bool) -> str:
    text = trace.expression.text[node.span[0] : node.span[1]]
    match node:
        case Compare(left=left, right=right):
            return _unlike(trace.of(left), trace.of(right), zh)
        case Between(value=value, low=low):
            return _unlike(trace.of(value), trace.of(low), zh)
        case Arithmetic(op="/", right=right) if not _nonzero(trace.of(right)):
            return f"‘{text}’的除数是 0" if zh else f"'{text}' divides by zero"
        case Arithmetic(op=op, left=left, right=right):
            a, b = trace.of(left), trace.of(right)
            if zh:
                return f"{_KINDS_ZH.get(kind(a), '值')}和{_KINDS_ZH.get(kind(b), '值')}不能做‘{op}’：‘{text}’"
            return f"a {kind(a)} and a {kind(b)} do not go with '{op}': '{text}'"
        case Call(name=name, arguments=arguments):
            given = ", ".join(text_of(trace.of(a), True) for a in arguments if trace.of(a) is not UNKNOWN)
            return f"函数 {name} 算不出结果：{name}({given})" if zh else f"{name}({given}) has no result"
        case Logic() | Not():
            return f"‘{text}’里有的不是是或否" if zh else f"'{text}' joins what is neither true nor false"
        case Path(name=name):
            return f"‘{text}’没有‘{name}’" if zh else f"'{text}': there is no '{name}'"
        case _:
            return f"‘{text}’没有结果" if zh else f"'{text}' has no result"


def _nonzero(value: Any) -> bool:
    return value != 0 and value is not None


def _unlike(a: Any, b: Any, zh: bool) -> str:
    left, right = text_of(a, True), text_of(b, True)
    if zh:
        return f"{_KINDS_ZH.get(kind(a), '值')}和{_KINDS_ZH.get(kind(b), '值')}不能比较：{left} 和 {right}"
    return f"a {kind(a)} and a {kind(b)} cannot be compared: {left} and {right}"
