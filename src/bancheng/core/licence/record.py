"""A licence as a value: who may do what, by whose decision, from when until when.

The attributes are the core metadata of GB/T 36903-2018: 证照名称 `name`, 证照类型代码 `type_code`, 证照编号 `number`,
证照标识 `identifier`, 颁发机构 `issuer_name` and `issuer_code`, 颁发日期 `issued_on`, 持有者 `holder_name`, `holder_code`,
`holder_type`, 有效期起止 `valid_from` and `valid_to`, 版本 `version`, 备注 `notes`, and what is printed on it, `fields`.
The status is not part of it: it changes after signing (`standing`).
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import fields as members
from datetime import date
from typing import Any

from bancheng.core import canonical as bytes_of
from bancheng.core.identifiers import check_licence_identifier

HOLDER_TYPES = ("legal_entity", "natural_person")


class BadLicence(ValueError):
    """Not a licence, or one that contradicts itself. `message` says so in Chinese, `message_en` in English."""

    def __init__(self, message: str, message_en: str) -> None:
        self.message = message
        self.message_en = message_en
        super().__init__(message_en)


@dataclass(frozen=True, slots=True)
class Field:
    """One printed line: what it is called, what it says."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Licence:
    """One version of one licence, as issued.

    Attributes:
        valid_to: last day of validity; None when it has no fixed end.
        replaces: identifier of the version before, empty for the first.

    Raises:
        BadLicence: the identifier's check character does not fit, its parts say something else than the metadata, or the
            validity ends before it begins.
    """

    name: str
    type_code: str
    number: str
    identifier: str
    issuer_name: str
    issuer_code: str
    issued_on: date
    holder_name: str
    holder_code: str
    holder_type: str
    valid_from: date
    valid_to: date | None
    fields: tuple[Field, ...]
    notes: tuple[str, ...]
    version: int
    replaces: str = ""

    def __post_init__(self) -> None:
        checked = check_licence_identifier(self.identifier)
        if checked.value is None:
            raise BadLicence(checked.problems[0].message, checked.problems[0].message_en)
        parts = checked.value
        said = (self.identifier, self.type_code, self.issuer_code, f"{self.version:03d}")
        if said != (parts.text, parts.type_code, parts.issuer, parts.version):
            raise BadLicence(
                "证照标识和证照上的类型、颁发机构或版本对不上。",
                "The identifier does not agree with the type, the issuer or the version of the licence.",
            )
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise BadLicence("有效期的结束日期早于开始日期。", "The validity ends before it begins.")
        if self.holder_type not in HOLDER_TYPES:
            raise BadLicence("持有者类型不对。", "The holder is neither a person nor an organisation.")


def canonical(licence: Licence) -> bytes:
    """The bytes that are signed (`core.canonical`)."""
    return bytes_of.dumps(licence)


def digest(licence: Licence) -> str:
    """SM3 of the canonical bytes, 64 hexadecimal digits."""
    return bytes_of.digest(licence)


def from_json(raw: object) -> Licence:
    """Read back what `canonical` wrote, once parsed.

    Raises:
        BadLicence: an entry is missing, unknown or of the wrong kind.
    """
    names = [member.name for member in members(Licence)]
    if not isinstance(raw, Mapping) or sorted(raw) != sorted(names):
        raise _garbled()
    texts: dict[str, Any] = {name: raw[name] for name in names if name not in _READ}
    if not all(isinstance(text, str) for text in texts.values()):
        raise _garbled()
    try:
        return Licence(**texts, **{name: read(raw[name]) for name, read in _READ.items()})
    except (TypeError, KeyError, AttributeError) as error:
        raise _garbled() from error
    except ValueError as error:
        if isinstance(error, BadLicence):
            raise
        raise _garbled() from error


def _garbled() -> BadLicence:
    return BadLicence(
        "这个文件里的内容不完整，或者被改过。请用下载时的原文件。",
        "The content of this file is incomplete or was changed. Use the file as it was downloaded.",
    )


def _day(raw: Any) -> date:
    if not isinstance(raw, str):
        raise _garbled()
    return date.fromisoformat(raw)


def _maybe_day(raw: Any) -> date | None:
    return None if raw is None else _day(raw)


def _fields(raw: Any) -> tuple[Field, ...]:
    if not isinstance(raw, list) or not all(isinstance(one, Mapping) and sorted(one) == ["name", "value"] for one in raw):
        raise _garbled()
    return tuple(Field(_text(one["name"]), _text(one["value"])) for one in raw)


def _notes(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise _garbled()
    return tuple(_text(one) for one in raw)


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise _garbled()
    return raw


def _count(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not 1 <= raw <= 999:
        raise _garbled()
    return raw


_READ: dict[str, Callable[[Any], Any]] = {
    "issued_on": _day,
    "valid_from": _day,
    "valid_to": _maybe_day,
    "fields": _fields,
    "notes": _notes,
    "version": _count,
}
