"""One restaurant, four authorities, one case: papers asked for again at the counter, a test that stops the clock, a broken promise, a refusal, a handing out.

The date is moved at the desk, so everything that falls due on the way happens on its day.
"""
from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bancheng.apps.cases import stories
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.projections import differences
from tests.browser import steps
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import PHONE, Walk, picture, work

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]


def move(desk: Walk, words: str) -> None:
    """The time machine, for everybody at once."""
    page = desk.go("/desk/clock/")
    page.get_by_label("拨到哪一天").fill(words)
    desk.press("往前拨", exact=True)
    expect(page.locator(".demo")).to_contain_text("演示日期拨到了")
    work()


def accept(clerk: Walk, part: str) -> None:
    """Paper for paper, then all of them."""
    page = clerk.go(f"/desk/counter/papers/{part}/")
    for tick in page.get_by_label("清楚、完整").all():
        tick.check()
    clerk.press("材料齐全，受理")
    expect(page.get_by_text("已受理，受理通知书可以打印了")).to_be_visible()


def test_one_joint_case_through_four_desks(walk, pack, city, tmp_path):
    story = stories.tell(pack, "large-restaurant")
    story = replace(story, uploads=(*story.uploads, "fire-rules", "fire-plan"))  # by the ordinary procedure they come at once
    joint = stories.file(story, procedure__choice="一般程序", delivery__way="自取")
    work()
    food, fire, drain = (joint.parts.get(part=id).number for id in ("food-licence", "fire", "drainage"))
    me = walk("杜春梅", size=PHONE)
    page = me.go(f"/case/{joint.number}")
    expect(page.get_by_text("正在看材料").first).to_be_visible()
    me.look("all-begun")

    clerk = steps.at_desk(walk, "gt-intake")
    desk = clerk.go(f"/desk/counter/papers/{food}/")
    expect(desk.get_by_role("heading", name="逐样核对")).to_be_visible()
    for tick in desk.get_by_label("清楚、完整").all():
        tick.check()
    desk.locator("[name='ok-layout']").uncheck()
    desk.locator("[name='reason-layout']").fill("照片糊了，看不清后厨的进出口，请重新拍一张")
    clerk.press("拟一份补正告知书")
    clerk.look("draft-of-the-notice")
    clerk.press("确认发出")
    accept(clerk, drain)
    fire_desk = steps.at_desk(walk, "gt-fire")
    accept(fire_desk, fire)

    page.reload()
    expect(page.get_by_text("照片糊了").first).to_be_visible()
    me.look("asked-again")
    me.press("现在补", link=True)
    page.locator("#layout-file").set_input_files(picture(tmp_path, "layout.png"))
    me.press("补好了，交上去")
    expect(page.get_by_text("补的材料收到了，接着办")).to_be_visible()
    work()
    accept(clerk, food)

    approver = steps.at_desk(walk, "gt-review")
    steps.open_case(approver, drain, "running")
    today = SubCase.objects.get(number=drain).accepted_at.date()
    told = {"kind": "testing", "planned_end": (today + timedelta(days=14)).isoformat(), "why": "第三方检测机构要取水样检测。"}
    steps.do(approver, "暂停计时", "发出告知书并暂停", told)
    expect(approver.page.get_by_text("特别程序").first).to_be_visible()
    approver.look("clock-stopped")
    page.reload()
    me.look("clock-stopped")

    watch = steps.at_desk(walk, "overseer", "效能监督")
    move(watch, "5工作日")
    assert SubCase.objects.get(number=drain).promised_due is None, "while the clock stands still no day can be named"
    steps.open_case(approver, drain, "running")
    steps.do(approver, "恢复计时", "恢复计时", look=False)
    assert SubCase.objects.get(number=drain).promised_due is not None
    expect(watch.go("/desk/oversight/").locator(".lamps")).to_contain_text("红灯")
    watch.look("lights")

    assert fire_desk.go(f"/desk/case/{food}/").get_by_role("heading", level=1).inner_text() != "食品经营许可", "another department's part"
    fire_desk.faults.clear()
    steps.open_case(fire_desk, fire, "running")
    fire_desk.page.locator(".decide").get_by_role("link", name="提出不予许可", exact=True).click()
    fire_desk.page.locator("[name='reason']").fill("二层只有一个出口能用，疏散宽度不够。")
    fire_desk.page.locator("[name='clause']").select_option(index=1)
    fire_desk.press("提出不予许可意见")
    expect(fire_desk.page.get_by_text("意见已提出，等另一位同事签发。")).to_be_visible()
    second = steps.at_desk(walk, "gt-fire2")
    steps.open_case(second, fire, "sign")
    steps.do(second, "签发不予许可", "确认签发不予许可", look=False)

    inspector = steps.at_desk(walk, "gt-inspect")
    decider = steps.at_desk(walk, "gt-decide")
    for part in (food, drain):
        steps.open_case(inspector, part, "running")
        seen = {"passed": "yes", "found": "现场和图纸一致。", "second": "任远", "code": steps.one_time_code("gt-inspect2")}
        steps.do(inspector, "记录现场核查", "记录核查结果", seen, look=False)
        steps.open_case(approver, part)
        steps.do(approver, "提出批准", "提出批准意见", {"why": "现场和材料都符合。"}, look=False)
        steps.open_case(decider, part, "sign")
        steps.do(decider, "签发批准", "确认签发", look=False)

    page.reload()
    expect(page.get_by_text("1 件没有办成").first).to_be_visible()
    expect(page.get_by_text("没有批准").first).to_be_visible()
    me.look("three-of-four")
    clerk.go("/desk/counter/hand-out/")
    desk.get_by_role("link", name=joint.number).click()
    clerk.look("one-delivery")
    desk.get_by_label("签收人的身份证号").fill("371526198803050143 杜春梅")
    desk.get_by_label("送达回证的档案号").fill("2026-送-9")
    clerk.press("登记发出")
    expect(desk.get_by_text("已登记发出 3 份结果")).to_be_visible()
    work()
    joint.refresh_from_db()
    assert dict(joint.parts.values_list("part", "outcome")) == {"company": "granted", "food-licence": "granted", "fire": "refused", "drainage": "granted"}
    assert set(joint.parts.values_list("stage", flat=True)) == {"closed"} and joint.finished_at is not None
    assert list(differences()) == []


def test_an_answer_is_changed_before_acceptance(walk, pack, city, tmp_path):
    joint = stories.file(stories.tell(pack, "hotel"), procedure__choice="一般程序")
    me = walk("王建国", company="聊城凤凰台酒店有限公司", size=PHONE)
    page = me.go(f"/case/{joint.number}")
    me.look("may-be-changed")
    me.press("改答案", exact=True)
    page.wait_for_url("**/form**")
    me.look("form-again")
    page.locator("[id='premises.area_m2']").fill("920")
    me.press("保存，去看材料")
    steps.to_check(me)
    changes = page.get_by_role("region", name="改了以后，有什么不一样")
    expect(changes).to_contain_text("920")
    expect(changes).to_contain_text(joint.number)
    me.look("what-changes")
    number = steps.sign(me)
    assert number != joint.number
    page = me.go(f"/case/{joint.number}")
    expect(page.get_by_text("这份申请改过答案，已经换成新的")).to_be_visible()
    me.look("replaced")
    me.press("看新的申请", link=True)
    expect(page.get_by_text("正在看材料").first).to_be_visible()
    me.go(f"/en/case/{number}")
    me.look("english")
