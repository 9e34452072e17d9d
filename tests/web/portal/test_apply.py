"""The form, the papers, check and sign, over HTTP: what is asked and what is not, nothing lost, one case."""
from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from bancheng.apps.cases import stories
from bancheng.apps.cases.models import Draft, JointCase
from bancheng.apps.sources import providers
from tests.apps.cases.conftest import city  # noqa: F401
from tests.people import zhao
from tests.web.portal.signed_in import sign_in

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def noodles(city, pack, client):  # noqa: F811
    """李秀英's draft for a noodle shop, and she is signed in."""
    story = stories.tell(pack, "noodle-shop")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal)
    sign_in(client, principal.person)
    return draft


def picture(name: str = "photo.png") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def address(name: str, draft: Draft, *more: object) -> str:
    return reverse(name, args=[draft.pk, *more])


def shown(answer) -> str:
    """The page as text."""
    return answer.content.decode()


def send(client: Client, draft: Draft, sent: dict[str, object], **buttons: str):
    """Send the form with these questions on it."""
    names = {name.split(".")[0] if re.match(r"staff\.\d", name) else name for name in sent}
    return client.post(address("form", draft), {**sent, **buttons, "shown": sorted(names)})


def answers(draft: Draft) -> dict[str, object]:
    draft.refresh_from_db()
    return draft.answers


def test_what_sources_know_is_words_with_their_source_and_a_way_to_object(noodles, client):
    text = shown(client.get(address("form", noodles)))
    assert "公安机关的居民身份证" in text
    assert 'name="wrong" value="applicant.address"' in text
    assert 'name="applicant.address"' not in text, "known: not an input"
    assert "我们替您查了什么，依据什么" in text and "个人信息保护法" in text


def test_nobody_signed_in_is_sent_to_sign_in_and_back(noodles):
    answer = Client().get(address("form", noodles))
    assert answer.status_code == 302
    assert "sign-in" in answer.url and str(noodles.pk) in answer.url


@pytest.mark.parametrize("name", ["form", "materials", "check", "draft-later"])
def test_somebody_elses_draft_is_not_found(noodles, name):
    other = Client()
    sign_in(other, zhao())
    assert other.get(address(name, noodles)).status_code == 404


def test_objecting_opens_an_input_and_is_kept_as_a_claim(noodles, client):
    answer = send(client, noodles, {}, wrong="applicant.address")
    assert answer.status_code == 302
    assert 'value="高唐县' in shown(client.get(answer.url))
    send(client, noodles, {"applicant.address": "高唐县人和路 1 号"}, later="1")
    assert answers(noodles)["applicant.address"] == "高唐县人和路 1 号"
    assert "applicant.address" in noodles.corrected
    text = shown(client.get(address("form", noodles)))
    assert "工作人员会核对" in text
    send(client, noodles, {"applicant.address": "高唐县人和路 1 号"}, right="applicant.address")
    assert "applicant.address" not in answers(noodles)
    assert 'name="wrong" value="applicant.address"' in shown(client.get(address("form", noodles)))


def test_an_unreadable_answer_is_shown_again_and_mended_with_one_click(noodles, client):
    answer = send(client, noodles, {"food.seats": "十六"})
    text = shown(client.get(answer.url))
    assert 'value="十六"' in text and "data-errsum" in text
    assert 'value="food.seats|16"' in text
    send(client, noodles, {"food.seats": "十六"}, take="food.seats|16")
    assert answers(noodles)["food.seats"] == 16
    assert "food.seats" not in noodles.typed


def test_what_people_type_is_understood(noodles, client):
    send(client, noodles, {"applicant.phone": "１３８－０６３５－１２３４", "premises.area_m2": "４９．５ 平方米"}, later="1")
    assert answers(noodles)["applicant.phone"] == "13806351234"
    assert str(noodles.answers["premises.area_m2"]) == "49.5"


def test_an_older_window_does_not_empty_what_another_one_filled_in(noodles, client):
    """A page that was drawn before sends its empty controls too; only what was emptied on it is emptied (autosave.js takes the mark away)."""
    noodles.answers = {id: value for id, value in noodles.answers.items() if id not in ("food.seats", "entity.name")}
    noodles.save()
    assert 'name="blank" value="food.seats"' in shown(client.get(address("form", noodles)))
    send(client, noodles, {"food.seats": "16"}, later="1")
    send(client, noodles, {"food.seats": "", "entity.name": "好再来面馆", "blank": ["food.seats", "entity.name"]}, later="1")
    assert (answers(noodles)["food.seats"], answers(noodles)["entity.name"]) == (16, "好再来面馆")
    assert 'name="blank" value="food.seats"' not in shown(client.get(address("form", noodles)))
    send(client, noodles, {"food.seats": ""}, later="1")
    assert "food.seats" not in answers(noodles)


