"""Somebody without a telephone in their hand goes to the hall: the clerk types and scans, the back office decides, one counter hands out."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from bancheng.apps.cases.models import SubCase
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import NARROW, Walk, work
from tests.browser.steps import at_desk, do, expected, hand_in, open_case, tab_to
from tests.browser.test_restaurant import NOODLES, fill_form
from tests.documents.reading import text
from tests.web.desk.stories import PIXEL

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]

READ = "371526198512120025 李秀英"
"""What the card reader types."""
WITHOUT_CERTIFICATE = ("宋佳", "371526199901010027")


def serve(clerk: Walk) -> None:
    """The card goes onto the reader; Enter goes on. Nothing but the keyboard."""
    page = clerk.go("/desk/counter/")
    clerk.look("who")
    tab_to(clerk, "id_no")
    page.keyboard.type(READ)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="正在为 李*英 办理：受理申请")).to_be_visible()
    clerk.look("serving")


def printed(clerk: Walk, words: str, nth: int = 0) -> str:
    """What the printer gets behind a link."""
    link = clerk.page.get_by_role("link", name=words).nth(nth)
    answer = clerk.page.request.get(clerk.address + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return text(answer.body())


def test_noodle_shop_at_the_counter(walk, tmp_path):
    clerk = at_desk(walk, "gt-intake")
    page = clerk.page
    serve(clerk)
    clerk.answer_guide("open-restaurant", NOODLES)
    expect(page.get_by_role("region", name="窗口办理")).to_contain_text("正在为 李*英 办理")
    fill_form(clerk)
    page.locator("[id='food.seats']").fill("16")
    page.locator("[id='staff.0.name']").fill(WITHOUT_CERTIFICATE[0])
    page.locator("[id='staff.0.id_no']").fill(WITHOUT_CERTIFICATE[1])
    page.locator("input[name='delivery.way'][value='自取']").check()
    clerk.look("form")
    clerk.press("保存，去看材料")
    expect(page.get_by_role("heading", name="要您交的材料")).to_be_visible()
    hand_in(clerk, "staff-health-certificates", tmp_path, "certificate.png")
    page.locator("#premises-proof").get_by_role("button", name="已核原件").click()
    expect(page.locator("#premises-proof .handed")).to_contain_text("已核原件")
    clerk.look("papers")
    to_check_at_counter(clerk)
    sheet = printed(clerk, "打印申请表")
    assert "申请人签字" in sheet and "李秀英" in sheet
    page.get_by_label("申请表存放的档案号").fill("2026-0117")
    page.get_by_label("签过字的申请表扫描件").set_input_files(files=[{"name": "sheet.png", "mimeType": "image/png", "buffer": PIXEL}])
    page.get_by_label("申请人已经当面看过").check()
    clerk.look("signed")
    clerk.press("签好了，提交")
    expect(page.get_by_role("heading", name="打印给申请人")).to_be_visible()
    clerk.look("filed")
    receipt = printed(clerk, "收件凭证")
    number = page.url.rstrip("/").rpartition("/")[2]
    assert number in receipt and "电子印章" in receipt
    clerk.press("结束办理")
    expect(page.get_by_role("heading", name="请来人出示身份证")).to_be_visible()
    page = clerk.go("/me")
    assert "/sign-in/" in page.url, "nothing of hers is left in this browser"

    work()  # the register answers, and the second part comes to the counter
    page = clerk.go("/desk/counter/")
    expect(page.get_by_role("heading", name="等着核对的材料")).to_be_visible()
    clerk.look("to-check")
    page.get_by_role("link", name=re.compile("小餐饮")).first.click()
    expect(page.get_by_role("heading", name="逐样核对")).to_be_visible()
    clerk.look("side-by-side")
    clerk.press("材料齐全，受理")
    expect(page.locator("[data-errsum]")).to_contain_text("还没有核对")
    expected(clerk, 400)
    for tick in page.get_by_label("清楚、完整").all():
        tick.check()
    clerk.press("材料齐全，受理")
    expect(page.get_by_text("已受理，受理通知书可以打印了")).to_be_visible()
    assert "受理通知书" in printed(clerk, "受理通知书")

    part = SubCase.objects.get(joint__number=number, external=False)
    reviewer = at_desk(walk, "gt-review")
    open_case(reviewer, part.number)
    do(reviewer, "提出批准", "提出批准意见", {"why": "健康证原件已核对，在有效期内"}, look=False)
    decider = at_desk(walk, "gt-decide")
    open_case(decider, part.number, "sign")
    do(decider, "签发批准", "确认签发", look=False)

    page = clerk.go("/desk/counter/hand-out/")
    expect(page.get_by_role("link", name=number)).to_be_visible()
    clerk.look("to-hand-out")
    page.get_by_role("link", name=number).click()
    assert "小餐饮" in printed(clerk, "小餐饮")
    clerk.look("hand-over")
    page.get_by_label("签收人的身份证号").fill(READ)
    page.get_by_label("送达回证的档案号").fill("2026-送-8")
    clerk.press("登记发出")
    expect(page.get_by_text("已登记发出 1 份结果")).to_be_visible()
    part.refresh_from_db()
    assert part.stage == "closed"


def to_check_at_counter(clerk: Walk) -> None:
    """Everything on one page, with the sheet to sign."""
    clerk.press("下一步，核对", link=True)
    expect(clerk.page.get_by_role("heading", name="当面签字并提交")).to_be_visible()


def test_the_counter_on_a_small_screen(walk):
    clerk = at_desk(walk, "gt-intake", size=NARROW)
    page = clerk.go("/desk/counter/")
    page.get_by_label("公司或者个体户").check()
    expect(page.get_by_label("统一社会信用代码")).to_be_visible()
    clerk.look("company")
    page.get_by_label("本人", exact=True).check()
    expect(page.get_by_label("统一社会信用代码")).to_be_hidden()
    page.get_by_label("身份证号").fill("37152619851212002")
    clerk.press("核对身份，开始办理")
    expect(page.locator("[data-errsum]")).to_contain_text("18 位")
    expected(clerk, 400)
    clerk.look("one-wrong")
    clerk.go("/desk/counter/hand-out/")
    clerk.look("nothing-waits")
