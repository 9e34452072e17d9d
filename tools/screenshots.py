"""Take the pictures of the README from a live installation, in a real Chromium: `make screenshots`, or `python -m tools.screenshots [NAME …]`.

A fresh sandbox is started, the demo stories are applied for, and each picture is taken as a visitor sees the page. Pictures are few and light (256
colours), so that they may stand in the repository; nothing in them is drawn or retouched. All people in them are fictional.
"""
from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from bench.live import Live, live
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tests import chromium

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 250 * 1024
DESKTOP, PHONE = (1280, 860), (390, 844)
OFFICER = "kfq-review"
ANSWERS = {
    "region": "LC-GT", "food.kinds": "热食", "premises.area_m2": "40", "entity.licence_held": "false",
    "entity.type": "个体工商户", "sign.wanted": "false",
}  # fmt: skip

Shot = Callable[[Page, Live], None]
SHOTS: dict[str, tuple[tuple[int, int], Shot]] = {}


def shot(name: str, size: tuple[int, int] = DESKTOP) -> Callable[[Shot], Shot]:
    """Add a picture: the function leads the page to where it is taken."""

    def keep(function: Shot) -> Shot:
        SHOTS[name] = (size, function)
        return function

    return keep


@shot("home")
def home(page: Page, here: Live) -> None:
    """The first page."""
    page.goto(here.address)


@shot("guide", (1280, 1180))
def guide(page: Page, here: Live) -> None:
    """The live guide, after the last answer."""
    _answer(page, f"{here.address}/themes/open-restaurant/guide")


@shot("guide-phone-english", PHONE)
def guide_english(page: Page, here: Live) -> None:
    """The same on a phone, in English."""
    _answer(page, f"{here.address}/en/themes/open-restaurant/guide")
    page.get_by_role("heading", name="Your list").evaluate("heading => window.scrollTo(0, heading.getBoundingClientRect().top + scrollY - 40)")


@shot("progress")
def progress(page: Page, here: Live) -> None:
    """A case that is done: two parts, one after the other."""
    _sign_in(page, here, "李秀英")
    page.goto(f"{here.address}/case/{here.filed['noodle-shop'].number}")


@shot("decision")
def decision(page: Page, here: Live) -> None:
    """Why the rules approved: each point with its article."""
    _sign_in(page, here, "王建国", company=True)
    number = here.filed["hotel"].number
    page.goto(f"{here.address}/case/{number}")
    page.locator("a[href*='/why/']").first.click()


@shot("verify-phone", PHONE)
def verify(page: Page, here: Live) -> None:
    """What somebody sees who scans the code on a licence."""
    page.goto(f"{here.address}/verify/{here.filed['hotel'].licences[0]}")


@shot("desk")
def desk(page: Page, here: Live) -> None:
    """The officer's page: the application beside what the rules found."""
    printed = next(line.split() for line in here.installation.output if line.split()[:1] == [OFFICER])
    page.goto(f"{here.address}/desk/")
    page.locator("[name=username]").fill(OFFICER)
    page.locator("[name=password]").fill(printed[1])
    page.locator("[name=code]").fill(here.installation.command("otp", OFFICER).stdout.strip())
    page.locator("form[method=post] button[type=submit]").last.click()
    page.goto(f"{here.address}/desk/case/{here.filed['hotel/一般程序'].parts[0]}/")


def _answer(page: Page, address: str) -> None:
    page.goto(address)
    for id, value in ANSWERS.items():
        option = page.locator(f"input[name='{id}'][value='{value}']")
        control = page.locator(f"[name='{id}']").first
        control.wait_for(state="attached")
        if option.count():
            option.first.check()
        elif page.locator(f"select[name='{id}']").count():
            page.locator(f"select[name='{id}']").select_option(value)
        else:
            control.fill(value)
            control.press("Tab")
        page.wait_for_timeout(300)
        page.wait_for_function("!document.querySelector('.htmx-request')")
    page.evaluate("window.scrollTo(0, 0)")


def _sign_in(page: Page, here: Live, name: str, company: bool = False) -> None:
    page.goto(f"{here.address}/sign-in/start")
    page.locator(f"button[name=person]:has(b:text-is('{name}'))").click()
    page.wait_for_url(f"{here.address}/**")
    if "/acting-for" in page.url:
        choice = page.locator("input[name='for']:not([value='self'])" if company else "input[name='for'][value='self']")
        choice.first.check()
        page.locator("main form button[type=submit]").first.click()


def take(browser: Browser, here: Live, name: str) -> int:
    """Take one picture; gives its size in bytes.

    Raises:
        SystemExit: it is too large, or the page was not the one that was meant.
    """
    size, lead = SHOTS[name]
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale="zh-CN")
    context.set_default_timeout(15_000)
    page = context.new_page()
    statuses: list[int] = []
    page.on("response", lambda answer: statuses.append(answer.status) if answer.request.is_navigation_request() else None)
    lead(page, here)
    page.wait_for_load_state("networkidle")
    if statuses[-1] >= 400:
        raise SystemExit(f"{name}: {page.url} answered {statuses[-1]}")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    context.close()
    path = FOLDER / f"{name}.png"
    picture.save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"{path.name} has {path.stat().st_size // 1024} KB; at most {LARGEST // 1024} are kept in the repository")
    return path.stat().st_size


def main() -> int:
    """Take the named pictures, or all."""
    wanted = sys.argv[1:] or list(SHOTS)
    if unknown := [name for name in wanted if name not in SHOTS]:
        sys.stderr.write(f"there is no picture {unknown[0]}; there are: {', '.join(SHOTS)}\n")
        return 2
    path = chromium.find()
    if not path:
        sys.stderr.write("no Chromium was found: install one, or name it in BANCHENG_BROWSER\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bancheng-shots-") as folder, live(Path(folder) / "one", DATABASE_URL="") as here, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name in wanted:
            sys.stdout.write(f"{name}: {take(browser, here, name) / 1024:.0f} KB\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
