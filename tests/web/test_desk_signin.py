"""Signing in to the desk: two factors, clear words, and a session that ends."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from bancheng.apps.staff import one_time
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.web.desk.access import at_desk, officer

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.urls("tests.web.identity_urls")]
FORM = {"username": "chen", "password": "correct horse"}


@pytest.fixture
def chen():
    person = Officer(username="chen", name="陈", organisation="lc-approval", roles=["reviewer"])
    person.set_password("correct horse")
    person.totp_secret = one_time.new_secret()
    person.save()
    return person


def sign_in(client, chen, **more):
    chen.refresh_from_db()
    return client.post("/desk/sign-in/", {**FORM, "code": one_time.current(chen).text, **more})


def here(client, chen):
    """Whom the desk sees in this session."""
    request = RequestFactory().get("/desk/")
    request.session, request.user = client.session, chen
    return officer(request)


def test_two_factors_open_the_desk(client, chen, at):
    with at(2026, 3, 2, 9, 0):
        answer = sign_in(client, chen, next="/desk/sign-in/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/sign-in/")
        assert client.get("/desk/sign-in/").status_code == 302, "already in"
        assert here(client, chen) == chen


def test_nothing_typed_is_lost_but_secrets(client, chen):
    answer = client.post("/desk/sign-in/", {**FORM, "code": ""})
    page = answer.content.decode()
    assert answer.status_code == 400 and "6 位数字" in page
    assert 'value="chen"' in page and "correct horse" not in page


def test_what_is_wrong_is_said_without_saying_which(client, chen):
    answer = client.post("/desk/sign-in/", {**FORM, "code": "000000", "password": "guess"})
    assert answer.status_code == 400 and "有一项不对" in answer.content.decode()


def test_too_many_tries_say_how_long_to_wait(client, chen, at):
    with at(2026, 3, 2, 9, 0):
        for _ in range(5):
            answer = client.post("/desk/sign-in/", {**FORM, "password": "guess", "code": "000000"})
        assert answer.status_code == 429
        answer = sign_in(client, chen)
        assert answer.status_code == 429 and "15 分钟" in answer.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example"])
def test_an_address_elsewhere_is_not_gone_to(client, chen, elsewhere):
    assert sign_in(client, chen, next=elsewhere).headers["Location"] == "/desk/"


@pytest.mark.parametrize(("later", "still"), [((9, 29), True), ((9, 31), False)])
def test_a_session_ends_when_nobody_sits_there(client, chen, at, later, still):
    with at(2026, 3, 2, 9, 0):
        sign_in(client, chen)
    with at(2026, 3, 2, *later):
        assert (here(client, chen) == chen) is still


def test_an_account_without_desk_session_sees_nothing(client, chen):
    client.force_login(chen)
    assert here(client, chen) is None


def test_a_page_of_the_desk_asks_for_the_role(client, chen, at):
    @at_desk("decider")
    def decide(request):
        return HttpResponse(request.officer.name)

    @at_desk("reviewer", "decider")
    def review(request):
        return HttpResponse(request.officer.name)

    with at(2026, 3, 2, 9, 0):
        request = RequestFactory().get("/desk/x?y=1")
        request.session, request.user = client.session, chen
        assert review(request).headers["Location"] == "/desk/sign-in/?next=%2Fdesk%2Fx%3Fy%3D1"
        sign_in(client, chen)
        request.session = client.session
        assert review(request).content.decode() == "陈"
        with pytest.raises(NotAllowed):
            decide(request)


def test_signing_out(client, chen, at):
    with at(2026, 3, 2, 9, 0):
        sign_in(client, chen)
        assert client.get("/desk/sign-out/").status_code == 405
        assert client.post("/desk/sign-out/").headers["Location"] == "/desk/sign-in/"
        assert here(client, chen) is None
