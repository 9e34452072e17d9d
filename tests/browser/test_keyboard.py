"""No mouse: from the search on the home page over the guide, signing in, the form and the papers to the receipt. The focus is seen at every stop."""
from __future__ import annotations

import pytest
from playwright.sync_api import FileChooser, expect

from bancheng.apps.cases.models import JointCase
from tests.browser import steps
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import Walk, picture

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]


class Keys:
    """Somebody who only types."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.keyboard = walk, walk.page.keyboard

    def enter(self, wanted: str) -> None:
        """Follow a link or press a button; the next page opens."""
        steps.tab_to(self.walk, wanted)
        with self.walk.page.expect_navigation():
            self.keyboard.press("Enter")

    def choose(self, wanted: str, downs: int = 0) -> None:
        """Tick a box, or take the option of a group that is `downs` arrow keys further."""
        steps.tab_to(self.walk, wanted)
        self.keyboard.press("Space")
        for _ in range(downs):
            self.keyboard.press("ArrowDown")

    def write(self, wanted: str, text: str) -> None:
        steps.tab_to(self.walk, wanted)
        self.keyboard.press("Control+A")
        self.keyboard.type(text)

    def pick(self, wanted: str, value: str) -> None:
        """An option of a closed list, with the arrow keys."""
        steps.tab_to(self.walk, wanted)
        for _ in range(20):
            if self.walk.page.evaluate("document.activeElement.value") == value:
                return
            self.keyboard.press("ArrowDown")
        raise AssertionError(f"{wanted} does not offer {value}")

    def shown(self, id: str) -> None:
        """Wait until the page has come to this question."""
        self.walk.page.locator(f"[id='{id}']").wait_for()
        expect(self.walk.page.locator(".htmx-request")).to_have_count(0)


def test_noodle_shop_by_keyboard_alone(walk, tmp_path):
    me = walk()
    page = me.go("/")
    keys = Keys(me)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText.trim()") == "跳到主要内容"
    keys.write("q", "我要开个面馆")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    me.look("found")
    keys.enter("看看我要办什么")

    keys.pick("region", "LC-GT")
    keys.shown("food.kinds")
    keys.choose("food.kinds")
    keys.shown("premises.area_m2")
    keys.write("premises.area_m2", "40")
    page.keyboard.press("Tab")
    keys.shown("entity.licence_held")
    keys.choose("entity.licence_held", 1)
    keys.shown("entity.type")
    keys.choose("entity.type")
    keys.shown("sign.wanted")
    keys.choose("sign.wanted", 1)
    expect(page.locator("#list").get_by_role("button", name="就办这些，去填表")).to_be_visible()
    me.faults[:] = [fault for fault in me.faults if not fault.startswith("htmx:")]  # a question overtaken by the next answer
    me.look("guide")
    keys.enter("就办这些，去填表")
    keys.enter("去统一身份认证登录")
    me.faults.clear()  # the identity service is another house
    keys.enter("李秀英")
    page.wait_for_url("**/form**")

    keys.write("applicant.phone", "19906350001")
    keys.write("entity.name", "高唐县李秀英面馆")
    keys.choose("registration.scope")
    keys.write("premises.address", "高唐县官道北街 20 号")
    keys.choose("premises.right", 1)
    keys.write("food.seats", "16")
    keys.choose("food.fuel")
    keys.choose("food.takeaway", 1)
    keys.write("food.safety_manager", "李秀英")
    keys.write("staff.0.name", "李秀英")
    keys.write("staff.0.id_no", "371526198512120025")
    keys.pick("staff.0.post", "厨师")
    keys.choose("staff.0.direct")
    keys.choose("delivery.way")
    me.look("filled")
    keys.enter("保存，去看材料")
    expect(page.get_by_role("heading", name="要您交的材料")).to_be_visible()
    choosers: list[FileChooser] = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))  # early: the browser is slow to learn that it is not to open a dialog
    steps.tab_to(me, "premises-proof-file")
    page.keyboard.press("Enter")
    for _ in range(200):
        if choosers:
            break
        page.wait_for_timeout(100)
    choosers[0].set_files(picture(tmp_path))
    expect(page.locator("#premises-proof .handed")).to_be_visible()
    keys.enter("下一步，核对")
    keys.enter("签名并提交")
    expect(page.locator("[data-errsum]")).to_be_focused()
    me.look("not-read")
    steps.tab_to(me, "请先看一遍，再勾选“我核对过了”")
    page.keyboard.press("Enter")
    expect(page.locator("#read")).to_be_focused()
    page.keyboard.press("Space")
    keys.enter("签名并提交")
    expect(page.get_by_text("提交好了，我们收到了")).to_be_visible()
    me.look("filed")
    assert JointCase.objects.count() == 1
