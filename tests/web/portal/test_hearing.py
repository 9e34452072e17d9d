"""The right to a hearing (R-18) on the applicant's page: asked for within five days, refused with the rule after that, and when it is held."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.actions import hearing
from bancheng.apps.cases.spine import state_of
from bancheng.apps.catalogue import queries
from bancheng.apps.staff.models import Officer
from bancheng.apps.timers import clock
from bancheng.core.clock import Amount, due
from tests.apps.cases.conftest import city, file, officer  # noqa: F401
from tests.people import zhao
from tests.web.portal.signed_in import sign_in
from tests.web.portal.test_english_mine import page as english
from tests.web.portal.test_progress import hotel, page, part_of  # noqa: F401

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(hotel, officer):  # noqa: F811
    """The hotel's owner was told today that they may ask for a hearing."""
    part = part_of(hotel)
    hearing.tell_right(officer("reviewer", part.organisation), part.number, "楼上住户的休息")
    return hotel


def address(joint) -> str:
    return reverse("case-hearing", args=[joint.number, part_of(joint).number])


def calendar():
    return queries.current().calendar


def requests(joint) -> list[str]:
    return [row.actor for row in stream.read(part_of(joint).stream) if row.type == "hearing_requested"]


def test_r18_asked_for_on_the_page_once_and_a_person_has_it_in_hand(told, client):
    text = page(client, told)
    assert "以前可以申请听证" in text and address(told) in text
    assert "听证申请收到了" in client.post(address(told), follow=True).content.decode()
    client.post(address(told))
    assert requests(told) == [told.person], "asking twice is asking once"
    task = part_of(told).tasks.get(closed_at=None, kind="review")
    assert "要求听证" in task.why and task.due is not None
    text = page(client, told)
    assert "已经申请听证" in text and address(told) not in text


def test_r18_then_the_page_says_when_it_is_held(told, client, officer):  # noqa: F811
    client.post(address(told))
    part = part_of(told)
    reviewer = officer("reviewer", part.organisation)
    day = due(Amount(8), now.today(), calendar()).date
    chair = Officer.objects.create(username="chair", name="田雨", organisation=part.organisation, roles=["decider"])
    hearing.call(reviewer, chair, part.number, day, "三楼会议室")
    text = page(client, told)
    assert f"{day.month} 月 {day.day} 日" in text and "听证通知书" in text


def test_r18_on_the_fifth_working_day_it_is_still_asked_for(told, client):
    clock.move(timedelta(days=(due(Amount(5), now.today(), calendar()).date - now.today()).days))
    client.post(address(told))
    assert requests(told) == [told.person]


def test_r18_after_the_fifth_working_day_it_is_refused_with_the_rule(told, client):
    clock.move(timedelta(days=(due(Amount(5), now.today(), calendar()).date - now.today()).days + 1))
    text = page(client, told)
    assert "申请听证的期限过了" in text and address(told) not in text
    late = client.post(address(told), follow=True).content.decode()
    assert "五日内" in late and "规则 R-18" in late and "第四十七条" in late
    assert requests(told) == [] and state_of(part_of(told)).hearing.requested is None


def test_r18_nobody_asks_who_was_not_told(hotel, client):  # noqa: F811
    text = page(client, hotel)
    assert "听证" not in text
    assert "还没有告知听证的权利" in client.post(address(hotel), follow=True).content.decode()


def test_somebody_else_cannot_ask(told):
    other = Client()
    sign_in(other, zhao())
    assert other.post(address(told)).status_code == 404
    assert requests(told) == []


def test_in_english(told, client):
    with override("en"):
        assert "you may ask for a hearing by" in english(client.get(reverse("case", args=[told.number])))
        assert "Your request for a hearing has come in" in english(client.post(address(told), follow=True))
