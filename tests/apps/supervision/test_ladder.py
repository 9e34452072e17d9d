"""The ladder: yellow to the handlers, red to the overseers with a reason to be published (R-33), over-statutory to the heads; each rung once."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.audit.verification import verify
from bancheng.apps.cases import desk_history
from bancheng.apps.cases.actions import grant, officers
from bancheng.apps.cases.desk_queries import counted, names
from bancheng.apps.cases.queries import Part
from bancheng.apps.cases.spine import lock, transition
from bancheng.apps.supervision import queries
from bancheng.apps.supervision.actions.climb import climb
from bancheng.apps.supervision.actions.explain import explain
from bancheng.apps.supervision.actions.see_alert import see_alert
from bancheng.apps.supervision.models import Alert, Overrun
from bancheng.apps.supervision.words import Unfit
from bancheng.apps.timers import handlers
from bancheng.apps.timers.actions.run_due import _load_handlers
from bancheng.apps.timers.models import Timer
from bancheng.core import procedure
from bancheng.core.clock import Light
from tests.apps.supervision.conftest import KFQ

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
ONE = timedelta(days=1)


def rungs(part) -> list[str]:
    return [event.payload["rung"] for event in stream.read(part.stream) if event.type == "rung_reached"]


def told() -> set[tuple[str, str, str]]:
    return set(Alert.objects.values_list("rung", "audience", "organisation"))


def test_each_rung_is_climbed_on_its_day(accepted, on):
    on(accepted.yellow_from - ONE)
    assert rungs(accepted) == []
    on(accepted.yellow_from)
    assert rungs(accepted) == ["yellow"] and told() == {("yellow", "handler", KFQ)}
    on(accepted.promised_due)
    assert rungs(accepted) == ["yellow"] and not Overrun.objects.exists(), "the last day belongs to the promise"
    on(accepted.promised_due + ONE)
    assert rungs(accepted) == ["yellow", "red"] and told() == {("yellow", "handler", KFQ), ("red", "overseer", KFQ)}
    assert Overrun.objects.get().promised == accepted.promised_due
    on(accepted.statutory_due)
    assert len(rungs(accepted)) == 2
    on(accepted.statutory_due + ONE)
    assert rungs(accepted) == ["yellow", "red", "over_statutory"]
    assert {alert for alert in told() if alert[0] == "over_statutory"} >= {("over_statutory", "head", KFQ)}
    on(accepted.statutory_due + 30 * ONE)
    assert len(rungs(accepted)) == 3
    assert list(verify()) == []


def test_who_comes_late_finds_every_rung_once(accepted, on):
    on(accepted.statutory_due + 9 * ONE)
    assert sorted(rungs(accepted)) == ["over_statutory", "red", "yellow"]
    for light in (Light.YELLOW, Light.RED, Light.OVER_STATUTORY):
        assert climb(accepted.number, light) is False, "told before"
    assert len(rungs(accepted)) == 3 and Overrun.objects.count() == 1


def test_a_rung_is_not_climbed_before_its_light_shows(accepted, on):
    on(accepted.yellow_from - ONE)
    assert not climb(accepted.number, Light.YELLOW) and not climb(accepted.number, Light.RED)
    assert not Alert.objects.exists()


def test_what_is_decided_in_time_is_not_on_the_ladder(accepted, on, at, officer):
    with at(2026, 3, 3, 9, 0):
        reviewer = officer("reviewer", KFQ)
        decider = officer("decider", KFQ, besides=reviewer)
        inspectors = officer("inspector", KFQ), reviewer
        officers.record_onsite_check(*inspectors, accepted.number, True, "符合")
        grant.propose_grant(reviewer, accepted.number, "符合")
        grant.confirm_grant(decider, accepted.number)
    on(accepted.statutory_due + ONE)
    assert rungs(accepted) == [] and not Alert.objects.exists()


def test_a_late_decision_does_not_make_a_broken_promise_good(accepted, on, at, officer):
    """R-33, also when no worker ran between the promised day and the decision."""
    day = accepted.promised_due + 2 * ONE
    with at(day.year, day.month, day.day, 9, 0):
        reviewer = officer("reviewer", KFQ)
        officers.record_onsite_check(officer("inspector", KFQ), reviewer, accepted.number, True, "符合")
        grant.propose_grant(reviewer, accepted.number, "符合")
        grant.confirm_grant(officer("decider", KFQ, besides=reviewer), accepted.number)
    on(day)
    assert rungs(accepted) == ["red"] and told() == {("red", "overseer", KFQ)} and Overrun.objects.get().sub_case == accepted
    assert not accepted.tasks.filter(closed_at=None).exclude(kind="after_check").exists(), "nothing is left to do but to say why"


def test_a_rung_that_breaks_leaves_nothing_behind(accepted, on, at, monkeypatch):
    """What is undone with the timer's transaction happens when it runs again, once."""
    from bancheng.apps.supervision.actions import climb as ladder

    with monkeypatch.context() as patch:
        patch.setattr(ladder, "_ask_for_a_reason", lambda *_: 1 / 0)
        on(accepted.promised_due + ONE)
    assert rungs(accepted) == ["yellow"] and not Overrun.objects.exists()
    assert Timer.objects.get(kind="case.promised_passed", state="waiting").last_error.startswith("ZeroDivisionError")
    on(accepted.promised_due + 2 * ONE)
    assert rungs(accepted) == ["yellow", "red"] and Overrun.objects.count() == 1


