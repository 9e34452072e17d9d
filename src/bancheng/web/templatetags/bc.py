"""How values read on a page: dates, moments, amounts, days, masked names, icons.

Every filter speaks the language of the page. Chinese follows the house style (a space between figures and Han
characters, full-width brackets); English follows the order that English readers expect. Filters that would have to
guess raise instead: an amount must be an `int` in fen or a `Decimal` in yuan, a moment must know its zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from bancheng import now

register = template.Library()

_WEEKDAYS = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_CHINESE = re.compile(f"{_HAN}+(?:[ \\d*·-]+{_HAN}+)*")
_WAN = Decimal(10_000)
_YI = Decimal(100_000_000)


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _local(moment: datetime) -> datetime:
    """The moment in Asia/Shanghai; one without a zone is a mistake of the caller."""
    if moment.tzinfo is None:
        raise ValueError("A moment on a page must know its zone: take it from bancheng.now or from the database.")
    return moment.astimezone(now.ZONE)


@register.filter
def cndate(value: date | None, style: str = "long") -> str:
    """A date in words: `2026 年 11 月 27 日（周五）`, `Fri 27 Nov 2026`.

    Args:
        style: `long`, `short` (without the year) or `plain` (without the weekday).
    """
    if not value:
        return ""
    day = _local(value).date() if isinstance(value, datetime) else value
    if _english():
        weekday = "" if style == "plain" else f"{_WEEKDAYS_EN[day.weekday()]} "
        year = "" if style == "short" else f" {day.year}"
        return f"{weekday}{day.day} {_MONTHS_EN[day.month - 1]}{year}"
    year = "" if style == "short" else f"{day.year} 年 "
    weekday = "" if style == "plain" else f"（周{_WEEKDAYS[day.weekday()]}）"
    return f"{year}{day.month} 月 {day.day} 日{weekday}"


@register.filter
def cntime(value: datetime | None) -> str:
    """A moment as people say it: `今天 09:41`, `昨天 16:20`, `11 月 19 日 11:05`; another year is named."""
    if not value:
        return ""
    moment = _local(value)
    today = now.today()
    clock = f"{moment:%H:%M}"
    ago = (today - moment.date()).days
    if ago in (0, 1):
        words = ("today", "yesterday") if _english() else ("今天", "昨天")
        return f"{words[ago]} {clock}"
    day = moment.date()
    if _english():
        year = "" if day.year == today.year else f" {day.year}"
        return f"{day.day} {_MONTHS_EN[day.month - 1]}{year} {clock}"
    year = "" if day.year == today.year else f"{day.year} 年 "
    return f"{year}{day.month} 月 {day.day} 日 {clock}"


@register.filter
def cnmoment(value: datetime | None) -> str:
    """A moment in full, for papers and records: `2026 年 11 月 27 日 10:24`."""
    return f"{cndate(value, 'plain')} {_local(value):%H:%M}" if value else ""


@register.filter
def money(value: int | Decimal | None, style: str = "prose") -> str:
    """An amount, exact: `3.6 万元` in prose, `¥36,000.00` in tables (`money:"table"`).

    Args:
        value: `int` in fen, or `Decimal` in yuan. 万 and 亿 are used only where they need at most two decimals.

    Raises:
        TypeError: a float or a text was given; amounts are never rounded by accident.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"An amount is an int in fen or a Decimal in yuan, not {type(value).__name__}.")
    yuan = Decimal(value) / 100 if isinstance(value, int) else value
    if style == "table":
        return f"{'-' if yuan < 0 else ''}¥{abs(yuan):,.2f}"
    if _english():
        return f"CNY {_digits(yuan)}"
    for unit, word in ((_YI, "亿元"), (_WAN, "万元")):
        if abs(yuan) >= unit and (yuan / unit * 100) % 1 == 0:
            return f"{_digits(yuan / unit)} {word}"
    return f"{_digits(yuan)} 元"


def _digits(number: Decimal) -> str:
    """With thousands separators; decimals only where there are any, then two for a whole amount of yuan and fen."""
    if number == number.to_integral_value():
        return f"{number:,.0f}"
    return f"{number.normalize():,f}" if abs(number) < _WAN and (number * 10) % 1 == 0 else f"{number:,.2f}"


@register.filter
def days(value: int | None, kind: str = "working") -> str:
    """A span: `5 个工作日`, with `days:"calendar"` `5 天`; none is `当天`."""
    if value is None or value == "":
        return ""
    count = int(value)
    if count == 0:
        return "same day" if _english() else "当天"
    if _english():
        return f"{count} {'working ' if kind == 'working' else ''}day{'' if count == 1 else 's'}"
    return f"{count} 个工作日" if kind == "working" else f"{count} 天"


