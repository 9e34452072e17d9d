"""Requests that nobody who uses a browser sends: each gets a page that says what to do, none a fault."""
import re

import pytest
from django.test import Client, RequestFactory

from bancheng.apps.cases import stories
from bancheng.web import faults
from tests.apps.cases.conftest import city  # noqa: F401
from tests.web.portal.conftest import catalogue  # noqa: F401
from tests.web.portal.signed_in import sign_in

pytestmark = [pytest.mark.db, pytest.mark.django_db]

FORM = "application/x-www-form-urlencoded"
BODIES = [
    ("shown=staff&staff." + "9" * 5000 + ".name=x"),
    "remove=staff|" + "9" * 5000,
    "remove=staff|٣",
    "remove=food.kinds|0",
    "more=food.seats",
    "more=food.takeaway",
    "take=staff|" + "[" * 100_000,
    "take=staff|[1e999999]",
    "shown=premises.area_m2&premises.area_m2=" + "一" * 5000,
    "shown=premises.area_m2&premises.area_m2=" + "万" * 1200,
    "shown=premises.address&premises.address=%00a%00",
    "s=" + "x" * 20_000 + "&right=x",
    "wrong=entity.status",
    "\x00=\x00",
]


@pytest.fixture
def noodles(city, pack, client):  # noqa: F811
    """李秀英's draft, and she is signed in."""
    story = stories.tell(pack, "noodle-shop")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal)
    sign_in(client, principal.person)
    return draft


def test_a_form_full_of_nonsense_loses_nothing(noodles, client):
    before = dict(noodles.answers)
    for body in BODIES:
        answer = client.post(f"/apply/{noodles.pk}/form", body, content_type=FORM)
        assert answer.status_code in (200, 302, 400), body[:60]
        assert client.get(f"/apply/{noodles.pk}/form?tried=1").status_code == 200, body[:60]
    noodles.refresh_from_db()
    gone = {key for key in before if key not in noodles.answers} - {"premises.area_m2"}
    assert gone <= {"staff"} and "staff" in {**noodles.answers, **noodles.typed}, "what was typed stays, as read or as it was typed"
    assert noodles.typed["premises.area_m2"] == "万" * 1200
    assert noodles.answers["premises.address"] == "a"


@pytest.mark.parametrize("path", ["/me", "/", "/desk/"])
def test_cookies_that_hold_anything(catalogue, path):  # noqa: F811
    for name in ("sessionid", "csrftoken", "mode", "django_language"):
        for value in ('"\\000aaaaaaaaaaaa"', "x" * 4000, "../../etc/passwd"):
            assert Client(headers={"cookie": f"{name}={value}"}).get(path).status_code in (200, 302), (name, value[:20])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/progress", {"number": "\x00a", "code": "\x00"}),
        ("/resume", {"code": "\x00"}),
        ("/desk/sign-in/", {"username": "\x00", "password": "\x00", "code": "\x00"}),
        ("/themes/open-restaurant/guide", {"region": "\x00", "shown": "premises.area_m2", "premises.area_m2": "\x00"}),
        ("/desk/sign-in/", {"username": "x" * 10_000, "password": "x" * 50_000, "code": "１２３４５６"}),
    ],
)
def test_nul_is_taken_out_before_anybody_looks(catalogue, client, path, body):  # noqa: F811
    assert client.post(path, body).status_code in (200, 302, 400)


def test_what_cannot_be_read_gets_words(catalogue, client):  # noqa: F811
    unreadable = [
        (f"{FORM}; charset=utf-16", b"a=b"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data", b"x"),
        (FORM, b"&".join(b"a%d=1" % number for number in range(2500))),
    ]
    for kind, body in unreadable:
        answer = client.generic("POST", "/progress", body, kind)
        assert answer.status_code == 400, kind
        assert "请退回上一页再试一次" in answer.content.decode(), kind
        assert "Content-Security-Policy" in answer.headers
    many = client.get("/search?" + "&".join(f"a{number}=1" for number in range(2500)))
    assert many.status_code == 400
    assert "请退回上一页" in many.content.decode()


def test_a_request_without_measure_is_not_read(catalogue, client):  # noqa: F811
    answer = client.generic("POST", "/verify/file", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(faults.LARGEST + 1))
    assert answer.status_code == 413
    assert "一次交的内容太多" in answer.content.decode()


def test_addresses_with_nul_are_not_found(catalogue, client):  # noqa: F811
    for path in ("/case/%00", "/themes/%00", "/wallet/%00", "/verify/%00", "/desk/case/%00/"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "没找到这一页" in answer.content.decode()


def test_a_page_that_only_takes_forms_says_so(catalogue, client):  # noqa: F811
    answer = client.get("/verify/file")
    assert answer.status_code == 405
    assert "请退回上一页再试一次" in answer.content.decode()
    assert answer.headers["Allow"] == "POST"
    assert int(answer.headers["Content-Length"]) == len(answer.content), "else a browser shows an empty page"


def test_a_fault_has_a_number_on_the_page_and_in_the_log(catalogue, monkeypatch, caplog):  # noqa: F811
    def broken(*_):
        raise ZeroDivisionError("371526198512120025 must not be told")

    monkeypatch.setattr("bancheng.web.portal.search.search", broken)
    answer = Client(raise_request_exception=False).get("/search?q=面馆")
    text = answer.content.decode()
    assert answer.status_code == 500
    assert "371526198512120025" not in text and "Traceback" not in text
    number = re.search(r"编号 <b class=\"code\">([^<]+)</b>", text)
    assert number is not None and "您存过的内容还在" in text
    assert f"fault {number.group(1)}: ZeroDivisionError" in caplog.text


def test_when_even_the_page_cannot_be_drawn_there_are_words(monkeypatch):
    def broken(*_):
        raise ValueError

    monkeypatch.setattr(faults, "render_to_string", broken)
    answer = faults.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "您存过的内容还在" in answer.content.decode()
