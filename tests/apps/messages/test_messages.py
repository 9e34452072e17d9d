"""Messages: said only when it happened, delivered once, given up visibly."""
from datetime import timedelta

import pytest
from django.db import transaction

from bancheng import now
from bancheng.apps import keys, messages
from bancheng.apps.messages import queries
from bancheng.apps.messages.actions import deliver as delivering
from bancheng.apps.messages.actions.deliver import deliver
from bancheng.apps.messages.actions.read import mark_read
from bancheng.apps.messages.base import Undelivered
from bancheng.apps.messages.models import Delivery, Message
from bancheng.apps.messages.wording import WORDING, worded
from bancheng.apps.subjects.models import Person
from tests.sandbox_server import sandbox  # noqa: F401

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PARAMS = {"item": "小餐饮登记", "item_en": "small catering", "result": "小餐饮登记证", "joint": "K7", "count": 2,
          "organisation": "卫健局", "until": "2026-03-01", "licence": "卫生许可证", "status": "已注销",
          "procedure": "检测", "procedure_en": "testing", "days": 10, "day": "2026-03-16", "basis": "行政许可法第七十九条",
          "basis_en": "Administrative Licensing Law, art. 79"}


def person(phone="13812345678", number="1"):
    return Person.objects.create(name="王小明", id_no=number, id_index=keys.blind_index(number), phone=phone,
                                 first_seen_at=now.real())


class Gateway:
    """A channel of the test's own."""

    def __init__(self):
        self.got, self.failure = [], None

    def deliver(self, reference, to, text):
        if self.failure:
            raise self.failure
        self.got.append((reference, to, text))


@pytest.fixture
def gateway(monkeypatch):
    gateway = Gateway()
    monkeypatch.setattr(delivering, "channel", lambda name: gateway)
    return gateway


@pytest.mark.parametrize("template", WORDING)
def test_every_message_can_be_said(template):
    said = worded(template, PARAMS)
    whole = said.title + said.text + said.sms + said.title_en + said.text_en
    assert "{" not in whole and len(said.sms) <= 70, "one telephone message"


def test_english_takes_the_english_parameter():
    said = worded("granted", PARAMS)
    assert "小餐饮登记" in said.title and "small catering" in said.title_en


def test_what_cannot_be_said_is_refused():
    with pytest.raises(ValueError, match="known"):
        messages.send("person:1", "hello", {})
    with pytest.raises(ValueError, match="result"):
        messages.send("person:1", "granted", {"item": "x"})
    with pytest.raises(ValueError, match="pigeon"):
        messages.send("person:1", "granted", PARAMS, channels=("pigeon",))


def test_the_inbox_of_a_person_and_the_company_acted_for():
    messages.send("person:1", "received", PARAMS)
    messages.send("entity:91", "granted", PARAMS)
    messages.send("person:2", "granted", PARAMS)
    mine = ["person:1", "entity:91"]
    assert [message.template for message in queries.inbox(mine)] == ["granted", "received"]
    assert queries.unread(mine) == 2
    first = queries.inbox(mine)[0]
    assert first.params["joint"] == "K7"
    assert mark_read(mine, first.pk) == 1 and queries.unread(mine) == 1
    assert mark_read(["person:2"], queries.inbox(mine)[1].pk) == 0, "nobody marks another's"
    assert mark_read(mine) == 1


def test_what_did_not_happen_is_not_announced():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        messages.send("person:1", "granted", PARAMS, channels=("inbox", "sms"))
        raise ZeroDivisionError
    assert not Message.objects.exists() and not Delivery.objects.exists()


def test_delivered_once(gateway):
    somebody = person()
    messages.send(somebody.reference, "granted", PARAMS, channels=("sms",))
    assert deliver() == 1 and deliver() == 0
    ((_, to, text),) = gateway.got
    assert to == "13812345678" and "王小明" not in text
    assert not queries.inbox([somebody.reference]).exists()


def test_without_a_number_the_inbox_must_do(gateway):
    for subject in (person(phone="").reference, "entity:91", "person:nonsense"):
        messages.send(subject, "granted", PARAMS, channels=("inbox", "sms"))
    assert deliver() == 3
    assert set(Delivery.objects.values_list("state", flat=True)) == {"skipped"} and gateway.got == []


def test_a_failure_is_tried_again_and_given_up_visibly(gateway, at):
    gateway.failure = Undelivered("the gateway answered 500")
    somebody = person()
    messages.send(somebody.reference, "granted", PARAMS, channels=("sms",))
    messages.send(somebody.reference, "granted", PARAMS, channels=("sms",))
    assert deliver() == 0, "the first failure stops the round"
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 1]
    Delivery.objects.filter(attempts=0).delete()
    for day in range(1, delivering.ATTEMPTS):
        with at(2030, 1, day):
            deliver()
    (dead,) = queries.troubled()
    assert dead.attempts == delivering.ATTEMPTS and dead.last_error == "the gateway answered 500"


def test_a_number_that_does_not_exist_is_not_tried_again(gateway):
    gateway.failure = Undelivered("no such number", again=False)
    messages.send(person().reference, "granted", PARAMS, channels=("sms",))
    assert deliver() == 1
    assert queries.troubled().count() == 1


def test_a_claim_runs_out(gateway):
    messages.send(person().reference, "granted", PARAMS, channels=("sms",))
    Delivery.objects.update(claimed_until=now.real() + timedelta(seconds=30))
    assert deliver() == 0
    Delivery.objects.update(claimed_until=now.real() - timedelta(seconds=1))
    assert deliver() == 1


def test_through_the_sandbox_gateway(sandbox):  # noqa: F811
    """The real connector against the real sandbox: delivered, taken once, down, a wrong number."""
    messages.send(person().reference, "granted", PARAMS, channels=("sms",))
    assert deliver() == 1
    delivery = Delivery.objects.get()
    assert delivery.state == "sent"
    Delivery.objects.update(state="waiting")
    assert deliver() == 1
    assert len(sandbox.state.all("SELECT id FROM message")) == 1

    sandbox.behave(sms="down")
    messages.send(person(number="2").reference, "granted", PARAMS, channels=("sms",))
    assert deliver() == 0 and Delivery.objects.latest("pk").state == "waiting"
    sandbox.behave(sms="ok")

    messages.send(person(phone="110", number="3").reference, "granted", PARAMS, channels=("sms",))
    assert deliver() == 1 and Delivery.objects.latest("pk").state == "dead"


def test_an_answer_that_is_not_about_the_message_is_no_delivery(sandbox):  # noqa: F811
    """Found in use: a gateway that answers 200 with a page of something else had been believed."""
    from bancheng.apps.messages.contrib.http_sms import HttpSms
    from bancheng.config.connections import connection

    channel = HttpSms(connection("sms"))
    channel.deliver("m-1", "13812345678", "办好了")
    sandbox.behave(sms="garbage")
    with pytest.raises(Undelivered):
        channel.deliver("m-2", "13812345678", "办好了")