@register.filter
def listed(words: Iterable[str] | None) -> str:
    """Several things in one sentence: `甲、乙`, `A, B`."""
    return (", " if _english() else "、").join(words or ())


@register.filter
def zh(text: object) -> str:
    """Words that may exist in Chinese only, such as names and addresses: on an English page marked with their language (WCAG 2.2, 3.1.2)."""
    words = "" if text is None else text if isinstance(text, str) else str(text)
    if not _english() or isinstance(words, SafeString) or not _CHINESE.search(words):
        return words
    marked = _CHINESE.sub(r'<span lang="zh-CN">\g<0></span>', escape(words))
    return mark_safe(marked)  # The words are escaped; what is added is a mark.


@register.filter
def mask_id(value: str | None) -> str:
    """An identity number with only the first and last four signs, shorter ones with two: `3715**********2246`."""
    text = str(value or "")
    keep = 4 if len(text) >= 15 else 2 if len(text) > 6 else 0
    return text[:keep] + "*" * (len(text) - 2 * keep) + text[len(text) - keep :]


@register.filter
def mask_name(value: str | None) -> str:
    """A person's name with its middle hidden: `林*梅`, `周*`, `A*** S****`."""
    text = str(value or "").strip()
    if not text:
        return ""
    if text.isascii():
        return " ".join(word[0] + "*" * (len(word) - 1) for word in text.split())
    if len(text) < 3:
        return text[0] + "*"
    return text[0] + "*" * (len(text) - 2) + text[-1]


@register.filter
def mask_phone(value: str | None) -> str:
    """A telephone number without its middle: `138****1234`."""
    text = str(value or "")
    if len(text) < 8:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"


@register.filter
def pct(value: int | Decimal | None, total: int | Decimal | None) -> str:
    """Share of a whole as an SVG length, `28.571%`; an empty whole is 0%."""
    whole = Decimal(total or 0)
    return f"{Decimal(value or 0) * 100 / whole:.3f}%" if whole else "0%"


@register.filter
def plus(value: int | Decimal | None, other: int | Decimal | None) -> Decimal:
    """Sum, for positions in a drawing."""
    return Decimal(value or 0) + Decimal(other or 0)


@register.filter
def dash(value: int | Decimal | None, total: int | Decimal | None) -> str:
    """The dash pattern of a ring of radius 42 that is filled to value/total: `150.8 263.9`."""
    circle = Decimal("263.894")
    whole = Decimal(total or 0)
    return f"{circle * Decimal(value or 0) / whole if whole else 0:.1f} {circle:.1f}"


@register.filter
def ticks(total: int | None) -> list[int]:
    """Where the marks of a time axis stand: at most nine, at even steps, the last at the end."""
    whole = int(total or 0)
    step = next(step for step in (1, 2, 5, 10, 20, 30, 60, 120, 365, 3650) if whole <= step * 8)
    marks = list(range(0, whole, step))
    if len(marks) > 1 and whole - marks[-1] < step * Decimal("0.6"):
        marks.pop()
    return [*marks, whole]


@register.filter
def labels(total: int | None) -> list[int]:
    """The marks that carry words: both ends, and those far enough from them not to touch their words."""
    marks = ticks(total)
    near = Decimal(marks[-1]) * Decimal("0.2")
    return [mark for mark in marks if mark in (0, marks[-1]) or near <= mark <= marks[-1] - near]


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An icon of the sprite. Decoration unless a label is given; the words beside it carry the meaning."""
    classes = f"i {css}".strip()
    href = f"{static('web/icons.svg')}#i-{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@register.simple_tag
def qr_svg(data: str, label: str) -> SafeString:
    """A QR code (error correction M) as an inline drawing without style attributes."""
    import segno

    code = segno.make(data, error="m", micro=False)
    rows = ["".join("1" if cell else "0" for cell in row) for row in code.matrix_iter(border=2)]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == "1")
    drawing = '<svg viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{0}v{0}H0z"/><path d="{2}"/></svg>'
    return format_html(drawing, len(rows), label, mark_safe(path))  # The path is made of figures only.


@register.inclusion_tag("components/field.html")
def field(question: Mapping[str, object], **more: object) -> dict[str, object]:
    """One question with its control: components/field.html with the keys it names; the others are left out."""
    return {**question, **more}


@register.inclusion_tag("components/material_row.html", takes_context=True)
def material(context: template.Context, paper: Mapping[str, object], **more: object) -> dict[str, object]:
    """One paper: components/material_row.html with the keys it names; the others are left out."""
    return {**paper, **more}


@register.simple_tag(takes_context=True)
def in_language(context: template.Context, code: str) -> str:
    """The address of this page in another language; of the home page if this one exists in one language only."""
    request: HttpRequest | None = context.get("request")
    return translate_url(request.get_full_path(), code) if request else "/"
