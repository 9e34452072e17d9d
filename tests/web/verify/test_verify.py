"""The verify page: everybody may ask, and gets an answer that a shopkeeper understands."""
from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bancheng import now
from bancheng.apps.licences import actions, queries
from bancheng.apps.licences.models import Licence
from bancheng.web.verify import limits, reading
from tests.documents.reading import qr_codes, text
from tests.web.verify.conftest import HOTEL

pytestmark = [pytest.mark.db, pytest.mark.django_db]
NEW = "public-place-hygiene-new"
WHY = {"basis": "行政许可法第六十九条", "actor": "staff:7"}


def get(address: str, status: int = 200) -> str:
    response = Client().get(address, follow=True)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def upload(data: bytes) -> tuple[int, str]:
    response = Client().post("/verify/file", {"file": SimpleUploadedFile("a.licence.json", data)})
    return response.status_code, response.content.decode()


def test_the_form_needs_no_sign_in():
    assert "证照标识" in get("/verify/")
    assert "verify" in get("/en/verify/").lower()


def test_from_the_printed_code_to_the_answer(grant):
    """What a phone reads from the PDF leads to the page that says valid."""
    licence = grant(NEW)
    [url] = qr_codes(queries.pdf(licence))
    page = get(url.split("//", 1)[1].partition("/")[2].join(["/", ""]))
    assert "这张证是真的，有效" in page
    assert "聊城测试旅馆" in page
    assert "证上印的内容" in page
    assert "以告知承诺方式取得" in page
    assert licence.number.split(" ")[0] in text(queries.pdf(licence))


def test_typed_in_any_way_it_is_found(grant):
    identifier = grant(NEW).identifier
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isalnum() else char for char in identifier)
    for typed in (identifier, identifier.lower(), f"  {identifier} ", wide, f"https://x.test/verify/{identifier}?s=abc"):
        response = Client().get("/verify/", {"id": typed}, follow=True)
        assert "这张证是真的" in response.content.decode(), typed


def test_strangers_see_the_register_and_holders_what_is_printed_with_people_masked(grant):
    licence = grant(NEW)
    without = get(f"/verify/{licence.identifier}")
    assert "东昌府区楼东大街 126 号" not in without
    with_code = get(f"/verify/{licence.identifier}?s={licence.short}")
    assert "东昌府区楼东大街 126 号" in with_code
    for page in (without, with_code):
        assert "李华" not in page
    assert "李*" in with_code


def test_a_person_as_holder_is_masked(grant, person):
    licence = grant(NEW, {"entity.uscc": HOTEL})
    record = licence.record
    from dataclasses import replace

    from bancheng.apps import keys
    from bancheng.core import licence as core

    own = replace(record, holder_name="张三丰", holder_code="371502199003070019", holder_type="natural_person")
    content = core.canonical(own)
    Licence.objects.filter(pk=licence.pk).update(
        text=content.decode(), digest=core.digest(own), signature=keys.provider().sign("org:LC-SPJ", content).hex()
    )
    page = get(f"/verify/{licence.identifier}")
    assert "张三丰" not in page
    assert "371502199003070019" not in page
    assert "张*丰" in page


def test_revocation_is_seen_at_once_and_reaches_back(grant, at):
    with at(2026, 3, 2, 9, 30):
        licence = grant(NEW)
    with at(2026, 6, 1, 9, 30):
        assert "有效" in get(f"/verify/{licence.identifier}?at=2026-04-01")
        actions.revoke(licence.identifier, "承诺不实", **WHY)
        page = get(f"/verify/{licence.identifier}")
        assert "已被撤销，从一开始就无效" in page
        assert "verdict--bad" in page
        before = get(f"/verify/{licence.identifier}?at=2026-04-01")
        assert "2026 年 4 月 1 日：这张证已被撤销" in before
        assert "当时登记的状态是有效" in before


@pytest.mark.parametrize(
    ("action", "words"), [(actions.withdraw, "撤回"), (actions.cancel, "注销"), (actions.forfeit, "吊销")]
)
def test_the_other_endings_have_their_own_words_and_hold_from_then_on(grant, at, action, words):
    with at(2026, 3, 2, 9, 30):
        licence = grant(NEW)
    with at(2026, 6, 1, 9, 30):
        action(licence.identifier, "因故", **WHY)
        assert words in get(f"/verify/{licence.identifier}")
        assert "这张证是真的，有效" in get(f"/verify/{licence.identifier}?at=2026-05-31")


def test_a_replaced_version_says_so_and_leads_to_the_new_one(grant):
    old = grant(NEW)
    new = grant("public-place-hygiene-replacement")
    page = get(f"/verify/{old.identifier}")
    assert "已经换了新版本" in page
    assert f"/verify/{new.identifier}" in page
    assert "这张证是真的，有效" in get(f"/verify/{new.identifier}")


