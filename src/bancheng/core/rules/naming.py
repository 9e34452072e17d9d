"""Names in a rule: bound ones, elements of the dictionary, keywords, functions; the longest that fits wins.

A name nobody knows is a fault that says which was probably meant; reading goes on, so that an author sees every fault.
"""
from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable
from typing import Final

from bancheng.core.rules.building import Builder, nearest
from bancheng.core.rules.functions import BUILTINS, LATER, TRIE
from bancheng.core.rules.scanner import SPOKEN, WORD
from bancheng.core.rules.tree import Literal, Local, Node, Ref, Span
from bancheng.core.rules.types import ANY, Scope, Symbol, Type, longest

_DOTTED: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_DEEPEST: Final = 60
_LONGEST: Final = 250
"""Levels of brackets, and operators (beside and, or) in one rule: more is unreadable."""
KEYWORDS: Final = frozenset(("true", "false", "null", "not", "if", "some", "every", "for", "function"))


class Names(Builder):
    """Finds out what a name stands for. The names bound inside the rule lie over the scope, innermost last."""

    def __init__(self, text: str, scope: Scope, typed: bool = True) -> None:
        super().__init__(text, typed)
        self.scope = scope
        self.bound: list[tuple[str, Callable[[Span], Node]]] = []
        self.slots = 0
        self.depth = 0
        self.links = 0

    def deeper(self) -> None:
        """Go one level down.

        Raises:
            SyntaxStop: too many levels for a person to read, and for the reader's stack.
        """
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.stop("括号套得太深，请拆成几条", "nested too deeply, split the rule", (self.pos, self.pos + 1))

    def longer(self) -> None:
        """One more operator, path or filter in the rule.

        Raises:
            SyntaxStop: there are too many.
        """
        self.links += 1
        if self.links > _LONGEST:
            raise self.stop("规则太长，请拆成几条", "the rule is too long, split it", (self.pos, self.pos + 1))

    @abstractmethod
    def expression(self, tightness: int) -> Node:
        """An expression whose operators all bind tighter than `tightness`."""

    @abstractmethod
    def postfix(self, node: Node) -> Node:
        """Paths, filters and calls behind an operand."""

    @abstractmethod
    def keyword(self, word: str, span: Span) -> Node:
        """What a keyword begins; the word itself has been read."""

    def later(self, what: str, span: Span) -> Exception:
        """A part of FEEL that is not there yet; the caller raises what this returns."""
        return self.stop(f"还不支持 FEEL 的 {what}", f"FEEL's {what} is not supported yet", span)

    def name(self, begin: int) -> Node:
        """A name: bound, in scope, a keyword, or a function."""
        text = self.text
        name, end = self.scope.longest(text, begin)
        for local, make in reversed(self.bound):
            if len(local) >= end - begin and text.startswith(local, begin) and self.ends(begin + len(local)):
                self.pos = begin + len(local)
                self._seen_at = -1
                return make((begin, self.pos))
        word = WORD.match(text, begin)
        keyword = word.group() if word else ""
        if keyword in KEYWORDS and len(keyword) >= end - begin:
            self.pos = begin + len(keyword)
            self._seen_at = -1
            return self.keyword(keyword, (begin, self.pos))
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
        return self.outside_call(name, self.scope.functions[name], self.arguments_list(name), (begin, self.pos))

    def ends(self, at: int) -> bool:
        """Whether a word may end at this place."""
        return at >= len(self.text) or not (self.text[at].isalnum() or self.text[at] == "_")

    def _open(self, at: int) -> bool:
        text = self.text
        while at < len(text) and text[at].isspace():
            at += 1
        return at < len(text) and text[at] in "(（"

    def _builtin(self, name: str, begin: int, end: int) -> Node:
        if name in LATER:
            raise self.later(f"{name}( )", (begin, end))
        self.pos = end
        self._seen_at = -1
        arguments = self.arguments_list(name)
        return self.builtin_call(name, arguments, (begin, self.pos))

    def arguments_list(self, name: str) -> tuple[Node, ...]:
        """The arguments of a call, in their brackets."""
        self.expect("(", f"函数 {name} 后面", f"after the function {name}")
        arguments: list[Node] = []
        if not self.accept(")"):
            arguments.append(self.expression(0))
            if self.mark() == ":":
                raise self.later("按参数名调用（name: value）", (self.start, self.end))
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
            self.arguments_list(written)
            return Literal(ANY, (begin, self.pos), None)
        meant = nearest(written, [name for name, _ in self.bound] + list(self.scope.by_name))
        hint = (f"，是不是‘{meant}’？", f", did you mean '{meant}'?") if meant else ("", "")
        self.fault(f"没有叫‘{written}’的要素{hint[0]}", f"there is no element '{written}'{hint[1]}", span, meant)
        return Literal(ANY, span, None)

    def bind(self, name: str, kind: Type, origin: Symbol | None) -> int:
        """Bind a name from here on; the place of its value among the bound names."""
        slot = self.slots
        self.slots += 1
        self.bound.append((name, lambda span: Local(kind, span, name, slot, origin)))
        return slot
