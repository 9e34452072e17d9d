"""The form when things go otherwise: a source is down, no JavaScript, large letters, no mouse, later on another device, papers to supply."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bancheng.apps.cases import stories
from bancheng.apps.cases.models import Draft, JointCase
from bancheng.apps.sources import providers
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import NARROW, PHONE, picture, work
from tests.web.portal.signed_in import shop_whose_picture_got_lost

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def noodles(city, pack) -> Draft:
    """李秀英's finished draft."""
    story = stories.tell(pack, "noodle-shop")
    return stories.draft_of(story, stories.principal_of(story))


def test_source_down_blocks_nothing(walk, city, pack):
    city.behave(registry="down")
    providers.wake()
    story = stories.tell(pack, "noodle-shop")
    draft = stories.draft_of(story, stories.principal_of(story))
    me = walk("李秀英")
    page = me.go(f"/apply/{draft.pk}/form")
    expect(page.get_by_text("有的信息现在查不到，请您先填")).to_be_visible()
    page.locator("[id='applicant.name']").fill("李秀英")
    me.look("down")
    city.behave(registry="ok")
    providers.wake()
    me.press("再查一次")
    expect(page.get_by_text("有的信息现在查不到")).to_have_count(0)
    expect(page.locator("[id='applicant.name']")).to_contain_text("李秀英")
    expect(page.locator("input[id='applicant.name']")).to_have_count(0)


def test_autosave_and_back_by_code_on_another_device(walk, noodles):
    me = walk("李秀英")
    page = me.go(f"/apply/{noodles.pk}/form")
    page.locator("[id='entity.name']").fill("高唐县好再来面馆")
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存")
    expect(page.locator("[data-saved]")).not_to_contain_text("今天")  # the words that stood there before
    page.reload()
    expect(page.locator("[id='entity.name']")).to_have_value("高唐县好再来面馆")
    me.press("以后再填")
    me.look("later")
    code = page.locator(".code--big").inner_text()
    phone = walk("", size=PHONE)
    phone.go("/resume")
    phone.page.get_by_label("填表时给您的码").fill("错")
    phone.press("找到我的表")
    expect(phone.page.locator("[data-errsum]")).to_contain_text("10 位")
    phone.look("wrong-code")
    phone.page.get_by_label("填表时给您的码").fill(code)
    phone.press("找到我的表")
    phone.page.get_by_role("link", name="去统一身份认证登录").click()
    phone.page.get_by_role("button", name="李秀英").first.click()
    expect(phone.page.locator("[id='entity.name']")).to_have_value("高唐县好再来面馆")


def test_objecting_to_what_a_source_says(walk, noodles):
    me = walk("李秀英", size=PHONE)
    page = me.go(f"/apply/{noodles.pk}/form")
    page.locator("button[name=wrong][value='applicant.address']").click()
    page.locator("input[id='applicant.address']").fill("高唐县人和路 1 号")
    me.look("objecting")
    me.press("还是用查到的")
    expect(page.locator("input[id='applicant.address']")).to_have_count(0)


def test_everything_without_scripts(walk, noodles, tmp_path):
    noodles.files.all().delete()
    me = walk("李秀英", scripts=False)
    page = me.go(f"/apply/{noodles.pk}/form")
    page.locator("[id='food.seats']").fill("二十")
    me.press("再加一位")
    expect(page.locator("[id='food.seats']")).to_have_value("二十")
    page.locator("[id='staff.2.name']").fill("宋佳")
    me.press("删掉这一位", nth=2)
    expect(page.locator("[id='staff.2.name']")).to_have_count(0)
    me.press("是的，填 20")
    me.press("保存，去看材料")
    me.press("下一步，核对", link=True)
    page.get_by_label("我核对过了").check()
    me.press("签名并提交")
    page.get_by_role("link", name="还没有上传").click()
    page.locator("#premises-proof-file").set_input_files(picture(tmp_path))
    page.locator("#premises-proof").get_by_role("button", name="上传").click()
    me.press("下一步，核对", link=True)
    page.get_by_label("我核对过了").check()
    me.press("签名并提交")
    expect(page.get_by_text("提交好了，我们收到了")).to_be_visible()
    work()
    me.press("现在就看最新的", link=True)
    expect(page.get_by_role("heading", name="2 件事都办好了")).to_be_visible()


