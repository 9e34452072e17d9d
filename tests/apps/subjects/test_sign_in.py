"""Who came is checked before anything is stored, and stored so that the database tells nobody."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import RequestFactory

from bancheng.apps.audit import stream
from bancheng.apps.subjects import queries, session
from bancheng.apps.subjects.actions.sign_in import sign_in
from bancheng.apps.subjects.base import Company, Identity, SignInFailed
from bancheng.apps.subjects.models import Entity, Person
from tests.people import HOTEL, LI, WANG, li, wang

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def request_(client):
    request = RequestFactory().get("/")
    request.session = client.session
    return request


def test_a_person_is_one_person_however_often_they_come():
    first = wang()
    again = sign_in(Identity("王小满", "３７１５０２ 19900307 0019", ""))
    assert again.pk == first.pk
    assert (again.name, again.id_no, again.phone) == ("王小满", WANG, "13800000001")
    assert queries.person_by_number("371502199003070019") == first
    assert [e.type for e in stream.read(f"subject:{first.reference}")] == ["signed_in", "signed_in"]


def test_the_database_holds_neither_name_nor_number_in_the_clear():
    wang()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM subjects_person")
        row = " ".join(map(str, cursor.fetchall()))
    assert WANG not in row and "王小满" not in row and "13800000001" not in row


@pytest.mark.parametrize(
    "identity",
    [
        Identity("王小满", "371502199003070018"),
        Identity("", WANG),
        Identity("王小满", WANG, companies=(Company("短", "某公司"),)),
    ],
)
def test_what_cannot_be_right_signs_nobody_in(identity):
    with pytest.raises(SignInFailed) as failed:
        sign_in(identity)
    assert failed.value.reason == "garbled"
    assert not Person.objects.exists()


def test_somebody_who_left_a_company_no_longer_leads_it():
    person = li()
    assert [c.entity.uscc for c in queries.capacities(person)] == [HOTEL]
    sign_in(Identity("李秋实", LI))
    assert queries.capacities(person) == []
    assert Entity.objects.get(pk=HOTEL).name == "聊城清泉宾馆有限公司"


def test_a_session_belongs_to_the_person_under_a_new_key(request_):
    request_.session["guide"] = {"answers": 1}
    before = request_.session.session_key
    session.open_for(request_, wang())
    assert request_.session.session_key != before
    assert queries.principal(request_).display_name == "王小满"
    assert request_.session["guide"] == {"answers": 1}
    session.open_for(request_, li())
    assert "guide" not in request_.session, "what one person left is not the next one's"


@pytest.mark.parametrize(("later", "still"), [((9, 25), True), ((9, 31), False)])
def test_a_session_ends_when_nobody_is_there(request_, at, later, still):
    with at(2026, 3, 2, 9, 0):
        session.open_for(request_, wang())
    with at(2026, 3, 2, *later):
        assert (queries.principal(request_) is not None) is still


def test_a_session_ends_after_eight_hours_even_when_used(request_, at):
    with at(2026, 3, 2, 9, 0):
        session.open_for(request_, wang())
    for minute in range(25, 8 * 60, 25):
        with at(2026, 3, 2, 9 + minute // 60, minute % 60):
            queries.forget(request_)
            assert queries.principal(request_) is not None
    with at(2026, 3, 2, 17, 5):
        queries.forget(request_)
        assert queries.principal(request_) is None


def test_signing_out_leaves_the_desk_signed_in(request_):
    request_.session["_auth_user_id"] = "7"
    session.open_for(request_, wang())
    session.close(request_)
    assert dict(request_.session) == {"_auth_user_id": "7"}


def test_a_started_sign_in_comes_back_once_under_its_state_and_soon(request_, at):
    with at(2026, 3, 2, 9, 0):
        session.begin(request_, "state-1", "verifier", "/x")
        assert session.started(request_, "another") is None
        session.begin(request_, "state-2", "verifier", "/x")
        assert session.started(request_, "state-2")["onward"] == "/x"
        assert session.started(request_, "state-2") is None
        session.begin(request_, "state-3", "verifier", "/x")
    with at(2026, 3, 2, 9, 11):
        assert session.started(request_, "state-3") is None
