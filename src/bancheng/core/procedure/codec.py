"""Frozen dataclasses to plain JSON values and back, driven by their own type hints.

A field that a stored payload lacks takes its default, so that events written before a field existed still read.
"""
from __future__ import annotations

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
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if raw is None:
            return None
        (inner,) = [arg for arg in get_args(kind) if arg is not type(None)]
        return decode(inner, raw)
    if origin is tuple:
        if not isinstance(raw, list):
            raise ValueError(f"expected a list, got {raw!r}")
        return tuple(decode(get_args(kind)[0], item) for item in raw)
    if is_dataclass(kind) and isinstance(kind, type):
        return _decode_dataclass(kind, raw)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(raw)
    if kind in (date, datetime):
        if not isinstance(raw, str):
            raise ValueError(f"expected a date, got {raw!r}")
        return kind.fromisoformat(raw)
    if type(raw) is not kind:
        raise ValueError(f"expected {kind.__name__}, got {raw!r}")
    return raw


def _decode_dataclass(kind: Any, raw: Any) -> Any:
    if not isinstance(raw, dict):
        raise ValueError(f"expected an object for {kind.__name__}, got {raw!r}")
    hints = _hints(kind)
    values = {}
    for field in fields(kind):
        if field.name in raw:
            values[field.name] = decode(hints[field.name], raw[field.name])
        elif field.default is MISSING:
            raise ValueError(f"{kind.__name__} lacks {field.name}")
    if unknown := raw.keys() - {field.name for field in fields(kind)}:
        raise ValueError(f"{kind.__name__} has no {min(unknown)}")
    return kind(**values)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
