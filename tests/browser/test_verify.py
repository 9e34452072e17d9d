"""Verification and wallet in a real Chromium: from the code on the printed licence to the answer; axe finds nothing."""
from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bancheng.apps.licences import actions, queries
from tests.browser.accessibility import accessibility
from tests.browser.journey import browser
from tests.documents.reading import qr_codes
from tests.web.verify.conftest import catalogue, grant, person, signed_in

__all__ = ["browser", "catalogue", "grant", "person", "signed_in"]

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]
WIDE, PHONE, NARROW = (1440, 900), (390, 844), (320, 640)
NEW = "public-place-hygiene-new"


@pytest.fixture
def visit(browser, live_server):
    """`visit(path, size, scripts, cookies)` → a page whose complaints are gathered in `page.faults`."""
    contexts = []

    def open_(path: str, size: tuple[int, int] = WIDE, scripts: bool = True, **cookies: str) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, reduced_motion="reduce"
        )
        contexts.append(context)
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.faults = []
        page.on("console", lambda said: page.faults.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()


def accessible(page: Page) -> None:
    assert not accessibility(page)


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def path_in_code(licence) -> str:
    [url] = qr_codes(queries.pdf(licence))
    return "/" + url.split("//", 1)[1].partition("/")[2]


@pytest.mark.parametrize("size", [WIDE, PHONE, NARROW], ids=["wide", "phone", "narrow"])
def test_the_code_on_the_printed_licence_leads_to_the_answer(grant, visit, size):
    page = visit(path_in_code(grant(NEW)), size)
    expect(page.locator(".verdict--ok")).to_contain_text("这张证是真的，有效")
    expect(page.locator("main")).to_contain_text("证上印的内容")
    fits(page)
    accessible(page)
    assert page.faults == []


def test_revocation_is_seen_on_the_next_look(grant, visit):
    licence = grant(NEW)
    page = visit(path_in_code(licence), PHONE)
    expect(page.locator(".verdict--ok")).to_be_visible()
    actions.revoke(licence.identifier, "承诺不实", basis="行政许可法第六十九条", actor="staff:7")
    page.reload()
    expect(page.locator(".verdict--bad")).to_contain_text("已被撤销，从一开始就无效")
    accessible(page)


def test_typed_by_hand_without_scripts_and_put_right(grant, visit):
    identifier = grant(NEW).identifier
    page = visit("/verify/", PHONE, scripts=False)
    page.get_by_label("证照标识").fill(identifier[:-1] + ("A" if identifier[-1] != "A" else "B"))
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.locator(".errsum")).to_contain_text("校验位对不上")
    field = page.get_by_label("证照标识")
    assert field.input_value().startswith(identifier[:-1])
    field.fill(identifier.lower())
    page.get_by_label("查哪一天的状态").fill("2020年1月1日")
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.locator(".verdict--warn")).to_contain_text("2020 年 1 月 1 日：那时还没有这张证")


def test_a_file_is_checked_and_a_changed_one_rejected(grant, visit, tmp_path):
    content = queries.file(grant(NEW))
    (tmp_path / "a.licence.json").write_bytes(content)
    changed = bytearray(content)
    place = changed.index("旅馆".encode())
    changed[place + 1] ^= 1
    (tmp_path / "b.licence.json").write_bytes(bytes(changed))
    for name, kind in (("a", "ok"), ("b", "bad")):
        page = visit("/verify/")
        page.get_by_label("证照文件").set_input_files(tmp_path / f"{name}.licence.json")
        page.get_by_role("button", name="核验文件").click()
        if kind == "ok":
            expect(page.locator(".verdict--ok")).to_be_visible()
        else:
            expect(page.locator(".verdict--bad, .errsum").first).to_be_visible()
        accessible(page)


@pytest.mark.parametrize(("mode", "contrast"), [("senior", ""), ("std", "high")])
def test_the_form_in_other_modes(grant, visit, mode, contrast):
    page = visit("/verify/", PHONE, mode=mode, contrast=contrast)
    expect(page.get_by_role("heading", level=1)).to_have_text("证照核验")
    fits(page)
    accessible(page)


def test_the_wallet_shows_valid_and_invalid(grant, visit, signed_in):
    valid, revoked = grant(NEW), grant(NEW)
    actions.revoke(revoked.identifier, "承诺不实", basis="行政许可法第六十九条", actor="staff:7")
    session = signed_in(acting=True).cookies["sessionid"].value
    for size in (WIDE, NARROW):
        page = visit("/wallet", size, sessionid=session)
        expect(page.locator(".lic")).to_have_count(2)
        expect(page.locator(".lic--off")).to_have_count(1)
        fits(page)
        accessible(page)
    page = visit(f"/wallet/{valid.identifier}", PHONE, sessionid=session)
    expect(page.get_by_role("link", name="下载 PDF")).to_be_visible()
    fits(page)
    accessible(page)
    assert page.faults == []
