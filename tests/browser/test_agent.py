"""Acting for a company: its head authorises an agent for one matter, the agent files it, the head takes the authorisation back."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bancheng import now
from bancheng.apps.cases.models import JointCase
from tests.browser import steps
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]

HOTEL, HEAD, AGENT, AGENT_ID = "聊城凤凰台酒店有限公司", "王建国", "冯军", "371502199109090050"


def test_an_agent_acts_while_authorised(walk, tmp_path):
    head = walk(HEAD, HOTEL)
    page = head.go("/account/authorisations/")
    page.get_by_label("代办人的姓名").fill(AGENT)
    page.get_by_label("代办人的身份证号").fill(AGENT_ID[:-1] + "1")
    page.get_by_label("公共场所卫生许可").check()
    head.press("授权给这个人")
    expect(page.locator("[data-errsum]")).to_be_visible()
    steps.expected(head, 400)
    head.look("wrong-number")
    expect(page.get_by_label("代办人的姓名")).to_have_value(AGENT)
    page.get_by_label("代办人的身份证号").fill(AGENT_ID)
    page.get_by_label("授权到哪一天").fill(f"{now.today().year + 1}-01-31")
    head.press("授权给这个人")
    expect(page.get_by_text("授权好了")).to_be_visible()
    head.look("given")

    agent = walk(AGENT, HOTEL, size=PHONE)
    theirs = agent.page
    agent.answer_guide("public-place-hygiene", steps.HOTEL)
    expect(theirs.get_by_text(f"为 {HOTEL}").first).to_be_visible()
    steps.fill_hotel(agent, HEAD)
    steps.save(agent)
    steps.hand_in(agent, "floor-plan", tmp_path)
    steps.to_check(agent)
    expect(theirs.locator("#sign")).to_contain_text(f"{AGENT} 代表 {HOTEL} 签名")
    agent.look("check")
    number = steps.sign(agent)
    agent.look("filed")
    joint = JointCase.objects.get(number=number)
    assert joint.holder_name == HOTEL

    head.go(f"/case/{number}")
    expect(page.get_by_role("heading", name="公共场所卫生许可", level=1)).to_be_visible()

    head.go("/account/authorisations/")
    head.press("撤销")
    expect(page.get_by_text("授权已经撤销，马上生效。")).to_be_visible()
    head.look("taken-back")
    answer = theirs.goto(f"{agent.address}/case/{number}")
    assert answer is not None
    assert HOTEL not in theirs.locator("header").inner_text()
    expect(theirs.get_by_text("公共场所卫生许可证")).to_have_count(0)
    steps.expected(agent, 404)
    agent.look("no-longer")
