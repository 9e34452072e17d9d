"""The contracts with the registration system and the SMS gateway, against the live sandbox in each of its modes.

The identity connector is tested in `tests/apps/subjects/test_oauth.py`, the registries' in `tests/apps/sources`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bancheng.apps.cases.base import Application, SystemUnavailable, UnknownTicket, provider
from bancheng.apps.cases.contrib import registration as connector
from bancheng.apps.messages.base import Undelivered
from bancheng.apps.messages.contrib import http_sms
from bancheng.config.connections import connection
from bancheng.core.identifiers import check_uscc
from bancheng.sandbox import registration
from tests.sandbox_server import sandbox  # noqa: F401

APPLICATION = Application("K1", "371502199003070019", "王小满", "371502", "2026-03-02", {"名称": "东昌府区阿满面馆", "经营场所": "柳园路 1 号"})


@pytest.fixture
def system():
    return provider("provincial-registration")


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(registration, "TAKES", timedelta())


def test_an_application_is_pushed_once_and_granted(sandbox, system, at_once):  # noqa: F811
    ticket = system.push(APPLICATION)
    assert system.push(APPLICATION) == ticket
    answer = system.ask(ticket)
    assert (answer.state, answer.ticket) == ("granted", ticket)
    assert answer.fields["名称"] == "东昌府区阿满面馆" and answer.fields["状态"] == "有效" and answer.fields["已有"] is True
    assert check_uscc(answer.fields["统一社会信用代码"]).ok
    assert system.ask(ticket).fields == answer.fields, "asked twice, answered the same"


def test_it_takes_its_time(sandbox, system):  # noqa: F811
    assert system.ask(system.push(APPLICATION)).state == "in_progress"


@pytest.mark.parametrize("mode", ["down", "garbage", "slow"])
def test_a_system_that_fails_is_unavailable(sandbox, system, monkeypatch, mode):  # noqa: F811
    monkeypatch.setattr(connector, "TIMEOUT", 0.2)
    sandbox.behave(registration=mode)
    with pytest.raises(SystemUnavailable):
        system.push(APPLICATION)


def test_a_lost_application_is_unknown_and_pushed_again(sandbox, system, at_once):  # noqa: F811
    sandbox.behave(registration="lossy")
    with pytest.raises(UnknownTicket):
        system.ask(system.push(APPLICATION))
    assert system.ask(system.push(APPLICATION)).state == "granted"


def test_a_wrong_answer_is_well_formed_and_names_another_shop(sandbox, system, at_once):  # noqa: F811
    sandbox.behave(registration="wrong")
    assert system.ask(system.push(APPLICATION)).fields["名称"] == "旧东昌府区阿满面馆"


@pytest.fixture
def sms(sandbox):  # noqa: F811
    return http_sms.HttpSms(connection("sms"))


def test_a_message_is_delivered_once(sandbox, sms):  # noqa: F811
    sms.deliver("m1", "13800000001", "有结果了")
    sms.deliver("m1", "13800000001", "有结果了")
    assert sandbox.state.one("SELECT count(*) FROM message") == (1,)


@pytest.mark.parametrize("mode", ["down", "slow"])
def test_a_gateway_that_fails_is_tried_again(sandbox, sms, monkeypatch, mode):  # noqa: F811
    monkeypatch.setattr(http_sms, "SECONDS", 0.2)
    sandbox.behave(sms=mode)
    with pytest.raises(Undelivered) as failed:
        sms.deliver("m1", "13800000001", "有结果了")
    assert failed.value.again


def test_a_wrong_number_is_not_tried_again(sandbox, sms):  # noqa: F811
    with pytest.raises(Undelivered) as failed:
        sms.deliver("m1", "0635", "有结果了")
    assert not failed.value.again
