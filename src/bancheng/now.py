"""The only source of time.

Business time (`business`, `today`) is what the law counts with; in the sandbox it can be moved forward, and every process sees the same offset
because it is read from a provider (the database, set by `bancheng.apps.timers`). Real time (`real`) is for sessions, one-time codes, leases and rate limits.
"""
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_offset: Callable[[], timedelta] = timedelta


def set_offset_provider(provider: Callable[[], timedelta]) -> None:
    """Say where the sandbox offset comes from. Called once, when the timers app is ready."""
    global _offset
    _offset = provider


def real() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


def business() -> datetime:
    """Now, as the law counts it, in Asia/Shanghai."""
    return (real() + _offset()).astimezone(ZONE)


def today() -> date:
    """Today's date in Asia/Shanghai, as the law counts it."""
    return business().date()
