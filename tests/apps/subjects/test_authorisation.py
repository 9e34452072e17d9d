"""A company lets somebody act for it: limited, recorded, revocable; and a person agrees to a look-up and takes it back."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import RequestFactory

from bancheng.apps.audit import stream
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.apps.subjects import queries, session
from bancheng.apps.subjects.actions.authorise import Invalid, authorise, record_paper, revoke
from bancheng.apps.subjects.actions.consent import agree, withdraw
from bancheng.apps.subjects.models import Consent
from bancheng.apps.subjects.principal import Principal
from tests.people import HOTEL, LI, ZHAO, for_company, li, wang, zhao

pytestmark = [pytest.mark.db, pytest.mark.django_db]
TODAY = (2026, 3, 2, 9, 0)
END = date(2026, 12, 31)


@pytest.fixture(autouse=True)
def today(at):
    with at(*TODAY):
        yield


@pytest.fixture
def given():
    return authorise(for_company(li(), HOTEL), "赵大川", ZHAO, ["public-place-hygiene"], END)


def test_an_agent_acts_for_the_company_within_the_themes(given):
    agent = zhao()
    (capacity,) = queries.capacities(agent)
    principal = Principal(agent, capacity.entity, capacity.authorisation)
    assert principal.is_agent and principal.may("public-place-hygiene") and not principal.may("open-restaurant")
    assert (principal.actor, principal.on_behalf) == (agent.reference, f"entity:{HOTEL}")
    assert principal.display_name == "聊城清泉宾馆有限公司（赵大川）"
    (event,) = stream.read(f"subject:entity:{HOTEL}")
    assert event.type == "authorisation_given"
    assert ZHAO not in event.payload_text


@pytest.mark.parametrize(("day", "there"), [((2026, 12, 31), True), ((2027, 1, 1), False)])
def test_it_ends_after_its_last_day(given, at, day, there):
    with at(*day, 12, 0):
        assert bool(queries.capacities(zhao())) is there


def test_revoking_works_at_the_next_request(given, client):
    agent, request = zhao(), RequestFactory().get("/")
    request.session = client.session
    session.open_for(request, agent)
    session.act_for(request, given.entity, given)
    assert queries.principal(request).on_behalf == f"entity:{HOTEL}"
    revoke(for_company(li(), HOTEL), str(given.id))
    queries.forget(request)
    assert queries.principal(request).entity is None
    types = [event.type for event in stream.read(f"subject:entity:{HOTEL}")]
    assert types == ["authorisation_given", "authorisation_revoked"]
    revoke(for_company(li(), HOTEL), str(given.id))
    assert len(stream.read(f"subject:entity:{HOTEL}")) == 2, "revoking twice is revoking once"


def test_an_agent_may_give_it_up_but_not_pass_it_on(given):
    agent = zhao()
    with pytest.raises(NotAllowed):
        authorise(Principal(agent, given.entity, given), "王小满", "371502199003070019", [], END)
    assert revoke(Principal(agent), str(given.id)).revoked_by == agent.reference


def test_a_stranger_can_neither_give_nor_revoke(given):
    stranger = wang()
    with pytest.raises(NotAllowed):
        revoke(Principal(stranger), str(given.id))
    with pytest.raises(NotAllowed):
        authorise(Principal(stranger, given.entity), "赵大川", ZHAO, [], END)
    with pytest.raises(NotAllowed):
        authorise(Principal(stranger), "赵大川", ZHAO, [], END)


@pytest.mark.parametrize(
    ("name", "number", "until", "field", "says"),
    [
        ("", ZHAO, END, "agent_name", "姓名"),
        ("赵大川", "3715", END, "agent_id_no", "18 位"),
        ("李秋实", LI, END, "agent_id_no", "不用授权"),
        ("赵大川", ZHAO, None, "valid_to", "到哪一天"),
        ("赵大川", ZHAO, date(2026, 3, 1), "valid_to", "已经过去"),
        ("赵大川", ZHAO, date(2027, 3, 4), "valid_to", "一年"),
    ],
)
def test_what_is_wrong_is_said_by_field(name, number, until, field, says):
    with pytest.raises(Invalid) as invalid:
        authorise(for_company(li(), HOTEL), name, number, [], until)
    assert says in invalid.value.problems[field]


def test_an_authorisation_on_paper_is_recorded_at_the_counter():
    li()
    entity = for_company(li(), HOTEL).entity
    clerk = Officer.objects.create(username="zhou", name="周", organisation="o", roles=["intake"])
    with pytest.raises(Invalid) as invalid:
        record_paper(clerk, entity, "赵大川", ZHAO, [], END, " ")
    assert "档案号" in invalid.value.problems["paper"]
    row = record_paper(clerk, entity, "赵大川", ZHAO, [], END, "档 2026-17")
    assert row.given_by == clerk.reference and queries.capacities(zhao())[0].authorisation == row
    clerk.roles = ["reviewer"]
    with pytest.raises(NotAllowed):
        record_paper(clerk, entity, "赵大川", ZHAO, [], END, "档 2026-18")


def test_a_consent_is_one_until_it_is_taken_back():
    principal = Principal(wang())
    first = agree(principal, "L22", "open-restaurant", "同意查询我的社保缴费记录")
    assert agree(principal, "L22", "open-restaurant", "同意查询我的社保缴费记录") == first
    assert queries.consent(principal.reference, "L22", "open-restaurant") == first
    assert queries.consent(principal.reference, "L22", "elsewhere") is None
    withdraw(principal, str(first.id))
    assert queries.consent(principal.reference, "L22", "open-restaurant") is None
    assert agree(principal, "L22", "open-restaurant", "同意").pk != first.pk
    with pytest.raises(NotAllowed):
        withdraw(Principal(zhao()), str(first.id))


def test_a_consent_past_its_day_holds_no_longer_and_can_be_given_again(at):
    principal = Principal(wang())
    agree(principal, "L22", "p", "同意", date(2026, 3, 10))
    with at(2026, 3, 11, 9, 0):
        assert queries.consent(principal.reference, "L22", "p") is None
        agree(principal, "L22", "p", "同意", date(2026, 4, 10))
        assert queries.consent(principal.reference, "L22", "p") is not None
    assert Consent.objects.count() == 2


def test_a_consent_says_what_for():
    with pytest.raises(ValueError, match="purpose"):
        agree(Principal(wang()), "L22", " ", "同意")
