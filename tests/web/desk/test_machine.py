"""The time machine at the demo desk: signed in, in the sandbox, forward; the pages say what day it is then."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases import stories as applicants
from bancheng.apps.cases.models import SubCase
from bancheng.apps.catalogue import actions as catalogues
from bancheng.apps.timers import clock
from bancheng.core.procedure import Stage, TimerKind
from bancheng.web.desk import machine
from tests.web.desk import stories

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def client(verdict):
    """An officer at the desk, on the real clock: it is to be moved."""
    catalogues.put_into_force(verdict, "system:test", "for tests")
    made = Client()
    who = stories.officer("rev", "LC-KFQ-SPJ", "reviewer")
    made.post("/desk/sign-in/", {"username": who.username, "password": stories.PASSWORD, "code": stories.code(who)})
    return made


def test_the_date_goes_forward_and_every_page_says_so(client):
    before = now.today()
    assert "演示日期拨到了" not in client.get("/desk/").content.decode()
    answer = client.post("/desk/clock/", {"by": "10日"}, follow=True)
    assert now.today() == before + timedelta(days=10)
    assert "时间机器" in answer.content.decode() and "现在是" in answer.content.decode()
    for address in ("/desk/", "/"):
        assert "演示日期拨到了" in client.get(address).content.decode()
    assert "The demo date was moved to" in client.get("/en/").content.decode()
    assert stream.read("clock")[0].actor.startswith("staff:")


@pytest.mark.parametrize("by", ["", "-3日", "2001-01-01", "改天"])
def test_what_is_no_way_forward_is_said(client, by):
    before = clock.offset()
    answer = client.post("/desk/clock/", {"by": by})
    assert answer.status_code == 400 and "errsum" in answer.content.decode()
    assert clock.offset() == before


def test_every_timer_of_a_case_has_its_words():
    assert {f"case.{kind}" for kind in TimerKind} <= set(machine.KINDS)


def test_production_has_no_time_machine(client, monkeypatch):
    monkeypatch.setattr(machine, "env", lambda: type("Production", (), {"sandbox": False}))
    assert client.get("/desk/clock/").status_code == 404
    assert client.post("/desk/clock/", {"by": "1日"}).status_code == 404
    assert clock.offset() == timedelta()


def test_a_forged_request_moves_nothing(client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post("/desk/clock/", {"by": "1日"}).status_code == 403
    assert clock.offset() == timedelta()


def test_silence_accepts_while_one_watches(client, pack, tmp_path, monkeypatch):
    """R-06: five working days without a word, and the case is accepted as of its receipt."""
    from bancheng.config import connections
    from tests.sandbox_server import serving

    with serving(tmp_path, pack / "demo") as running:
        monkeypatch.setattr(connections, "sandbox_url", lambda: running.url)
        part = applicants.file(applicants.tell(pack, "hotel"), procedure__choice="一般程序").parts.get()
    assert part.stage == Stage.RECEIVED
    assert "没有告知的，视为受理" in client.get("/desk/clock/").content.decode()
    client.post("/desk/clock/", {"by": "8工作日"})
    after = SubCase.objects.get(pk=part.pk)
    assert after.stage == Stage.ACCEPTED
    [accepted] = [event for event in stream.read(part.stream) if event.type == "accepted"]
    assert accepted.payload["deemed"] and accepted.at.astimezone(now.ZONE).date() < now.today()
