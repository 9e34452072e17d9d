"""Timers: run once at their time, in one transaction with their effect."""
from datetime import timedelta

import pytest
from django.db import connection, transaction

from bancheng import now
from bancheng.apps import timers
from bancheng.apps.timers import clock, queries
from bancheng.apps.timers.actions import run_due as running
from bancheng.apps.timers.actions.run_due import revive, run_due
from bancheng.apps.timers.models import ClockOffset, Timer

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def called(monkeypatch):
    """A kind of timer of the test's own; the list holds what its handler was given."""
    calls: list[dict] = []
    monkeypatch.setattr(timers, "handlers", handlers := {"test": lambda timer: calls.append(timer.payload)})
    monkeypatch.setattr(running, "handlers", handlers)
    return calls


def in_past(**by):
    return now.business() - timedelta(**(by or {"seconds": 1}))


def test_a_due_timer_runs_once(called):
    timers.schedule("a", "test", in_past(), {"case": "甲"})
    timers.schedule("b", "test", now.business() + timedelta(days=1))
    assert run_due() == 1
    assert run_due() == 0
    assert called == [{"case": "甲"}]


def test_earliest_first(called):
    timers.schedule("late", "test", in_past(hours=1), {"n": 2})
    timers.schedule("early", "test", in_past(hours=2), {"n": 1})
    run_due()
    assert [call["n"] for call in called] == [1, 2]


def test_the_same_key_is_the_same_timer(called):
    timers.schedule("a", "test", now.business() + timedelta(days=1), {"n": 1})
    timers.schedule("a", "test", in_past(), {"n": 2})
    run_due()
    timers.schedule("a", "test", in_past(), {"n": 3})
    assert run_due() == 0
    assert called == [{"n": 2}]


def test_cancelled_by_the_beginning_of_the_key(called):
    for key in ("case:1/review", "case:1/due", "case:11/due"):
        timers.schedule(key, "test", in_past())
    assert timers.cancel("case:1/") == 2
    assert run_due() == 1
    timers.schedule("case:1/due", "test", in_past())
    assert run_due() == 1, "a cancelled timer can be wanted again"


def test_a_timer_needs_a_zone_and_a_handler_only_one_function():
    with pytest.raises(ValueError, match="zone"):
        timers.schedule("a", "test", now.business().replace(tzinfo=None))
    with pytest.raises(ValueError, match="beginning"):
        timers.cancel("")
    timers.handler("test.twice")(len)
    with pytest.raises(ValueError, match=r"test\.twice"):
        timers.handler("test.twice")(repr)
    del timers.handlers["test.twice"]


def test_a_kind_nobody_here_knows_is_left_to_others(called):
    timers.schedule("a", "newer", in_past(hours=2))
    assert run_due() == 0
    assert [timer.key for timer in queries.troubled()] == ["a"]


def test_a_failed_handler_is_undone_tried_again_and_given_up(called, monkeypatch, at):
    monkeypatch.setitem(running.handlers, "test", lambda timer: (Timer.objects.create(
        key="effect", kind="x", due_at=timer.due_at), 1 / 0))
    with at(2026, 3, 2):
        timers.schedule("a", "test", now.business())
    pauses = []
    for day in range(2, 2 + running.ATTEMPTS):
        with at(2026, 3, day):
            assert run_due() == 1
            assert run_due() == 0, "it waits before the next try"
            timer = Timer.objects.get(key="a")
            pauses.append(timer.not_before - now.real() if timer.state == "waiting" else None)
    assert pauses[:3] == [timedelta(seconds=s) for s in (2, 4, 8)] and pauses[-1] is None
    assert not Timer.objects.filter(key="effect").exists()
    assert timer.state == "dead" and timer.last_error == "ZeroDivisionError: division by zero"
    assert list(queries.troubled()) == [timer]
    monkeypatch.setitem(running.handlers, "test", lambda timer: None)
    assert revive("a") and not revive("a")
    with at(2026, 3, 20):
        assert run_due() == 1
    assert Timer.objects.get(key="a").state == "done"


def test_business_time_moves_for_everybody(called):
    timers.schedule("a", "test", now.business() + timedelta(days=20))
    before = now.today()
    clock.move(timedelta(days=30))
    assert now.today() == before + timedelta(days=30)
    assert run_due() == 1
    ClockOffset.objects.update(seconds=0)  # what another process would write
    clock.forget()
    assert now.today() == before


def test_time_goes_forward_only_and_not_in_production(monkeypatch):
    with pytest.raises(clock.CannotMove):
        clock.move(timedelta(days=-1))
    monkeypatch.setattr(clock, "env", lambda: type("Production", (), {"sandbox": False}))
    with pytest.raises(clock.CannotMove):
        clock.move(timedelta(days=1))
    assert clock.offset() == timedelta()


@pytest.mark.django_db(transaction=True)
def test_a_timer_belongs_to_a_transaction(called):
    with pytest.raises(ValueError, match="transaction"):
        timers.schedule("a", "test", in_past())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        timers.schedule("a", "test", in_past())
        raise ZeroDivisionError
    assert run_due() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work(called):
    """On PostgreSQL a second worker passes by what the first one holds; on SQLite it waits for the first."""
    import threading

    with transaction.atomic():
        for number in range(20):
            timers.schedule(f"a{number}", "test", in_past(), {"n": number})

    def work():
        try:
            run_due()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(call["n"] for call in called) == list(range(20))


def test_small_steps_do_not_lead_out_of_time():
    clock.move(timedelta(days=36000))
    with pytest.raises(clock.CannotMove, match="hundred years"):
        clock.move(timedelta(days=600))
    assert clock.offset() == timedelta(days=36000)
