"""The sign-in connector against the live sandbox service, in every mode."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bancheng.apps.subjects import providers
from bancheng.apps.subjects.base import SignInFailed
from bancheng.apps.subjects.contrib import oauth
from bancheng.config.env import env
from tests.sandbox_server import sandbox  # noqa: F401

BACK = "http://127.0.0.1:8000/sign-in/callback"


def choose(started, person="371526198512120025"):
    """What the citizen does on the service's page; gives what the browser comes back with."""
    asked = {key: value[0] for key, value in parse_qs(urlsplit(started.url).query).items()}
    answer = httpx.post(started.url.split("?")[0], data={**asked, "person": person})
    return {key: value[0] for key, value in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def test_who_came_is_learned_once(sandbox):  # noqa: F811
    provider = providers.provider()
    started = provider.start(BACK)
    back = choose(started)
    assert back["state"] == started.state
    identity = provider.finish(back["code"], started.verifier, BACK)
    assert (identity.name, identity.assurance) == ("李秋实", "high")
    assert [company.uscc for company in identity.companies] == ["91371502MA3TE1T02X"]
    with pytest.raises(SignInFailed) as failed:
        provider.finish(back["code"], started.verifier, BACK)
    assert failed.value.reason == "refused"


def test_another_browser_cannot_use_the_code(sandbox):  # noqa: F811
    provider = providers.provider()
    back = choose(provider.start(BACK))
    with pytest.raises(SignInFailed) as failed:
        provider.finish(back["code"], provider.start(BACK).verifier, BACK)
    assert failed.value.reason == "refused"


@pytest.mark.parametrize(("mode", "reason"), [("down", "unavailable"), ("garbage", "garbled"), ("slow", "unavailable")])
def test_a_service_that_fails_signs_nobody_in(sandbox, monkeypatch, mode, reason):  # noqa: F811
    monkeypatch.setattr(oauth, "TIMEOUT", httpx.Timeout(0.2))
    provider = providers.provider()
    started = provider.start(BACK)
    back = choose(started)
    sandbox.behave(identity=mode)
    with pytest.raises(SignInFailed) as failed:
        provider.finish(back["code"], started.verifier, BACK)
    assert failed.value.reason == reason


def test_a_service_that_is_not_there(sandbox, monkeypatch):  # noqa: F811
    provider = providers.provider()
    started = provider.start(BACK)
    back = choose(started)
    monkeypatch.setattr(provider, "connection", oauth.Connection("http://127.0.0.1:9", "bancheng", "x"))
    with pytest.raises(SignInFailed) as failed:
        provider.finish(back["code"], started.verifier, BACK)
    assert failed.value.reason == "unavailable"


@pytest.mark.django_db
def test_a_wrong_number_is_noticed_when_it_arrives(sandbox):  # noqa: F811
    from bancheng.apps.subjects.actions.sign_in import sign_in

    provider = providers.provider()
    started = provider.start(BACK)
    sandbox.behave(identity="wrong")
    with pytest.raises(SignInFailed) as failed:
        sign_in(provider.finish(choose(started)["code"], started.verifier, BACK))
    assert failed.value.reason == "garbled"


def test_the_browser_goes_to_the_host_it_came_from(sandbox, monkeypatch):  # noqa: F811
    from dataclasses import replace

    everywhere = replace(env(), host="0.0.0.0")
    monkeypatch.setattr(providers, "env", lambda: everywhere)
    started = providers.provider("192.168.1.5").start(BACK)
    assert started.url.startswith(f"http://192.168.1.5:{urlsplit(sandbox.url).port}/identity/authorize?")
