"""Checks that several commands share."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bancheng.core.clock import Calendar
from bancheng.core.procedure.events import Event
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
