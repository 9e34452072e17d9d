"""Find rules and sentences inside definitions, each with its key path."""
from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from bancheng.core.catalogue.models import Definition, Item, Theme
from bancheng.core.rules import BOOLEAN, Type

Path = tuple[str | int, ...]

_FEEL = frozenset({"when", "rule", "deferrable_when", "commitment_when", "gap_when"})
_CODES = frozenset({"id", "url", "icon", "uscc", "code", "licence_code", "colours", "answers", "known", "expect", "former_codes"})


def rules_of(definition: Definition) -> Iterator[tuple[Path, str, Type | None]]:
    """Every FEEL text of an item or theme with the type it must give (None: any)."""
    if isinstance(definition, (Item, Theme)):
        for path, text in _feel(definition, ()):
            yield path, text, BOOLEAN
    if isinstance(definition, Item):
        for key, text in definition.result.fields.items():
            yield ("result", "fields", key), text, None
        for index, (text, _) in enumerate(definition.result.note_when):
            yield ("result", "note_when", index), text, BOOLEAN


def _feel(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            member = getattr(value, name)
            if name in _FEEL and isinstance(member, str):
                yield (*path, name), member
            else:
                yield from _feel(member, (*path, name))
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from _feel(member, (*path, index))


def sentences_of(definition: Definition) -> Iterator[tuple[Path, str]]:
    """Every text for people (no rules, ids, codes), in both languages."""
    yield from _sentences(definition, ())


def _sentences(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name in _FEEL or name in _CODES:
                continue
            if name == "note_when":
                for index, (_, text) in enumerate(getattr(value, name)):
                    yield (*path, name, index), text
            elif name == "fields" and isinstance(getattr(value, name), dict):
                continue
            else:
                yield from _sentences(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from _sentences(member, (*path, index))


def models_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """The definition and every model inside it."""
    if isinstance(value, BaseModel):
        yield path, value
        for name in type(value).model_fields:
            yield from models_in(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from models_in(member, (*path, index))


@cache
def pairs_of(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The keys of a model that have an English twin."""
    return tuple((name, f"{name}_en") for name in model.model_fields if f"{name}_en" in model.model_fields)
