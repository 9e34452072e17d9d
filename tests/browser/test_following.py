"""A hotel without its floor plan: committed to for later, accepted at once, handed in; a hearing asked for; a promise broken and explained."""
from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bancheng import now
from bancheng.apps.cases.actions import hearing
from bancheng.apps.cases.models import SubCase
from bancheng.apps.supervision.actions.explain import explain
from bancheng.apps.timers import clock
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import PHONE, WIDE, picture, work
from tests.browser.steps import HOTEL, fill_hotel, save
from tests.browser.test_hygiene import HOTEL as NAME

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_paper_that_follows_a_hearing_and_a_broken_promise(walk, officer, size, tmp_path):
    me = walk("王建国", company=NAME, size=size)
    page = me.page
    me.answer_guide("public-place-hygiene", HOTEL | {"procedure.choice": ["一般程序"]})
    fill_hotel(me, "王建国")
    save(me)
    me.look("offered")
    me.press("现在没有，以后补交")
    expect(page.get_by_text("签名时一起承诺")).to_be_visible()
    me.look("chosen")
    me.press("下一步，核对", link=True)
    expect(page.get_by_role("heading", name="补交承诺")).to_be_visible()
    me.look("commitment")
    page.get_by_label("我核对过了").check()
    me.press("签名并提交")
    expect(page.locator("[data-errsum]")).to_contain_text("请先阅读并勾选补交承诺")
    page.get_by_role("link", name="请先阅读并勾选补交承诺").click()
    expect(page.locator("#follows")).to_be_focused()
    page.locator("#follows").check()
    me.press("签名并提交")
    expect(page.get_by_text("补齐以前不能发证")).to_be_visible()
    me.look("accepted")
    number = me.number()
    part = SubCase.objects.get(joint__number=number)
    me.press("现在补交", link=True)
    me.look("hand-in")
    page.locator("#floor-plan-file").set_input_files(picture(tmp_path))
    me.press("补好了，交上去")
    expect(page.get_by_text("补的材料收到了，接着办")).to_be_visible()
    hearing.tell_right(officer("reviewer", part.organisation), part.number, "楼上住户的休息")
    me.go(f"/case/{number}")
    expect(page.get_by_text("以前可以申请听证")).to_be_visible()
    me.look("hearing")
    me.press("申请听证")
    expect(page.get_by_text("听证申请收到了")).to_be_visible()
    part.refresh_from_db()
    clock.move(timedelta(days=(part.promised_due - now.today()).days + 1))
    work(1)
    explain(officer("reviewer", part.organisation), part.number, "听证排到了下一周，我们没有及早告诉您。")
    me.go(f"/case/{number}")
    expect(page.get_by_text("听证排到了下一周")).to_be_visible()
    me.look("late")
