"""How one condition is said: what is required, what was found, how far it is off."""
from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from bancheng.core.rules.building import symbol_of, unit_of
from bancheng.core.rules.expression import Trace
from bancheng.core.rules.functions import is_constant
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
    Node,
    Not,
    Path,
    Quantified,
    RangeNode,
    Ref,
    Test,
    walk,
)
from bancheng.core.rules.values import UNKNOWN, DaysTime, YearsMonths
from bancheng.core.rules.wording import OPPOSITE, compare_word, duration_text, gap_text, name_of, value_text

_ZH_SUMS: Final = {"+": "加", "-": "减", "*": "乘", "/": "除以"}
_EN_SUMS: Final = {"+": " plus", "-": " minus", "*": " times", "/": " divided by"}
MIRRORED: Final = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "!=": "!="}


class Phrases:
    """Says conditions of one trace in one language."""

    def __init__(self, trace: Trace, lang: str) -> None:
        self.trace = trace
        self.lang = lang
        self.zh = lang == "zh"

    def say(self, zh: str, en: str) -> str:
        """The sentence of the language."""
        return zh if self.zh else en

    def source(self, node: Node) -> str:
        """The rule's own words, where nothing better is known."""
        text = self.trace.expression.text[node.span[0] : node.span[1]]
        return self.say(f"‘{text}’", f"'{text}'")

    def subject(self, node: Node) -> str:
        """What a condition speaks about."""
        match node:
            case Ref(symbol=symbol):
                return name_of(symbol, self.lang)
            case Path(field=field) if field is not None:
                return name_of(field, self.lang)
            case Local(origin=origin) if origin is not None:
                return name_of(origin, self.lang)
            case Call(name="count", arguments=(held,)):
                return self.say(f"{self.subject(held)}的数量", f"number of {self.subject(held)}")
            case Call(name="sum", arguments=(held,)):
                return self.say(f"{self.subject(held)}合计", f"total of {self.subject(held)}")
            case Filter(source=source, predicate=predicate):
                which = self.requirement(predicate, True)
                return self.say(f"{self.subject(source)}（{which}）", f"{self.subject(source)} ({which})")
            case Arithmetic(op=op, left=left, right=right) if op in _ZH_SUMS:
                parts = [self._phrase(n) or self.value(n) if is_constant(n) else self.subject(n) for n in (left, right)]
                return self.glue(parts[0] + self.say(_ZH_SUMS[op], _EN_SUMS[op]), parts[1])
            case Call(name="duration" | "number" | "date", arguments=(held,)):
                return self.subject(held)
            case _:
                return self.source(node)

    def value(self, node: Node) -> str:
        """The value of a node, with its unit."""
        return value_text(self.trace.of(node), self.lang, unit_of(node))

    def threshold(self, node: Node, beside: Node) -> str:
        """What a value is held against: a plain value, or a phrase with the value in brackets."""
        value = self.trace.of(node)
        said = value_text(value, self.lang, unit_of(node) or unit_of(beside) if _plain_number(value) else None)
        phrase = self._phrase(node)
        if not phrase or value is UNKNOWN:
            return phrase or said
        return self.say(f"{phrase}（{said}）", f"{phrase} ({said})")

    def _phrase(self, node: Node) -> str:
        match node:
            case Call(name="today"):
                return self.say("今天", "today")
            case Arithmetic(op="+" | "-" as op, left=Call(name="today"), right=right) if is_constant(right):
                span = self.trace.of(right)
                if isinstance(span, YearsMonths | DaysTime):
                    said = duration_text(span, self.lang)
                    if op == "-":
                        return self.say(f"{said}前的今天", f"{said} before today")
                    return self.say(f"{said}后的今天", f"{said} from today")
                return ""
            case Ref() | Path():
                return self.subject(node)
            case _:
                return ""

    def glue(self, word: str, said: str) -> str:
        """A word and what follows it; Chinese leaves a space before digits and Latin letters only."""
        if not word:
            return said
        return f"{word} {said}" if not self.zh or (said and said[0].isascii()) else word + said

    def requirement(self, node: Node, want: bool) -> str:
        """What the condition demands, in words, without saying whether it is met."""
        node = plain_form(node)
        match node:
            case Not(operand=operand):
                return self.requirement(operand, not want)
            case Compare() if (plain := as_truth(node)) is not None:
                return self.requirement(plain[0], plain[1] is want)
            case Logic() if want and implication(node)[0]:
                conditions, others = implication(node)
                led = self.say("，并且", " and ").join(self.requirement(o, False) for o in conditions)
                then = self.say("，或者", " or ").join(self.requirement(o, True) for o in others)
                return self.say(f"{led}时，{then}", f"if {led}, then {then}")
            case Logic(op=op, operands=operands):
                both = (op == "and") is want
                word = self.say("，并且" if both else "，或者", " and " if both else " or ")
                said = [o for o in operands if not (both and is_guard(o))] or operands
                return word.join(self.requirement(o, want) for o in said)
            case Compare(op="=" | "!=" as equality, left=left, right=Literal(value=None)):
                there = (equality == "!=") is want
                return self.say("有" if there else "没有", "a " if there else "no ") + self.subject(left)
            case Compare():
                op, left, right = oriented(node, want)
                return self.glue(self.subject(left), self.demand(op, left, right))
            case Between() | In():
                return self.glue(self.subject(_value_of(node)), self.members(node, want))
            case Call(name="list contains" | "contains", arguments=(held, wanted)):
                return self.subject(held) + self.includes(want) + self.value(wanted)
            case Quantified(kind=kind, binders=(binder, *_), body=body):
                every = (kind == "every") is want
                inner, whole = self.requirement(body, want), self.subject(binder.source)
                if every:
                    return self.say(f"{whole}每一项都符合“{inner}”", f"every one of {whole}: {inner}")
                return self.say(f"{whole}里至少有一项符合“{inner}”", f"at least one of {whole}: {inner}")
            case If():
                return self.source(node) if want else self.say("不满足", "not ") + self.source(node)
            case Literal(value=bool() as value):
                return value_text(value, self.lang)
            case _ if symbol_of(node) is not None:
                return self.say(f"{self.subject(node)}为{'是' if want else '否'}", f"{self.subject(node)}: {'yes' if want else 'no'}")
            case _:
                return self.source(node) if want else self.say("不满足", "not ") + self.source(node)

    def short(self, node: Node, want: bool) -> str:
        """The requirement of a condition whose subject has just been named."""
        node = plain_form(node)
        match node:
            case Compare(op="=" | "!=", right=Literal(value=None)):
                return self.requirement(node, want)
            case Quantified(kind=quantifier, binders=(binder,), body=body) if about(body, binder.slot):
                every = (quantifier == "every") is want
                word = self.say("每一项都" if every else "至少有一项", "each is " if every else "at least one is ")
                return word + self.short(body, want)
            case Compare() if isinstance(oriented(node, want)[1], Ref | Path | Local):
                return self.demand(*oriented(node, want))
            case Between(value=Ref() | Path() | Local()) | In(value=Ref() | Path() | Local()):
                return self.members(node, want)
            case Not(operand=operand):
                return self.short(operand, not want)
            case Ref() | Path() | Local():
                return self.say("是" if want else "否", "yes" if want else "no")
            case _:
                return self.requirement(node, want)

    def demand(self, op: str, left: Node, right: Node) -> str:
        """`不少于 50 平方米`, `at least 50 m²`."""
        wanted = self.trace.of(right)
        sample = wanted if wanted is not UNKNOWN else self.trace.of(left)
        word = compare_word(op, sample, unit_of(left) or unit_of(right), self.lang)
        return self.glue(word, self.threshold(right, left))

    def members(self, node: Between | In, want: bool) -> str:
        """`在 1 到 5 之间`, `是“甲”“乙”之一`."""
        if isinstance(node, Between):
            said = self._range(RangeNode(node.type, node.span, node.low, node.high, True, True), node.value)
        else:
            said = self.say("或者", " or ").join(self._one(test, node.value) for test in _grouped(node.tests))
        return said if want else self.say("不" + said, "not " + said)

    def _one(self, test: tuple[Node, ...], value: Node) -> str:
        if len(test) == 1 and isinstance(test[0], RangeNode):
            return self._range(test[0], value)
        if len(test) == 1 and isinstance(test[0], Test):
            return self.demand(test[0].op, value, test[0].operand)
        if len(test) == 1 and isinstance(test[0], ListNode):
            test = test[0].items
        if len(test) == 1:
            return self.say("", "one of " if not is_constant(test[0]) else "") + self.glue(self.say("是", ""), self.threshold(test[0], value))
        listed = ("、" if self.zh else ", ").join(self.threshold(t, value) for t in test)
        return self.say(self.glue("是", listed) + "之一", "one of " + listed)

    def _range(self, node: RangeNode, value: Node) -> str:
        low, high = self.threshold(node.low, value), self.threshold(node.high, value)
        out_low = "" if node.low_closed else self.say("（不含）", " (excluded)")
        out_high = "" if node.high_closed else self.say("（不含）", " (excluded)")
        return self.say(f"在 {low}{out_low}到 {high}{out_high}之间", f"between {low}{out_low} and {high}{out_high}")

    def includes(self, want: bool) -> str:
        """The verb of `list contains`."""
        return self.say("包括" if want else "不包括", " includes " if want else " does not include ")

    def found(self, node: Node, want: bool, holds: bool) -> tuple[str, str]:
        """What was found, beside what is required if it is not met; and the gap."""
        node = plain_form(node)
        match node:
            case Compare(left=left, right=Literal(value=None)) if node.op in ("=", "!="):
                there = ((node.op == "!=") is want) is holds
                return self.say("有" if there else "没有", "there is a " if there else "there is no ") + self.subject(left), ""
            case Compare():
                return self._compared(node, want, holds)
            case In(value=value, tests=(held,)) if is_constant(value) and not is_constant(held):
                return self._including(held, value, want, holds), ""
            case Between() | In():
                value = _value_of(node)
                is_said = self.stated(value)
                demand = self.members(node, want)
                if holds:
                    plain = isinstance(node, In) and want and self.trace.of(value).__class__ is str
                    return is_said if plain else is_said + self.say("，", ", ") + demand, ""
                return is_said + self.say(f"，要求{demand}", f"; required: {demand}"), ""
            case Call(name="list contains" | "contains", arguments=(held, wanted)):
                return self._including(held, wanted, want, holds), ""
            case _ if symbol_of(node) is not None or isinstance(node, Ref):
                said = value_text(holds is want, self.lang)
                text = self.say(f"{self.subject(node)}：{said}", f"{self.subject(node)}: {said}")
                need = value_text(want, self.lang)
                return (text if holds else text + self.say(f"，要求：{need}", f"; required: {need}")), ""
            case _:
                true = holds is want
                return self.source(node) + self.say("成立" if true else "不成立", " holds" if true else " does not hold"), ""

    def stated(self, node: Node) -> str:
        """`场所的营业面积是 49.5 平方米`."""
        subject = self.subject(node)
        spaced = " " if subject[-1:].isascii() else ""
        return self.glue(self.say(f"{subject}{spaced}是", f"{subject} is"), self.value(node))

    def _including(self, held: Node, wanted: Node, want: bool, holds: bool) -> str:
        said = self.subject(held) + self.includes(holds is want) + self.value(wanted)
        if holds:
            return said
        return said + self.say("，要求包括" if want else "，要求不包括", "; it must" if want else "; it must not")

    def _compared(self, node: Compare, want: bool, holds: bool) -> tuple[str, str]:
        op, left, right = oriented(node, want)
        said = self.stated(left)
        demand = self.demand(op, left, right)
        if holds:
            same = op == "=" and isinstance(right, Literal)
            return said if same else said + self.say("，", ", ") + demand, ""
        gap = "" if op == "!=" else gap_text(self.trace.of(left), self.trace.of(right), unit_of(left) or unit_of(right), self.lang)
        text = said + self.say(f"，要求{demand}", f"; required: {demand}")
        return text + (self.say("，", ", ") + gap if gap else ""), gap


