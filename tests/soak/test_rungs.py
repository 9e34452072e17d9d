"""The ladder under kill −9: whenever the worker is killed, every case climbs every rung once, and everybody is told once.

Cases are filed and accepted, then the date jumps past every limit, so that all rungs are due at the same moment; the workers are real processes, slowed down
inside the rung so that kills fall into it.
"""
import json
import secrets
import signal
import time

import pytest

from tests.installation import Installation
from tests.soak.test_cases import finish, start

pytestmark = [pytest.mark.soak, pytest.mark.db]

CASES, KILLS = 40, 8
RUNGS = ("over_statutory", "red", "yellow")

FILE = f"""
from datetime import timedelta
from bancheng.config import django; django.start()
from bancheng.apps.cases import stories
from bancheng.apps.cases.actions import officers
from bancheng.apps.staff.models import Officer
from bancheng.apps.timers import clock
from bancheng.config.env import env

story = stories.tell(env().pack, "hotel")
for number in range({CASES}):
    part = stories.file(story, procedure__choice="一般程序", premises__area_m2=str(800 + number)).parts.get()
    if part.stage == "received":
        officers.accept(next(one for one in Officer.objects.filter(organisation=part.organisation) if one.has_role("reviewer")), part.number)
clock.move(timedelta(days=90))
"""
WORK = """
import sys, time
from bancheng.config import django; django.start()
from bancheng.apps.supervision.actions import climb
from bancheng.cli import main

tell = climb._tell
def slowly(*given):
    print("climbing", flush=True)
    told = tell(*given)
    time.sleep(0.15)
    return told
climb._tell = slowly
sys.exit(main(["worker"]))
"""
COUNT = """
import json
from bancheng.config import django; django.start()
from bancheng.apps.audit.models import Event
from bancheng.apps.cases.models import SubCase
from bancheng.apps.supervision.models import Alert, Overrun
from bancheng.apps.timers.models import Timer
def rungs(case):
    return sorted(event.payload["rung"] for event in Event.objects.filter(stream=case.stream, type="rung_reached"))
climbed = {case.number: rungs(case) for case in SubCase.objects.all()}
print(json.dumps({
    "climbed": climbed,
    "alerts": list(Alert.objects.values_list("sub_case__number", "rung", "audience", "organisation")),
    "overruns": Overrun.objects.count(),
    "asked": Event.objects.filter(type="reason_asked").count(),
    "waiting": Timer.objects.filter(kind__in=("case.yellow", "case.promised_passed", "case.statutory_passed")).exclude(state="done").count(),
}))
"""


def test_every_rung_once_under_kill_nine(tmp_path):
    with Installation(tmp_path) as here:
        done = here.command("run", "--prepare-only")
        assert done.returncode == 0, done.stderr
        here.start("sandbox")
        finish(start(here, FILE))
        started, kills, halfway = time.monotonic(), 0, 0
        while kills < KILLS:
            workers = [start(here, WORK) for _ in range(2 if here.database else 1)]
            for worker in workers:
                assert worker.stdout and worker.stdout.readline() == "climbing\n", worker.communicate()
            time.sleep(secrets.randbelow(1500) / 1000)
            for worker in workers:
                assert worker.poll() is None, worker.communicate()
                worker.send_signal(signal.SIGKILL)
                worker.communicate()
                kills += 1
            halfway += 0 < json.loads(finish(start(here, COUNT)))["waiting"] < CASES * len(RUNGS)
        assert here.command("worker", "--once").returncode == 0
        found = json.loads(finish(start(here, COUNT)))
        print(f"\n{CASES} cases, {kills} kills in {time.monotonic() - started:.0f} s, {halfway} of them half-way up")
        assert halfway > 0, "no kill fell among the rungs"
        assert found["climbed"] == {number: list(RUNGS) for number in found["climbed"]} and len(found["climbed"]) == CASES
        assert len(found["alerts"]) == len({tuple(alert) for alert in found["alerts"]})
        assert {(rung, audience) for _, rung, audience, _ in found["alerts"]} == {("yellow", "handler"), ("red", "overseer"), ("over_statutory", "head")}
        assert found["overruns"] == found["asked"] == CASES and found["waiting"] == 0
        verified = here.command("verify-audit")
        assert verified.returncode == 0, verified.stdout
