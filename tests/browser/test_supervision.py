"""A promise is broken while the date is moved at the desk: the light turns, the overseer presses, the handlers explain, everybody reads why."""
from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bancheng.apps.cases.models import JointCase, SubCase
from tests.apps.cases.conftest import file  # noqa: F401 - a fixture
from tests.browser import steps
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import NARROW, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]
ONE = timedelta(days=1)


@pytest.fixture
def accepted(file) -> SubCase:  # noqa: F811
    """A hotel in the ordinary procedure: its clock runs."""
    joint: JointCase = file("hotel", procedure__choice="一般程序")
    return joint.parts.get()


def test_from_green_to_red_and_what_follows(walk, accepted):
    watch = steps.at_desk(walk, "overseer", "效能监督")
    page = watch.page
    expect(page.locator(".lamps")).to_contain_text("绿灯")
    watch.look("green")
    watch.press("时间机器", link=True)
    expect(page.get_by_role("heading", name="接下来会发生什么")).to_be_visible()
    watch.look("machine")
    page.get_by_label("拨到哪一天").fill("昨天")
    watch.press("往前拨", exact=True)
    expect(page.locator("[data-errsum]")).to_be_focused()
    steps.expected(watch, 400)
    watch.look("not-forward")
    page.get_by_label("拨到哪一天").fill((accepted.promised_due + ONE).isoformat())
    watch.press("往前拨", exact=True)
    expect(page.locator(".demo")).to_contain_text("演示日期拨到了")
    watch.look("moved")

    watch.press("办件报表", link=True)
    page.get_by_label("报表", exact=True).select_option("month")
    watch.press("看报表", exact=True)
    expect(page.get_by_role("heading", name="办件月报")).to_be_visible()
    watch.look("report")
    with page.expect_download() as download:
        watch.press("下载表格", link=True)
    assert download.value.suggested_filename.endswith(".xlsx")
    watch.press("效能监督", link=True)
    page.locator(".lamps a").filter(has_text="红灯").click()
    expect(page.get_by_role("heading", name="红灯办件")).to_be_visible()
    watch.look("red")
    page.get_by_role("link", name=accepted.number).click()
    expect(page.get_by_text("亮红灯，报效能监督")).to_be_visible()
    page.get_by_text("怎么数的").first.click()
    watch.look("trail")
    page.locator("[name='kind'][value='follow_up']").check()
    page.get_by_label("要对方做什么").fill("请说明为什么没有按时办完，什么时候办完。")
    watch.press("发出", exact=True)
    expect(page.locator("[data-errsum]")).to_be_focused()
    steps.expected(watch, 400)
    page.get_by_label("哪天以前答复").fill((accepted.promised_due + 4 * ONE).isoformat())
    watch.press("发出", exact=True)
    expect(page.get_by_text("督办已发出")).to_be_visible()
    watch.look("pressed")

    handler = steps.at_desk(walk, "kfq-review")
    handler.press("提醒和催办", link=True)
    expect(handler.page.get_by_text("什么时候办完").first).to_be_visible()
    handler.look("told")
    handler.page.get_by_role("link", name="答复").first.click()
    handler.look("answer")
    handler.page.get_by_label("办到哪一步了").fill("本周五前看完现场。")
    handler.press("发出答复")
    expect(handler.page.get_by_text("已答复，督办的人能看到。")).to_be_visible()
    handler.page.get_by_role("link", name="说明原因").first.click()
    handler.page.get_by_label("为什么没有按时办完").fill("聊城凤凰台酒店有限公司的现场没有排上。")
    handler.press("公开这个原因")
    expect(handler.page.locator("[data-errsum]")).to_contain_text("请去掉申请人的姓名")
    steps.expected(handler, 400)
    handler.look("named")
    handler.page.get_by_label("为什么没有按时办完").fill("现场核查没有排上，是我们安排得不好。")
    handler.press("公开这个原因")
    expect(handler.page.get_by_text("原因已经公开。")).to_be_visible()
    handler.page.get_by_role("button", name="知道了").first.click()
    expect(handler.page.get_by_text("没有新的提醒")).to_be_visible()
    handler.look("nothing-left")

    watch.go("/desk/alerts/")
    expect(page.get_by_text("本周五前看完现场。")).to_be_visible()
    watch.look("answered")
    reader = walk(size=PHONE)
    reader.go("/overdue")
    expect(reader.page.get_by_text("现场核查没有排上")).to_be_visible()
    reader.look("reason")
    reader.go("/en/overdue")
    reader.look("reason-en")


def test_what_was_saved_opens_its_cases(walk, file):  # noqa: F811
    watch = steps.at_desk(walk, "overseer", "效能监督")
    page = watch.page
    watch.press("省了多少", link=True)
    expect(page.get_by_text("还没有办完的件，没有数字").first).to_be_visible()
    watch.look("no-figures")
    joint: JointCase = file("hotel")
    work()  # noqa: F405
    page.reload()
    page.locator("tbody a").first.click()
    expect(page.get_by_text(joint.number)).to_be_visible()
    watch.look("cases")
    watch.go("/themes/public-place-hygiene")
    expect(page.get_by_text("已经办完 1 件")).to_be_visible()
    watch.look("theme")
    watch.press("看这些办件", link=True)
    page.get_by_role("link", name=joint.parts.get().number).click()
    expect(page.get_by_role("heading", name="经过")).to_be_visible()
    reader = walk(size=PHONE, mode="senior")
    reader.go("/themes/public-place-hygiene")
    reader.look("theme-senior")


def test_on_a_narrow_screen_and_without_scripts(walk, accepted):
    watch = steps.at_desk(walk, "overseer", "效能监督", size=NARROW, scripts=False)
    page = watch.page
    pages = ("oversight/", "oversight/cases/?light=green", f"oversight/case/{accepted.number}/", "report/", "figures/", "alerts/", "clock/")
    for path in pages:
        watch.go("/desk/" + path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path
    page.get_by_role("button", name="往前 20 个工作日").click()
    expect(page.get_by_text("演示日期拨到了")).to_be_visible()