def test_nobody_is_offered_as_their_own_agent(noodles, client):
    noodles.answers = {id: value for id, value in noodles.answers.items() if id != "applicant.phone"}
    noodles.save()
    for _ in range(3):
        text = shown(client.get(address("form", noodles)))
    assert answers(noodles)["applicant.phone"] == "19906350001" and "agent.phone" not in answers(noodles)
    assert 'name="agent.phone"' in text


def test_a_bad_file_is_complained_of_on_the_page_that_is_seen(noodles, client):
    """upload.js follows the redirect before it loads the page again: the first page is read by nobody."""
    sent = {"file": SimpleUploadedFile("lease.pdf", b"no pdf at all")}
    unseen = client.post(address("hand-in", noodles, "premises-proof"), sent, headers={"X-Requested-With": "XMLHttpRequest"})
    client.get(unseen.url, headers={"X-Requested-With": "XMLHttpRequest"})
    assert "不是 PDF" in shown(client.get(address("materials", noodles)))
    assert "不是 PDF" not in shown(client.get(address("materials", noodles))), "said once"


def test_a_forged_field_is_dropped(noodles, client):
    send(client, noodles, {"sign.width_m": "3", "credit.food_ban": "false", "applicant.name": "别人"}, later="1")
    assert not {"sign.width_m", "credit.food_ban", "applicant.name"} & set(answers(noodles))


def test_an_answer_that_changes_what_is_needed_is_said(noodles, client):
    answer = send(client, noodles, {"premises.area_m2": "60"})
    text = shown(client.get(answer.url, follow=True))
    assert "还要办" in text and "食品经营许可" in text


def test_autosave_keeps_what_was_typed(noodles, client):
    answer = client.post(address("form-autosave", noodles), {"shown": ["entity.name", "food.seats"], "entity.name": "新名字面馆", "food.seats": "好多"})
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["saved"])
    assert answers(noodles)["entity.name"] == "新名字面馆"
    assert noodles.typed["food.seats"] == "好多"


def test_staff_are_added_and_removed_without_scripts(noodles, client):
    three = {
        f"staff.{place}.{key}": value
        for place, row in enumerate([("李秀英", "371526198512120025"), ("周敏", "371526199204180020"), ("宋佳", "371526199901010027")])
        for key, value in {"name": row[0], "id_no": row[1], "post": "厨师", "direct": "true"}.items()
    }
    answer = send(client, noodles, three, more="staff")
    text = shown(client.get(answer.url))
    assert "第 4 位" in text and "没有查到健康证" in text and text.count("查到了：健康证号") == 2
    assert "L09" not in noodles_evidence(noodles)
    send(client, noodles, three, remove="staff|2")
    assert [row["name"] for row in answers(noodles)["staff"]] == ["李秀英", "周敏"]
    client.get(address("form", noodles))
    assert "L09" in noodles_evidence(noodles), "everybody left has a valid certificate again"


def noodles_evidence(draft: Draft) -> list[str]:
    draft.refresh_from_db()
    return draft.known["evidence"]


def test_a_wrong_identity_number_names_the_person(noodles, client):
    rows = {"staff.0.name": "李秀英", "staff.0.id_no": "37152619851212002", "staff.0.post": "厨师", "staff.0.direct": "true"}
    text = shown(client.get(send(client, noodles, rows).url))
    assert "第 1 位：" in text and 'href="#staff.0.id_no"' in text
    assert 'value="37152619851212002"' in text


def test_a_silent_source_turns_its_rows_into_inputs_and_blocks_nothing(city, pack, client):  # noqa: F811
    city.behave(registry="down")
    providers.wake()
    story = stories.tell(pack, "noodle-shop")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal)
    sign_in(client, principal.person)
    text = shown(client.get(address("form", draft)))
    assert "有的信息现在查不到" in text and 'name="applicant.name"' in text
    city.behave(registry="ok")
    providers.wake()
    answer = send(client, draft, {}, again="1")
    text = shown(client.get(answer.url))
    assert "有的信息现在查不到" not in text and 'name="applicant.name"' not in text


