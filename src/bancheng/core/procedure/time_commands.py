"""Commands about time: special procedures, extension, dates counted again; and incidents, which change nothing."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bancheng.core.clock import Amount, Calendar, SuspensionKind
from bancheng.core.procedure.values import Actor


@dataclass(frozen=True, slots=True)
class Suspend:
    """Begin a special procedure whose days do not count: one the item lists, told in writing with the needed time (R-14).

    `start` is its first day, `planned_end` the last day as the written notice number `notice` tells it.
    """

    by: Actor
    kind: SuspensionKind
    notice: str
    start: date
    planned_end: date


@dataclass(frozen=True, slots=True)
class Prolong:
    """Tell in writing, before the day told is over, that the special procedure takes longer (R-14)."""

    by: Actor
    notice: str
    planned_end: date


@dataclass(frozen=True, slots=True)
class Resume:
    """End the special procedure: its first to its `last` day, both included, do not count; what was not told does (R-14)."""

    by: Actor
    last: date


@dataclass(frozen=True, slots=True)
class Extend:
    """Extend the limit once, before it ends: by the head (R-12), in joint handling by the government, whose document
    `approval` names (R-13). The reason is told to the applicant by the written notice number `notice`.
    """

    by: Actor
    amount: Amount
    reason: str
    notice: str
    approval: str = ""


@dataclass(frozen=True, slots=True)
class ProjectDates:
    """Count the last days again after the calendar changed from `before`, and record the reason (§8.1)."""

    by: Actor
    reason: str
    before: Calendar


@dataclass(frozen=True, slots=True)
class RecordIncident:
    """Record that something was tried which a rule forbids, e.g. a second demand (R-05). Changes nothing else.

    `what` is the name of the command that was refused, `rule` the rule that refused it.
    """

    by: Actor
    rule: str
    what: str
