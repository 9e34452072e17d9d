"""The rooms of the desk that no applicant's journey passes through: the supervisor's inbox, the catalogue's editor, publication, audit; and every width."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from bancheng.apps.cases.models import JointCase, SubCase
from tests.apps.cases.conftest import file  # noqa: F401 - a fixture
from tests.browser import steps
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import NARROW, Walk

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]
DESK = (1024, 900)
KEY = "item:sign-disclosure@2021-01-01"


@pytest.fixture
def waiting(file) -> SubCase:  # noqa: F811
    """A hotel in the ordinary procedure, waiting for a person."""
    joint: JointCase = file("hotel", procedure__choice="一般程序")
    return joint.parts.get()


@pytest.fixture
def granted(file) -> SubCase:  # noqa: F811
    """A hotel that got its permit on a commitment."""
    joint: JointCase = file("hotel")
    return joint.parts.get()


def field(desk: Walk):
    """The text of the definition."""
    return desk.page.get_by_label("定义（和包里的文件写法一样）")


def test_an_editor_changes_and_a_publisher_puts_it_into_force(walk):
    editor = steps.at_desk(walk, "editor", "事项目录")
    page = editor.page
    editor.look("catalogue")
    page.get_by_label("这次要改什么？").fill("招牌信息明示换个说法")
    editor.press("新建草稿")
    expect(page.get_by_role("heading", name="招牌信息明示换个说法")).to_be_visible()
    page.get_by_label("名称或编号里有").fill("sign-disclosure")
    editor.press("找", exact=True)
    page.get_by_role("link", name=re.compile("招牌")).first.click()
    good = field(editor).input_value()

    field(editor).fill(good.replace("authority: ", "authority: no-such-role-", 1))
    expect(page.locator("#problems .note--bad")).to_contain_text(re.compile(r"第 \d+ 行"))
    editor.look("fault")
    field(editor).fill(good.replace("name: ", "name： ", 1))
    editor.press("存进草稿")
    expect(page.get_by_text("没有存进草稿")).to_be_visible()
    expect(page.locator("#problems")).to_contain_text("第 2 行")
    steps.expected(editor, 400)
    editor.look("unreadable")
    field(editor).fill(good.replace("plain: ", "plain: 换了说法，", 1))
    expect(page.locator("#problems .note--ok")).to_be_visible()
    editor.press("存进草稿")
    page.get_by_text("看差别").click()
    expect(page.locator(".diff__add")).to_contain_text("换了说法")
    expect(page.get_by_role("button", name="发布，马上生效")).to_have_count(0)
    editor.look("draft")
    editor.press("拿故事试一试", link=True)
    page.locator("#story").select_option(index=3)
    editor.press("试一试", exact=True)
    expect(page.get_by_text("和故事的预期一样")).to_have_count(2)
    editor.look("trial")

    publisher = steps.at_desk(walk, "publisher", "事项目录", size=DESK)
    publisher.page.get_by_role("link", name="招牌信息明示换个说法").click()
    publisher.look("to-publish")
    publisher.press("发布，马上生效")
    expect(publisher.page.get_by_text("第 2 版已经发布")).to_be_visible()
    publisher.look("published")
    publisher.go(f"/desk/catalogue/definition/?key={KEY}")
    expect(publisher.page.locator(".yaml-view")).to_contain_text("换了说法")
    publisher.look("definition")


def test_the_supervisor_takes_note_and_checks(walk, granted):
    health = steps.at_desk(walk, "kfq-health")
    health.press("审管互动", link=True)
    expect(health.page.get_by_text("以告知承诺方式批准")).to_be_visible()
    health.look("inbox")
    health.page.get_by_role("button", name=re.compile(f"知悉 ?：{granted.number}")).click()
    expect(health.page.get_by_text("本单位已知悉")).to_be_visible()
    health.page.get_by_role("link", name=granted.number).first.click()
    steps.do(health, "登记事后核查", "登记结果", {"result": "passed", "found": "到店看了，和承诺的一样。"})
    expect(health.page.get_by_text("事后核查：合格")).to_be_visible()
    health.look("checked")
    health.go("/desk/?tab=check")
    expect(health.page.get_by_text("没有要做的事后核查")).to_be_visible()
    health.look("nothing-left")

    reviewer = steps.at_desk(walk, "kfq-review", size=DESK)
    reviewer.press("许可公示", link=True)
    expect(reviewer.page.get_by_text("待公示").first).to_be_visible()
    reviewer.look("publication")
    with reviewer.page.expect_download() as download:
        reviewer.press("导出 CSV，并登记为已公示")
    assert download.value.suggested_filename.endswith(".csv")
    reviewer.page.reload()
    expect(reviewer.page.get_by_text("已公示").first).to_be_visible()

    auditor = steps.at_desk(walk, "auditor", "审计")
    auditor.look("audit")
    auditor.page.get_by_label(re.compile("办件编号")).fill(granted.number)
    auditor.press("查", exact=True)
    expect(auditor.page.get_by_text("after_check_recorded")).to_be_visible()
    auditor.look("stream")
    auditor.press("核对全部封存")
    expect(auditor.page.get_by_text("没有发现改动")).to_be_visible()
    auditor.look("seals")
    auditor.press("谁看过谁的数据", link=True)
    expect(auditor.page.get_by_text("办理时查看申请").first).to_be_visible()
    auditor.look("looks")


@pytest.mark.parametrize("size", [DESK, NARROW], ids=["desk", "narrow"])
def test_a_case_on_every_screen(walk, waiting, size):
    reviewer = steps.at_desk(walk, "kfq-review", size=size)
    reviewer.look("list")
    page = steps.open_case(reviewer, waiting.number)
    reviewer.look("case")
    page.get_by_role("button", name=re.compile("^显示 ?从业人员")).click()
    expect(page.get_by_text("371502199709230045").first).to_be_visible()
    reviewer.look("shown")
    page.get_by_text("怎么数的").first.click()
    page.get_by_text("依据的数据和规则").first.click()
    reviewer.look("opened")
    for key in ("review-again", "propose-refusal", "terminate"):
        reviewer.go(f"/desk/case/{waiting.number}/do/{key}/")
        reviewer.look(key)
    reviewer.go("/desk/catalogue/")
    expect(page.get_by_role("heading", name="这里不归您办")).to_be_visible()
    steps.expected(reviewer, 403)
    reviewer.look("not-yours")
    reviewer.go("/desk/case/371502202611230000017/")
    expect(page.get_by_role("heading", name="没有找到")).to_be_visible()
    steps.expected(reviewer, 404)
    reviewer.look("not-found")


def test_a_case_without_scripts(walk, waiting):
    reviewer = steps.at_desk(walk, "kfq-review", scripts=False)
    page = steps.open_case(reviewer, waiting.number)
    page.get_by_role("button", name=re.compile("^显示 ?手机号")).click()
    expect(page.get_by_text("19906350003")).to_be_visible()
    expect(page.get_by_role("heading", name="审查要点")).to_be_visible()
    steps.do(reviewer, "重新按规则审查", "重新审查", look=False)
    expect(page.get_by_text("已重新审查")).to_be_visible()
