"""公共场所卫生许可 by commitment, as an agent does it for a hotel: to the licence, its printed code, the failed check, the revocation that everybody sees."""
from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bancheng import now
from bancheng.apps.cases.models import SubCase
from tests.browser import steps
from tests.browser.journey import *  # noqa: F403
from tests.browser.journey import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]

COMPANY = "聊城凤凰台酒店有限公司"


def test_hotel_by_commitment_to_a_revoked_licence(walk, tmp_path):
    me = walk("王建国", COMPANY)
    page = me.page
    me.answer_guide("public-place-hygiene", steps.HOTEL)
    expect(page.locator("header")).to_contain_text(COMPANY)
    steps.fill_hotel(me, "王建国")
    me.look("form")
    steps.save(me)
    steps.hand_in(me, "floor-plan", tmp_path)
    steps.to_check(me)
    expect(page.locator("#sign")).to_contain_text(f"代表 {COMPANY} 签名")
    me.look("check")
    number = steps.sign(me)
    expect(page.get_by_role("heading", name="办好了").first).to_be_visible()
    me.look("granted")

    printed = steps.licence_of(me, "卫生许可证")
    me.look("wallet")
    guest = walk(size=PHONE)
    guest.go(steps.scan(printed))
    expect(guest.page.locator(".verdict--ok")).to_contain_text("这张证是真的，有效")
    guest.look("valid")

    part = SubCase.objects.get(joint__number=number).number
    inspector = steps.at_desk(walk, "kfq-health")
    inspector.look("worklist")
    steps.open_case(inspector, part)
    inspector.look("case")
    until = now.today() + timedelta(days=7)
    steps.do(inspector, "登记事后核查", "登记结果", {"result": "rectify", "found": "消毒间没有启用。", "until": until.isoformat()})
    steps.do(inspector, "登记事后核查", "登记结果", {"result": "failed", "found": "整改以后消毒间还是没有启用。"})
    decider = steps.at_desk(walk, "kfq-decide")
    steps.open_case(decider, part, "check")
    code = steps.one_time_code("kfq-review")
    steps.do(decider, "撤销许可", "确认撤销", {"reason": "承诺有消毒间并启用，核查和整改以后都没有启用。", "second": "姜波", "code": code})
    expect(decider.page.get_by_text("许可已经撤销，证照马上失效。")).to_be_visible()
    decider.look("revoked")

    guest.page.reload()
    expect(guest.page.locator(".verdict--bad")).to_contain_text("已被撤销")
    guest.look("revoked")
    me.go("/wallet")
    expect(page.locator(".lic--off")).to_contain_text("已撤销")
    me.look("revoked")
    me.go(f"/case/{number}")
    expect(page.get_by_text("公共场所卫生许可证：已撤销")).to_be_visible()
    expect(page.get_by_text("已经能用的证照")).to_have_count(0)
    me.look("after")
