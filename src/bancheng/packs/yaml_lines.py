"""YAML with the line of everything, and without YAML's surprises.

`load` gives plain values and, for every key path, the line and column where it stands, so that a fault can be shown to its author. The dialect is the
part of YAML 1.2 that people mean: `true` and `false` are the only booleans (`no`, `on`, `是` are texts), `9:00` is a text and not 540, numbers with a
point are exact decimals, a key given twice is a fault.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

Path = tuple[str | int, ...]
_MOST_NODES = 200_000
_MOST_CHARACTERS = 2_000_000
_DEEPEST = 60
_FAR_IN = re.compile(r"^ {60}|(?:[-?:] +){30}", re.MULTILINE)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,30})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,30}\.[0-9]{1,30}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, counted from 1."""

    line: int
    column: int = 1


class BrokenYaml(ValueError):
    """The file cannot be read. `code` names the message of `core.catalogue.messages`, `params` fill it."""

    def __init__(self, code: str, mark: Mark, **params: str) -> None:
        self.code = code
        self.mark = mark
        self.params = params
        super().__init__(code)


@dataclass(slots=True)
class Loaded:
    """What a file says, and where."""

    value: Any
    marks: dict[Path, Mark] = field(default_factory=dict)

    def mark(self, path: Path) -> Mark:
        """The place of a key path, or of the nearest thing above it."""
        while path not in self.marks and path:
            path = path[:-1]
        return self.marks.get(path, Mark(1))


def load(text: str) -> Loaded:
    """Read one YAML document.

    Raises:
        BrokenYaml: it is no YAML, uses something that packs do not need, or gives a key twice.
    """
    if len(text) > _MOST_CHARACTERS:
        raise BrokenYaml("yaml-too-long", Mark(1))
    try:
        _not_too_deep(text)
        nodes = list(yaml.compose_all(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        place = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1)
        raise _broken(text, fault, place) from None
    except yaml.YAMLError as fault:
        raise BrokenYaml("yaml-broken", Mark(1), detail=str(fault).splitlines()[0]) from None
    if len(nodes) > 1:
        raise BrokenYaml("yaml-several", Mark(nodes[1].start_mark.line + 1))
    loaded = Loaded(None)
    if nodes:
        loaded.value = _value(nodes[0], (), loaded.marks, iter(range(_MOST_NODES)))
    return loaded


def _not_too_deep(text: str) -> None:
    """The reader calls itself for each level and would end the process. Only a text that can be deep is gone through: brackets, `- - -`, far indents."""
    if text.count("[") + text.count("{") < _DEEPEST and not _FAR_IN.search(text):
        return
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise BrokenYaml("yaml-too-long", Mark(event.start_mark.line + 1))


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _value(node: yaml.Node, path: Path, marks: dict[Path, Mark], budget: Iterator[int]) -> Any:
    here = Mark(node.start_mark.line + 1, node.start_mark.column + 1)
    marks.setdefault(path, here)
    if next(budget, None) is None:
        raise BrokenYaml("yaml-too-long", here)
    if isinstance(node, yaml.SequenceNode):
        return [_value(member, (*path, index), marks, budget) for index, member in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, marks, budget)
    if not node.tag.startswith("tag:yaml.org,2002:"):
        raise BrokenYaml("yaml-tag", here, tag=str(node.tag))
    assert isinstance(node, yaml.ScalarNode)
    return str(node.value) if node.style in ("'", '"', "|", ">") else plain(str(node.value))


def _mapping(node: yaml.MappingNode, path: Path, marks: dict[Path, Mark], budget: Iterator[int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        here = Mark(key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            raise BrokenYaml("yaml-key", here)
        key = str(key_node.value)
        if key in found:
            raise BrokenYaml("yaml-twice", here, key=key)
        marks[(*path, key)] = here
        found[key] = _value(value_node, (*path, key), marks, budget)
    return found


def plain(text: str) -> Any:
    """What an unquoted word means."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _broken(text: str, fault: yaml.MarkedYAMLError, place: Mark) -> BrokenYaml:
    """The commonest slips by name and at their own line, otherwise what the YAML library says."""
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return BrokenYaml("yaml-broken", place, detail="行首用了制表符，请改成空格 (a tab at the start of the line)")
    for number in (place.line, place.line - 1):
        if 1 <= number <= len(lines) and re.match(r"\s*(- )?[\w.-]+：", lines[number - 1]):
            return BrokenYaml("yaml-broken", Mark(number), detail="冒号是全角的，请改成英文冒号加一个空格 (a full-width colon)")
    if "mapping values" in str(fault.problem):
        return BrokenYaml("yaml-broken", place, detail="文字里有“: ”，请把整句放进引号 (a colon and a space inside a text: put the text in quotes)")
    return BrokenYaml("yaml-broken", place, detail=f"{fault.problem or fault.context or 'YAML'}")
