"""The kit in a real Chromium: axe, page policy, narrow screens, keyboard, and the small scripts. Only reads from the database."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Page, expect

from tests.browser.accessibility import accessibility
from tests.browser.journey import browser

__all__ = ["browser"]

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db]

WIDE, PHONE, NARROW = (1440, 900), (390, 844), (320, 640)
LOOKS = {
    "wide": (WIDE, {}),
    "phone": (PHONE, {}),
    "narrow": (NARROW, {}),
    "senior": (WIDE, {"mode": "senior"}),
    "senior-phone": (PHONE, {"mode": "senior"}),
    "contrast": (WIDE, {"contrast": "high"}),
}
VISITS = [("/_ui/", look) for look in LOOKS]
VISITS += [(path, look) for path in ("/_ui/desk/", "/en/_ui/", "/no-such-page/") for look in ("wide", "narrow")]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """The test's output is no access log."""


@pytest.fixture(scope="module")
def address(django_db_setup, django_db_blocker) -> Iterator[str]:
    application = StaticFilesHandler(get_wsgi_application())
    with django_db_blocker.unblock(), make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Silent) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def visit(browser, address):
    """`visit(path, size, cookies, scripts)` → a page whose complaints (console, scripts) are gathered in `page.faults`."""
    contexts = []

    def open_(path: str, size: tuple[int, int] = WIDE, scripts: bool = True, **cookies: str) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, reduced_motion="reduce")
        contexts.append(context)
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        page.faults = []
        page.on("console", lambda message: message.type in ("error", "warning") and page.faults.append(message.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(address + path)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("path", "look"), VISITS)
def test_axe_finds_nothing_and_nothing_sticks_out(visit, path, look) -> None:
    size, cookies = LOOKS[look]
    page = visit(path, size, **cookies)
    assert not accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    complaints = [fault for fault in page.faults if not (path == "/no-such-page/" and "404" in fault)]
    assert not complaints


def test_senior_mode_at_once_and_remembered(visit) -> None:
    page = visit("/_ui/")
    page.get_by_role("button", name="长辈版").click()
    expect(page.locator("html")).to_have_attribute("data-mode", "senior")
    expect(page.get_by_role("link", name="打 12345 找人帮我办")).to_be_visible()
    box = page.get_by_role("button", name="保存，下一部分").first.bounding_box()
    assert box and box["height"] >= 60
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mode", "senior")
    page.get_by_role("button", name="回标准版").click()
    assert page.locator("html").get_attribute("data-mode") is None


def test_senior_mode_without_scripts(visit) -> None:
    page = visit("/_ui/", scripts=False)
    page.get_by_role("button", name="长辈版").click()
    assert page.locator("html").get_attribute("data-mode") == "senior"
    assert page.url.endswith("/_ui/")


def test_keyboard_reaches_the_content_and_the_fault(visit) -> None:
    page = visit("/_ui/desk/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page = visit("/_ui/")
    expect(page.locator("[data-errsum]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("谁做食品安全员？")).to_be_focused()


def test_a_second_click_sends_nothing(visit) -> None:
    page = visit("/_ui/")
    sent = []

    def answer(route) -> None:
        sent.append(route.request.url)
        route.fulfill(status=204)  # the page stays, and the first sending counts as under way

    page.route("**/sent-once/", answer)
    page.evaluate("document.getElementById('kit-form').action = '/sent-once/'")
    button = page.get_by_role("button", name="保存，下一部分").last
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    expect(button).to_be_enabled()
    button.click()
    page.wait_for_timeout(200)
    assert len(sent) == 1


def test_dependent_question_is_hidden_and_not_sent(visit) -> None:
    page = visit("/_ui/")
    question = page.get_by_label("大约多少张桌子？")
    expect(question).to_be_visible()
    page.get_by_label("只做外卖").check()
    expect(question).to_be_hidden()
    assert not page.evaluate("new FormData(document.getElementById('kit-form')).has('tables')")
    page.get_by_label("有堂食").check()
    assert page.evaluate("new FormData(document.getElementById('kit-form')).get('tables')") == "6"


def test_autosave_says_when_and_sends_no_files(visit) -> None:
    page = visit("/_ui/")
    bodies = []

    def answer(route) -> None:
        bodies.append(route.request.post_data_buffer or b"")
        route.fulfill(json={"saved": "10:24"})

    page.route("**/autosave/", answer)
    page.evaluate("""() => {
        const old = document.getElementById('kit-form'), form = old.cloneNode(true);
        form.dataset.autosaveUrl = '/autosave/';
        old.replaceWith(form);
        document.dispatchEvent(new CustomEvent('htmx:load', {detail: {elt: form.parentElement}}));
    }""")
    page.get_by_label("招牌上写什么字？").fill("小满面馆")
    expect(page.locator("[data-saved]")).to_have_text("10:24 已自动保存")
    assert "小满面馆".encode() in bodies[0]
    assert b'name="plan"' not in bodies[0]


def test_a_failed_autosave_says_so_and_keeps_what_was_typed(visit) -> None:
    page = visit("/_ui/")
    page.route("**/autosave/", lambda route: route.abort())
    page.evaluate("""() => {
        const form = document.getElementById('kit-form');
        form.dataset.autosaveUrl = '/autosave/';
        document.dispatchEvent(new CustomEvent('htmx:load', {detail: {elt: form.parentElement}}));
    }""")
    page.get_by_label("招牌上写什么字？").fill("小满面馆")
    expect(page.locator("[data-saved]")).to_contain_text("没存上")
    assert page.get_by_label("招牌上写什么字？").input_value() == "小满面馆"


def test_a_chosen_file_is_sent_at_once(visit, tmp_path: Path) -> None:
    page = visit("/_ui/")
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF-1.7 plan")
    page.route("**/_ui/", lambda r: r.fulfill(body="ok") if r.request.method == "POST" else r.fallback())
    with page.expect_request(lambda request: request.method == "POST") as sending:
        page.locator("#p4-file").set_input_files(file)
    assert b"plan.pdf" in (sending.value.post_data_buffer or b"")


def test_a_file_too_large_is_refused_with_a_remedy(visit, tmp_path: Path) -> None:
    page = visit("/_ui/")
    file = tmp_path / "huge.jpg"
    file.write_bytes(os.urandom(21 * 1024 * 1024))
    page.locator("#p4-file").set_input_files(file)
    expect(page.locator("#p4").get_by_role("alert")).to_contain_text("不超过 20 MB")


def test_paper_shows_the_content_alone(visit) -> None:
    page = visit("/_ui/")
    page.emulate_media(media="print")
    for part in (".topbar", ".nav", ".foot", ".side", ".actionbar", ".btn"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
