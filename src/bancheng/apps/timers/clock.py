"""The sandbox clock: business time moved forward, the same in every process.

The offset is a row in the database. Each process remembers it for at most a second, so that asking for the time costs
nothing; a process that moves the clock sees it at once, and every request asks anew. In production time cannot be moved and the row is never read.
"""
from __future__ import annotations

import calendar as months
import math
import re
import time
import unicodedata
from datetime import date, datetime, timedelta

from django.db import transaction

from bancheng.apps.timers.models import ClockOffset
from bancheng.config.env import env
from bancheng.core.clock import AmountError, Calendar, Unit, parse_amount

REMEMBER_SECONDS = 1.0
FARTHEST = timedelta(days=36500)
_remembered: tuple[float, timedelta] | None = None


class CannotMove(Exception):
    """Business time cannot be moved like that; `message` says why in Chinese, the text in English."""

    def __init__(self, message: str, message_en: str) -> None:
        self.message = message
        super().__init__(message_en)


PRODUCTION = ("正式环境里的日期不能拨动。", "in production time cannot be moved")
TOO_FAR = ("一共最多能拨快一百年。", "time cannot be moved by more than a hundred years in all")
BACKWARD = (
    "日期只能往前拨，不能拨回去：已经发生的事会变成将来的事。",
    "time cannot be moved backward: what has already happened would lie in the future",
)


def offset() -> timedelta:
    """How far business time is ahead of real time."""
    global _remembered
    if not env().sandbox:
        return timedelta()
    kept = _remembered  # another thread may forget it at any moment
    if kept is None or time.monotonic() - kept[0] > REMEMBER_SECONDS:
        row = ClockOffset.objects.filter(pk=1).values_list("seconds", flat=True).first()
        _remembered = kept = (time.monotonic(), timedelta(seconds=row or 0))
    return kept[1]


def move(by: timedelta) -> timedelta:
    """Move business time; gives the new offset.

    Raises:
        CannotMove: in production, backward (what has happened would lie in the future), or absurdly far.
    """
    if not env().sandbox:
        raise CannotMove(*PRODUCTION)
    if by < timedelta():
        raise CannotMove(*BACKWARD)
    with transaction.atomic():
        row, _ = ClockOffset.objects.select_for_update().get_or_create(pk=1)
        row.seconds += math.ceil(by.total_seconds())  # never short of the moment that was asked for
        if row.seconds > FARTHEST.total_seconds():
            raise CannotMove(*TOO_FAR)
        row.save()
        transaction.on_commit(forget)
    forget()
    return timedelta(seconds=row.seconds)


def forget() -> None:
    """Read the offset again next time."""
    global _remembered
    _remembered = None


def reach(text: str, at: datetime, calendar: Calendar) -> datetime:
    """The moment that somebody means by `3工作日`, `10日`, `2个月`, `1年` (from `at` on) or by a day such as `2026-12-31`; the time of day stays.

    Working days are those of the calendar; the others are counted as they are and do not roll off a holiday: it is the clock that moves, no limit.

    Raises:
        CannotMove: it cannot be read, or does not lie ahead.
    """
    day = _day(text, at.date(), calendar)
    if day <= at.date():
        raise CannotMove(*BACKWARD)
    if day - at.date() > FARTHEST:
        raise CannotMove(*TOO_FAR)
    return at + timedelta(days=(day - at.date()).days)


_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def _day(text: str, today: date, calendar: Calendar) -> date:
    written = _DATE.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    try:
        if written:
            return date(*map(int, written.groups()))
        amount = parse_amount(text)
        if amount.unit is Unit.WORKING_DAY:
            day = today
            for _ in range(amount.number):
                day = calendar.this_or_next_working_day(day + timedelta(days=1))
            return day
        if amount.unit is Unit.NATURAL_DAY:
            return today + timedelta(days=amount.number)
        year, month = divmod(today.year * 12 + today.month - 1 + amount.number * (12 if amount.unit is Unit.YEAR else 1), 12)
        return date(year, month + 1, min(today.day, months.monthrange(year, month + 1)[1]))
    except AmountError as error:
        raise CannotMove(error.message, error.message_en) from None
    except (ValueError, OverflowError):
        raise CannotMove("没有这一天。日期这样写：2026-12-31。", "there is no such day. Write a date like this: 2026-12-31") from None
