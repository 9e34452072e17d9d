"""Applications under kill −9: no case is lost, none is there twice, no sub-case has a second licence.

A person fills in drafts and files them one after another; the process that serves them and the worker are killed at
random moments, in the middle of filing, reviewing and issuing. After each kill the person tries again with every
draft that was not answered, as people do. In the end every draft that was begun must have led to exactly one case,
every case to exactly one licence, and the audit trail must agree.
"""
import json
import secrets
import signal
import statistics
import subprocess
import sys
import time

import pytest

from tests.installation import Installation

pytestmark = [pytest.mark.soak, pytest.mark.db]

KILLS = 15

FILE = """
import os, sys, time
from bancheng.config import django; django.start()
from bancheng import now
from bancheng.apps.cases import stories
from bancheng.apps.cases.actions.submit import Confirmation, submit
from bancheng.config.env import env

book = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def write(line):
    os.write(book, (line + "\\n").encode()); os.fsync(book)

story = stories.tell(env().pack, "hotel")
principal = stories.principal_of(story)
def apply(draft):
    begun = time.monotonic()
    number = submit(draft, principal, Confirmation(now.business(), 'high', committed=True)).number
    write(f"answered {draft} {number} {time.monotonic() - begun:.3f}")

for draft in sys.argv[2:]:
    apply(draft)
while len(sys.argv) == 2:
    draft = str(stories.draft_of(story, principal).pk)
    write(f"began {draft}")
    apply(draft)
"""
COUNT = """
import json, sys
from bancheng.config import django; django.start()
from django.db.models import Count
from bancheng.apps.cases.models import JointCase, SubCase
from bancheng.apps.licences.models import Licence
print(json.dumps({
    "cases": {number: str(draft) for number, draft in JointCase.objects.values_list("number", "draft_id")},
    "parts": SubCase.objects.count(),
    "granted": SubCase.objects.filter(outcome="granted").count(),
    "licensed": list(Licence.objects.values_list("sub_case", flat=True)),
    "identifiers": list(Licence.objects.values_list("number", flat=True)),
}))
"""


def start(installation, code, *arguments):
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=installation.env, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def finish(process):
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    return out


def wait_for_filing(book):
    """Until an application has begun and is not answered yet; then somewhere into it, or just after it: as long as filing takes here and now."""
    wait_until(lambda: written(book)[-1:] and written(book)[-1].startswith("began"))
    takes = [float(line.split()[3]) for line in written(book) if line.startswith("answered")]
    time.sleep(secrets.randbelow(int(statistics.median(takes) * 1500)) / 1000)


def written(book):
    return book.read_text().splitlines()


def wait_until(so):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not so():
        time.sleep(0.005)


def test_no_case_lost_none_twice(tmp_path):
    book = tmp_path / "book"
    book.touch()
    with Installation(tmp_path) as here:
        done = here.command("run", "--prepare-only")
        assert done.returncode == 0, done.stderr
        here.start("sandbox")
        started, kills = time.monotonic(), 0
        while kills < KILLS:
            person = start(here, FILE, str(book))
            worker = start(here, "import sys; from bancheng.cli import main; sys.exit(main(['worker']))")
            before = sum(line.startswith("answered") for line in written(book))
            wait_until(lambda before=before: sum(line.startswith("answered") for line in written(book)) >= before + 1 + secrets.randbelow(3))
            wait_for_filing(book)
            for process in (person, worker):
                assert process.poll() is None, process.communicate()
                process.send_signal(signal.SIGKILL)
                process.communicate()
                kills += 1
        lines = [line.split() for line in book.read_text().splitlines()]
        began = {line[1] for line in lines if line[0] == "began"}
        answered = {line[1]: line[2] for line in lines if line[0] == "answered"}
        again = sorted(began - set(answered))
        if again:
            finish(start(here, FILE, str(book), *again))
        finish(start(here, "import sys; from bancheng.cli import main; sys.exit(main(['worker', '--once']))"))
        found = json.loads(finish(start(here, COUNT)))
        seconds = time.monotonic() - started
        print(
            f"\n{len(began)} applications, {kills} kills in {seconds:.0f} s, {len(again)} tried again: {len(found['cases'])} cases, "
            f"{found['granted']} granted, {len(found['licensed'])} licences"
        )
        assert len(again) > 0, "no kill hit an application under way"
        for draft, number in answered.items():
            assert found["cases"][number] == draft, "a case that was confirmed to the applicant is gone"
        assert sorted(found["cases"].values()) == sorted(began), "each draft one case"
        assert found["granted"] == found["parts"] == len(began)
        assert len(set(found["licensed"])) == len(found["licensed"]) == len(began), "each case one licence"
        assert len(set(found["identifiers"])) == len(began)
        verified = here.command("verify-audit")
        assert verified.returncode == 0, verified.stdout
        replayed = here.command("replay")
        assert replayed.returncode == 0, replayed.stdout + replayed.stderr
