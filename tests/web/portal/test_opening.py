"""The opening of a net café, reported by its owner or recorded by the police: the check counts from it (互联网上网服务营业场所管理条例 art. 32, C-06)."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.actions import grant, officers, opening
from bancheng.apps.cases.models import JointCase, SubCase
from bancheng.apps.cases.projections import differences
from bancheng.apps.messages.models import Message
from bancheng.apps.staff.models import NotAllowed
from bancheng.apps.timers import clock
from bancheng.core.clock import Amount, due
from bancheng.core.procedure import Refused
from bancheng.web.templatetags.bc import cndate
from tests.apps.cases.conftest import city, file, officer, work  # noqa: F401
from tests.people import zhao
from tests.web.portal.signed_in import sign_in
from tests.web.portal.test_english_mine import page as english
from tests.web.portal.test_hearing import calendar
from tests.web.portal.test_progress import owner_of, page, text_of

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cafe(file, officer, client) -> JointCase:  # noqa: F811
    """A net café with everything granted, and its owner signed in."""
    joint = file("net-cafe")
    for id in ("preparation", "final"):
        part = joint.parts.get(part=id)
        reviewer = officer("reviewer", part.organisation)
        if part.stage == "received":
            officers.accept(reviewer, part.number)
        if id == "final":
            first = officer("inspector", part.organisation)
            officers.record_onsite_check(first, officer("inspector", part.organisation, besides=first), part.number, True, "与图一致")
        grant.propose_grant(reviewer, part.number)
        grant.confirm_grant(officer("decider", part.organisation, besides=reviewer), part.number)
        work()
    joint.refresh_from_db()
    sign_in(client, owner_of(joint), joint.holder.partition(":")[2])
    return joint


def police_of(joint: JointCase) -> SubCase:
    return joint.parts.get(part="network-security")


def address(joint: JointCase) -> str:
    return reverse("case-opening", args=[joint.number, police_of(joint).number])


def check_of(joint: JointCase):
    return police_of(joint).tasks.get(kind="after_check", closed_at=None)


def recorded(joint: JointCase) -> list[str]:
    return [row.actor for row in stream.read(police_of(joint).stream) if row.type == "opening_recorded"]


def test_c06_the_owner_reports_the_day_and_the_check_counts_from_it(cafe, client):
    assert check_of(cafe).due is None and "请告诉我们哪天开业" in page(client, cafe) and address(cafe) in page(client, cafe)
    clock.move(timedelta(days=10))
    day = now.today() - timedelta(days=2)
    for wrong, words in (("", "请选一天"), ("明天", "请选一天"), ((now.today() + timedelta(days=1)).isoformat(), "还没有到"), ("2020-01-01", "才批准")):
        text = text_of(client.post(address(cafe), {"day": wrong}))
        assert words in text and "day-err" in text and (not wrong or f'value="{wrong}"' in text), "nothing typed is lost"
    assert recorded(cafe) == []
    answer = client.post(address(cafe), {"day": day.isoformat()})
    assert answer.status_code == 302 and recorded(cafe) == [cafe.person]
    last = due(Amount(20), day, calendar()).date
    assert check_of(cafe).due == last
    assert Message.objects.filter(template="check_due").count() >= 1
    text = page(client, cafe)
    assert f"{cndate(day)}开业</b>" in text and f"{last.month} 月 {last.day} 日" in text and address(cafe) not in text
    assert client.post(address(cafe), {"day": now.today().isoformat()}).status_code == 302, "once is enough"
    assert len(recorded(cafe)) == 1
    assert list(differences()) == []
    clock.move(timedelta(days=(last - now.today()).days + 1))
    work(1)
    assert check_of(cafe).due == last, "the timer reminds, nothing else"


def test_c06_an_officer_of_the_police_records_it_and_puts_it_right(cafe, officer):  # noqa: F811
    clock.move(timedelta(days=10))
    part, day = police_of(cafe), now.today() - timedelta(days=3)
    stranger = officer("reviewer", cafe.parts.get(part="final").organisation)
    with pytest.raises(NotAllowed):
        opening.record(stranger, part.number, day)
    reviewer = officer("reviewer", part.organisation)
    opening.record(reviewer, part.number, day)
    with pytest.raises(Refused) as caught:
        opening.report(part.number, cafe.person, now.today())
    assert caught.value.rule == "C-06" and "要改请找承办部门" in caught.value.message
    opening.record(reviewer, part.number, day + timedelta(days=1))
    assert check_of(cafe).due == due(Amount(20), day + timedelta(days=1), calendar()).date
    assert recorded(cafe) == [reviewer.reference] * 2


def test_c06_where_the_check_counts_from_the_decision_there_is_nothing_to_report(cafe, client):
    fire = cafe.parts.get(part="fire")
    assert client.get(reverse("case-opening", args=[cafe.number, fire.number])).status_code == 302
    with pytest.raises(Refused) as caught:
        opening.report(fire.number, cafe.person, now.today())
    assert caught.value.rule == "C-06"


def test_somebody_else_reports_nothing(cafe):
    other = Client()
    sign_in(other, zhao())
    assert other.get(address(cafe)).status_code == other.post(address(cafe), {"day": now.today().isoformat()}).status_code == 404


def test_in_english(cafe, client):
    with override("en"):
        assert "please tell us the day" in english(client.get(reverse("case", args=[cafe.number])))
        assert "Choose a day" in english(client.post(address(cafe), {"day": "x"}))
        assert "The opening day is recorded" in english(client.post(address(cafe), {"day": now.today().isoformat()}, follow=True))
