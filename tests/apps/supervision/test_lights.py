"""The lights of all cases, on every day: what the list says is what the events say, counted naively; and nobody sees further than they may."""
from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.audit.models import Event
from bancheng.apps.cases.actions import grant, officers
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import lock, project, state_of
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.apps.supervision import queries
from bancheng.apps.supervision.actions.urge import answer, urge
from bancheng.apps.supervision.models import Alert
from bancheng.apps.supervision.words import Unfit
from bancheng.core import procedure
from bancheng.core.clock import Light, SuspensionKind
from tests.apps.supervision.conftest import KFQ, MONDAY, days

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
ONE = timedelta(days=1)


def folded() -> dict[str, procedure.State]:
    """Every case as its events tell it, read from the first event to the last, with nothing but the events."""
    found: dict[str, list[procedure.Event]] = {}
    for row in Event.objects.order_by("stream", "sequence"):
        if row.stream.startswith("case:") and row.type in procedure.EVENT_TYPES:
            found.setdefault(row.stream.partition(":")[2], []).append(procedure.from_payload(row.type, row.payload))
    return {number: procedure.replay(events) for number, events in found.items()}


def by_events() -> dict[str, str]:
    """The light of every case today."""
    calendar, today, lights = catalogues.current().calendar, now.today(), {}
    for number, state in folded().items():
        light = procedure.light(state, today, calendar)
        if light is not None:
            paused = light is Light.GREEN and procedure.dues(state, calendar).promised.date is None
            lights[number] = queries.PAUSED if paused else str(light)
    return lights


@pytest.fixture
def several(file, officer, at, accepted) -> list[SubCase]:
    """Accepted, granted by rule, decided by people, waiting for papers, paused; of two organisations."""
    with at(*MONDAY):
        file("hotel")
        guest = file("hotel", procedure__choice="一般程序", premises__area_m2="901").parts.get()
        decided = file("hotel", procedure__choice="一般程序", premises__area_m2="902").parts.get()
        unseen = file("hotel", accepted=False, procedure__choice="一般程序", premises__area_m2="903").parts.get()
        file("noodle-shop")
    with at(2026, 3, 4, 9, 0):
        reviewer = officer("reviewer", KFQ)
        decider = officer("decider", KFQ, besides=reviewer)
        officers.record_onsite_check(officer("inspector", KFQ), reviewer, decided.number, True, "符合")
        grant.propose_grant(reviewer, decided.number, "符合")
        grant.confirm_grant(decider, decided.number)
    return [accepted, guest, decided, unseen]


def test_every_light_on_every_day_is_what_the_events_say(several, on, overseer):
    seen: Counter[str] = Counter()
    last = max(part.statutory_due for part in several if part.statutory_due)
    for day in days(date(*MONDAY[:3]), last + 2 * ONE):
        on(day)
        wanted = by_events()
        shown = {case.number: queries.light_of(case) for case in SubCase.objects.all()}
        assert {number: light for number, light in shown.items() if light} == wanted, day
        counted: Counter[str] = Counter()
        for row in queries.lights(overseer):
            counted.update({kind: count for kind, count in row.counts.items() if count})
        assert counted == Counter(wanted.values()), day
        for kind in queries.KINDS:
            assert {row.sub_case.number for row in queries.listing(overseer, kind).rows} == {n for n, light in wanted.items() if light == kind}
        seen.update(wanted.values())
    assert set(seen) >= {str(light) for light in Light}


