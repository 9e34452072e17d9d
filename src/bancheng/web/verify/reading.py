"""What people type into the verify page, made exact: an identifier, or the address a QR code led to; a day or a moment."""
from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from urllib.parse import unquote

from bancheng import now
from bancheng.core.identifiers import normalise

_DAY = re.compile(r"(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?(?:[T ]?(\d{1,2}):(\d{2}))?")
"""Year, month and day with - / or . between them, or with the Chinese words after them."""


class BadMoment(ValueError):
    """Not a day or a moment that exists."""


def identifier(typed: str) -> str:
    """The identifier in what was typed, pasted or scanned."""
    text = unquote(unicodedata.normalize("NFKC", typed)).strip()
    if "/verify/" in text:
        text = text.split("/verify/", 1)[1].split("?", 1)[0].split("#", 1)[0]
    return normalise(text)


def moment(typed: str) -> datetime | None:
    """The moment that `2026-03-01`, `2026年3月1日` or `2026-03-01T09:30` means in Shanghai; None for nothing typed.

    A day means its end, so that what happened on that day counts.

    Raises:
        BadMoment: no such day or time.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        raise BadMoment(typed)
    year, month, day, hour, minute = found.groups()
    try:
        clock = time(int(hour), int(minute)) if hour is not None else time(23, 59, 59)
        return datetime(int(year), int(month), int(day), clock.hour, clock.minute, clock.second, tzinfo=now.ZONE)
    except ValueError:
        raise BadMoment(typed) from None
