"""The foreign systems keep their promises: a code is used once, an application licensed once, and each mode
misbehaves as it says.
"""

from __future__ import annotations

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bancheng import now
from bancheng.config.connections import sandbox_secret
from bancheng.core.identifiers import check_uscc
from bancheng.sandbox import registration, seed
from bancheng.sandbox.registry import untrue
from bancheng.sandbox.state import State
from tests.sandbox_server import DEMO, sandbox  # noqa: F401

VERIFIER = "v" * 50
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
BACK = "http://127.0.0.1:8000/sign-in/callback"
ASKED = {
    "client_id": "bancheng",
    "redirect_uri": BACK,
    "state": "s1",
    "code_challenge": CHALLENGE,
    "response_type": "code",
}


def call(sandbox, method, path, system="", **more):  # noqa: F811
    headers = {"Authorization": f"Bearer {sandbox_secret(system)}"} if system else {}
    return httpx.request(method, sandbox.url + path, headers=headers, timeout=10, **more)


def code_for(sandbox, id_no="371526198512120025"):  # noqa: F811
    back = call(sandbox, "POST", "/identity/authorize", data={**ASKED, "person": id_no})
    assert back.status_code == 303
    query = parse_qs(urlsplit(back.headers["Location"]).query)
    assert query["state"] == ["s1"]
    return query["code"][0]


def buy(sandbox, code, **other):  # noqa: F811
    form = {
        "client_id": "bancheng",
        "client_secret": sandbox_secret("identity"),
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    return call(sandbox, "POST", "/identity/token", data={**form, **other})


def test_the_page_lists_people_and_whom_they_speak_for(sandbox):  # noqa: F811
    page = call(sandbox, "GET", "/identity/authorize", params=ASKED)
    assert "王小满" in page.text
    assert "东昌府区小满面馆的经营者" in page.text
    assert "聊城清泉宾馆有限公司的法定代表人" in page.text


def test_a_code_buys_one_token_that_says_who(sandbox):  # noqa: F811
    code = code_for(sandbox)
    token = buy(sandbox, code).json()["access_token"]
    me = httpx.get(f"{sandbox.url}/identity/me", headers={"Authorization": f"Bearer {token}"}).json()
    assert me["name"] == "李秋实"
    assert [c["uscc"] for c in me["companies"]] == ["91371502MA3TE1T02X"]
    assert buy(sandbox, code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"client_secret": "guess"}, "invalid_client"),
        ({"code_verifier": "x" * 50}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:8000/elsewhere"}, "invalid_grant"),
        ({"code": "unknown"}, "invalid_grant"),
    ],
)
def test_a_stolen_code_buys_nothing(sandbox, other, error):  # noqa: F811
    assert buy(sandbox, other.pop("code", "") or code_for(sandbox), **other).json()["error"] == error


def test_a_code_gets_too_old(sandbox):  # noqa: F811
    code = code_for(sandbox)
    with sandbox.state.open() as db:
        db.execute("UPDATE code SET expires = ?", ((now.real() - timedelta(seconds=1)).isoformat(),))
    assert buy(sandbox, code).json()["error"] == "invalid_grant"


def test_nobody_is_sent_to_an_address_that_is_not_registered(sandbox):  # noqa: F811
    answer = call(sandbox, "GET", "/identity/authorize", params={**ASKED, "redirect_uri": "https://elsewhere.example/"})
    assert answer.status_code == 400


def test_the_registry_answers_only_with_token_purpose_and_basis(sandbox):  # noqa: F811
    question = {
        "evidence": "L09",
        "holder": "person:371502199003070019",
        "purpose": "open-restaurant",
        "basis": "食品安全法第四十五条",
    }
    path = "/registry/health-certificates/query"
    (record,) = call(sandbox, "POST", path, "registry", json=question).json()["records"]
    assert record["fields"]["有效期至"] == record["until"] == "2027-01-04"
    assert call(sandbox, "POST", path, "registry", json={**question, "basis": ""}).status_code == 400
    assert call(sandbox, "POST", path, json=question).status_code == 401
    assert call(sandbox, "POST", path, "registry", json={**question, "holder": "person:0"}).json() == {"records": []}


def test_what_is_untrue_still_looks_right():
    given = {"有效期至": "2024-02-29", "面积": 49.5, "失信": False, "名称": "甲", "代码": "91371502MA3TE1T02X"}
    assert untrue(given) == {
        "有效期至": "2022-02-28",
        "面积": 59.5,
        "失信": True,
        "名称": "旧甲",
        "代码": "91371502MA3TE1T02X",
    }


APPLICATION = {
    "key": "joint-1",
    "holder": "371502199003070019",
    "holder_name": "王小满",
    "region": "371502",
    "day": "2026-03-02",
    "fields": {"名称": "东昌府区阿满面馆", "经营场所": "柳园路 1 号"},
}


def push(sandbox, **other):  # noqa: F811
    return call(sandbox, "POST", "/registration/applications", "registration", json={**APPLICATION, **other})


def status(sandbox, ticket):  # noqa: F811
    return call(sandbox, "GET", f"/registration/applications/{ticket}", "registration")


