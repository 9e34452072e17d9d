"""What people type, read as what it means.

Full-width digits, spaces, `－`, thousands separators, a unit behind the number, 是 or 有 for yes: all of that is put right silently. Chinese numerals
(`五十`) and 万 are offered as a correction, because guessing wrongly would be worse than asking. Every refusal says what to write instead.
"""
from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from bancheng.core.catalogue.models import Element, Option
from bancheng.core.facts import Value
from bancheng.core.identifiers import check_citizen_id, check_uscc

_YES = frozenset({"true", "yes", "y", "1", "on", "是", "有", "对", "会", "要", "需要"})
_NO = frozenset({"false", "no", "n", "0", "off", "否", "无", "没有", "不", "不是", "不会", "不要", "不需要"})
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_UNIT_WORDS = {
    "平方米": ("平方米", "平米", "平方", "平", "m2", "m²"),
    "米": ("米", "m"),
    "人": ("人", "个人", "名"),
    "个": ("个",),
    "元": ("元", "块", "块钱"),
    "万元": ("万元", "万"),
    "张": ("张",),
    "间": ("间",),
}
_MOST_ROWS = 200
_LONGEST_NUMERAL = 20  # characters; nobody writes a longer number in words


class BadValue(ValueError):
    """What was typed cannot be read. The messages say what to write; `suggestion` is a value that was probably meant."""

    def __init__(self, message: str, message_en: str, suggestion: str = "") -> None:
        self.message = message
        self.message_en = message_en
        self.suggestion = suggestion
        super().__init__(message_en)


def parse(element: Element, raw: object, as_of: date = date.max) -> Value:
    """The value of an element from what was typed or sent.

    `as_of` is the day against which a birth date may not lie in the future. An empty answer to an optional element is None (we know there is none).

    Raises:
        BadValue: it cannot be read, is out of range, or is empty where an answer is needed.
    """
    if _is_empty(raw):
        if element.optional:
            return None
        raise BadValue(f"请填写{_label(element)}。", f"Enter {_label_en(element)}.")
    match element.type:
        case "boolean":
            return _boolean(element, raw)
        case "number" | "integer":
            return _number(element, raw)
        case "date":
            return _date(element, raw)
        case "choice":
            return _option(element, _one(raw)).value
        case "choices":
            return _options(element, raw)
        case "list":
            return _rows(element, raw, as_of)
        case _:
            return _text(element, _one(raw), as_of)


def chinese_number(text: str) -> int | None:
    """五十 is 50, 一百二十 is 120, 三万 is 30000; None when it is no Chinese numeral."""
    if not text or len(text) > _LONGEST_NUMERAL or not set(text) <= {*_DIGITS, *_TENS, "万"}:
        return None
    if "万" in text:
        head, _, tail = text.partition("万")
        high = chinese_number(head)
        low = chinese_number(tail) if tail else 0
        return None if high is None or low is None else high * 10_000 + low
    if not set(text) & set(_TENS):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def _is_empty(raw: object) -> bool:
    if isinstance(raw, str):
        return not raw.strip()
    return raw is None or (isinstance(raw, Sequence) and all(_is_empty(member) for member in raw))


def _label(element: Element) -> str:
    return element.label or element.name.rsplit(".", 1)[-1]


def _label_en(element: Element) -> str:
    return element.label_en or element.name_en or element.id


def _one(raw: object) -> str:
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        raw = raw[0]
    return unicodedata.normalize("NFKC", str(raw)).strip()


