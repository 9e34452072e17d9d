"""A source that was silent at filing is asked again; a contradiction or lasting silence is for a person."""

from __future__ import annotations

import pytest

from bancheng import now
from bancheng.apps.sources import providers
from bancheng.apps.sources.actions import verify_later as module
from bancheng.apps.sources.actions.verify_later import recheck, rechecked, verify_later
from bancheng.apps.sources.base import NoBasis
from bancheng.apps.sources.models import Recheck
from bancheng.apps.sources.queries import findings, settled
from bancheng.apps.timers.actions.run_due import run_due
from bancheng.apps.timers.models import Timer
from tests.people import HOTEL, for_company, li, wang
from tests.sandbox_server import sandbox  # noqa: F401

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def heard():
    rows = []

    def hear(sender, recheck, **_):
        rows.append(recheck.state)

    rechecked.connect(hear)
    yield rows
    rechecked.disconnect(hear)


def ask_later(name="聊城清泉宾馆有限公司"):
    principal = for_company(li(), HOTEL)
    stated = {"entity.name": name}
    return verify_later("K1", principal.reference, principal.actor, "L03", stated, "public-place-hygiene")


def test_the_timer_asks_until_the_source_answers(sandbox, catalogue, hurried, heard, at):  # noqa: F811
    sandbox.behave(registry="down")
    with at(2026, 3, 2, 9, 0):
        ask_later()
        assert run_due() == 0, "not at once"
    with at(2026, 3, 2, 9, 2):
        assert run_due() == 1
        assert not settled("K1") and heard == []
    sandbox.behave(registry="ok")
    with at(2026, 3, 2, 9, 3):
        assert run_due() == 0, "the next pause is longer"
    with at(2026, 3, 2, 9, 5):
        assert run_due() == 1
    assert heard == ["confirmed"] and settled("K1") and findings("K1") == []
    assert Recheck.objects.get().tries == 2


def test_a_contradiction_is_a_finding(sandbox, catalogue, heard):  # noqa: F811
    recheck(ask_later("聊城清泉大酒店"))
    (finding,) = findings("K1")
    assert finding.differences == [{"element": "entity.name", "stated": "聊城清泉大酒店", "found": "聊城清泉宾馆有限公司"}]
    assert heard == ["different"]


def test_lasting_silence_is_a_finding(sandbox, catalogue, hurried, heard, monkeypatch):  # noqa: F811
    monkeypatch.setattr(module, "TRIES", 2)
    monkeypatch.setattr(providers, "REST_AFTER", 99)
    sandbox.behave(registry="down")
    row = ask_later()
    recheck(row)
    recheck(row)
    assert [finding.state for finding in findings("K1")] == ["silent"] and heard == ["silent"]
    recheck(row)
    assert row.tries == 2, "settled is settled"


def test_asking_twice_is_one_question(sandbox, catalogue):  # noqa: F811
    assert ask_later() == ask_later()
    assert Timer.objects.filter(kind="sources.recheck").count() == 1


def test_nothing_is_asked_later_either_without_a_basis(catalogue):
    person = wang()
    with pytest.raises(NoBasis):
        verify_later("K1", person.reference, person.reference, "L22", {}, "open-restaurant")


def test_what_was_stated_is_not_in_the_clear(sandbox, catalogue):  # noqa: F811
    from django.db import connection

    ask_later("很特别的名字")
    with connection.cursor() as cursor:
        cursor.execute("SELECT stated, holder FROM sources_recheck")
        assert "很特别" not in str(cursor.fetchall())
        cursor.execute("SELECT payload_text FROM timers_timer")
        assert HOTEL not in str(cursor.fetchall())
    assert now.today()
