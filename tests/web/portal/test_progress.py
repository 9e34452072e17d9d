"""The progress page: who may see it, what it says in each state, and what an applicant may still do."""
from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bancheng import now
from bancheng.apps.cases.actions import refuse
from bancheng.apps.cases.models import JointCase
from bancheng.apps.licences.actions import revoke as revoke_licence
from bancheng.apps.licences.queries import held_by, of_case
from bancheng.apps.subjects.actions.authorise import authorise, revoke
from bancheng.apps.subjects.models import Entity, Person
from bancheng.apps.subjects.principal import Principal
from bancheng.apps.timers import clock
from tests.apps.cases.conftest import city, file, officer, work  # noqa: F401
from tests.people import ZHAO, zhao
from tests.web.portal.signed_in import shop_whose_picture_got_lost, sign_in
from tests.web.portal.test_apply import picture

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def page(client: Client, joint: JointCase, name: str = "case", *more: object) -> str:
    return text_of(client.get(reverse(name, args=[joint.number, *more])))


def owner_of(joint: JointCase) -> Person:
    return Person.objects.get(pk=joint.person.partition(":")[2])


@pytest.fixture
def hotel(file, client):  # noqa: F811
    """The hotel's case by ordinary procedure: a person has to look; its owner is signed in."""
    joint = file("hotel", procedure__choice="一般程序")
    sign_in(client, owner_of(joint), joint.holder.partition(":")[2])
    return joint


def part_of(joint: JointCase):
    return joint.parts.get()


def test_a_person_has_it_and_the_page_says_until_when(hotel, client):
    text = page(client, hotel)
    assert "正在看" in text and "我们承诺最晚" in text and "法律规定最长到" in text
    assert "转给工作人员看" in text and "正式受理，开始计时" in text
    assert "消毒间和布局现场符合" in text, "why a person has it"
    assert "办好了</span>" not in text


def test_no_day_is_promised_before_acceptance(file, client):  # noqa: F811
    """The promise counts from acceptance: a page must not name one day for everything, and a later one for saying whether it is accepted."""
    joint = file("hotel", procedure__choice="一般程序", accepted=False)
    sign_in(client, owner_of(joint), joint.holder.partition(":")[2])
    text = page(client, joint)
    assert "收到当天就受理的话" in text and "我们承诺最晚" not in text and "告诉您收不收" in text
    assert "最多还要" not in text and "最晚" not in text_of(client.get(reverse("progress"))) and "前办完" not in text_of(client.get("/"))
    english = text_of(client.get("/en" + reverse("case", args=[joint.number])))
    assert "accepted on the day they came in" in english and "will say by 20" in english


def test_a_part_that_waits_is_not_said_to_be_under_way(file, client):  # noqa: F811
    joint = file("net-cafe")
    sign_in(client, owner_of(joint), joint.holder.partition(":")[2])
    tags = re.findall(r'class="tag tag--brand">([^<]+)<', page(client, joint))
    assert tags.count("还没开始") == 3 and tags.count("正在办") == 1


def test_a_broken_promise_is_said_wherever_the_case_is_shown(hotel, client):
    part = part_of(hotel)
    clock.move(timedelta(days=(part.promised_due - now.today()).days))
    assert "没有做到" not in page(client, hotel) and "晚了" not in text_of(client.get("/")), "it is the last day"
    clock.move(timedelta(days=2))
    text = page(client, hotel)
    assert "没有做到" in text and "已经晚了" in text and "2<small>天</small>" in text and "最多还要" not in text
    assert "晚了 2 天" in text_of(client.get("/")) and "晚了 2 天" in text_of(client.get(reverse("progress")))


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("case", "get"),
        ("case-why", "get"),
        ("case-withdraw", "get"),
        ("case-withdraw", "post"),
        ("case-person", "post"),
        ("case-correct", "get"),
        ("case-refusal", "get"),
    ],
)
def test_somebody_elses_case_is_not_found(hotel, name, method):
    other = Client()
    sign_in(other, zhao())
    more = [] if name == "case" else [part_of(hotel).number]
    assert getattr(other, method)(reverse(name, args=[hotel.number, *more])).status_code == 404
    paper = hotel.documents.first()
    assert other.get(reverse("case-document", args=[hotel.number, paper.pk])).status_code == 404
    part = part_of(hotel)
    assert part.stage == "reviewing" and not part.wants_person