def _boolean(element: Element, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = _one(raw).lower()
    if word == element.yes or word in _YES:
        return True
    if word == element.no or word in _NO:
        return False
    raise BadValue(f"{_label(element)}请选“{element.yes}”或“{element.no}”。", f"Answer yes or no to {_label_en(element)}.")


def _number(element: Element, raw: object) -> Decimal:
    if isinstance(raw, bool):
        raise BadValue(f"{_label(element)}请填数字。", f"Enter a number for {_label_en(element)}.")
    typed = _one(raw)
    text = re.sub(r"[\s,_]", "", typed).replace("−", "-").replace("。", ".")
    for unit in sorted(_UNIT_WORDS.get(element.unit, (element.unit,)), key=len, reverse=True):
        bare = unicodedata.normalize("NFKC", unit)
        if bare and text.lower().endswith(bare.lower()):
            text = text[: -len(bare)]
            break
    if not re.fullmatch(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})", text, re.ASCII):
        meant = _meant(text)
        hint, hint_en = (f"您是想填 {meant} 吗？", f" Did you mean {meant}?") if meant else ("", "")
        example = "30" if element.type == "integer" else "49.5"
        raise BadValue(
            f"{_label(element)}请填数字，例如 {example}；您填的是“{typed[:40]}”。{hint}",
            f"Enter {_label_en(element)} as a number, for example {example}; you entered “{typed[:40]}”.{hint_en}",
            meant,
        )
    try:
        value = Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern lets through only what Decimal reads
        raise BadValue(f"{_label(element)}请填数字。", f"Enter a number for {_label_en(element)}.") from None
    return _in_range(element, value)


def _meant(text: str) -> str:
    """A number probably meant by Chinese numerals or by digits with 万."""
    found = chinese_number(text)
    if found is not None:
        return str(found)
    digits = re.fullmatch(r"(\d{1,8}(?:\.\d{1,4})?)万", text)
    return format((Decimal(digits.group(1)) * 10_000).normalize(), "f") if digits else ""


def _in_range(element: Element, value: Decimal) -> Decimal:
    unit, unit_en = element.unit, f" {element.unit_en}" if element.unit_en else ""
    if element.type == "integer" and value != value.to_integral_value():
        raise BadValue(f"{_label(element)}请填整数，不带小数点。", f"Enter {_label_en(element)} as a whole number.")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > element.scale and element.type == "number":
        raise BadValue(
            f"{_label(element)}最多保留 {element.scale} 位小数。", f"{_label_en(element)} has at most {element.scale} decimals."
        )
    if element.minimum is not None and value < element.minimum:
        raise BadValue(
            f"{_label(element)}不能小于 {element.minimum} {unit}，您填的是 {value}。".replace(" ，", "，"),
            f"{_label_en(element)} cannot be less than {element.minimum}{unit_en}; you entered {value}.",
        )
    if element.maximum is not None and value > element.maximum:
        raise BadValue(
            f"{_label(element)}不能大于 {element.maximum} {unit}，您填的是 {value}。".replace(" ，", "，"),
            f"{_label_en(element)} cannot be more than {element.maximum}{unit_en}; you entered {value}.",
        )
    return value


def _date(element: Element, raw: object) -> date:
    if isinstance(raw, date):
        return date(raw.year, raw.month, raw.day)
    typed = _one(raw)
    text = re.sub(r"\s", "", typed)
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text) or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
    if found:
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            raise BadValue(
                f"{_label(element)}填的“{typed[:40]}”没有这一天，请核对月份和日子。",
                f"“{typed[:40]}” is not a day that exists; check the month and the day.",
            ) from None
    raise BadValue(
        f"{_label(element)}请按“年-月-日”填写，例如 2026-02-12；您填的是“{typed[:40]}”。",
        f"Write {_label_en(element)} as year-month-day, for example 2026-02-12; you entered “{typed[:40]}”.",
    )


def _option(element: Element, typed: str) -> Option:
    for option in element.options:
        words = {option.value, option.label, option.label_en}
        if typed in {unicodedata.normalize("NFKC", word).strip() for word in words if word}:
            return option
    listed = "".join(f"“{option.label or option.value}”" for option in element.options)
    listed_en = "; ".join(option.label_en or option.value for option in element.options)
    near = [option.value for option in element.options if typed and (typed in option.value or option.value in typed)]
    raise BadValue(
        f"{_label(element)}没有“{typed[:40]}”这个选项，请从这些里面选：{listed}。",
        f"{_label_en(element)} has no option “{typed[:40]}”; choose one of: {listed_en}.",
        near[0] if len(near) == 1 else "",
    )


