"""Values of elements: read from what is typed, stored as JSON and read back, shown to people, masked where others look.

`parse` is in `typed`; here is the rest. Stored JSON is exact: numbers stay numbers (canonical JSON writes them without loss), dates are ISO texts.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bancheng.core.catalogue.models import Element
from bancheng.core.catalogue.typed import BadValue, parse
from bancheng.core.facts import Value
from bancheng.core.rules.values import plain

__all__ = ["BadValue", "display", "from_json", "label", "mask", "parse", "to_json"]


def to_json(element: Element, value: Value) -> Any:
    """A value as data for `core.canonical` or `json` (numbers as int or Decimal, dates as ISO text)."""
    if value is None:
        return None
    match element.type:
        case "date":
            return value.isoformat()
        case "number" | "integer":
            return int(value) if value == value.to_integral_value() else value
        case "choices":
            return list(value)
        case "list":
            by_id = {field.id: field for field in element.fields}
            return [{key: to_json(by_id[key], member) for key, member in row.items()} for row in value]
        case _:
            return value


def from_json(element: Element, raw: Any) -> Value:
    """Read back what `to_json` wrote.

    Raises:
        BadValue: stored data do not fit the element (its type was changed in a later release, say).
    """
    if raw is None:
        return None
    match element.type:
        case "boolean" if isinstance(raw, bool):
            return raw
        case "number" | "integer" if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
            return Decimal(raw)
        case "date" if isinstance(raw, date):
            return raw
        case "date" if isinstance(raw, str):
            return _iso(element, raw)
        case "choices" if isinstance(raw, Sequence) and not isinstance(raw, str):
            return tuple(str(member) for member in raw)
        case "list" if isinstance(raw, Sequence) and not isinstance(raw, str):
            return tuple(_row_from_json(element, row) for row in raw)
        case "string" | "text" | "choice" if isinstance(raw, str):
            return raw
        case _:
            raise _misfit(element, raw)


def display(element: Element, value: Value, lang: str = "zh", masked: bool = False) -> str:
    """A value as people read it. `lang` is `zh` or `en`; with `masked`, personal data are shown only as far as needed to recognise them."""
    english = lang.startswith("en")
    if value is None:
        return "none" if english else "无"
    match element.type:
        case "boolean":
            return ("yes" if value else "no") if english else (element.yes if value else element.no)
        case "number" | "integer":
            unit = element.unit_en if english else element.unit
            return f"{plain(value)} {unit}".strip()
        case "date":
            return value.isoformat() if english else f"{value.year} 年 {value.month} 月 {value.day} 日"
        case "choice":
            return _option_label(element, value, english)
        case "choices":
            return (", " if english else "、").join(_option_label(element, member, english) for member in value)
        case "list":
            rows = [_display_row(element, row, lang, masked) for row in value]
            return ("; " if english else "；").join(rows)
        case _:
            return mask(element, value) if masked and element.sensitivity != "public" else str(value)


def label(element: Element, lang: str = "zh") -> str:
    """What the form calls the element."""
    if lang.startswith("en"):
        return element.label_en or element.name_en or element.id
    return element.label or element.name.rsplit(".", 1)[-1]


def mask(element: Element, text: str) -> str:
    """Enough to recognise, not enough to misuse: 371502********0019, 138****0000, 张*."""
    match element.kind:
        case "citizen_id" if len(text) >= 15:
            return text[:6] + "*" * (len(text) - 10) + text[-4:]
        case "phone" if len(text) >= 7:
            return text[:3] + "*" * (len(text) - 7) + text[-4:]
        case "person_name":
            return text[:1] + "*" * (len(text) - 1)
        case "address" if len(text) > 6:
            return text[:6] + "****"
        case _:
            return text[:1] + "*" * max(len(text) - 2, 1) + text[-1:] if len(text) > 1 else "*"


def _option_label(element: Element, value: str, english: bool) -> str:
    for option in element.options:
        if option.value == value:
            return (option.label_en or option.value) if english else (option.label or option.value)
    return value


def _display_row(element: Element, row: Mapping[str, Value], lang: str, masked: bool) -> str:
    shown = [display(field, row[field.id], lang, masked) for field in element.fields if row.get(field.id) is not None]
    return (", " if lang.startswith("en") else "，").join(shown)


def _row_from_json(element: Element, row: Any) -> dict[str, Value]:
    by_id = {field.id: field for field in element.fields}
    if not isinstance(row, Mapping) or not set(row) <= set(by_id):
        raise _misfit(element, row)
    return {key: from_json(by_id[key], member) for key, member in row.items()}


def _iso(element: Element, raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise _misfit(element, raw) from None


def _misfit(element: Element, raw: Any) -> BadValue:
    return BadValue(
        f"“{element.name}”存的内容和目录里的类型对不上，请重新填写。",
        f"The stored value of {element.id} ({type(raw).__name__}) does not fit its type {element.type}; enter it again.",
    )