def test_an_application_becomes_one_licence_with_a_valid_code(sandbox, monkeypatch):  # noqa: F811
    first = push(sandbox)
    again = push(sandbox)
    assert (first.status_code, again.status_code) == (202, 200)
    ticket = first.json()["ticket"]
    assert again.json()["ticket"] == ticket
    assert status(sandbox, ticket).json()["state"] == "in_progress"
    monkeypatch.setattr(registration, "TAKES", timedelta())
    other = push(sandbox, key="joint-2").json()["ticket"]
    answer = status(sandbox, other).json()
    code = answer["fields"]["统一社会信用代码"]
    assert check_uscc(code).ok and not check_uscc(code).warnings
    assert code.startswith("92371502")
    assert answer["fields"]["名称"] == "东昌府区阿满面馆"
    question = {"evidence": "L03", "holder": f"entity:{code}", "purpose": "p", "basis": "b"}
    (record,) = call(sandbox, "POST", "/registry/business-registry/query", "registry", json=question).json()["records"]
    assert record["fields"] == answer["fields"]
    assert [c["uscc"] for c in sandbox.state.companies("371502199003070019")] == ["92371502MA3TE1T29J", code]


def test_a_company_gets_a_code_of_companies_and_a_clean_credit_record(sandbox, monkeypatch):  # noqa: F811
    monkeypatch.setattr(registration, "TAKES", timedelta())
    fields = {"名称": "东昌府区水岸餐饮有限公司", "类型": "公司", "经营场所": "柳园路 1 号"}
    answer = status(sandbox, push(sandbox, fields=fields).json()["ticket"]).json()
    code = answer["fields"]["统一社会信用代码"]
    assert check_uscc(code).ok and code.startswith("91371502")
    question = {"evidence": "L30", "holder": f"entity:{code}", "purpose": "p", "basis": "b"}
    (record,) = call(sandbox, "POST", "/registry/credit-registry/query", "registry", json=question).json()["records"]
    assert record["fields"] == {"严重失信": False, "虚假承诺": False}


def test_it_answers_twice_and_loses_messages_when_told_to(sandbox, monkeypatch):  # noqa: F811
    monkeypatch.setattr(registration, "TAKES", timedelta())
    sandbox.behave(registration="twice")
    ticket = push(sandbox).json()["ticket"]
    answers = call(sandbox, "GET", "/registration/answers", "registration").json()["answers"]
    assert [a["ticket"] for a in answers] == [ticket, ticket]
    assert call(sandbox, "GET", "/registration/answers?after=2", "registration").json() == {"answers": []}
    sandbox.behave(registration="lossy")
    lost = push(sandbox, key="joint-2").json()["ticket"]
    assert status(sandbox, lost).json()["error"] == "unknown_ticket"
    assert status(sandbox, push(sandbox, key="joint-2").json()["ticket"]).json()["state"] == "registered"


def test_many_pushes_at_once_make_one_application(sandbox):  # noqa: F811
    with ThreadPoolExecutor(8) as pool:
        tickets = list(pool.map(lambda _: push(sandbox).json()["ticket"], range(16)))
    assert len(set(tickets)) == 1


@pytest.mark.parametrize("serial", [1, 31, 31**3 + 7])
def test_every_serial_gives_a_valid_code(serial):
    checked = check_uscc(registration.credit_code("92", "371502", serial))
    assert checked.ok and not checked.warnings


def test_a_message_goes_out_once(sandbox):  # noqa: F811
    message = {"id": "m1", "to": "13800000001", "text": "您的申请有结果了"}
    assert call(sandbox, "POST", "/sms/messages", "sms", json=message).status_code == 202
    assert call(sandbox, "POST", "/sms/messages", "sms", json=message).json()["again"] is True
    assert call(sandbox, "POST", "/sms/messages", "sms", json={**message, "id": "m2", "to": "0635"}).json()["error"] == "bad_number"
    sandbox.behave(sms="wrong")
    assert call(sandbox, "POST", "/sms/messages", "sms", json={**message, "id": "m3"}).status_code == 202
    assert [m["id"] for m in call(sandbox, "GET", "/sms/messages", "sms").json()["messages"]] == ["m1"]


def test_modes_are_set_over_http_and_hold(sandbox):  # noqa: F811
    answer = call(sandbox, "POST", "/control/modes", json={"registry": "down", "sms": "garbage"})
    assert answer.json() == {"identity": "ok", "registry": "down", "registration": "ok", "sms": "garbage"}
    assert call(sandbox, "POST", "/registry/x/query", "registry").status_code == 503
    assert "维护" in call(sandbox, "GET", "/sms/messages", "sms").text
    assert "Choose one of" in call(sandbox, "POST", "/control/modes", json={"sms": "twice"}).json()["error_description"]
    assert call(sandbox, "POST", "/control/modes", json={"sms": "slow", "delay": 10**6}).status_code == 400


def test_what_happened_outlives_a_new_start(sandbox, monkeypatch):  # noqa: F811
    monkeypatch.setattr(registration, "TAKES", timedelta())
    ticket = push(sandbox).json()["ticket"]
    code = status(sandbox, ticket).json()["fields"]["统一社会信用代码"]
    reopened = State(sandbox.state.path)
    seed.load(reopened, DEMO)
    assert reopened.entity(code)["name"] == "东昌府区阿满面馆"
    assert len(reopened.records("L09", "person:371502199003070019")) == 1


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("people.yaml", "- {name: 甲}", "entry 1 lacks id_no"),
        ("people.yaml", "甲", "must be a list"),
        ("entities.yaml", "- {uscc: A, name: B, legal_rep: C}", "who is not in people.yaml"),
    ],
)
def test_a_bad_demo_file_is_named(tmp_path, name, text, says):
    for path in DEMO.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(seed.BadSeed, match=says):
        seed.load(State(tmp_path / "state.sqlite3"), tmp_path)
