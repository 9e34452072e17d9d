"""开餐饮店 from the question to the licence, as 李秀英 does it."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import PHONE, Walk, picture, work

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]


NOODLES = {
    "region": ["LC-GT"],
    "entity.licence_held": ["false"],
    "entity.type": ["个体工商户"],
    "food.kinds": ["热食", "冷食"],
    "premises.area_m2": ["40"],
    "sign.wanted": ["false"],
}


def fill_form(walk: Walk) -> None:
    """Everything that no source knows."""
    page = walk.page
    fill = {
        "applicant.phone": "１９９ ０６３５ ０００１",
        "entity.name": "高唐县李秀英面馆",
        "premises.address": "高唐县官道北街 20 号",
        "food.seats": "十六",
        "food.safety_manager": "李秀英",
        "staff.0.name": "李秀英",
        "staff.0.id_no": "371526198512120025",
    }
    for id, value in fill.items():
        page.locator(f"[id='{id}']").fill(value)
    choose = {"registration.scope": "餐饮服务", "premises.right": "租赁", "food.fuel": "电", "food.takeaway": "false", "delivery.way": "电子证照"}
    for id, value in choose.items():
        page.locator(f"input[name='{id}'][value='{value}']").check()
    page.locator("select[name='staff.0.post']").select_option("厨师")
    page.locator("input[name='staff.0.direct'][value=true]").check()


@pytest.mark.parametrize("size", [(1440, 900), PHONE], ids=["wide", "phone"])
def test_noodle_shop_to_its_licence(walk, size, tmp_path):
    me = walk("李秀英", size=size)
    page = me.page
    me.answer_guide("open-restaurant", NOODLES)
    expect(page.get_by_role("heading", level=1)).to_have_text("开餐饮店")
    expect(page.locator("[id='applicant.name']")).to_contain_text("李秀英")
    me.look("form")
    fill_form(me)
    me.press("保存，去看材料")
    expect(page.locator("[data-errsum]")).to_contain_text("16")
    me.look("one-wrong")
    me.press("是的，填 16")
    expect(page.locator("[id='food.seats']")).to_have_value("16")
    expect(page.locator("[id='applicant.phone']")).to_have_value("19906350001")
    me.press("再加一位")
    page.locator("[id='staff.1.name']").fill("周敏")
    page.locator("[id='staff.1.id_no']").fill("371526199204180020")
    page.locator("select[name='staff.1.post']").select_option("服务员")
    page.locator("input[name='staff.1.direct'][value=true]").check()
    me.press("保存，去看材料")
    expect(page.get_by_role("heading", name="要您交的材料")).to_be_visible()
    me.look("materials")
    page.locator("#premises-proof-file").set_input_files(picture(tmp_path))
    expect(page.locator("#premises-proof .handed")).to_contain_text("photo.png")
    me.look("handed-in")
    me.press("下一步，核对", link=True)
    expect(page.get_by_text("16").first).to_be_visible()
    me.look("check")
    me.press("签名并提交")
    expect(page.locator("[data-errsum]")).to_contain_text("我核对过了")
    page.get_by_label("我核对过了").check()
    me.press("签名并提交")
    expect(page.get_by_text("提交好了，我们收到了")).to_be_visible()
    me.look("filed")
    work()
    page.reload()
    expect(page.get_by_role("heading", name="2 件事都办好了")).to_be_visible()
    expect(page.get_by_role("heading", name="小餐饮登记证")).to_be_visible()
    me.look("done")
    me.press("看为什么批准", link=True)
    expect(page.get_by_text("按规则自动核准").first).to_be_visible()
    me.look("why")
