"""`bancheng worker`: what happens without anybody asking. Timers, messages, seals, sweeping. On PostgreSQL any number
may run.

Chores are functions that give the number of things they did; a chore that fails is logged and comes round again, the
others go on.
"""
from __future__ import annotations

import argparse
import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

HELP = "run timers, deliver messages and seal the audit trail; `bancheng run` starts one"
IDLE_SECONDS = 0.5
log = logging.getLogger("bancheng.worker")


@dataclass
class Chore:
    """Something to do again and again, at most every so many seconds while there is nothing to do."""

    where: str
    every_seconds: float
    apart: bool = False  # speaks to other systems, which may be slow: done in a thread of its own
    next_at: float = 0.0

    def function(self) -> Callable[[], int]:
        module, name = self.where.split(":")
        found: Callable[[], int] = getattr(import_module(module), name)
        return found


CHORES = (
    Chore("bancheng.apps.timers.actions.run_due:run_due", 0.5),
    Chore("bancheng.apps.audit.actions.seal:seal", 5),
    Chore("bancheng.apps.files.actions.sweep:sweep", 3600),
    Chore("bancheng.apps.messages.actions.deliver:deliver", 1, apart=True),
    Chore("bancheng.apps.cases.actions.advance:catch_up", 1, apart=True),
    Chore("bancheng.apps.cases.actions.external:reconcile", 1, apart=True),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do everything that is due now, then end")


def run(args: argparse.Namespace) -> int:
    from bancheng.config import django

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    django.start()
    apart = threading.Thread(target=_loop, args=(args.once, stopping, True), daemon=True)
    apart.start()
    _loop(args.once, stopping, apart=False)
    apart.join(30 if args.once else 5)
    return 0


def _loop(once: bool, stopping: threading.Event, apart: bool) -> None:
    while not stopping.is_set():
        done = cycle(everything=once, stopping=stopping, apart=apart)
        if once and not done:
            break
        if not done:
            stopping.wait(IDLE_SECONDS)


def cycle(everything: bool = False, stopping: threading.Event | None = None, apart: bool = False) -> int:
    """Do each chore whose turn it is once; gives how much was done."""
    from django.db import close_old_connections

    close_old_connections()
    done = 0
    for chore in CHORES:
        if stopping is not None and stopping.is_set():
            break
        if chore.apart != apart or (not everything and time.monotonic() < chore.next_at):
            continue
        try:
            count = chore.function()()
        except Exception:
            log.exception("%s failed; it will be tried again", chore.where)
            count = 0
        done += count
        chore.next_at = time.monotonic() + (0 if count else chore.every_seconds)
    return done
