"""What a rule may speak about: types, symbols (the elements of the dictionary), functions handed in, and the scope.

Rules are written with the Chinese name of a symbol; everything that is stored holds its id. A name may contain dots,
brackets or spaces (`场所.营业面积`): the scope is asked for the longest name that fits the text.
"""
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bancheng.core.rules.values import Value


class Type(ABC):
    """A type of FEEL. `str(type)` is the English name, `.zh` the Chinese one."""

    __slots__ = ()

    @property
    @abstractmethod
    def zh(self) -> str:
        """The Chinese words for it."""


@dataclass(frozen=True, slots=True)
class Simple(Type):
    """A type without parts."""

    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def zh(self) -> str:
        return _WORDS[self.name]


_WORDS: Final = {
    "boolean": "是否",
    "number": "数字",
    "string": "文字",
    "date": "日期",
    "date and time": "日期时间",
    "duration": "时长",
    "any": "任意",
}
BOOLEAN: Final = Simple("boolean")
NUMBER: Final = Simple("number")
STRING: Final = Simple("string")
DATE: Final = Simple("date")
DATETIME: Final = Simple("date and time")
DURATION: Final = Simple("duration")
ANY: Final = Simple("any")


@dataclass(frozen=True, slots=True)
class ListOf(Type):
    """A list whose members are all of one type."""

    item: Type

    def __str__(self) -> str:
        return f"list of {self.item}"

    @property
    def zh(self) -> str:
        return f"列表（每项是{self.item.zh}）"


@dataclass(frozen=True, slots=True)
class ContextOf(Type):
    """A record with named fields, such as one member of the staff."""

    fields: tuple[Symbol, ...]

    def __str__(self) -> str:
        return "context"

    @property
    def zh(self) -> str:
        return "记录"

    def field(self, name: str) -> Symbol | None:
        """The field with this Chinese name."""
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True)
class Symbol:
    """An element of the dictionary as rules see it.

    `options` are the values a choice may take, as written in the dictionary; an empty tuple means anything goes.
    `unit` is the unit of a number (平方米, 元, 个月), used in checks and explanations.
    """

    id: str
    name: str
    type: Type
    unit: str | None = None
    options: tuple[str, ...] = ()
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A pure function handed in from outside, such as working-day arithmetic.

    `call` gets known, non-null values only (an unknown argument gives unknown, a null one gives null, without calling)
    and may itself answer UNKNOWN: past the end of the calendar, say. It must not look at a clock or a file.
    """

    parameters: tuple[Type, ...]
    result: Type
    call: Callable[..., Value]


class Scope:
    """The names a rule may use.

    Raises:
        ValueError: two symbols (or a symbol and a function) share an id or a name.
    """

    __slots__ = ("by_id", "by_name", "functions", "_trie")

    def __init__(self, symbols: Iterable[Symbol], functions: Mapping[str, Function] | None = None) -> None:
        self.by_id: dict[str, Symbol] = {}
        self.by_name: dict[str, Symbol] = {}
        self.functions: dict[str, Function] = dict(functions or {})
        self._trie: dict[str, Any] = {}
        for symbol in symbols:
            if symbol.id in self.by_id or symbol.name in self.by_name or symbol.name in self.functions:
                raise ValueError(f"two elements share the id {symbol.id!r} or the name {symbol.name!r}")
            self.by_id[symbol.id] = symbol
            self.by_name[symbol.name] = symbol
            grow(self._trie, symbol.name)
        for name in self.functions:
            grow(self._trie, name)

    def longest(self, text: str, at: int) -> tuple[str, int]:
        """The longest name of a symbol or function that stands at `at`, and where it ends ("" when there is none)."""
        return longest(self._trie, text, at)


def grow(trie: dict[str, Any], name: str) -> None:
    """Add a name to a tree of characters; the empty key marks the end of a name."""
    node = trie
    for char in name:
        node = node.setdefault(char, {})
    node[""] = name


def longest(trie: dict[str, Any], text: str, at: int) -> tuple[str, int]:
    """Walk the tree along the text. A name must not stop in the middle of a word; a run of spaces counts as one."""
    node: dict[str, Any] | None = trie
    size = len(text)
    name, end, here = "", at, at
    while node is not None:
        if "" in node and not (here < size and _is_word(text[here]) and _is_word(text[here - 1])):
            name, end = node[""], here
        if here >= size:
            break
        char = text[here]
        here += 1
        if char.isspace():
            char = " "
            while here < size and text[here].isspace():
                here += 1
        node = node.get(char)
    return name, end


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