def test_while_a_special_procedure_goes_on_the_light_is_green(accepted, on, officer, overseer):
    """R-14: no day is the last as long as the clock stands still."""
    on(accepted.yellow_from)
    by = officer("reviewer", KFQ).actor("reviewer")
    event = procedure.Suspended(
        at=now.business(), by=by, kind=SuspensionKind.TESTING, start=now.today(), planned_end=now.today() + 9 * ONE, notice="检测告知 1 号"
    )
    with transaction.atomic():
        case = lock(accepted.number)
        stream.append(case.stream, [event], actor=by.id)
        project(case, procedure.fold(state_of(case), event), catalogues.current().calendar)
        case.save()
    on(accepted.statutory_due + ONE)
    assert by_events() == {accepted.number: queries.PAUSED} and queries.light_of(SubCase.objects.get(pk=accepted.pk)) == queries.PAUSED
    assert [row.sub_case for row in queries.listing(overseer, queries.PAUSED).rows] == [accepted]
    assert queries.lights(overseer)[0].counts == dict.fromkeys(queries.KINDS, 0) | {queries.PAUSED: 1}
    assert Alert.objects.filter(rung="red").count() == 0, "the timers of the promise come, and find the clock standing still"


def test_the_list_goes_on_from_key_to_key(several, on, overseer, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 1)
    on(several[0].promised_due + ONE)
    seen, after = [], ""
    for _ in range(5):
        found = queries.listing(overseer, "red", after=after)
        seen += [row.sub_case.number for row in found.rows]
        after = found.next
        if not after:
            break
    assert sorted(seen) == sorted(number for number, light in by_events().items() if light == "red") and len(seen) > 1
    assert queries.listing(overseer, "red", after="nonsense").rows, "a key that is none begins at the beginning"


def test_an_overseer_sees_the_region_and_a_head_the_own_house(several, on, overseer, head):
    on(several[0].promised_due + ONE)
    assert {row.organisation for row in queries.lights(head)} == {KFQ}
    county = Officer.objects.create(username="county", name="x", organisation="LC-GT-SPJ", roles=["overseer"])
    assert KFQ not in queries.scope(county) and "LC-GT-SCJG" in queries.scope(county)
    assert queries.lights(county) == [] and queries.listing(county, "red").rows == []
    with pytest.raises(queries.NotThere):
        queries.case_for(county, several[0].number)
    assert KFQ in queries.scope(overseer) and queries.case_for(overseer, several[0].number).sub_case == several[0]
    gaotang = Officer.objects.get(username="gt-head")
    with pytest.raises(queries.NotThere):
        queries.case_for(gaotang, several[0].number)
    for username in ("kfq-review", "auditor", "kfq-health"):
        with pytest.raises(NotAllowed):
            queries.lights(Officer.objects.get(username=username))


def test_urging_and_following_up(accepted, on, officer, overseer):
    on(accepted.promised_due + ONE)
    handler = officer("reviewer", KFQ)
    for text, until in (("", None), ("快", now.today()), ("长" * 501, None)):
        with pytest.raises(Unfit):
            urge(overseer, accepted.number, text, until)
    with pytest.raises(NotAllowed):
        urge(handler, accepted.number, "催自己")
    pressed, followed = urge(overseer, accepted.number, "请抓紧"), urge(overseer, accepted.number, "请说明", now.today() + ONE)
    assert [row.pk for row in queries.urges(handler)] == [followed.pk, pressed.pk]
    with pytest.raises(queries.NotThere):
        answer(officer("reviewer", "LC-GT-SPJ"), pressed.pk)
    with pytest.raises(Unfit):
        answer(handler, followed.pk, " ")
    answer(handler, followed.pk, "明天去看现场")
    answer(handler, pressed.pk)
    assert answer(handler, pressed.pk).done_by == handler.reference
    assert queries.urges(handler) == [] and queries.said_by(overseer)[0].answer.text == "明天去看现场"
    told = [(row.type, row.payload) for row in Event.objects.filter(stream=accepted.stream).order_by("sequence")][-4:]
    assert [type for type, _ in told] == ["urged", "followed_up", "follow_up_answered", "urge_seen"]
    assert all("抓紧" not in str(payload) for _, payload in told), "words are notes, the trail holds their digests"


def test_what_is_decided_is_not_urged(several, on, overseer):
    on(several[2].promised_due)
    with pytest.raises(Unfit, match="已经办结"):
        urge(overseer, several[2].number, "快")
