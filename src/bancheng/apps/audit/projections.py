"""Checks that what is listed agrees with what happened.

A room that keeps rows derived from events registers a function here (in its `apps.py`, `ready`): it folds the events
again and says where its rows differ.

    projections.register("cases", differences)      # differences() -> Iterable[str], one plain line each
"""
from __future__ import annotations

from collections.abc import Callable, Iterable

Check = Callable[[], Iterable[str]]
checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Have `bancheng verify-audit` call this."""
    checks[name] = check
