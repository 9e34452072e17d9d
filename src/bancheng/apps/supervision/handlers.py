"""The rungs of the ladder: what the timers of a case do when its limit comes near, or has passed; and what a finished case took."""
from __future__ import annotations

from bancheng.apps.supervision.actions.climb import climb
from bancheng.apps.supervision.actions.measure import measure
from bancheng.apps.timers import handler
from bancheng.apps.timers.models import Timer
from bancheng.core.clock import Light


@handler("case.yellow")
def on_yellow(timer: Timer) -> None:
    """The promise ends soon: those who handle the case are reminded."""
    climb(timer.payload["case"], Light.YELLOW)


@handler("case.promised_passed")
def on_red(timer: Timer) -> None:
    """The promise is broken: the overseers are told, and the handlers owe a reason (R-33)."""
    climb(timer.payload["case"], Light.RED)


@handler("case.statutory_passed")
def on_over_statutory(timer: Timer) -> None:
    """The law's limit has passed: it goes up the line."""
    climb(timer.payload["case"], Light.OVER_STATUTORY)


@handler("joint.finished")
def on_finished(timer: Timer) -> None:
    """The last part has come to its end: what the whole took is measured, once."""
    measure(timer.payload["joint"])