def implication(node: Logic) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """`not(a) or b` means: when a, then b. The negated operands and the others; both empty where it is no such rule."""
    conditions = tuple(o for o in node.operands if isinstance(o, Not))
    others = tuple(o for o in node.operands if not isinstance(o, Not))
    return (conditions, others) if node.op == "or" and conditions and others else ((), ())


def as_truth(node: Node) -> tuple[Node, bool] | None:
    """`x = true` and `x != false` are x, `x = false` and `x != true` are not x: the condition and what it should be."""
    if isinstance(node, Compare) and node.op in ("=", "!=") and isinstance(node.right, Literal):
        value = node.right.value
        if value.__class__ is bool:
            return node.left, value is (node.op == "=")
    return None


def oriented(node: Compare, want: bool) -> tuple[str, Node, Node]:
    """The comparison with what varies on the left, turned round if it is its opposite that is wanted."""
    op = node.op if want else OPPOSITE[node.op]
    if _fixed(node.left) and not _fixed(node.right):
        return MIRRORED[op], node.right, node.left
    return op, node.left, node.right


def _fixed(node: Node) -> bool:
    """Whether the node does not depend on the record (the date of the day does not)."""
    return not any(isinstance(n, Ref | Local) for n in walk(node))


def is_guard(node: Node) -> bool:
    """`x != null`, which only makes sure that what follows can be asked."""
    return isinstance(node, Compare) and node.op == "!=" and isinstance(node.right, Literal) and node.right.value is None


