"""Explain: why a rule holds, does not hold, or cannot be decided yet, in plain Chinese or English.

The explanation is rendered from the trace, never written twice. Every condition of the rule gives a line; the sentence
says only those that decide: of a failed `a and b`, what failed; of an open one, what is still unknown.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bancheng.core.rules.asking import elements, gaps
from bancheng.core.rules.expression import Trace
from bancheng.core.rules.phrasing import Phrases, about, as_truth, implication, is_guard
from bancheng.core.rules.reasons import why_null
from bancheng.core.rules.tree import If, Logic, Node, Not, Path, Quantified
from bancheng.core.rules.types import BOOLEAN
from bancheng.core.rules.values import UNKNOWN
from bancheng.core.rules.wording import name_of, value_text


@dataclass(frozen=True, slots=True)
class Line:
    """One condition: what was found, whether it is as required (None: unknown, or cannot be decided), on which elements.

    `gap` is the distance to what is required (`还差 0.5 平方米`), "" where there is none. `decides` marks the lines that
    settle the answer.
    """

    text: str
    holds: bool | None
    symbols: tuple[str, ...]
    gap: str = ""
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """One plain sentence, the line of every condition, and the gaps of those that decide."""

    sentence: str
    lines: tuple[Line, ...]

    @property
    def gap(self) -> str:
        """How far off, over all lines that decide."""
        return "；".join(line.gap for line in self.lines if line.decides and line.gap)


def explain(trace: Trace, lang: str = "zh") -> Explanation:
    """The explanation of an answer; `lang` is "zh" or "en"."""
    return _Explainer(trace, lang).whole()


class _Explainer:
    def __init__(self, trace: Trace, lang: str) -> None:
        self.trace = trace
        self.words = Phrases(trace, lang)
        self.lang = lang

    def whole(self) -> Explanation:
        tree, value = self.trace.expression.tree, self.trace.value
        say = self.words.say
        if tree.type != BOOLEAN and value.__class__ is not bool:
            return self._amount(tree, value)
        lines = tuple(self.lines(tree, True, {}))
        told = (say("；", "; ")).join(dict.fromkeys(line.text for line in lines if line.decides))
        head = {
            True: say("符合条件：", "Holds: "),
            False: say("不符合条件：", "Does not hold: "),
        }.get(value if value.__class__ is bool else None, "")  # type: ignore[arg-type]
        if not head:
            head = say("还不能判断：", "Not decided yet: ") if value is UNKNOWN else say("无法判断：", "Cannot be decided: ")
        return Explanation(head + told + say("。", "."), lines)

    def _amount(self, tree: Node, value: Any) -> Explanation:
        """A rule that gives a value: the value, and what it was worked out from."""
        say, lines = self.words.say, []
        for key, fact in self.trace.facts.items():
            symbol = self.trace.expression.scope.by_id[key]
            said = value_text(fact, self.lang, symbol.unit)
            text = say(f"{name_of(symbol, 'zh')}：{said}", f"{name_of(symbol, 'en')}: {said}")
            lines.append(Line(text, None if fact is UNKNOWN else True, (key,), "", fact is UNKNOWN))
        if value is UNKNOWN:
            unknown = self._names(gaps(self.trace, tree))
            return Explanation(say(f"还不能算出结果：还不知道{unknown}。", f"No result yet: {unknown} not known."), tuple(lines))
        if value is None:
            why = why_null(self.trace, tree, self.lang)
            return Explanation(say(f"没有结果：{why}。", f"No result: {why}."), tuple(lines))
        said = self.words.value(tree)
        return Explanation(self.words.glue(say("结果是", "The result is"), said) + say("。", "."), tuple(lines))

    def lines(self, node: Node, want: bool, sources: dict[int, frozenset[str]]) -> list[Line]:
        """The lines of a condition, of which `want` says whether it should be true or false."""
        match node:
            case Not(operand=operand):
                return self.lines(operand, not want, sources)
            case _ if (plain := as_truth(node)) is not None:
                return self.lines(plain[0], plain[1] is want, sources)
            case Logic():
                return self._joined(node, want, sources)
            case If(condition=condition, then=then, otherwise=otherwise):
                chosen = self.trace.of(condition)
                if chosen is UNKNOWN:
                    return self.lines(condition, True, sources)
                branch = then if chosen is True else otherwise
                led = [replace(line, decides=False) for line in self.lines(condition, chosen is True, sources)]
                return led + self.lines(branch, want, sources)
            case Quantified():
                return self._members(node, want, sources)
            case _:
                return [self._atom(node, want, sources)]

    def _joined(self, node: Logic, want: bool, sources: dict[int, frozenset[str]]) -> list[Line]:
        """`and` fails by what fails, `or` holds by what holds; what is open is open by what is unknown."""
        state = _as(self.trace.of(node), want)
        result: list[Line] = []
        conditions, _ = implication(node) if want and state is False else ((), ())
        deciding = 0
        if state is None and all(_as(self.trace.of(o), want) is None for o in node.operands if not is_guard(o)):
            conditions = tuple(filter(is_guard, node.operands))  # `x != null and …`: what follows says it all
        for operand in node.operands:
            one = _as(self.trace.of(operand), want)
            lines = self.lines(operand, want, sources)
            if one is not state or operand in conditions:
                lines = [replace(line, decides=False) for line in lines]
            result += lines
            deciding += any(line.decides for line in lines)
        if state is not True and (node.op == "or") is want and deciding > 1:
            place = max(place for place, line in enumerate(result) if line.decides)
            enough = self.words.say("（以上有一样符合就行）", " (one of these is enough)")
            result[place] = replace(result[place], text=result[place].text + enough)
        return result

    def _members(self, node: Quantified, want: bool, sources: dict[int, frozenset[str]]) -> list[Line]:
        """`every …`: the members that fail or are open, one by one; all at once when none does. `some …` the other way."""
        binder = node.binders[0]
        found = self.trace.expression.compiler.members(binder.source)(self.trace.frame)
        every = (node.kind == "every") is want
        state = _as(self.trace.of(node), want)
        if found.__class__ is not tuple or len(node.binders) > 1 or state is every:
            return [self._summary(node, want, found, sources)]
        sources = {**sources, binder.slot: elements(binder.source, sources)}
        plain = about(node.body, binder.slot)  # such a line names the member itself
        result: list[Line] = []
        for number, member in enumerate(found, 1):
            self.trace.stand(binder.slot, member)
            one = _as(self.trace.of(node.body), want)
            if one is state:
                lines = self.lines(node.body, want, sources)
                result += lines if plain else [self._numbered(line, binder.source, number) for line in lines]
        return [line for line in result if line.decides] or [self._summary(node, want, found, sources)]

    def _numbered(self, line: Line, source: Node, number: int) -> Line:
        whole = self.words.subject(source)
        return replace(line, text=self.words.say(f"{whole}第 {number} 项，{line.text}", f"{whole}, entry {number}: {line.text}"))

    def _summary(self, node: Quantified, want: bool, found: Any, sources: dict[int, frozenset[str]]) -> Line:
        if found.__class__ is not tuple or len(node.binders) > 1:
            return self._atom(node, want, sources)
        words, every = self.words, (node.kind == "every") is want
        symbols = tuple(sorted(elements(node, sources)))
        if found and about(node.body, node.binders[0].slot):
            listed = words.subject(node.binders[0].source)
            is_said = words.glue(words.say(f"{listed}是", f"{listed}:"), value_text(found, self.lang))
            demand = words.short(node.body, want)
            no = words.say("每一项都" if every else "没有一项", "each is " if every else "none is ")
            return Line(is_said + words.say("，", ", ") + no + demand, every, symbols)
        whole, count, demand = words.subject(node.binders[0].source), len(found), words.requirement(node.body, want)
        if every:
            text = words.say(
                f"{whole}共 {count} 项，每一项都符合“{demand}”" if count else f"{whole}一项也没有，没有不符合的",
                f"all {count} of {whole}: {demand}" if count else f"{whole}: none, so none fails",
            )
        else:
            text = words.say(
                f"{whole}共 {count} 项，没有一项符合“{demand}”" if count else f"{whole}一项也没有",
                f"none of the {count} of {whole}: {demand}" if count else f"{whole}: none",
            )
        return Line(text, every, symbols)

    def _atom(self, node: Node, want: bool, sources: dict[int, frozenset[str]]) -> Line:
        words, value = self.words, self.trace.of(node)
        symbols = tuple(sorted(elements(node, sources)))
        holds = _as(value, want)
        if holds is not None:
            text, gap = words.found(node, want, holds)
            return Line(text, holds, symbols, gap)
        if value is UNKNOWN:
            unknown, demand = self._unknown(node), words.short(node, want)
            text = words.say(f"还不知道{unknown}（要求：{demand}）", f"{unknown} not known (required: {demand})")
            return Line(text, None, symbols)
        why = why_null(self.trace, node, self.lang) or words.source(node)
        return Line(words.say(why, why), None, symbols)

    def _unknown(self, node: Node) -> str:
        """The names of what is missing; of a member's field its own name; what it is about when a function cannot tell."""
        missing = self._names(gaps(self.trace, node))
        return missing or self.words.subject(node if isinstance(node, Path) else _first(node))

    def _names(self, ids: Iterable[str]) -> str:
        scope = self.trace.expression.scope
        ordered = [key for key in self.trace.expression.inputs if key in frozenset(ids)]
        return self.words.say("、", ", ").join(name_of(scope.by_id[key], self.lang) for key in ordered)


def _first(node: Node) -> Node:
    """What a condition that names nothing missing is about: its first part."""
    return next(iter(node.children()), node)


def _as(value: Any, want: bool) -> bool | None:
    """Whether a truth value is the wanted one; None when it is neither."""
    return value is want if value.__class__ is bool else None