def _options(element: Element, raw: object) -> tuple[str, ...]:
    if isinstance(raw, str):
        whole = unicodedata.normalize("NFKC", raw).strip()
        members: Sequence[object] = [whole] if _has_option(element, whole) else re.split(r"[、,;]", whole)
    elif isinstance(raw, Sequence):
        members = raw
    else:
        members = [raw]
    chosen = {_option(element, _one(member)).value for member in members if not _is_empty(member)}
    return tuple(option.value for option in element.options if option.value in chosen)


def _has_option(element: Element, typed: str) -> bool:
    return any(typed in (option.value, option.label, option.label_en) for option in element.options)


def _rows(element: Element, raw: object, as_of: date) -> tuple[dict[str, Value], ...]:
    if isinstance(raw, str):
        try:
            raw = json.loads(raw, parse_float=Decimal)
        except (ValueError, RecursionError):
            raw = None
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not all(isinstance(row, Mapping) for row in raw):
        raise BadValue(f"{_label(element)}请一行一行地填。", f"Fill in {_label_en(element)} row by row.")
    if len(raw) > _MOST_ROWS:
        raise BadValue(f"{_label(element)}最多填 {_MOST_ROWS} 行。", f"{_label_en(element)} takes at most {_MOST_ROWS} rows.")
    rows = []
    for number, row in enumerate(raw, start=1):
        strangers = set(row) - {field.id for field in element.fields}
        if strangers:
            raise BadValue(
                f"{_label(element)}第 {number} 行有不认识的内容“{min(map(str, strangers))[:40]}”，请去掉。",
                f"Row {number} of {_label_en(element)} has an unknown field “{min(map(str, strangers))[:40]}”; remove it.",
            )
        rows.append(_row(element, row, number, as_of))
    return tuple(rows)


def _row(element: Element, row: Mapping[str, object], number: int, as_of: date) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for field in element.fields:
        raw = row.get(field.id)
        if isinstance(raw, Mapping) or (isinstance(raw, Sequence) and not all(isinstance(member, str) for member in raw)):
            raise BadValue(f"{_label(element)}请一行一行地填。", f"Fill in {_label_en(element)} row by row.")
        try:
            found[field.id] = parse(field, raw, as_of)
        except BadValue as bad:
            raise BadValue(
                f"{_label(element)}第 {number} 行：{bad.message}",
                f"{_label_en(element)}, row {number}: {bad.message_en}",
                bad.suggestion,
            ) from None
    return found


def _text(element: Element, text: str, as_of: date) -> str:
    text = "".join(char for char in text if char == "\n" or unicodedata.category(char) != "Cc")
    if len(text) > element.max_length:
        raise BadValue(
            f"{_label(element)}最多 {element.max_length} 个字，您填了 {len(text)} 个。",
            f"{_label_en(element)} takes at most {element.max_length} characters; you entered {len(text)}.",
        )
    if element.kind == "citizen_id":
        card = check_citizen_id(text, as_of)
        if card.value is None:
            raise BadValue(card.problems[0].message, card.problems[0].message_en)
        return card.value.number
    if element.kind == "uscc":
        code = check_uscc(text)
        if code.value is None:
            raise BadValue(code.problems[0].message, code.problems[0].message_en)
        return code.value.code
    if element.kind == "phone":
        return _phone(text)
    return text


def _phone(text: str) -> str:
    digits = re.sub(r"[\s()-]", "", text)
    digits = re.sub(r"^(\+|00)86", "", digits)
    if re.fullmatch(r"1[3-9]\d{9}", digits, re.ASCII):
        return digits
    landline = re.fullmatch(r"(0(?:10|2\d|[3-9]\d\d))(\d{7,8})", digits, re.ASCII)
    if landline:
        return f"{landline.group(1)}-{landline.group(2)}"
    if re.fullmatch(r"\d+", digits, re.ASCII) and digits.startswith("1"):
        raise BadValue(
            f"手机号是 11 位，您填了 {len(digits)} 位，请核对。" if len(digits) != 11 else "手机号第二位应当是 3 到 9，请核对。",
            f"A mobile number has 11 digits starting 13 to 19; you entered {len(digits)}.",
        )
    raise BadValue(
        "请填 11 位手机号，或带区号的固定电话，例如 0635-8888888。",
        "Enter an 11-digit mobile number, or a landline with its area code, for example 0635-8888888.",
    )
