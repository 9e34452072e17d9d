"""Timers under kill −9: every timer has its effect exactly once, however often and whenever the worker is killed.

The effect of a timer is an event in a stream of its own, written by the handler. The worker processes are real, on the real settings.
"""
import secrets
import signal
import subprocess
import sys
import time

import pytest

from tests.installation import Installation

pytestmark = [pytest.mark.soak, pytest.mark.db]

TIMERS, KILLS = 4000, 25

PREPARE = f"""
from bancheng.config import django; django.start()
from django.db import transaction
from bancheng import now
from bancheng.apps import timers
with transaction.atomic():
    for number in range({TIMERS}):
        timers.schedule(f"soak:{{number:05}}", "soak.effect", now.business(), {{"n": number}})
"""
WORK = """
import sys
from dataclasses import dataclass
from bancheng.config import django; django.start()
from bancheng.apps import timers
from bancheng.apps.audit import stream
from bancheng.cli import main

@dataclass
class Effect:
    n: int
    type: str = "soak.effect"
    def to_payload(self): return {"n": self.n}

@timers.handler("soak.effect")
def effect(timer):
    stream.append(f"soak:{timer.payload['n']}", [Effect(timer.payload["n"])], actor="system:soak")

sys.exit(main(["worker", *sys.argv[1:]]))
"""
COUNT = """
from bancheng.config import django; django.start()
from django.db.models import Count
from bancheng.apps.audit.models import Event
from bancheng.apps.timers.models import Timer
effects = Event.objects.filter(type="soak.effect")
twice = effects.values("stream").annotate(times=Count("id")).filter(times__gt=1).count()
print(effects.count(), twice, Timer.objects.filter(kind="soak.effect").exclude(state="done").count())
"""


def start(installation, code, *arguments):
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=installation.env, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def finish(process):
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    return out


def test_every_timer_once_under_kill_nine(tmp_path):
    with Installation(tmp_path, BANCHENG_PACK="/nowhere") as here:
        assert here.command("run", "--prepare-only").returncode == 0
        finish(start(here, PREPARE))
        started = time.monotonic()
        kills = 0
        while kills < KILLS:
            workers = [start(here, WORK) for _ in range(2 if here.database else 1)]
            time.sleep(1.0 + secrets.randbelow(900) / 1000)
            for worker in workers:
                worker.send_signal(signal.SIGKILL)
                worker.communicate()
                kills += 1
        finish(start(here, WORK, "--once"))
        effects, twice, left = map(int, finish(start(here, COUNT)).split())
        seconds = time.monotonic() - started
        print(f"\n{TIMERS} timers, {kills} kills in {seconds:.0f} s: {effects} effects, {twice} twice, {left} left")
        assert (effects, twice, left) == (TIMERS, 0, 0)
        verified = here.command("verify-audit")
        assert verified.returncode == 0, verified.stdout
