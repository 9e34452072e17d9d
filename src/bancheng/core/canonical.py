"""One value, one sequence of bytes.

Everything that is hashed, signed or replayed (definitions, decision records, licences, events) is first written in this
form, so that equal values give equal bytes on any machine and on any day:

- JSON in UTF-8, object keys sorted by code point, no spaces, no `\\u` escapes beyond those JSON demands;
- numbers are `int` or `Decimal`, written as the shortest plain text that is exact (`50.0` and `50` are one number, and
  one text). A float is refused: it does not say what was meant;
- a date is `2026-02-12`, a moment is in UTC with microseconds only if it has any (`2026-02-12T01:30:00Z`), so that the
  same instant read back from a database in another zone gives the same bytes. A moment without a zone is refused;
- a frozen dataclass is the object of its fields, an enumeration its value.

The digest is SM3 (GB/T 32905), the hash that Chinese e-government signs with.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from json.encoder import encode_basestring
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

_LONGEST_NUMBER = 400
"""Digits a number may have when written out; more is a mistake or an attack, not an amount."""


def dumps(value: object) -> bytes:
    """The canonical bytes of a value.

    Raises:
        TypeError: the value holds something that has no canonical form (a float, a set, a moment without a zone).
        ValueError: a number is not finite or absurdly long, or a text is not valid Unicode.
    """
    return _text(value).encode("utf-8")


def loads(data: bytes | str) -> Any:
    """Read JSON with exact numbers: whole ones as `int`, others as `Decimal`.

    Raises:
        ValueError: not JSON, not UTF-8, a key given twice (two readers could see two different values), or NaN.
    """
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    return json.loads(
        text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_object_with_unique_keys
    )


def digest(value: object) -> str:
    """The SM3 digest of the canonical bytes, as 64 lower-case hex digits."""
    return digest_bytes(dumps(value))


def digest_bytes(data: bytes) -> str:
    """The SM3 digest of bytes that are already final (a file, a signed document), as 64 lower-case hex digits."""
    state = Hash(SM3())
    state.update(data)
    return state.finalize().hex()


def _text(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, Enum):
        return _text(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, int):
        return _number(Decimal(value))
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, datetime):
        return f'"{_moment(value)}"'
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if isinstance(value, time):
        if value.tzinfo is not None:
            raise TypeError("a time of day with a zone has no canonical form: use a full moment")
        return f'"{value.isoformat()}"'
    if isinstance(value, Mapping):
        return _object(value.items())
    if isinstance(value, (list, tuple)):
        return f"[{','.join(_text(item) for item in value)}]"
    if is_dataclass(value) and not isinstance(value, type):
        return _object((field.name, getattr(value, field.name)) for field in fields(value))
    raise TypeError(f"{type(value).__name__} has no canonical form: use text, int, Decimal, date, list or mapping")


def _object(items: Iterable[tuple[object, object]]) -> str:
    pairs: list[tuple[str, object]] = []
    for key, item in items:
        if not isinstance(key, str):
            raise TypeError(f"a canonical object has text keys, not {type(key).__name__}")
        pairs.append((key, item))
    pairs.sort(key=lambda pair: pair[0])
    return "{" + ",".join(f"{encode_basestring(key)}:{_text(item)}" for key, item in pairs) + "}"


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is not a number that can be written down")
    if value.is_zero():
        return "0"
    _, digits, exponent = value.as_tuple()
    if len(digits) + abs(int(exponent)) > _LONGEST_NUMBER:
        raise ValueError(f"a number of more than {_LONGEST_NUMBER} digits is not accepted")
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("a moment without a zone has no canonical form: say where it was that time")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _object_with_unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice in one object")
    return found


def _refuse_constant(text: str) -> object:
    raise ValueError(f"{text} is not a number that can be written down")
