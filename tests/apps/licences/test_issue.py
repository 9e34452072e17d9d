"""Issuing: one licence for a decision, signed by its authority, replaced by its next version, found by its holder."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from bancheng import now
from bancheng.apps import keys
from bancheng.apps.audit import stream
from bancheng.apps.licences import queries
from bancheng.apps.licences.contents import CannotIssue
from bancheng.apps.licences.models import Licence
from bancheng.apps.timers.models import Timer
from bancheng.core import licence as core
from bancheng.core.identifiers import check_licence_identifier
from bancheng.core.licence import Status
from tests.apps.licences.conftest import HOTEL

pytestmark = [pytest.mark.db, pytest.mark.django_db]
NEW, AMEND = "public-place-hygiene-new", "public-place-hygiene-amendment"


def test_a_granted_permit_is_a_signed_licence(grant, at):
    with at(2026, 3, 2, 9, 30):
        licence = grant(NEW)
        record = licence.record
        assert check_licence_identifier(licence.identifier).ok
        assert record.holder_name == "聊城测试旅馆"
        assert record.holder_code == HOTEL
        assert (record.valid_from, record.valid_to) == (date(2026, 3, 2), date(2030, 3, 1))
        assert ("经营项目", "宾馆、旅店、民宿、游泳池、游泳馆") in [(field.name, field.value) for field in record.fields]
        assert record.notes == ("以告知承诺方式取得",)
        assert licence.public_key == keys.provider().public("org:LC-SPJ").lower()
        assert queries.check(queries.file(licence)).kind == "genuine"
        assert queries.status(licence.identifier).status is Status.VALID
        [event] = stream.read(licence.stream)
        assert event.type == "licence_issued"
        assert event.payload["digest"] == licence.digest


def test_the_stored_text_is_ciphertext(grant):
    from django.db import connection

    licence = grant(NEW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM licences_licence WHERE id = %s", [licence.pk])
        [stored] = cursor.fetchone()
    assert "测试旅馆" not in stored
    assert HOTEL not in stored


def test_one_decision_gives_one_licence(grant):
    first = grant(NEW, number="371500202603020000011")
    assert grant(NEW, number="371500202603020000011") == first
    assert Licence.objects.count() == 1


def test_the_database_itself_refuses_a_second_one(grant):
    from django.db import IntegrityError, transaction

    licence = grant(NEW)
    licence.pk, licence.identifier = None, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        licence.save(force_insert=True)


def test_an_amendment_is_a_new_version_until_the_same_day(grant, at):
    with at(2026, 3, 2, 9, 30):
        first = grant(NEW)
    with at(2027, 1, 5, 9, 30):
        second = grant(AMEND, {"entity.name": "聊城测试宾馆"})
        assert second.record.holder_name == "聊城测试宾馆"
        assert second.record.valid_to == first.valid_to
        assert second.version == 2
        assert second.number == first.number
        assert second.record.replaces == first.identifier
        old, new = check_licence_identifier(first.identifier).value, check_licence_identifier(second.identifier).value
        assert (old.serial, old.version, new.version) == (new.serial, "001", "002")
        assert queries.status(first.identifier).status is Status.SUPERSEDED
        assert queries.status(first.identifier, now.business() - timedelta(days=30)).status is Status.VALID
        assert queries.newest(first) == second
        assert queries.held_by(f"entity:{HOTEL}") == [second]
        # What nobody said anew is carried over.
        assert ("经营项目", "宾馆、旅店、民宿、游泳池、游泳馆") in [(field.name, field.value) for field in second.record.fields]


def test_a_renewal_before_expiry_loses_no_day(grant, at):
    with at(2026, 3, 2, 9, 30):
        grant(NEW)
    with at(2030, 1, 15, 9, 30):
        renewed = grant("public-place-hygiene-renewal")
        assert (renewed.valid_from, renewed.valid_to) == (date(2030, 1, 15), date(2034, 3, 1))


def test_a_renewal_after_expiry_starts_today(grant, at):
    with at(2026, 3, 2, 9, 30):
        grant(NEW)
    with at(2030, 4, 1, 9, 30):
        renewed = grant("public-place-hygiene-renewal")
        assert (renewed.valid_from, renewed.valid_to) == (date(2030, 4, 1), date(2034, 3, 31))


def test_a_replacement_says_the_same_and_voids_the_lost_copy(grant, at):
    with at(2026, 3, 2, 9, 30):
        first = grant(NEW)
        copy = grant("public-place-hygiene-replacement")
        assert copy.record.valid_to == first.valid_to
        assert queries.status(first.identifier).status is Status.SUPERSEDED


def test_a_licence_of_another_system_is_amended_into_our_first_version(grant, at):
    with at(2026, 3, 2, 9, 30):
        ours = grant(AMEND, {"hygiene_licence.no": "鲁卫公证字〔2024〕第 7 号", "hygiene_licence.valid_until": "2028-06-30"})
        assert ours.version == 1
        assert ours.valid_to == date(2028, 6, 30)


def test_an_end_that_has_to_be_carried_over_must_be_known(grant):
    with pytest.raises(CannotIssue, match=r"hygiene_licence\.valid_until"):
        grant(AMEND)


def test_which_of_two_licences_is_meant_is_said_by_its_number(grant):
    first, second = grant(NEW), grant(NEW, {"premises.address": "茌平区另一处"})
    amended = grant(AMEND, {"hygiene_licence.no": second.number})
    assert amended.previous == second
    assert queries.status(first.identifier).status is Status.VALID


def test_a_filing_receipt_has_an_identifier_of_the_issuers_own_type(grant):
    receipt = grant("public-place-hygiene-filing", {"premises.kinds": ["书店"]})
    assert receipt.filing
    assert receipt.valid_to is None
    assert receipt.record.type_code == "113715000000000190901"
    assert queries.check(queries.file(receipt)).kind == "genuine"


def test_a_part_that_another_system_decides_issues_nothing_here(grant):
    assert grant("business-registration-sole-trader") is None
    assert Licence.objects.count() == 0


def test_a_sole_trader_sees_the_licence_of_the_business_registered_with_it(grant):
    person = "person:0b7c4d2e-0000-4000-8000-000000000001"
    licence = grant(NEW, holder=person)
    assert licence.owner == f"entity:{HOTEL}"
    assert queries.held_by(person) == [licence]
    assert queries.held_by(f"entity:{HOTEL}") == [licence]
    assert queries.held_by("person:0b7c4d2e-0000-4000-8000-000000000002") == []


def test_numbers_run_without_gaps(grant, at):
    with at(2026, 3, 2, 9, 30):
        numbers = [grant(NEW).number for _ in range(3)]
    assert [number[-8:-2] for number in numbers] == ["000001", "000002", "000003"]


def test_reminders_are_planned_and_leave_with_the_version(grant, at):
    with at(2026, 3, 2, 9, 30):
        licence = grant(NEW)
        waiting = Timer.objects.filter(key__startswith=f"licence:{licence.identifier}:", state="waiting")
        assert sorted(waiting.values_list("key", flat=True)) == sorted(
            f"licence:{licence.identifier}:{what}" for what in ("remind:90", "remind:60", "remind:30", "expire")
        )
        assert waiting.get(key__endswith="remind:30").due_at.astimezone(now.ZONE).date() == date(2030, 1, 30)
        grant("public-place-hygiene-replacement")
        assert not waiting.exists()


def test_published_keys_are_those_that_sign(grant):
    licence = grant(NEW)
    [row] = [row for row in queries.published_keys() if row["organisation"] == "LC-SPJ"]
    assert row["key"] == licence.public_key
    assert queries.known_keys()[row["code"]] == {row["key"]}


def test_a_licence_signed_by_another_organisation_is_not_believed(grant):
    licence = grant(NEW)
    text = licence.text.encode()
    forged = core.Signed(
        licence.record,
        core.Signature("SM2-SM3", keys.provider().public("org:LC-WJW").lower(), keys.provider().sign("org:LC-WJW", text).hex()),
    )
    assert queries.check(core.write(forged)).kind == "forged"