def test_a_part_of_another_case_is_not_reached_through_ones_own(hotel, file, client):  # noqa: F811
    theirs = file("noodle-shop")
    for name in ("case-why", "case-withdraw", "case-correct", "case-refusal"):
        assert client.get(reverse(name, args=[hotel.number, theirs.parts.first().number])).status_code == 404
    assert client.get(reverse("case-document", args=[hotel.number, theirs.documents.first().pk])).status_code == 404


def test_an_agent_sees_the_companys_case_until_the_authorisation_is_revoked(hotel):
    company = Entity.objects.get(pk=hotel.holder.partition(":")[2])
    leader = Principal(owner_of(hotel), company)
    agent, browser = zhao(), Client()
    sign_in(browser, agent)
    there = reverse("case", args=[hotel.number])
    assert browser.get(there).status_code == 404
    wrong = authorise(leader, "赵大川", ZHAO, ["open-restaurant"], date(2027, 1, 1))
    assert browser.get(there).status_code == 404, "not for this theme"
    revoke(leader, str(wrong.id))
    given = authorise(leader, "赵大川", ZHAO, ["public-place-hygiene"], date(2027, 1, 1))
    assert browser.get(there).status_code == 200
    revoke(leader, str(given.id))
    assert browser.get(there).status_code == 404


def test_number_and_code_show_the_progress_without_personal_data(hotel):
    stranger = Client()
    assert "sign-in" in stranger.get(reverse("case", args=[hotel.number])).url
    wrong = stranger.post(reverse("progress"), {"number": hotel.number, "code": "AAAAAAAA"})
    assert "对不上" in text_of(wrong)
    assert "请填写查询码" in text_of(stranger.post(reverse("progress"), {"number": hotel.number}))
    answer = stranger.post(reverse("progress"), {"number": f" {hotel.number.lower()} ", "code": hotel.query_code.lower()})
    text = text_of(stranger.get(answer.url))
    assert hotel.holder_name not in text
    for button in ("我要人工办理", "撤回", "收件凭证", "看看审了哪几条"):
        assert button not in text
    paper = hotel.documents.first()
    assert stranger.get(reverse("case-document", args=[hotel.number, paper.pk])).status_code == 302
    assert stranger.get(reverse("case-why", args=[hotel.number, part_of(hotel).number])).status_code == 302


def test_papers_are_drawn_once_and_kept(hotel, client):
    paper = hotel.documents.get(kind="receipt")
    first = client.get(reverse("case-document", args=[hotel.number, paper.pk]))
    assert first.content.startswith(b"%PDF") and first["Content-Type"] == "application/pdf"
    paper.refresh_from_db()
    assert paper.pdf is not None
    assert client.get(reverse("case-document", args=[hotel.number, paper.pk])).content == first.content


def test_why_names_each_point_with_clause_and_facts(hotel, client):
    text = page(client, hotel, "case-why", part_of(hotel).number)
    assert "为什么要人来看" in text and "规则只会批准，不会拒绝您" in text
    assert "《公共场所卫生管理条例》第七条" in text and "待核实" in text
    assert "登记机关的营业执照" in text


def test_asking_for_a_person(file, client):  # noqa: F811
    joint = file("noodle-shop")
    sign_in(client, owner_of(joint))
    catering = joint.parts.get(part="small-catering")
    client.post(reverse("case-person", args=[joint.number, catering.number]))
    assert "您要求由工作人员办" in page(client, joint)
    work()
    catering.refresh_from_db()
    assert catering.outcome == "" and catering.tasks.filter(kind="review", closed_at=None).exists()


def test_taking_back_ends_what_waits_for_it(file, client):  # noqa: F811
    joint = file("noodle-shop")
    sign_in(client, owner_of(joint))
    catering = joint.parts.get(part="small-catering")
    assert "不撤，回去看进度" in page(client, joint, "case-withdraw", catering.number)
    client.post(reverse("case-withdraw", args=[joint.number, catering.number]))
    catering.refresh_from_db()
    assert catering.outcome == "application_withdrawn"
    assert "您已经撤回" in page(client, joint)
    assert client.get(reverse("case-withdraw", args=[joint.number, catering.number])).status_code == 302


