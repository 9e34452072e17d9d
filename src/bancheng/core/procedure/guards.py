"""Checks that several commands share."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bancheng.core.clock import Calendar, local_day
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.state import State
from bancheng.core.procedure.values import Actor, Refused, Role

Handler = Callable[[State, Any, datetime, Calendar], tuple[Event, ...]]
"""What turns one kind of command into events, after the table of the life has let it through."""


def officer(by: Actor, rule: str, *roles: Role) -> None:
    """Only a member of staff may do this, where given in one of these capacities."""
    if not by.is_officer:
        raise Refused(rule, "这一步只能由工作人员办理。", "Only a member of staff may do this.")
    if roles and by.role not in roles:
        raise Refused(
            rule,
            "您的岗位不能办这一步，请交给有权限的同事。",
            "Your role does not allow this; please hand it to a colleague whose role does.",
        )


def text(value: str, rule: str, message: str, message_en: str) -> str:
    """A text that must say something."""
    if not value.strip():
        raise Refused(rule, message, message_en)
    return value.strip()


def not_banned(state: State, now: datetime) -> None:
    """Within a ban after deceit nothing is accepted or granted; a person does not accept it, in writing (R-26)."""
    if (until := ban_in_force(state, local_day(now))) is not None:
        raise Refused(
            "R-26",
            f"申请人弄虚作假，{until:%Y-%m-%d} 以前（含当天）不得再次申请，不能受理或者批准；请书面告知不予受理。",
            f"After deceit the applicant may not apply again until {until}; it can only be refused acceptance, in writing.",
        )


def ban_in_force(state: State, on: date) -> date | None:
    """The last day of the ban on the applicant that is in force on a day, None where there is none (R-26)."""
    until = state.terms.banned_until if state.terms else None
    return until if until is not None and on <= until else None


def no_proposal(state: State) -> None:
    """No decision waits for its second officer (R-17)."""
    if state.proposal is not None:
        raise Refused(
            "R-17",
            "已经有一份意见在等签发，请先退回或者签发那一份。",
            "A proposal is waiting already; send it back or decide it first.",
        )
