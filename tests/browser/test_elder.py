"""The senior mode on a phone, with fingers: from the home page, one question a page, one part of the form a page, to the licence that others can check."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import PHONE, work
from tests.browser.test_restaurant import NOODLES

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]

FORM = {
    "applicant.phone": "19906350001",
    "entity.name": "高唐县李秀英面馆",
    "premises.address": "高唐县官道北街 20 号",
    "food.seats": "16",
    "food.safety_manager": "李秀英",
}
CHOICES = {"registration.scope": "餐饮服务", "premises.right": "租赁", "food.fuel": "电", "food.takeaway": "false", "delivery.way": "电子证照"}


def test_noodle_shop_in_senior_mode_on_a_phone(walk, tmp_path):
    me = walk("李秀英", size=PHONE, touch=True)
    page = me.go("/")
    page.get_by_role("button", name="长辈版").first.tap()
    expect(page.locator("html")).to_have_attribute("data-mode", "senior")
    me.look("home")
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size >= 19, f"the letters are {size} px"

    me.go("/themes/open-restaurant/guide")
    left = dict(NOODLES)
    while left:
        expect(page.locator(".q")).to_have_count(1)
        asked = next(id for id in left if page.locator(f"[name='{id}']").count())
        me.answer(asked, left.pop(asked))
        if asked == "premises.area_m2":
            me.look("question")
        with page.expect_navigation():
            page.locator("#next").tap()
    me.look("answered")
    page.get_by_role("button", name="就办这些，去填表").first.tap()

    page.wait_for_url("**/form**")
    seen = []
    while "/form" in page.url:
        expect(page.locator("main section.card")).to_have_count(1)
        heading = page.locator("main section.card h2").first.inner_text()
        assert heading not in seen, f"{heading} is asked a second time"
        seen.append(heading)
        for id, value in FORM.items():
            if page.locator(f"input[id='{id}']").count():
                page.locator(f"input[id='{id}']").fill(value)
        for id, value in CHOICES.items():
            if page.locator(f"input[name='{id}']").count():
                page.locator(f"input[name='{id}'][value='{value}']").tap()
        if page.locator("[id='staff.0.name']").count():
            steps.member(me, 0, "李秀英", "371526198512120025", "厨师")
        me.look(heading)
        with page.expect_navigation():
            page.locator(".actionbar button").last.tap()
    assert len(seen) > 4
    steps.hand_in(me, "premises-proof", tmp_path)
    me.look("materials")
    steps.to_check(me)
    me.look("check")
    number = steps.sign(me)
    me.look("filed")
    work()
    me.go(f"/case/{number}")
    expect(page.get_by_role("heading", name="2 件事都办好了")).to_be_visible()
    me.look("done")

    printed = steps.licence_of(me, "小餐饮登记证")
    me.look("wallet")
    guest = walk(size=PHONE, mode="senior")
    guest.go(steps.scan(printed))
    expect(guest.page.locator(".verdict--ok")).to_contain_text("这张证是真的，有效")
    guest.look("verified")