def test_progress_renews_itself(walk, noodles):
    me = walk("李秀英")
    page = me.go(f"/apply/{noodles.pk}/check")
    page.get_by_label("我核对过了").check()
    me.press("签名并提交")
    expect(page.get_by_text("这一页会自己更新")).to_be_visible()
    work()
    expect(page.get_by_role("heading", name="2 件事都办好了")).to_be_visible(timeout=10_000)
    assert not me.faults


def test_senior_mode_one_part_a_page(walk, noodles):
    me = walk("李秀英", size=PHONE, mode="senior")
    page = me.go(f"/apply/{noodles.pk}/form?s=applicant")
    for heading in ("您的信息", "店铺和执照", "经营场所", "经营情况", "店里的人", "怎么拿结果"):
        expect(page.get_by_role("heading", level=2, name=heading)).to_be_visible()
        me.look(heading)
        page.locator(".actionbar .btn").last.click()
    expect(page.get_by_role("heading", name="要您交的材料")).to_be_visible()
    me.look("materials")
    me.press("下一步，核对", link=True)
    me.look("check")


def test_keyboard_alone_from_the_form_to_the_case(walk, noodles):
    me = walk("李秀英")
    page = me.go(f"/apply/{noodles.pk}/form")

    def tab_to(words: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            said = page.evaluate("(document.activeElement.innerText || document.activeElement.id || '').trim()")
            if words in said:
                return
        raise AssertionError(f"{words} is not reached by the keyboard")

    tab_to("跳到主要内容")
    page.keyboard.press("Enter")
    tab_to("保存，去看材料")
    page.keyboard.press("Enter")
    page.wait_for_url("**/materials*")
    tab_to("下一步，核对")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check*")
    tab_to("read")
    page.keyboard.press("Space")
    tab_to("签名并提交")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case/**")
    assert JointCase.objects.count() == 1


def test_papers_are_supplied_once(walk, pack, city, tmp_path):
    joint = shop_whose_picture_got_lost(pack)
    me = walk("李秀英", size=PHONE)
    page = me.go("/me")
    expect(page.get_by_text("等您补材料").first).to_be_visible()
    me.look("mine")
    page.get_by_role("link", name="开餐饮店").first.click()
    expect(page.get_by_text("请您补 1 份材料").first).to_be_visible()
    me.look("asked")
    me.press("现在补", link=True)
    me.look("correct")
    me.press("补好了，交上去")
    expect(page.locator("[data-errsum]")).to_contain_text("这一份还没有传")
    me.look("still-missing")
    page.locator("[id='sign-picture-file']").set_input_files(picture(tmp_path))
    me.press("补好了，交上去")
    expect(page.get_by_text("补的材料收到了，接着办")).to_be_visible()
    expect(page.get_by_role("heading", name="3 件事都办好了")).to_be_visible()
    me.look("done")
    assert joint.parts.get(part="sign").outcome == "granted"


def test_progress_by_code_is_masked(walk, noodles, pack):
    joint = stories.file(stories.tell(pack, "noodle-shop"))
    me = walk("", size=NARROW)
    page = me.go("/progress")
    me.press("查一下")
    expect(page.locator("[data-errsum]")).to_be_visible()
    me.look("empty")
    page.get_by_label("办件编号").fill(joint.number)
    page.get_by_label("查询码").fill(joint.query_code)
    me.press("查一下")
    expect(page.get_by_text("李*英")).to_be_visible()
    expect(page.get_by_text("收件凭证")).to_have_count(0)
    me.look("masked")


@pytest.mark.parametrize("look", ["contrast", "english", "narrow"])
def test_other_looks(walk, noodles, look):
    me = walk("李秀英", **({"contrast": "high"} if look == "contrast" else {}), size=NARROW if look == "narrow" else (1440, 900))
    prefix = "/en" if look == "english" else ""
    for path in (f"/apply/{noodles.pk}/form?tried=1", f"/apply/{noodles.pk}/materials", f"/apply/{noodles.pk}/check", "/me", "/me/messages", "/progress"):
        me.go(prefix + path)
        me.look(path.rsplit("/", 1)[-1].split("?")[0])