def test_two_workers_climb_one_rung(accepted, at):
    """The lock of the case, and a key of the alert: whoever comes second finds it climbed."""
    import threading

    from django.db import connection

    day = accepted.yellow_from
    with at(day.year, day.month, day.day, 9, 30):
        seen = []

        def work() -> None:
            try:
                seen.append(climb(accepted.number, Light.YELLOW))
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert sorted(seen) == [False, False, True] and rungs(accepted) == ["yellow"]


def test_an_overrun_asks_for_a_reason_which_everybody_reads(accepted, on, officer):
    """R-33."""
    on(accepted.promised_due + ONE)
    handler = officer("reviewer", KFQ)
    assert [one.sub_case for one in queries.owed(handler)] == [accepted]
    assert queries.published()[0] == [] and queries.overrun_of(accepted).reason is None
    for text in ("", "长" * 501, "聊城凤凰台酒店有限公司的图不全", "王建国没有来", "打 19906350001 问过", "371502199003070019 不对"):
        with pytest.raises(Unfit):
            explain(handler, accepted.number, text)
    explain(handler, accepted.number, "经办人员调整，现场核查晚了三天。")
    with pytest.raises(Unfit, match="已经公开"):
        explain(handler, accepted.number, "另一个说法")
    [shown], more = queries.published()
    assert shown.reason.text == "经办人员调整，现场核查晚了三天。" and not more
    assert queries.owed(handler) == [] and queries.overrun_of(accepted) == shown
    assert [event.type for event in stream.read(accepted.stream)][-3:] == ["rung_reached", "reason_asked", "overrun_explained"]


def test_only_who_owes_the_reason_gives_it(accepted, on, officer):
    from bancheng.apps.staff.models import NotAllowed

    with pytest.raises(queries.NotThere), transaction.atomic():
        explain(officer("reviewer", KFQ), accepted.number, "还没有超时")
    on(accepted.promised_due + ONE)
    with pytest.raises(NotAllowed):
        explain(officer("reviewer", "LC-GT-SPJ"), accepted.number, "别的单位")
    with pytest.raises(NotAllowed):
        explain(officer("inspector", KFQ), accepted.number, "不是经办人")


def test_taking_note_is_for_those_who_were_told(accepted, on, officer, overseer, head):
    on(accepted.statutory_due + ONE)
    mine = {who: [alert.rung for alert in queries.alerts(one).order_by("pk")] for who, one in (("overseer", overseer), ("head", head))}
    assert mine["overseer"] == ["red"] and mine["head"] == ["over_statutory"]
    handler, stranger = officer("reviewer", KFQ), officer("reviewer", "LC-GT-SPJ")
    [alert] = queries.alerts(handler)
    for other in (stranger, overseer, head):
        with pytest.raises(queries.NotThere):
            see_alert(other, alert.pk)
    first = see_alert(handler, alert.pk)
    assert see_alert(handler, alert.pk).seen_at == first.seen_at
    assert [event.type for event in stream.read(accepted.stream)].count("rung_seen") == 1
    assert sum(counted(queries.waiting(handler)).values()) == 1, "the reason is still owed"


@pytest.mark.parametrize("own", [True, False], ids=["own decision", "opinion"])
def test_a_silent_department_is_told_on_only_where_its_own_decision_is_needed(accepted, on, at, officer, overseer, own):
    """Handbook §3.4: deemed agreement otherwise, and nobody is alarmed."""
    body = "LC-KFQ-CGJ"
    with at(2026, 3, 3, 9, 0), transaction.atomic():
        case = lock(accepted.number)
        transition(case, procedure.Consult(officer("reviewer", KFQ).actor("reviewer"), body, "招牌能不能挂", own_decision=own))
    on(accepted.yellow_from + 6 * ONE)
    silent = {alert for alert in told() if alert[0] == "silent"}
    assert silent == ({("silent", "overseer", body), ("silent", "head", body)} if own else set())
    assert [event.payload["deemed"] for event in stream.read(accepted.stream) if event.type == "silence_noted"] == [not own]
    assert ("silent" in [alert.rung for alert in queries.alerts(overseer)]) is own


def test_every_moment_of_a_case_has_a_handler():
    _load_handlers()
    assert {f"case.{kind}" for kind in procedure.TimerKind} <= set(handlers)


def test_the_trail_tells_it_in_words(accepted, on):
    on(accepted.statutory_due + ONE)
    titles = [told.title for told in desk_history.history(Part(accepted), names())]
    assert {"亮黄灯，提醒经办人", "亮红灯，报效能监督", "超过法定时限，报单位负责人", "要求说明超过承诺时限的原因"} <= set(titles)
    assert now.today() > accepted.statutory_due