def test_the_page_looks_again_while_a_machine_is_at_it(file, client):  # noqa: F811
    joint = file("noodle-shop")
    sign_in(client, owner_of(joint))
    text = page(client, joint)
    assert 'hx-trigger="every' in text and "现在就看最新的" in text
    work()
    live = client.get(reverse("case", args=[joint.number]), headers={"HX-Request": "true", "HX-Target": "live"})
    assert text_of(live).lstrip().startswith('<div id="live"') and "hx-trigger" not in text_of(live)
    text = page(client, joint)
    assert "2 件事都办好了" in text and "小餐饮登记证" in text and "有效" in text
    assert "按规则自动核准" in page(client, joint, "case-why", joint.parts.get(part="small-catering").number)


def test_refusal_says_reason_clause_remedy_and_whom_to_call(hotel, client, officer):  # noqa: F811
    part = part_of(hotel)
    reviewer = officer("reviewer", part.organisation)
    decider = officer("decider", part.organisation, besides=reviewer)
    assert client.get(reverse("case-refusal", args=[hotel.number, part.number])).status_code == 404
    refuse.propose_refusal(reviewer, part.number, "没有消毒间", "公共场所卫生管理条例第三条")
    assert "等另一位同事签发" in page(client, hotel)
    refuse.countersign_refusal(decider, part.number)
    text = page(client, hotel)
    assert "没有批准" in text and reverse("case-refusal", args=[hotel.number, part.number]) in text
    text = page(client, hotel, "case-refusal", part.number)
    for words in ("没有消毒间", "公共场所卫生管理条例第三条", "六十日内申请行政复议", "行政复议找", "tel:", "重新申请"):
        assert words in text, words


def test_everything_asked_for_is_supplied_at_once(city, pack, client):  # noqa: F811
    joint = shop_whose_picture_got_lost(pack)
    sign_in(client, owner_of(joint))
    part = joint.parts.get(part="sign")
    assert part.stage == "correction_required", part.stage
    text = page(client, joint)
    assert "请您补 1 份材料" in text and "现在补" in text and "补齐前不算时间" in text
    there = reverse("case-correct", args=[joint.number, part.number])
    assert "这一份还没有传" in text_of(client.post(there))
    text = text_of(client.post(there, {"sign-picture": SimpleUploadedFile("x.png", b"nothing of the kind")}))
    assert re.search(r"不是 PDF、JPG、PNG 文件", text)
    answer = client.post(there, {"sign-picture": picture()})
    assert answer.status_code == 302 and "supplied" in answer.url
    part.refresh_from_db()
    assert part.outcome == "granted"
    assert joint.files.get(material="sign-picture").round == 1
    assert "补的材料收到了" in text_of(client.get(answer.url))
    assert client.post(there, {"sign-picture": picture()}).status_code == 302, "a second click finds it answered"
    assert joint.files.filter(material="sign-picture").count() == 1
    assert page(client, joint).count("补正告知书") == 1


def test_mine_lists_what_waits_for_me_first(hotel, client):
    text = text_of(client.get(reverse("me")))
    assert hotel.number in text and "公共场所卫生许可" in text
    inbox = text_of(client.get(reverse("inbox")))
    assert "我的消息" in inbox
    other = Client()
    sign_in(other, zhao())
    assert hotel.number not in text_of(other.get(reverse("me")))


def test_what_was_granted_and_taken_away_is_not_called_done(file, client):  # noqa: F811
    joint = file("hotel")
    sign_in(client, owner_of(joint), joint.holder.partition(":")[2])
    assert "办好了" in page(client, joint)
    (licence,) = held_by(joint.holder)
    revoke_licence(licence.identifier, "承诺的消毒间没有建", basis="行政许可法第六十九条", actor="staff:1")
    text = page(client, joint)
    assert "“公共场所卫生许可证”已撤销" in text and "承诺的消毒间没有建" in text
    assert "办好了</h2>" not in text
    assert "有结果了" in text_of(client.get(reverse("me")))


def test_what_was_taken_away_does_not_hide_how_far_the_others_are(file, client):  # noqa: F811
    joint = file("noodle-shop")
    sign_in(client, owner_of(joint))
    work()
    part = joint.parts.get(part__contains="catering")
    revoke_licence(of_case(part.number)[0].identifier, "承诺的消毒间没有建", basis="行政许可法第六十九条", actor="staff:1")
    gone = re.search(r'id="h-state">([^<]*)<', page(client, joint))
    assert gone and re.fullmatch("“小餐饮登记证”已撤销；其余：办好了", gone[1])
    english = re.search(r'id="h-state">([^<]*)<', text_of(client.get(f"/en/case/{joint.number}")))
    assert english and english[1].endswith("was revoked; the rest: done")
