"""公共场所卫生许可, as 王建国 does it for his hotel: by commitment to the licence at once, or by ordinary procedure to a person."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bancheng.apps.cases.actions import officers, refuse
from bancheng.apps.cases.models import JointCase
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import PHONE, Walk, picture

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]

HOTEL = "聊城凤凰台酒店有限公司"
ANSWERS = {
    "region": ["LC-KFQ"],
    "hygiene.matter": ["新办"],
    "premises.kinds": ["宾馆旅店"],
    "procedure.choice": ["告知承诺"],
    "premises.central_ac": ["false"],
}
FORM = {
    "applicant.phone": "19906350003",
    "premises.area_m2": "860",
    "premises.beds": "60",
    "premises.hygiene_manager": "王建国",
    "staff.0.name": "陈静",
    "staff.0.id_no": "371502199709230045",
}
CHOICES = {"premises.secondary_water": "false", "premises.disinfection_room": "true", "delivery.way": "电子证照", "staff.0.direct": "true"}


def to_the_check_page(me: Walk, tmp_path, choice: str = "告知承诺") -> None:
    """Guide, form, papers."""
    page = me.page
    me.answer_guide("public-place-hygiene", ANSWERS | {"procedure.choice": [choice]})
    for id, value in FORM.items():
        page.locator(f"[id='{id}']").fill(value)
    for id, value in CHOICES.items():
        page.locator(f"input[name='{id}'][value='{value}']").check()
    page.locator("select[name='staff.0.post']").select_option("保洁")
    me.press("保存，去看材料")
    expect(page.get_by_role("heading", name="要您交的材料")).to_be_visible()
    if choice != "告知承诺":
        page.locator("#floor-plan-file").set_input_files(picture(tmp_path))
        expect(page.locator("#floor-plan .handed")).to_be_visible()
    me.press("下一步，核对", link=True)


@pytest.mark.parametrize("size", [(1440, 900), PHONE], ids=["wide", "phone"])
def test_hotel_by_commitment_has_its_licence_at_once(walk, size, tmp_path):
    me = walk("王建国", company=HOTEL, size=size)
    page = me.page
    to_the_check_page(me, tmp_path)
    expect(page.get_by_role("heading", name="告知承诺书")).to_be_visible()
    me.look("commitment")
    page.get_by_label("我核对过了").check()
    me.press("签名并提交")
    expect(page.locator("[data-errsum]")).to_contain_text("请先阅读并勾选承诺内容")
    page.get_by_label("我看懂了上面两边的内容").check()
    me.press("签名并提交")
    expect(page.get_by_role("heading", name="办好了", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="公共场所卫生许可证")).to_be_visible()
    me.look("done")
    me.press("看为什么批准", link=True)
    expect(page.get_by_text("可以用告知承诺", exact=True)).to_be_visible()
    page.get_by_text("依据的是哪些信息").first.click()
    me.look("why")


def test_two_clicks_on_the_signature_make_one_case(walk, tmp_path):
    me = walk("王建国", company=HOTEL)
    to_the_check_page(me, tmp_path)
    page = me.page
    page.get_by_label("我核对过了").check()
    page.get_by_label("我看懂了上面两边的内容").check()
    page.evaluate("""() => { const form = document.getElementById("sign"); HTMLFormElement.prototype.submit.call(form); form.requestSubmit(); }""")
    page.wait_for_url("**/case/**")
    assert JointCase.objects.count() == 1


def test_refusal_seen_by_the_applicant(walk, tmp_path, officer):
    me = walk("王建国", company=HOTEL, size=PHONE)
    to_the_check_page(me, tmp_path, "一般程序")
    page = me.page
    page.get_by_label("我核对过了").check()
    me.press("签名并提交")
    expect(page.get_by_text("正在看材料").first).to_be_visible()
    me.look("reviewing")
    (part,) = JointCase.objects.get().parts.all()
    reviewer = officer("reviewer", part.organisation)
    officers.accept(reviewer, part.number)
    refuse.propose_refusal(reviewer, part.number, "现场没有消毒间，杯具没有地方消毒。", "《公共场所卫生管理条例》第三条")
    refuse.countersign_refusal(officer("decider", part.organisation, besides=reviewer), part.number)
    page.reload()
    me.look("refused")
    me.press("看理由和怎么办", link=True)
    expect(page.get_by_text("现场没有消毒间")).to_be_visible()
    expect(page.get_by_text("行政复议找")).to_be_visible()
    me.look("reasons")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="不服怎么办")).to_be_visible()
    expect(page.locator(".topbar")).to_be_hidden()


def test_ask_for_a_person_and_take_back(walk, tmp_path):
    me = walk("王建国", company=HOTEL)
    to_the_check_page(me, tmp_path, "一般程序")
    page = me.page
    page.get_by_label("我核对过了").check()
    me.press("签名并提交")
    me.press("我要人工办理")
    expect(page.get_by_text("已经转给工作人员办")).to_be_visible()
    me.look("person")
    me.press("撤回", link=True)
    me.look("withdraw")
    me.press("撤回")
    expect(page.get_by_text("已经撤回").first).to_be_visible()
    me.look("withdrawn")
