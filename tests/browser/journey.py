"""A citizen's journey in a real Chromium: the portal live, the foreign systems live, the worker at hand.

    from tests.browser.journey import *  # noqa: F403    brings the fixtures

`walk("李秀英")` signs somebody in and gives a `Walk`; `walk.look()` holds the page that is open now against axe, the page policy and the width of the
screen. With `BANCHENG_SHOTS` set to a folder each look also leaves a picture there.
"""
from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bancheng.apps.sources import providers
from bancheng.config import connections
from tests import chromium
from tests.apps.cases.conftest import city, officer, work
from tests.browser.accessibility import accessibility

__all__ = ["NARROW", "PHONE", "WIDE", "Walk", "browser", "city", "officer", "patient", "picture", "walk", "work"]

WIDE, PHONE, NARROW = (1440, 900), (390, 844), (320, 640)
expect.set_options(timeout=20_000)
_SHOTS = os.environ.get("BANCHENG_SHOTS", "")


@dataclass
class Walk:
    """One person at one browser."""

    page: Page
    address: str
    name: str
    faults: list[str] = field(default_factory=list)
    pictures: int = 0

    def go(self, path: str) -> Page:
        """Open an address."""
        self.page.goto(self.address + path)
        return self.page

    def press(self, words: str, *, link: bool = False, exact: bool = False, nth: int = 0) -> None:
        """Press the button (or follow the link) that says so."""
        self.page.get_by_role("link" if link else "button", name=words, exact=exact).nth(nth).click()

    def look(self, also: str = "") -> None:
        """Nothing for axe to find, nothing wider than the screen, a clean console."""
        if _SHOTS:
            self.pictures += 1
            width = (self.page.viewport_size or {"width": 0})["width"]
            self.page.screenshot(path=Path(_SHOTS) / f"{self.name}-{width}-{self.pictures:02d}{also and '-'}{also}.png", full_page=True)
        faults = accessibility(self.page)
        assert not faults, (self.page.url, faults)
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{self.page.url} is {wider} pixels wider than the screen"
        assert not self.faults, self.faults

    def answer_guide(self, theme: str, answers: dict[str, list[str]]) -> None:
        """Answer the guide's questions as they come, then go on to the form."""
        page, left = self.go(f"/themes/{theme}/guide"), dict(answers)
        while left:
            asked = [id for id in left if page.locator(f"[name='{id}']").count()]
            assert asked, f"the guide does not ask about any of {', '.join(left)}"
            with page.expect_response(lambda answer: answer.url.endswith("/guide") and answer.request.method == "POST"):
                self.answer(asked[0], left.pop(asked[0]))
                page.keyboard.press("Tab")
            expect(page.locator(".htmx-request")).to_have_count(0)
        self.faults.clear()
        page.get_by_role("button", name="就办这些，去填表").first.click()

    def answer(self, id: str, values: list[str]) -> None:
        """Fill in or choose, whatever the control is."""
        for value in values:
            option = self.page.locator(f"input[name='{id}'][value='{value}']")
            if option.count():
                option.check()
            elif self.page.locator(f"select[name='{id}']").count():
                self.page.locator(f"select[name='{id}']").select_option(value)
            else:
                self.page.locator(f"[name='{id}']").fill(value)

    def number(self) -> str:
        """Number of the case whose page is open."""
        return self.page.url.split("/case/")[1].split("?")[0].split("/")[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, once for the journeys of a module."""
    path = chromium.installed()
    if not path:
        pytest.skip("no Chromium here: see tests/chromium.py")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def patient(monkeypatch) -> Iterator[None]:
    """On a busy machine a source is slow, not silent; and none rests because it failed in an earlier test."""

    def connection(system: str) -> connections.Connection:
        return replace(connections.connection(system), seconds=20.0)

    monkeypatch.setattr(providers, "connection", connection)
    providers.wake()
    yield
    providers.wake()


@pytest.fixture
def walk(request, browser: Browser, live_server, city, patient) -> Iterator[Callable[..., Walk]]:
    """`walk("李秀英", company="…", size=PHONE, scripts=False, mode="senior")`; without a name nobody is signed in."""
    contexts: list[BrowserContext] = []

    def begin(who: str = "", company: str = "", size: tuple[int, int] = WIDE, scripts: bool = True, touch: bool = False, **cookies: str) -> Walk:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, has_touch=touch, reduced_motion="reduce", locale="zh-CN"
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        found = Walk(page, live_server.url, request.node.name.split("[")[0].removeprefix("test_"))
        page.on("console", lambda message: message.type in ("error", "warning") and found.faults.append(message.text))
        page.on("pageerror", lambda error: found.faults.append(str(error)))
        if who:
            sign_in(found, who, company)
        return found

    yield begin
    for context in contexts:
        context.close()


def sign_in(walk: Walk, who: str, company: str = "") -> None:
    """Through the identity service, as everybody does; then choose for whom to act."""
    page = walk.go("/sign-in/")
    page.get_by_role("link", name="去统一身份认证登录").click()
    page.get_by_role("button", name=who).first.click()
    page.wait_for_url(f"{walk.address}/**")
    if "/acting" in page.url:
        choice = page.get_by_label(company) if company else page.locator("input[type=radio]").first
        choice.first.check()
        page.get_by_role("button", name="就这样，继续").click()


def picture(tmp_path: Path, name: str = "photo.png") -> Path:
    """A picture to hand in."""
    from bancheng.apps.cases.stories import picture as drawn

    path = tmp_path / name
    path.write_bytes(drawn(name))
    return path
