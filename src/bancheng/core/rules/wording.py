"""The words of explanations: names, values, units and comparisons in Chinese and in English.

A name with a dot reads as a possessive (`场所.营业面积` → 场所的营业面积), except where it is a statement that is true or
not (`检测报告.地址一致` → 检测报告地址一致).
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from bancheng.core.rules.literals import text_of
from bancheng.core.rules.types import BOOLEAN, Symbol
from bancheng.core.rules.values import UNKNOWN, DaysTime, YearsMonths, plain

_UNITS_EN: Final = {
    "平方米": "m²", "米": "m", "公里": "km", "人": "people", "名": "people", "元": "yuan", "分": "fen", "万元": "×10,000 yuan", "天": "days",
    "日": "days", "工作日": "working days", "个月": "months", "月": "months", "年": "years", "岁": "years",
    "张": "beds or tables", "个": "", "间": "rooms", "次": "times", "小时": "hours", "家": "",
}  # fmt: skip
_WORDS: Final = {
    "zh": {
        "counted": {">=": "不少于", ">": "多于", "<=": "不超过", "<": "少于", "=": "是", "!=": "不是"},
        "number": {">=": "不小于", ">": "大于", "<=": "不超过", "<": "小于", "=": "是", "!=": "不是"},
        "date": {">=": "不早于", ">": "晚于", "<=": "不晚于", "<": "早于", "=": "是", "!=": "不是"},
        "duration": {">=": "不短于", ">": "长于", "<=": "不长于", "<": "短于", "=": "是", "!=": "不是"},
        "other": {">=": "不小于", ">": "大于", "<=": "不大于", "<": "小于", "=": "是", "!=": "不是"},
    },
    "en": {
        "counted": {">=": "at least", ">": "more than", "<=": "at most", "<": "fewer than", "=": "", "!=": "not"},
        "number": {">=": "at least", ">": "more than", "<=": "at most", "<": "less than", "=": "", "!=": "not"},
        "date": {">=": "on or after", ">": "after", "<=": "on or before", "<": "before", "=": "", "!=": "not"},
        "duration": {">=": "at least", ">": "longer than", "<=": "at most", "<": "shorter than", "=": "", "!=": "not"},
        "other": {">=": "at least", ">": "above", "<=": "at most", "<": "below", "=": "", "!=": "not"},
    },
}
_COUNTED: Final = frozenset(("人", "名", "个", "家", "次", "项", "张", "间", "台", "辆", "份"))
OPPOSITE: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!=", "!=": "="}


def compare_word(op: str, sample: Any, unit: str | None, lang: str) -> str:
    """The word of a comparison, which depends on what is compared: 不少于 3 人, 不早于 2026-01-05."""
    if isinstance(sample, Decimal):
        sort = "counted" if unit in _COUNTED else "number"
    elif isinstance(sample, date):
        sort = "date"
    else:
        sort = "duration" if isinstance(sample, YearsMonths | DaysTime) else "other"
    return _WORDS[lang][sort][op]


def name_of(symbol: Symbol, lang: str) -> str:
    """The name as people say it."""
    if lang == "en" and symbol.name_en:
        return symbol.name_en
    if lang == "en":
        return symbol.name
    return symbol.name.replace(".", "" if symbol.type == BOOLEAN else "的")


def unit_text(unit: str | None, lang: str) -> str:
    """The unit, with the space that goes before it."""
    if not unit:
        return ""
    said = _UNITS_EN.get(unit, unit) if lang == "en" else unit
    return f" {said}" if said else ""


def value_text(value: Any, lang: str, unit: str | None = None) -> str:
    """A value as a reader wants to see it."""
    if value is None:
        return "没有" if lang == "zh" else "none"
    if value is UNKNOWN:
        return "还不知道" if lang == "zh" else "not known yet"
    if value.__class__ is bool:
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    if value.__class__ is Decimal:
        return plain(value) + unit_text(unit, lang)
    if value.__class__ is str:
        return f"“{value}”"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, YearsMonths | DaysTime):
        return duration_text(value, lang)
    if value.__class__ is tuple:
        if not value:
            return "一项也没有" if lang == "zh" else "nothing"
        if any(isinstance(member, Mapping) for member in value):
            return f"共 {len(value)} 项" if lang == "zh" else f"{len(value)} entries"
        return ("、" if lang == "zh" else ", ").join(value_text(member, lang, unit) for member in value)
    return text_of(value)


def duration_text(value: YearsMonths | DaysTime, lang: str) -> str:
    """`1 年 6 个月`, `30 days`."""
    if isinstance(value, YearsMonths):
        years, months = divmod(abs(value.months), 12)
        counts: tuple[tuple[Decimal | int, str, str], ...] = ((years, " 年", "year"), (months, " 个月", "month"))
    else:
        minutes, seconds = divmod(abs(value.seconds), 60)
        whole = int(minutes)
        counts = ((whole // 1440, " 天", "day"), (whole // 60 % 24, " 小时", "hour"), (whole % 60, " 分钟", "minute"))
        if seconds:
            counts += ((seconds, " 秒", "second"),)
    said = [f"{plain(Decimal(n))}{zh if lang == 'zh' else f' {en}' + ('s' if n != 1 else '')}" for n, zh, en in counts if n]
    if not said:
        return "0 天" if lang == "zh" else "0 days"
    return (" " if lang == "zh" else " and ").join(said)


def gap_text(value: Any, wanted: Any, unit: str | None, lang: str) -> str:
    """How far a value is from what is wanted: `还差 0.5 平方米`, `晚了 12 天`; "" when there is no distance to speak of."""
    if isinstance(value, Decimal) and isinstance(wanted, Decimal):
        if value == wanted:
            return ""
        distance = value_text(abs(value - wanted), lang, unit)
        if lang == "zh":
            return f"还差 {distance}" if value < wanted else f"超出 {distance}"
        return f"{distance} {'short' if value < wanted else 'too many' if unit in ('人', '个') else 'over'}"
    if type(value) is date and type(wanted) is date and value != wanted:
        days = abs((value - wanted).days)
        if lang == "zh":
            return f"{'早' if value < wanted else '晚'}了 {days} 天"
        return f"{days} day{'s' if days != 1 else ''} too {'early' if value < wanted else 'late'}"
    if isinstance(value, YearsMonths) and isinstance(wanted, YearsMonths) and value != wanted:
        distance = duration_text(YearsMonths(abs(value.months - wanted.months)), lang)
        if lang == "zh":
            return f"还差 {distance}" if value < wanted else f"超出 {distance}"
        return f"{distance} {'short' if value < wanted else 'over'}"
    return ""
