"""The one door: a command at a moment becomes events, or is refused with the rule.

The table in `life` says at which stage a command is possible; the handlers in the other modules say
the rest. Nothing here reads a clock: `now` is an argument.
"""
from __future__ import annotations

from datetime import datetime
from typing import Any

from bancheng.core.clock import Calendar
from bancheng.core.procedure import consulting, decision, ending, further, gap, hearing, intake, timing
from bancheng.core.procedure.commands import AskCorrection, Command
from bancheng.core.procedure.event import Event
from bancheng.core.procedure.guards import Handler
from bancheng.core.procedure.life import LIFE, Kind
from bancheng.core.procedure.state import State
from bancheng.core.procedure.values import Actor, Refused, Stage

_HANDLERS: dict[type[Any], Handler] = {
    **intake.HANDLERS,
    **gap.HANDLERS,
    **decision.HANDLERS,
    **hearing.HANDLERS,
    **further.HANDLERS,
    **consulting.HANDLERS,
    **timing.HANDLERS,
    **ending.HANDLERS,
}


def decide(state: State, command: Command, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """The events that a command leads to; none where it was done before and repeating it is harmless.

    Args:
        now: the moment, with a zone.

    Raises:
        Refused: the procedure does not allow it; `rule` names why, the messages are for people.
        ValueError: the moment has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment needs a zone")
    step = LIFE[type(command)]
    if not step.possible_at(state.stage):
        raise Refused(
            "R-05" if isinstance(command, AskCorrection) and state.correction else step.rule,
            f"这件事现在是“{state.stage.zh}”，不能{step.zh}。",
            f"This part is at stage “{state.stage}”, where {type(command).__name__} is not possible.",
        )
    if state.stage is not Stage.DRAFT and step.kind is not Kind.ANY and (step.kind is Kind.EXTERNAL) != state.external:
        raise Refused(
            step.rule,
            f"这件事由{'对方系统' if state.external else '本单位'}办理，不能{step.zh}。",
            f"This part is {(Kind.EXTERNAL if state.external else Kind.OWN).value}, "
            f"so {type(command).__name__} is not possible.",
        )
    if step.deciding:
        _decided_here(state, command)
    return _HANDLERS[type(command)](state, command, now, calendar)


def _decided_here(state: State, command: Command) -> None:
    """R-28: only officers of the organisation that decides; rules and timers act for it."""
    by = getattr(command, "by", None)
    actors = (by,) if isinstance(by, Actor) else getattr(command, "inspectors", ())
    mine = state.terms.organisation if state.terms else ""
    for actor in actors:
        if mine and actor.is_officer and actor.organisation != mine:
            raise Refused(
                "R-28",
                "这件事归别的单位办，您的单位不能办这一步。",
                "Another organisation decides this; yours cannot take this step.",
            )