def plain_form(node: Node) -> Node:
    """`list contains(["甲", "乙"], x)` says the same as `x in ("甲", "乙")`, and is said like it."""
    match node:
        case Call(name="list contains", arguments=(ListNode() as held, wanted)) if is_constant(held):
            return In(node.type, node.span, wanted, (held,))
        case _:
            return node


def about(node: Node, slot: int) -> bool:
    """Whether a condition is one comparison of the bound name itself (`p != "预包装食品"`)."""
    node = plain_form(node)
    match node:
        case Compare(left=Local(slot=found)) | In(value=Local(slot=found)) | Between(value=Local(slot=found)):
            return found == slot
        case Not(operand=operand):
            return about(operand, slot)
        case _:
            return False


def _value_of(node: Between | In) -> Node:
    return node.value


def _plain_number(value: Any) -> bool:
    return isinstance(value, Decimal)


def _grouped(tests: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    """Plain values side by side are said as one list; ranges and comparisons stand alone."""
    groups: list[tuple[Node, ...]] = []
    for test in tests:
        alone = isinstance(test, RangeNode | Test | ListNode) or not is_constant(test)
        if not alone and groups and all(isinstance(t, Literal) for t in groups[-1]) and isinstance(test, Literal):
            groups[-1] = (*groups[-1], test)
        else:
            groups.append((test,))
    return groups
