"""The small commands of an operator: clock, status, keys."""
from datetime import timedelta

import pytest

from bancheng import now
from bancheng.apps.timers.models import Timer
from bancheng.cli import main

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_the_clock_moves_forward_only(capsys):
    before = now.today()
    assert main(["clock", "--days", "30"]) == 0
    assert "30 days" in capsys.readouterr().out
    assert now.today() == before + timedelta(days=30)
    assert main(["clock", "--days=-1"]) == 1
    assert "backward" in capsys.readouterr().err
    assert main(["clock", "--days", "9" * 12]) == 1


def test_the_clock_is_moved_in_words(capsys):
    before = now.today()
    assert main(["clock", "advance", "10日"]) == 0
    assert now.today() == before + timedelta(days=10)
    assert "0 timers fell due" in capsys.readouterr().out
    for words in (["advance"], ["advance", "soon"], ["advance", "2001-01-01"], ["advance", "3日", "--days", "2"]):
        assert main(["clock", *words]) == 1, words
    assert now.today() == before + timedelta(days=10)


def test_status_names_what_is_stuck_and_revives_it(capsys):
    assert main(["status"]) == 0
    Timer.objects.create(key="case:1/x", kind="x", due_at=now.business(), state="dead", last_error="ValueError: 面馆")
    assert main(["status"]) == 1
    assert "case:1/x" in (said := capsys.readouterr().out) and "面馆" in said
    assert main(["status", "--revive", "case:1/x"]) == 0
    assert main(["status"]) == 0
    assert main(["status", "--revive", "case:1/x"]) == 1


def test_keys_are_made_on_purpose_and_listed(capsys, home):
    assert main(["keys", "--create", "org:made-on-purpose"]) == 0
    assert main(["keys"]) == 0
    assert "org:made-on-purpose  04" in capsys.readouterr().out
    assert main(["keys", "--create", "../x"]) == 1
    assert "key name" in capsys.readouterr().err