def test_papers_are_taken_by_content_replaced_and_removed(noodles, client):
    noodles.files.all().delete()
    there = address("hand-in", noodles, "premises-proof")
    client.post(there, {"file": SimpleUploadedFile("lease.pdf", b"not a pdf")})
    assert "不是 PDF" in shown(client.get(address("materials", noodles)))
    assert "不是 PDF" not in shown(client.get(address("materials", noodles))), "said once"
    client.post(there, {"file": picture("one.png")})
    client.post(there, {"file": [picture("two.png")]})
    (row,) = noodles.files.all()
    assert row.name == "one.png", "the same picture twice is one file"
    assert client.get(address("draft-file", noodles, row.pk)).content == b"".join(picture().chunks())
    client.post(address("draft-file-remove", noodles, row.pk))
    assert not noodles.files.exists()
    client.post(there, {})
    assert "还没有选文件" in shown(client.get(address("materials", noodles)))
    assert client.post(address("hand-in", noodles, "no-such-paper"), {"file": picture()}).status_code == 404


def test_papers_we_make_can_be_read_before_signing(noodles, client):
    answer = client.get(address("preview", noodles, "small-catering-form"))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert client.get(address("preview", noodles, "premises-proof")).status_code == 404


def test_later_gives_a_code_that_leads_back(noodles, client):
    answer = send(client, noodles, {"food.seats": "20"}, later="1")
    text = shown(client.get(answer.url))
    code = re.search(r"code--big[^>]*>([A-Z0-9-]+)<", text)[1]
    assert client.post(reverse("resume"), {"code": f" {code.lower()} "}).url == address("form", noodles)
    assert "10 位" in shown(client.post(reverse("resume"), {"code": "A3F7"}))
    assert "没找到" in shown(client.post(reverse("resume"), {"code": "AAAAAAAAAA"}))
    other = Client()
    sign_in(other, zhao())
    assert "另一个人" in shown(other.post(reverse("resume"), {"code": code}))


def test_a_draft_is_thrown_away_and_fetched_back(noodles, client):
    answer = client.post(reverse("draft-discard", args=[noodles.pk]))
    assert "点错了，找回来" in shown(client.get(answer.url))
    assert client.get(address("form", noodles)).status_code == 404
    client.post(reverse("draft-keep", args=[noodles.pk]))
    assert client.get(address("form", noodles)).status_code == 200


def test_check_names_what_is_missing_where_it_is_mended(noodles, client):
    noodles.files.all().delete()
    send(client, noodles, {"food.seats": ""}, later="1")
    answer = client.post(address("check", noodles), {"read": "1"})
    text = shown(answer)
    assert JointCase.objects.count() == 0
    assert "#premises-proof" in text and "#food.seats" in text


def test_sending_the_signature_twice_makes_one_case(noodles, client):
    first = client.post(address("check", noodles), {"read": "1"})
    second = client.post(address("check", noodles), {"read": "1"})
    assert JointCase.objects.count() == 1
    assert first.url.split("?")[0] == second.url.split("?")[0]
    assert client.get(address("form", noodles)).url == reverse("case", args=[JointCase.objects.get().number])


def test_unsigned_or_uncommitted_nothing_is_filed(city, pack, client):  # noqa: F811
    story = stories.tell(pack, "hotel")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal)
    sign_in(client, principal.person, story.company)
    text = shown(client.get(address("check", draft)))
    assert "告知承诺书" in text and "60 天内接受现场核查" in text and "代表" in text
    assert "我核对过了" in shown(client.post(address("check", draft), {"committed": "1"}))
    assert "请先阅读并勾选承诺内容" in shown(client.post(address("check", draft), {"read": "1"}))
    assert JointCase.objects.count() == 0
    assert client.post(address("check", draft), {"read": "1", "committed": "1"}).status_code == 302


def test_senior_mode_has_one_section_a_page(noodles, client):
    client.cookies["mode"] = "senior"
    text = shown(client.get(address("form", noodles) + "?s=premises"))
    assert 'id="sec-premises"' in text and 'id="sec-business"' not in text
    sent = {"premises.address": "x 路 1 号", "premises.right": "自有", "premises.area_m2": "40"}
    answer = client.post(address("form", noodles), {"s": "premises", "shown": list(sent), **sent})
    assert answer.url.endswith("?s=business")


def test_from_the_form_to_the_progress_page(noodles, client):
    assert client.get(address("materials", noodles)).status_code == 200
    page = client.get(address("check", noodles))
    assert page.status_code == 200
    assert "签名并提交" in page.content.decode()
    answer = client.post(address("check", noodles), {"read": "1"})
    assert answer.status_code == 302, re.findall(r"errsum.*?</section>", answer.content.decode(), re.S)
    joint = JointCase.objects.get()
    page = client.get(answer.url)
    assert joint.query_code in page.content.decode()
    assert client.get(reverse("me")).status_code == 200
    assert client.get(reverse("inbox")).status_code == 200
    assert client.get(reverse("progress")).status_code == 200
