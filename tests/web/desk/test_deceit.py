"""Deceit found out (R-26; 行政许可法 art. 69, 78, 79): the licence is revoked by two, the ban is recorded, and an application within it goes no further."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.audit.models import Event
from bancheng.apps.cases.actions import grant, officers
from bancheng.apps.cases.actions.deem_accepted import deem_accepted
from bancheng.apps.cases.models import IssuedDocument, SubCase
from bancheng.apps.cases.queries import Part
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.licences import bans
from bancheng.apps.licences import queries as licences
from bancheng.apps.licences.models import Ban
from bancheng.apps.messages.models import Message
from bancheng.apps.subjects.models import Authorisation
from bancheng.apps.subjects.principal import Principal
from bancheng.core.procedure import Deceit, Refused
from tests.web.desk import stories
from tests.web.portal.signed_in import sign_in

pytestmark = [pytest.mark.db, pytest.mark.django_db]
KFQ = "LC-KFQ-SPJ"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def staff(city):
    """A decider and a reviewer of the zone's approval bureau."""
    return stories.officer("tian", KFQ, "decider", name="田雨"), stories.officer("jiang", KFQ, "reviewer", name="姜波")


@pytest.fixture
def granted(city) -> SubCase:
    """A hotel with its permit, had by commitment."""
    part = stories.hygiene(choice="告知承诺")
    assert part.outcome == "granted"
    return part


@pytest.fixture
def revoked(granted, staff, desk) -> SubCase:
    """And revoked on the desk's page, because its test report was bought."""
    decider, reviewer = staff
    client, where = desk(decider), f"/desk/case/{granted.number}/do/revoke-deceit/"
    assert where in text(client.get(f"/desk/case/{granted.number}/"))
    form = text(client.get(where))
    assert "三年内不得再次申请" in form
    typed = {"reason": "检测报告是买来的，机构没有测过", "second": str(reviewer.pk)}
    assert client.post(where, {**typed, "reason": " ", "code": stories.code(reviewer)}).status_code == 400
    assert client.post(where, {**typed, "second": str(decider.pk), "code": stories.code(decider)}).status_code == 400, "two people"
    assert not Ban.objects.exists()
    assert client.post(where, {**typed, "code": stories.code(reviewer)}).status_code == 302
    granted.refresh_from_db()
    return granted


def again(at, *day: int) -> SubCase:
    """The hotel applies once more on a day, by the ordinary procedure."""
    with at(*day, 10):
        part = stories.hygiene()
        part.refresh_from_db()
        return part


@pytest.fixture
def unseen(monkeypatch):
    """No officer has looked at the papers yet."""
    monkeypatch.setattr(stories, "officers", SimpleNamespace(accept=lambda officer, number: None))


def test_r26_revoking_for_deceit_records_the_ban_for_three_years_and_tells_whom_it_hits(revoked, staff):
    assert licences.of_case(revoked.number)[0].standing(now.business()).status == "revoked"
    ban = Ban.objects.get()
    assert (ban.subject, ban.permit, ban.deceit, ban.until) == (revoked.joint.holder, "L11", "obtained", date(2029, 11, 23))
    event = next(row for row in stream.read(revoked.stream) if row.type == "banned")
    assert event.payload["until"] == "2029-11-23" and event.actor == staff[0].reference and "第七十九条" in event.basis
    assert Message.objects.get(template="banned").params["until"] == "2029-11-23"
    assert revoked.pushes.filter(kind="revoked").exists()
    assert not revoked.tasks.filter(closed_at=None).exists(), "there is nothing left to check"
    assert list(bans.differences()) == []
    client = Client()
    joint = revoked.joint
    sign_in(client, stories.principal(stories.HOTEL).person, stories.HOTEL[0])
    page = text(client.get(reverse("case", args=[joint.number])))
    assert "查实弄虚作假，2029 年 11 月 23 日以前不能再申请" in page and "检测报告是买来的" in page


def test_r26_rows_of_bans_are_held_to_their_events(revoked):
    Ban.objects.update(until=date(2026, 12, 1))
    assert len(list(bans.differences())) == 2, "one that never happened, one that is missing"


def test_r26_it_is_revoked_once(revoked, staff, desk):
    assert "revoke-deceit" not in text(desk(staff[0]).get(f"/desk/case/{revoked.number}/"))
    with pytest.raises(Refused) as caught:
        officers.revoke_for_deceit(*staff, revoked.number, "再来一次")
    assert caught.value.rule == "R-23"
    assert Event.objects.filter(type="banned").count() == 1


