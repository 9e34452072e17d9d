"""The ordinary procedure with everybody at their own browser: applicant, reviewer, two inspectors, decider; once to the licence, once to a refusal."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bancheng.apps.cases.models import SubCase
from tests.browser import steps
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import PHONE, Walk

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]

HOTEL, GUESTHOUSE = "聊城凤凰台酒店有限公司", "高唐县固河旅店"
COOK_WITHOUT_CERTIFICATE = ("何芳", "371526199503030049")


def apply(me: Walk, answers: dict[str, list[str]], manager: str, tmp_path, cleaner: tuple[str, str] = steps.CLEANER) -> tuple[str, str]:
    """From the guide to the signature; the number of the case and of its only part."""
    me.answer_guide("public-place-hygiene", answers)
    steps.fill_hotel(me, manager, cleaner)
    steps.save(me)
    steps.hand_in(me, "floor-plan", tmp_path)
    steps.to_check(me)
    number = steps.sign(me)
    return number, SubCase.objects.get(joint__number=number).number


def test_site_visit_opinion_and_signature(walk, tmp_path):
    me = walk("王建国", HOTEL, size=PHONE)
    page = me.page
    number, part = apply(me, steps.HOTEL | {"procedure.choice": ["一般程序"]}, "王建国", tmp_path)
    expect(page.get_by_text("正在看材料").first).to_be_visible()

    reviewer = steps.at_desk(walk, "kfq-review")
    steps.open_case(reviewer, part)
    expect(reviewer.page.get_by_text("先看交来的材料")).to_be_visible()
    steps.do(reviewer, "受理", "确认受理")
    expect(reviewer.page.locator(".decide__why").first).to_be_visible()
    expect(reviewer.page.locator(".decide")).to_contain_text("提出批准：批准前要先做现场核查。")
    reviewer.look("before-the-visit")

    inspector = steps.at_desk(walk, "kfq-inspect")
    steps.open_case(inspector, part, "running")
    inspector.page.locator(".decide").get_by_role("link", name="记录现场核查").click()
    inspector.page.locator("[name='found']").fill("现场有消毒间。")
    inspector.press("记录核查结果")
    expect(inspector.page.locator("[data-errsum]")).to_be_focused()
    steps.expected(inspector, 400)
    expect(inspector.page.locator("[name='found']")).to_have_value("现场有消毒间。")
    inspector.look("not-yet")
    inspector.go(f"/desk/case/{part}/")
    seen = {"passed": "yes", "found": "现场有消毒间，布局和图一致。", "second": "贾楠", "code": steps.one_time_code("kfq-inspect2")}
    steps.do(inspector, "记录现场核查", "记录核查结果", seen)
    expect(inspector.page.get_by_text("现场核查已经记录。")).to_be_visible()

    steps.open_case(reviewer, part)
    reviewer.page.get_by_role("link", name="photo.png").click()
    reviewer.look("case")
    steps.do(reviewer, "提出批准", "提出批准意见", {"why": "看过现场记录和平面图，符合。"})
    decider = steps.at_desk(walk, "kfq-decide")
    steps.open_case(decider, part, "sign")
    steps.do(decider, "签发批准", "确认签发")
    decider.look("granted")

    me.go(f"/case/{number}")
    expect(page.get_by_role("heading", name="办好了", exact=True)).to_be_visible()
    me.look("granted")
    guest = walk(size=PHONE)
    guest.go(steps.scan(steps.licence_of(me, "卫生许可证")))
    expect(guest.page.locator(".verdict--ok")).to_contain_text("这张证是真的，有效")


def test_refusal_takes_two_and_is_explained(walk, tmp_path):
    me = walk("郑涛", GUESTHOUSE)
    page = me.page
    number, part = apply(me, steps.GUESTHOUSE, "郑涛", tmp_path, COOK_WITHOUT_CERTIFICATE)
    expect(page.get_by_text("正在看材料").first).to_be_visible()
    me.look("waits")

    reviewer = steps.at_desk(walk, "gt-review")
    case = steps.open_case(reviewer, part)
    expect(case.locator("#h-find").locator("xpath=../..")).to_contain_text("健康证")
    steps.do(reviewer, "受理", "确认受理")
    reason = "何芳直接为顾客服务，她的健康证已经过期。"
    case.locator(".decide").get_by_role("link", name="提出不予许可", exact=True).click()
    reviewer.press("提出不予许可意见")
    expect(case.locator("[data-errsum]")).to_contain_text("请写明不予许可的理由")
    steps.expected(reviewer, 400)
    reviewer.look("nothing-said")
    case.locator("[name='reason']").fill(reason)
    case.locator("[name='clause']").select_option(index=1)
    reviewer.press("提出不予许可意见")
    expect(case.get_by_text("意见已提出，等另一位同事签发。")).to_be_visible()
    expect(case.locator(".decide").get_by_role("link", name="签发不予许可", exact=True)).to_have_count(0)
    reviewer.look("own-opinion")

    decider = steps.at_desk(walk, "gt-decide")
    steps.open_case(decider, part, "sign")
    expect(decider.page.get_by_text(reason).first).to_be_visible()
    steps.do(decider, "签发不予许可", "确认签发不予许可")
    expect(decider.page.get_by_text("不予许可决定已经签发")).to_be_visible()
    decider.look("refused")

    page.reload()
    me.press("看理由和怎么办", link=True)
    expect(page.get_by_text(reason).first).to_be_visible()
    expect(page.get_by_text("行政复议找")).to_be_visible()
    me.look("refused")
    paper = page.request.get(me.address + str(page.get_by_role("link", name="下载不予许可决定书").get_attribute("href")))
    assert paper.body().startswith(b"%PDF-")
    me.go("/wallet")
    expect(page.get_by_text("还没有证照")).to_be_visible()
    me.look("empty-wallet")
