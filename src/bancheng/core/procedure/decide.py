"""The one door: a command at a moment becomes events, or is refused with the rule.

The table in `life` says at which stage a command is possible; the handlers in `intake`, `decision` and `ending` say the
rest. Nothing here reads a clock: `now` is an argument.
"""
from __future__ import annotations

from datetime import datetime
from typing import Any

from bancheng.core.clock import Calendar
from bancheng.core.procedure import decision, ending, intake
from bancheng.core.procedure.commands import Command
from bancheng.core.procedure.events import Event
from bancheng.core.procedure.guards import Handler
from bancheng.core.procedure.life import LIFE, Kind
from bancheng.core.procedure.state import State
from bancheng.core.procedure.values import Refused, Stage

_HANDLERS: dict[type[Any], Handler] = {**intake.HANDLERS, **decision.HANDLERS, **ending.HANDLERS}


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
            step.rule,
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
    return _HANDLERS[type(command)](state, command, now, calendar)