def test_r26_within_the_ban_the_applicant_is_warned_and_nothing_is_accepted_by_anybody(revoked, staff, desk, at, unseen):
    part = again(at, 2027, 3, 1)
    with at(2027, 3, 1, 10):
        person, client = stories.principal(stories.HOTEL).person, Client()
        draft = part.joint.draft
        part.refresh_from_db()
        assert (part.stage, part.accepted_at) == ("received", None), "neither accepted nor asked for papers"
        assert Part(part).state.terms.banned_until == date(2029, 11, 23)
        assert "2029-11-23 以前（含当天）不得再次申请" in part.tasks.get(closed_at=None).why
        with pytest.raises(Refused) as caught:
            officers.accept(staff[1], part.number)
        assert caught.value.rule == "R-26"
        sitting, where = desk(staff[1]), f"/desk/case/{part.number}/do/not-accept/"
        form = text(sitting.get(where))
        assert "在不得再次申请的期限内" in form and "2029 年 11 月 23 日以前（含当天）不得再次申请" in form, "the reason is there already"
        reason = "以前申请时查实弄虚作假，2029 年 11 月 23 日以前（含当天）不得再次申请。"
        assert sitting.post(where, {"kind": "banned", "reason": reason}).status_code == 302
        part.refresh_from_db()
        assert part.outcome == "not_accepted"
        told = next(row for row in stream.read(part.stream) if row.type == "acceptance_refused")
        assert (told.payload["kind"], told.payload["banned_until"]) == ("banned", "2029-11-23")
        assert reason in IssuedDocument.objects.get(sub_case=part, kind="not_accepted").content["reason"]
        sign_in(client, person, stories.HOTEL[0])
        assert reason in text(client.get(reverse("case", args=[part.joint.number])))
        draft.pk, draft.code = None, "AGAINAGAIN"
        draft._state.adding = True
        draft.save()
        page = text(client.get(reverse("check", args=[draft.pk])))
        assert "先提醒您" in page and "以前不能再申请“公共场所卫生许可证”" in page and "第七十九条" in page


def test_r06_r26_silence_accepts_by_law_and_yet_nothing_is_granted(revoked, staff, at, unseen):
    part = again(at, 2027, 3, 1)
    with at(2027, 3, 15, 10):
        assert deem_accepted(part.number)
        with pytest.raises(Refused) as caught, transaction.atomic():
            grant.propose_grant(staff[1], part.number)
        assert caught.value.rule == "R-26"


def test_r26_after_the_last_day_it_goes_its_way_again(revoked, at, unseen):
    part = again(at, 2029, 11, 26)
    assert Part(part).state.terms.banned_until is None
    assert "弄虚作假" not in "".join(task.why for task in part.tasks.all())


def test_r26_the_ban_is_on_this_permit_and_this_applicant(revoked):
    catalogue, day = catalogues.current(), date(2027, 3, 1)
    hotel, other = stories.principal(stories.HOTEL), stories.principal(stories.GUESTHOUSE)
    permit = catalogue.item("public-place-hygiene-new", day)
    assert bans.last_day(hotel, catalogue.item("public-place-hygiene-renewal", day), day) == date(2029, 11, 23), "the same licence"
    assert bans.last_day(hotel, catalogue.item("food-licence-new", day), day) is None
    assert bans.last_day(hotel, permit, date(2029, 11, 24)) is None
    assert bans.last_day(other, permit, day) is None
    assert bans.last_day(Principal(hotel.person), permit, day) is None, "the legal representative is not the company"


def test_r26_the_ban_on_a_sole_trader_follows_the_person_into_the_next_shop_and_hits_no_agent(city):
    permit, day = catalogues.current().item("public-place-hygiene-new", now.today()), now.today()
    owner = stories.principal(stories.GUESTHOUSE)
    assert owner.reference.startswith("entity:92")
    Ban.objects.create(subject=owner.person.reference, permit="L11", deceit="obtained", until=date(2029, 1, 1), sub_case="x", at=now.business())
    assert bans.last_day(owner, permit, day) == date(2029, 1, 1)
    assert bans.last_day(replace(owner, authorisation=Authorisation()), permit, day) is None


def test_r26_false_papers_are_not_accepted_and_ban_for_a_year(city, staff, desk, unseen):
    part = stories.hygiene()
    sitting, where = desk(staff[1]), f"/desk/case/{part.number}/do/not-accept/"
    assert "在不得再次申请的期限内" not in text(sitting.get(where)), "nobody is banned here"
    assert sitting.post(where, {"kind": "banned", "reason": "x"}).status_code == 400
    assert sitting.post(where, {"kind": "false_materials", "reason": "平面图是别家的"}).status_code == 302
    ban = Ban.objects.get()
    assert (ban.deceit, ban.until) == (str(Deceit.FALSE_MATERIALS), date(2027, 11, 23))
    reason = IssuedDocument.objects.get(sub_case=part, kind="not_accepted").content["reason"]
    assert "平面图是别家的" in reason and "第七十八条" in reason and "2027 年 11 月 23 日以前（含当天）不得再次申请" in reason


def test_r26_where_no_law_on_safety_is_named_nobody_is_banned(granted, staff, monkeypatch):
    item = catalogues.current().item("public-place-hygiene-new", now.today())
    with transaction.atomic():
        assert bans.record(granted, item.model_copy(update={"safety": ()}), Deceit.OBTAINED, staff[0].reference) is None
    assert not Ban.objects.exists()


def test_r26_a_sole_trader_and_the_person_behind_it_are_one(granted, staff):
    item = catalogues.current().item("public-place-hygiene-new", now.today())

    def hit(holder: str, filed_for: str) -> set[str]:
        joint = SimpleNamespace(holder=holder, filed_for=filed_for)
        with transaction.atomic():
            bans.record(SimpleNamespace(number=f"{len(Ban.objects.all())}", joint=joint), item, Deceit.OBTAINED, staff[0].reference)
        return set(Ban.objects.order_by("-pk").filter(sub_case=Ban.objects.order_by("-pk").first().sub_case).values_list("subject", flat=True))

    assert hit("entity:92371502MA3TE1T29J", "person:1") == {"entity:92371502MA3TE1T29J", "person:1"}
    assert hit("entity:91371502MA3TE1T02X", "person:1") == {"entity:91371502MA3TE1T02X"}, "who founds a company is not the company"