def test_expired_and_not_yet(grant, at):
    with at(2026, 3, 2, 9, 30):
        licence = grant(NEW)
        assert "已经过期" in get(f"/verify/{licence.identifier}?at=2030-03-02")
        assert "有效" in get(f"/verify/{licence.identifier}?at=2030-03-01")
        assert "那时还没有这张证" in get(f"/verify/{licence.identifier}?at=2026-03-01")


def test_a_wrong_character_is_said_to_be_one(grant):
    identifier = grant(NEW).identifier
    wrong = identifier[:-1] + ("A" if identifier[-1] != "A" else "B")
    page = get(f"/verify/{wrong}", 400)
    assert "校验位对不上" in page
    assert wrong in page
    assert "开头" in get("/verify/hello", 400)
    assert "请填证照标识" in get("/verify/?id=", 400)
    assert "不像证照标识" in get("/verify/?id=a/b", 400)


def test_a_licence_nobody_issued_is_not_found():
    page = get("/verify/1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F", 404)
    assert "查不到这张证" in page


@pytest.mark.parametrize("typed", ["yesterday", "2026-02-30", "2026-13-01", "31", "2026-03-01T25:00"])
def test_a_bad_day_is_said_how_to_write(grant, typed):
    licence = grant(NEW)
    page = get(f"/verify/{licence.identifier}?at={typed}", 400)
    assert "日期要写成 2026-03-01 这样" in page
    assert typed in page


@pytest.mark.parametrize("typed", ["2026-03-05", "2026/3/5", "2026年3月5日", "２０２６－０３－０５", "2026-03-05T09:30"])
def test_days_are_taken_as_people_write_them(typed):
    moment = reading.moment(typed)
    assert (moment.year, moment.month, moment.day) == (2026, 3, 5)
    assert moment.tzinfo is now.ZONE


def test_a_code_that_does_not_fit_the_register_is_called_out(grant):
    licence = grant(NEW)
    page = get(f"/verify/{licence.identifier}?s=aaaaaaaaaaaaaaaa")
    assert "可能是伪造的" in page
    assert "这张证是真的" not in page


def test_a_register_that_was_tampered_with_vouches_for_nothing(grant):
    licence, other = grant(NEW), grant(NEW)
    Licence.objects.filter(pk=licence.pk).update(text=other.text)
    assert "没有通过校验" in get(f"/verify/{licence.identifier}")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE licences_licence SET signature = %s WHERE id = %s", ["00" * 64, other.pk])
    assert "没有通过校验" in get(f"/verify/{other.identifier}")


def test_a_file_is_checked(grant):
    licence = grant(NEW)
    status, page = upload(queries.file(licence))
    assert status == 200
    assert "这张证是真的，有效" in page
    assert "文件的签名是真的" in page


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_with_any_byte_changed_is_rejected(grant, monkeypatch, data):
    monkeypatch.setattr(limits, "PER_MINUTE", 10_000)
    licence = Licence.objects.first() or grant(NEW)
    content = bytearray(queries.file(licence))
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    status, page = upload(bytes(content))
    assert "这张证是真的" not in page
    assert "verdict--bad" in page or status == 400


def test_other_files_get_a_message(grant):
    assert "不是证照文件" in upload(b"hello")[1]
    assert "文件太大" in upload(b" " * 300_000)[1]
    response = Client().post("/verify/file")
    assert response.status_code == 400
    assert "请先选一个证照文件" in response.content.decode()


def test_a_file_whose_licence_is_not_in_the_register(grant):
    licence = grant(NEW)
    content = queries.file(licence)
    licence.delete()
    assert "登记里查不到" in upload(content)[1]


def test_keys_are_published(grant):
    grant(NEW)
    keys = json.loads(get("/verify/keys"))["keys"]
    assert {"LC-SPJ"} <= {row["organisation"] for row in keys}
    assert all(len(row["key"]) == 130 and len(row["code"]) == 18 for row in keys)


def test_asking_in_bulk_is_slowed_down(grant, monkeypatch):
    identifier = grant(NEW).identifier
    monkeypatch.setattr(limits, "PER_MINUTE", 3)
    moment = now.real()
    monkeypatch.setattr(now, "real", lambda: moment)
    for _ in range(3):
        get(f"/verify/{identifier}")
    assert "查得太快了" in get(f"/verify/{identifier}", 429)
    monkeypatch.setattr(now, "real", lambda: moment + timedelta(minutes=1))
    get(f"/verify/{identifier}")


def test_answers_are_not_kept_by_caches(grant):
    response = Client().get(f"/verify/{grant(NEW).identifier}")
    assert "no-store" in response.headers["Cache-Control"]
