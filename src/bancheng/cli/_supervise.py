"""Keeps a handful of processes running until told to stop.

A process that ends by itself is started again, after a pause that grows while it keeps ending at once; one that never
gets going ends everything, because a service that is half there looks like one that works. Stopping is by SIGTERM or
Ctrl-C and is passed on; what does not stop within ten seconds is killed.
"""
from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

GRACE_SECONDS = 10
GIVE_UP_AFTER = 5  # times in a row that a process ends within `SETTLED_SECONDS`
SETTLED_SECONDS = 20


@dataclass
class Child:
    """One process: what it is called, the verb it runs, and how it fared."""

    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_ends: int = 0
    wait_until: float = 0.0
    history: list[int] = field(default_factory=list)

    def start(self) -> None:
        """Start it; it ends with its parent even when the parent is killed."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bancheng.cli", *self.arguments],
            preexec_fn=end_with_parent,
        )
        self.started = time.monotonic()


class Supervisor:
    """Runs children until `stop` or a signal; `run` returns the exit code."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.stopping = threading.Event()
        self.code = 0

    def stop(self, *_: object) -> None:
        """Ask everything to end."""
        self.stopping.set()

    def run(self, ready: Callable[[], bool], announce: Callable[[], None]) -> int:
        """Start the children, call `announce` once when `ready` says so, and look after them."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.stop)
        announced = False
        try:
            for child in self.children:
                child.start()
            while not self.stopping.is_set():
                for child in self.children:
                    self._look_after(child)
                if not announced and ready():
                    announce()
                    announced = True
                self.stopping.wait(0.5 if announced else 0.1)
        finally:
            self._end()
        return self.code

    def _look_after(self, child: Child) -> None:
        if child.process is None:
            if time.monotonic() >= child.wait_until:
                child.start()
            return
        code = child.process.poll()
        if code is None:
            return
        child.history.append(code)
        child.process = None
        settled = time.monotonic() - child.started > SETTLED_SECONDS
        child.quick_ends = 0 if settled else child.quick_ends + 1
        if child.quick_ends >= GIVE_UP_AFTER:
            self.say(f"{child.name} ended {child.quick_ends} times right after its start (exit code {code}): giving up. See its messages above.")
            self.code = 1
            self.stop()
            return
        pause = 0 if child.quick_ends <= 1 else 2 ** (child.quick_ends - 2)
        child.wait_until = time.monotonic() + pause
        self.say(f"{child.name} ended with exit code {code}: starting it again")

    def _end(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent does, however that ends (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
