"""What stops, lengthens and re-counts the limits (行政许可法 art. 42, 45), and the record of what was refused."""
from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bancheng.core.canonical import digest
from bancheng.core.clock import Calendar, local_day
from bancheng.core.clock.explain import PROCEDURE_ZH
from bancheng.core.procedure import time_commands as do
from bancheng.core.procedure import time_events as ev
from bancheng.core.procedure.dues import dues, reproject
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.guards import Handler, no_proposal, officer, text
from bancheng.core.procedure.state import State
from bancheng.core.procedure.values import Refused, Role


def suspend(state: State, command: do.Suspend, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-14: a procedure the item lists, a written notice with the needed time, and not after the fact."""
    assert state.terms is not None
    officer(command.by, "R-27", Role.REVIEWER, Role.DECIDER, Role.HEAD)
    if command.kind not in state.terms.special:
        raise Refused(
            "R-14",
            f"这个事项没有列“{PROCEDURE_ZH[command.kind]}”这种特别程序，不能暂停计时。",
            f"The item does not list “{command.kind}” as a special procedure, so the clock runs on.",
        )
    notice = text(
        command.notice, "R-14", "暂停计时要有书面通知，请写明通知书编号。", "The clock stops only with a written notice."
    )
    if command.start < local_day(now):
        raise Refused(
            "R-14", "暂停要提前书面告知，不能从已经过去的日子算起。", "A suspension is told before; it cannot begin in the past."
        )
    if command.planned_end < command.start:
        raise Refused(
            "R-14", "预计结束的日子不能早于开始的日子。", "The last day told cannot lie before the first."
        )
    no_proposal(state)
    return (
        ev.Suspended(
            at=now,
            by=command.by,
            kind=command.kind,
            start=command.start,
            planned_end=command.planned_end,
            notice=notice,
        ),
    )


def prolong(state: State, command: do.Prolong, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-14: told in writing while the time told before has not run out; afterwards it ends and another may begin."""
    special = state.special
    assert special is not None
    officer(command.by, "R-27", Role.REVIEWER, Role.DECIDER, Role.HEAD)
    notice = text(command.notice, "R-14", "请写明通知书编号。", "Name the written notice.")
    if local_day(now) > special.planned_end:
        raise Refused(
            "R-14",
            f"书面告知的时间已经在 {special.planned_end:%Y-%m-%d} 用完，不能再延；请先恢复计时。",
            f"The time told ran out on {special.planned_end}; resume the clock first.",
        )
    if command.planned_end <= special.planned_end:
        raise Refused("R-14", "新的日子要比原来告知的晚。", "The new day lies after the one told before.")
    return (ev.Prolonged(at=now, by=command.by, planned_end=command.planned_end, notice=notice),)


def resume(state: State, command: do.Resume, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-14: up to the last day it really took, and not beyond what was told in writing."""
    special = state.special
    assert special is not None
    officer(command.by, "R-27", Role.REVIEWER, Role.DECIDER, Role.HEAD)
    if not special.start <= command.last <= local_day(now):
        raise Refused(
            "R-14",
            "特别程序的最后一天不能早于第一天，也不能在今天以后。",
            "The last day of the procedure lies between its first day and today.",
        )
    if command.last > special.planned_end:
        raise Refused(
            "R-14",
            f"书面告知的时间到 {special.planned_end:%Y-%m-%d} 为止，多用的日子要算进时限。",
            f"The applicant was told it would last until {special.planned_end}; days after that count.",
        )
    return (ev.Resumed(at=now, by=command.by, last=command.last),)


def extend(state: State, command: do.Extend, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-12, R-13: once, before the limit ends, within what the law gives, told with its reason."""
    assert state.terms is not None
    joint = state.terms.joint
    rule = "R-13" if joint else "R-12"
    officer(command.by, rule, Role.HEAD)
    if state.extensions:
        raise Refused(rule, "已经延长过一次，不能再延长。", "It was extended once already; the law gives no second time.")
    _not_expired(state, local_day(now), calendar, rule)
    most = joint.extension if joint else state.terms.extension
    if command.amount.unit is not most.unit or not 1 <= command.amount.number <= most.number:
        raise Refused(rule, f"最多可以延长 {most.text()}。", f"At most {most.text('en')} may be added.")
    reason = text(command.reason, rule, "请写明延长的理由，要告诉申请人。", "Give the reason, which the applicant is told.")
    notice = text(command.notice, rule, "请写明延期告知书编号。", "Name the written notice of the extension.")
    approval, approved_by = "", command.by.id
    if joint:
        approved_by = joint.government
        approval = text(
            command.approval,
            rule,
            f"联合办理延长要经{joint.government}负责人批准，请写明批准文号。",
            f"In joint handling the head of {joint.government} approves; name the document.",
        )
    return (
        ev.Extended(
            at=now,
            by=command.by,
            amount=command.amount,
            approved_by=approved_by,
            reason_digest=digest(reason),
            notice=notice,
            approval=approval,
        ),
    )


def _not_expired(state: State, today: date, calendar: Calendar, rule: str) -> None:
    """The limit runs, or stands still, and has not ended yet."""
    statutory = dues(state, calendar).statutory
    if statutory is None:
        raise Refused(rule, "法定时限还没有开始计算，不用延长。", "No statutory limit runs yet.")
    if statutory.date is not None and today > statutory.date:
        raise Refused(
            rule,
            f"法定时限已经在 {statutory.date:%Y-%m-%d} 届满，届满以后不能延长。",
            f"The limit ended on {statutory.date}; it cannot be extended any more.",
        )


def project_dates(state: State, command: do.ProjectDates, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """Nothing happens where no date moved."""
    reason = text(command.reason, "R-01", "请写明为什么重新计算。", "Say why the dates are counted again.")
    changes = reproject(state, command.before, calendar)
    return (ev.DatesProjected(at=now, by=command.by, reason=reason, changes=changes),) if changes else ()


def record_incident(state: State, command: do.RecordIncident, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """R-05, §72: what was tried stays on record; the case goes on as it stood."""
    rule = text(command.rule, "I11", "请写明违反的规则。", "Name the rule.")
    what = text(command.what, "I11", "请写明做了什么。", "Name what was tried.")
    return (ev.IncidentRecorded(at=now, by=command.by, rule=rule, what=what),)


HANDLERS: dict[type[Any], Handler] = {
    do.Suspend: suspend,
    do.Prolong: prolong,
    do.Resume: resume,
    do.Extend: extend,
    do.ProjectDates: project_dates,
    do.RecordIncident: record_incident,
}
