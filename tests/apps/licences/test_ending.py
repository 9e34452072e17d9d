"""Ending: revoked, withdrawn, cancelled, forfeited, expired; told to the holder; worth nothing as evidence."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from bancheng import now
from bancheng.apps.audit import projections, stream
from bancheng.apps.licences import actions, handlers, queries
from bancheng.apps.licences.actions.end import NoSuchLicence
from bancheng.apps.licences.models import Licence, LicenceChange
from bancheng.apps.licences.shelf import shelf
from bancheng.apps.messages.models import Message
from bancheng.apps.sources.base import Evidence, Holder
from bancheng.apps.timers.models import Timer
from bancheng.core.licence import NotPossible, Status
from tests.apps.licences.conftest import HOTEL

pytestmark = [pytest.mark.db, pytest.mark.django_db]
NEW = "public-place-hygiene-new"
HOLDER = Holder("entity", HOTEL)
WHY = {"basis": "行政许可法第六十九条", "actor": "staff:7"}


@pytest.mark.parametrize(
    ("action", "status"),
    [
        (actions.revoke, Status.REVOKED),
        (actions.withdraw, Status.WITHDRAWN),
        (actions.cancel, Status.CANCELLED),
        (actions.forfeit, Status.FORFEITED),
    ],
)
def test_each_way_of_ending_is_recorded_told_and_waives_nothing(grant, catalogue, action, status):
    licence = grant(NEW)
    action(licence.identifier, "承诺不实，整改后仍不符合", **WHY)
    assert queries.status(licence.identifier).status is status
    assert stream.read(licence.stream)[-1].type == f"licence_{status}"
    assert status.word in Message.objects.get(subject=licence.contact).text
    assert not Timer.objects.filter(key__startswith=f"licence:{licence.identifier}:", state="waiting").exists()
    [record] = shelf(catalogue.evidence["L11"], HOLDER)
    assert not Evidence("L11", record.fields, HOLDER, record.at, record.until).valid(now.today())


def test_a_valid_licence_is_evidence_and_fills_elements(grant, catalogue):
    licence = grant(NEW)
    [record] = shelf(catalogue.evidence["L11"], HOLDER)
    assert Evidence("L11", record.fields, HOLDER, record.at, record.until).valid(now.today())
    assert record.fields["编号"] == licence.number
    assert record.fields["单位名称"] == "聊城测试旅馆"
    assert record.fields["法定代表人（负责人）"] == "李华"
    assert record.fields["经营场所地址"] == "东昌府区楼东大街 126 号"
    assert shelf(catalogue.evidence["L10"], HOLDER) == []
    assert shelf(catalogue.evidence["L11"], Holder("entity", "91371502MA3TE1T02X")) == []


def test_revoked_reaches_back_and_the_others_do_not(grant, at):
    with at(2026, 3, 2, 9, 30):
        first, second = grant(NEW), grant(NEW)
    with at(2026, 6, 1, 9, 30) as moment:
        actions.revoke(first.identifier, "欺骗取得", **WHY)
        actions.withdraw(second.identifier, "规划调整", basis="行政许可法第八条", actor="staff:7")
        before = moment - timedelta(days=40)
        assert queries.status(first.identifier, before).status is Status.REVOKED
        assert queries.status(second.identifier, before).status is Status.VALID


def test_ending_twice_is_refused(grant):
    licence = grant(NEW)
    actions.revoke(licence.identifier, "欺骗取得", **WHY)
    with pytest.raises(NotPossible, match="cannot be revoked"):
        actions.revoke(licence.identifier, "再来一次", **WHY)
    assert LicenceChange.objects.count() == 1


def test_an_unknown_licence_cannot_be_ended():
    with pytest.raises(NoSuchLicence):
        actions.revoke("1.2.3", "", **WHY)


def test_what_a_case_led_to_is_revoked_in_its_newest_version(grant):
    first = grant(NEW, number="the-case")
    second = grant("public-place-hygiene-replacement")
    from types import SimpleNamespace

    revoked = actions.revoke_of_case(SimpleNamespace(number="the-case"), "承诺不实", **WHY)
    assert revoked == second
    assert queries.status(second.identifier).status is Status.REVOKED
    assert queries.status(first.identifier).status is Status.SUPERSEDED
    assert actions.revoke_of_case(SimpleNamespace(number="no-such-case"), "承诺不实", **WHY) is None


def test_a_cancellation_case_strikes_the_licence_off(grant):
    licence = grant(NEW)
    assert grant("public-place-hygiene-cancellation") == licence
    assert queries.status(licence.identifier).status is Status.CANCELLED
    assert grant("public-place-hygiene-cancellation") is None


def test_the_reason_is_not_in_the_events(grant):
    licence = grant(NEW)
    actions.revoke(licence.identifier, "李华提供了虚假的检测报告", **WHY)
    assert "李华" not in "".join(event.payload_text for event in stream.read(licence.stream))
    assert LicenceChange.objects.get().reason == "李华提供了虚假的检测报告"


def test_reminder_and_expiry_come_once_and_only_while_they_make_sense(grant, at):
    with at(2026, 3, 2, 9, 30):
        licence = grant(NEW)
    remind = Timer.objects.get(key=f"licence:{licence.identifier}:remind:30")
    expire = Timer.objects.get(key=f"licence:{licence.identifier}:expire")
    with at(2030, 1, 30, 9, 0):
        handlers.remind(remind)
        told = Message.objects.get(template="licence_expiring")
        assert "2030年3月1日" in told.text and "“公共场所卫生许可证”" in told.text
        assert told.title_en == "Expiring soon: Hygiene permit for a public place"
        assert "“Hygiene permit for a public place” expires on 2030-03-01" in told.text_en
        handlers.expire(expire)
        assert not Message.objects.filter(template="licence_changed").exists()
    with at(2030, 3, 2, 0, 1):
        handlers.remind(remind)
        assert Message.objects.filter(template="licence_expiring").count() == 1
        handlers.expire(expire)
        assert "已过期" in Message.objects.get(template="licence_changed").text
        assert stream.read(licence.stream)[-1].type == "licence_expired"


def test_verify_audit_names_what_was_changed(grant):
    check = projections.checks["licences"]
    first, second, third = grant(NEW), grant(NEW), grant(NEW)
    actions.revoke(first.identifier, "欺骗取得", **WHY)
    assert list(check()) == []
    LicenceChange.objects.all().delete()
    assert [first.identifier in line for line in check()] == [True]
    Licence.objects.filter(pk=second.pk).update(text=third.text)
    LicenceChange.objects.create(licence=third, status="revoked", at=now.business(), actor="staff:9")
    found = "\n".join(check())
    assert f"{second.identifier}: its text was changed" in found
    assert f"{second.identifier}: its signature does not fit" in found
    assert f"{third.identifier}: its row tells what never happened" in found


def test_nothing_is_made_by_looking():
    assert queries.find("1.2.156.3005.2.nothing") is None
    assert queries.status("1.2.156.3005.2.nothing") is None
    with pytest.raises(ObjectDoesNotExist):
        Licence.objects.get(identifier="x")
