"""Frozen dataclasses to plain JSON values and back, driven by their own type hints.

A field that a stored payload lacks takes its default, so that events written before a field existed still read.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def encode(value: Any) -> Any:
    """Plain JSON values; moments in UTC."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    raise TypeError(f"{type(value).__name__} does not belong in an event")


def decode(kind: Any, raw: Any) -> Any:
    """Read a value of type `kind`.

    Raises:
        ValueError: the raw value does not fit.
    """
    return _reader(kind)(raw)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What reads values of a type: its hints are looked at once, not for every event."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        (inner,) = [_reader(arg) for arg in get_args(kind) if arg is not type(None)]
        return lambda raw: None if raw is None else inner(raw)
    if origin is tuple:
        return _tuple_reader(_reader(get_args(kind)[0]))
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if kind in (date, datetime):
        return _date_reader(kind)
    return _plain_reader(kind)


def _tuple_reader(member: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if not isinstance(raw, list):
            raise ValueError(f"expected a list, got {raw!r}")
        return tuple(map(member, raw))

    return read


def _date_reader(kind: Any) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if not isinstance(raw, str):
            raise ValueError(f"expected a date, got {raw!r}")
        return kind.fromisoformat(raw)

    return read


def _plain_reader(kind: Any) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if type(raw) is not kind:
            raise ValueError(f"expected {kind.__name__}, got {raw!r}")
        return raw

    return read


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    members = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    needed = {field.name for field in fields(kind) if field.default is MISSING}

    def read(raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise ValueError(f"expected an object for {kind.__name__}, got {raw!r}")
        if lacking := needed - raw.keys():
            raise ValueError(f"{kind.__name__} lacks {min(lacking)}")
        if unknown := raw.keys() - members.keys():
            raise ValueError(f"{kind.__name__} has no {min(unknown)}")
        return kind(**{name: members[name](value) for name, value in raw.items()})

    return read
