"""Signing in on the portal, with the live identity service: there and back, and everything that can go wrong."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
import pytest

from bancheng.apps.sources import lookup
from bancheng.apps.sources.base import Holder, Question
from bancheng.apps.staff.actions.look import look
from bancheng.apps.staff.models import Officer
from bancheng.apps.subjects import queries
from bancheng.apps.subjects.actions.consent import agree
from bancheng.apps.subjects.contrib import oauth
from bancheng.apps.subjects.models import Authorisation, Entity
from bancheng.apps.subjects.principal import Principal
from tests.apps.sources.city import city
from tests.people import HOTEL, LI, NOODLES, WANG, ZHAO
from tests.sandbox_server import sandbox  # noqa: F401

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.urls("tests.web.identity_urls")]


@pytest.fixture
def catalogue(monkeypatch):
    from bancheng.apps.catalogue import queries as catalogues

    found = city()
    monkeypatch.setattr(catalogues, "current", lambda: found)
    return found


def away(client, next="/"):
    """Leave for the identity service; gives its address."""
    answer = client.get("/sign-in/start", {"next": next})
    assert answer.status_code == 302
    return answer.headers["Location"]


def choose(address, **form):
    """What the citizen does there; gives path and query to come back with."""
    query = dict(pair.split("=", 1) for pair in urlsplit(address).query.split("&"))
    asked = {key: httpx.QueryParams(f"x={value}")["x"] for key, value in query.items()}
    back = urlsplit(httpx.post(address.split("?")[0], data={**asked, **form}).headers["Location"])
    return f"{back.path}?{back.query}"


def sign_in(client, person, next="/"):
    return client.get(choose(away(client, next), person=person))


def principal(client):
    request = client.get("/account/").wsgi_request
    queries.forget(request)
    return queries.principal(request)


def test_the_start_is_a_plain_link(client):
    page = client.get("/sign-in/?next=/account/my-data/").content.decode()
    assert 'href="/sign-in/start?next=%2Faccount%2Fmy-data%2F"' in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]


def test_there_and_back(client, sandbox):  # noqa: F811
    answer = sign_in(client, ZHAO, "/account/my-data/")
    assert answer.headers["Location"] == "/account/my-data/"
    assert "赵大川" in client.get("/account/").content.decode()
    assert ZHAO not in client.get("/account/").content.decode(), "the number is masked"


def test_who_may_act_for_a_company_is_asked_for_whom(client, sandbox):  # noqa: F811
    answer = sign_in(client, LI, "/account/my-data/")
    assert answer.headers["Location"].startswith("/account/acting-for/?next=%2Faccount%2Fmy-data%2F")
    assert "代表 聊城清泉宾馆有限公司 办" in client.get(answer.headers["Location"]).content.decode()
    chosen = client.post("/account/acting-for/", {"for": f"{HOTEL}:", "next": "/account/my-data/"})
    assert chosen.headers["Location"] == "/account/my-data/"
    assert principal(client).on_behalf == f"entity:{HOTEL}"
    assert client.post("/account/acting-for/", {"for": "self"}).status_code == 302
    assert principal(client).entity is None


@pytest.mark.parametrize("forged", [f"{HOTEL}:", "", "x"])
def test_nobody_chooses_a_company_that_is_not_theirs(client, sandbox, forged):  # noqa: F811
    Entity.objects.create(uscc=HOTEL, name="聊城清泉宾馆有限公司")
    sign_in(client, WANG)
    answer = client.post("/account/acting-for/", {"for": forged})
    assert answer.status_code == 400 and "请选一项" in answer.content.decode()
    assert principal(client).entity is None


def test_an_address_elsewhere_is_not_gone_to(client, sandbox):  # noqa: F811
    answer = sign_in(client, ZHAO, "https://elsewhere.example/")
    assert answer.headers["Location"] == "/account/"


def test_a_wrong_state_signs_nobody_in(client, sandbox):  # noqa: F811
    back = choose(away(client), person=ZHAO)
    answer = client.get(back.replace("state=", "state=x"))
    assert answer.status_code == 400 and "请重新登录" in answer.content.decode()
    assert principal(client) is None


def test_coming_back_twice_signs_in_once(client, sandbox):  # noqa: F811
    back = choose(away(client), person=ZHAO)
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 400


def test_a_code_that_was_used_elsewhere_is_refused(client, sandbox):  # noqa: F811
    back = choose(away(client), person=ZHAO)
    with sandbox.state.open() as db:
        db.execute("UPDATE code SET used = 1")
    answer = client.get(back)
    assert answer.status_code == 400 and "已经用过" in answer.content.decode()


def test_who_changes_their_mind_can_go_on_without(client, sandbox):  # noqa: F811
    answer = client.get(choose(away(client, "/account/"), cancel="1"))
    assert answer.status_code == 200 and "不登录也可以先看" in answer.content.decode()


@pytest.mark.parametrize(("mode", "status", "says"), [("down", 503, "没有回应"), ("garbage", 400, "返回的信息有误"), ("wrong", 400, "有误")])
def test_a_failing_service_says_what_to_do(client, sandbox, mode, status, says):  # noqa: F811
    back = choose(away(client), person=ZHAO)
    sandbox.behave(identity=mode)
    answer = client.get(back)
    assert answer.status_code == status and says in answer.content.decode()
    assert principal(client) is None


def test_a_slow_service_is_not_waited_for_long(client, sandbox, monkeypatch):  # noqa: F811
    monkeypatch.setattr(oauth, "TIMEOUT", httpx.Timeout(0.2))
    back = choose(away(client), person=ZHAO)
    sandbox.behave(identity="slow")
    assert client.get(back).status_code == 503


def test_signing_out_ends_it_and_only_by_post(client, sandbox):  # noqa: F811
    sign_in(client, ZHAO)
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    answer = client.get("/account/my-data/")
    assert answer.headers["Location"] == "/sign-in/?next=%2Faccount%2Fmy-data%2F"


FORM = {"agent_name": "赵大川", "agent_id_no": ZHAO, "valid_to": "2026年12月31日"}


def test_an_agent_is_authorised_acts_and_is_stopped(client, sandbox, at):  # noqa: F811
    with at(2026, 3, 2, 9, 0):
        sign_in(client, LI)
        client.post("/account/acting-for/", {"for": f"{HOTEL}:"})
        answer = client.post("/account/authorisations/", FORM)
        assert answer.status_code == 302
        given = Authorisation.objects.get()
        assert "赵*川" in client.get("/account/authorisations/").content.decode()
    with at(2026, 3, 2, 9, 1):
        agent = type(client)()
        sign_in(agent, ZHAO)
        agent.post("/account/acting-for/", {"for": f"{HOTEL}:{given.id}"})
        assert principal(agent).is_agent
        assert agent.get("/account/authorisations/").status_code == 403, "an agent authorises nobody"
        client.post(f"/account/authorisations/{given.id}/revoke")
        assert principal(agent).entity is None


def test_a_faulty_authorisation_keeps_what_was_typed(client, sandbox, at):  # noqa: F811
    with at(2026, 3, 2, 9, 0):
        sign_in(client, LI)
        client.post("/account/acting-for/", {"for": f"{HOTEL}:"})
        answer = client.post("/account/authorisations/", {**FORM, "agent_id_no": "3715811949"})
        page = answer.content.decode()
        assert answer.status_code == 400 and page.count("身份证号是 18 位") == 2, "in the summary and at the field"
        assert 'value="3715811949"' in page and 'value="赵大川"' in page
        answer = client.post("/account/authorisations/", {**FORM, "valid_to": "年底"})
        assert answer.status_code == 400 and 'value="年底"' in answer.content.decode()
    assert not Authorisation.objects.exists()


def test_only_the_head_of_the_company_authorises(client, sandbox):  # noqa: F811
    sign_in(client, ZHAO)
    answer = client.get("/account/authorisations/")
    assert answer.status_code == 403 and "法定代表人" in answer.content.decode()


def test_strangers_revoke_nothing(client, sandbox, at):  # noqa: F811
    with at(2026, 3, 2, 9, 0):
        sign_in(client, LI)
        client.post("/account/acting-for/", {"for": f"{HOTEL}:"})
        client.post("/account/authorisations/", FORM)
        given = Authorisation.objects.get()
        stranger = type(client)()
        sign_in(stranger, WANG)
        assert stranger.post(f"/account/authorisations/{given.id}/revoke").status_code == 403
    given.refresh_from_db()
    assert given.revoked_at is None


def test_who_used_my_data(client, sandbox, catalogue):  # noqa: F811
    sign_in(client, WANG)
    assert "还没有人用过您的数据" in client.get("/account/my-data/").content.decode()
    person = principal(client).person
    basis = "《食品安全法》第四十五条"
    lookup.look_up(Question(person.reference, Holder("person", WANG), catalogue.evidence["L01"], "开餐饮店", person.reference, basis))
    clerk = Officer.objects.create(username="zhou", name="周", organisation="lc-approval", roles=["intake"])
    look(clerk, person.reference, "371502202603020000011", "收件")
    consent = agree(Principal(person), "L22", "open-restaurant", "同意查询我的社保记录，只用于办理“开餐饮店”。")
    page = client.get("/account/my-data/").content.decode()
    for words in ("居民身份证", "开餐饮店", basis, "查到了", "办件 371502202603020000011", "收件", "同意查询我的社保记录"):
        assert words in page
    assert "周" not in page, "the office, not the officer"
    client.post(f"/account/consents/{consent.id}/withdraw")
    assert "已撤回" in client.get("/account/my-data/").content.decode()


def test_a_consent_is_worded_by_us_and_only_where_one_is_needed(client, sandbox, catalogue):  # noqa: F811
    sign_in(client, WANG)
    for evidence in ("L22", "L01", "nothing"):
        client.post("/account/consents/give", {"evidence": evidence, "purpose": "nothing", "next": "/account/"})
    assert not queries.consents(principal(client).person), "no theme of this name is in force"


def test_noodles_are_led_by_their_operator(client, sandbox):  # noqa: F811
    sign_in(client, WANG)
    assert "授权别人代办" not in client.get("/me").content.decode(), "for oneself there is nobody to authorise: the page would refuse"
    client.post("/account/acting-for/", {"for": f"{NOODLES}:"})
    assert "授权别人代办" in client.get("/account/").content.decode()
    assert "授权别人代办" in client.get("/me").content.decode()


def test_pages_are_not_kept_and_carry_the_policy(client, sandbox):  # noqa: F811
    sign_in(client, ZHAO)
    for address in ("/account/", "/account/acting-for/", "/account/my-data/"):
        answer = client.get(address)
        assert "no-store" in answer.headers["Cache-Control"]
        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
