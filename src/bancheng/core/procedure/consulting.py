"""Other departments' opinions (handbook §3.4): an internal limit, and what their silence means.

Silence is agreement only inside the house, and only where the law does not want the silent department's own decision.
"""
from __future__ import annotations

from datetime import datetime
from typing import Any

from bancheng.core.canonical import digest
from bancheng.core.clock import Calendar, due, local_day
from bancheng.core.procedure import item_commands as do
from bancheng.core.procedure import item_events as ie
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.guards import Handler, officer, text
from bancheng.core.procedure.state import State
from bancheng.core.procedure.values import Refused, Role

RULE = "§3.4"


def consult(state: State, command: do.Consult, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    if command.by.role is not Role.RULES:
        officer(command.by, RULE, Role.REVIEWER, Role.DECIDER)
    if any(one.organisation == command.organisation and one.is_open for one in state.consultations):
        raise Refused(RULE, "已经请这个部门提意见了，正在等它答复。", "That department has been asked and has yet to answer.")
    question = text(command.question, RULE, "请写明要它看什么。", "Say what the department is to look at.")
    return (
        ie.Consulted(
            at=now,
            by=command.by,
            organisation=text(command.organisation, RULE, "请写明问哪个部门。", "Name the department."),
            question_digest=digest(question),
            own_decision=command.own_decision,
            limit=command.limit,
        ),
    )


def answer(state: State, command: do.AnswerConsultation, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """By the department that was asked, also after its silence was noted where its own decision is needed."""
    officer(command.by, RULE)
    if not any(one.organisation == command.by.organisation and one.is_open for one in state.consultations):
        raise Refused(RULE, "没有请您的单位提意见，或者已经答复过了。", "Your organisation is not asked, or has answered.")
    note = text(command.note, RULE, "请写明意见。", "Give the opinion.")
    return (
        ie.ConsultationAnswered(
            at=now,
            by=command.by,
            organisation=command.by.organisation,
            agrees=command.agrees,
            note_digest=digest(note),
        ),
    )


def note_silence(state: State, command: do.NoteSilence, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """Every department whose last day has passed, once, by its name."""
    today = local_day(now)
    silent = []
    for one in state.consultations:
        last = due(one.limit, one.asked, calendar).date
        if one.is_open and not one.silent and last is not None and today > last:
            silent.append(one)
    return tuple(
        ie.SilenceNoted(at=now, by=command.by, organisation=one.organisation, deemed=not one.own_decision)
        for one in silent
    )


HANDLERS: dict[type[Any], Handler] = {
    do.Consult: consult,
    do.AnswerConsultation: answer,
    do.NoteSilence: note_silence,
}
