"""What people do in the journeys, one act a function: fill in, hand in, sign, print, scan; and what officers do at the desk.

A journey reads as it would be told: `fill_hotel(me)`, `sign(me)`, `at_desk(…)`, `do(officer, number, "提出批准")`.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Page, expect

from bancheng.apps.staff import demo as staff_demo
from bancheng.apps.staff import one_time
from bancheng.apps.staff.models import Officer
from tests.browser.journey import Walk, picture
from tests.documents.reading import qr_codes

HOTEL = {
    "region": ["LC-KFQ"],
    "hygiene.matter": ["新办"],
    "premises.kinds": ["宾馆旅店"],
    "procedure.choice": ["告知承诺"],
    "premises.central_ac": ["false"],
}
GUESTHOUSE = HOTEL | {"region": ["LC-GT"], "procedure.choice": ["一般程序"]}
CLEANER = ("陈静", "371502199709230045")
ROOMS = {"premises.area_m2": "860", "premises.beds": "60", "applicant.phone": "19906350003"}


def fill_hotel(walk: Walk, manager: str, cleaner: tuple[str, str] = CLEANER, beds: str = "60") -> None:
    """What no source knows about a hotel."""
    page = walk.page
    for id, value in (ROOMS | {"premises.hygiene_manager": manager, "premises.beds": beds}).items():
        page.locator(f"[id='{id}']").fill(value)
    for id, value in {"premises.secondary_water": "false", "premises.disinfection_room": "true", "delivery.way": "电子证照"}.items():
        page.locator(f"input[name='{id}'][value='{value}']").check()
    member(walk, 0, *cleaner, "保洁")


def member(walk: Walk, number: int, name: str, id_no: str, post: str) -> None:
    """Somebody who serves guests."""
    page = walk.page
    page.locator(f"[id='staff.{number}.name']").fill(name)
    page.locator(f"[id='staff.{number}.id_no']").fill(id_no)
    page.locator(f"select[name='staff.{number}.post']").select_option(post)
    page.locator(f"input[name='staff.{number}.direct'][value=true]").check()


def save(walk: Walk) -> None:
    """From the form to the papers."""
    walk.press("保存，去看材料")
    expect(walk.page.get_by_role("heading", name="要您交的材料")).to_be_visible()


def hand_in(walk: Walk, material: str, tmp_path: Path, name: str = "photo.png") -> None:
    """A picture of a paper; the page shows its name when it is there."""
    walk.page.locator(f"#{material}-file").set_input_files(picture(tmp_path, name))
    expect(walk.page.locator(f"#{material} .handed")).to_contain_text(name)


def to_check(walk: Walk) -> None:
    """Everything on one page."""
    walk.press("下一步，核对", link=True)
    expect(walk.page.get_by_label("我核对过了")).to_be_visible()


def sign(walk: Walk) -> str:
    """Sign and file; the number of the case."""
    page = walk.page
    if page.locator("#committed").count():
        page.locator("#committed").check()
    page.get_by_label("我核对过了").check()
    walk.press("签名并提交")
    expect(page.get_by_text("提交好了，我们收到了")).to_be_visible()
    return walk.number()


def licence_of(walk: Walk, name: str) -> bytes:
    """From the wallet the licence as it is printed."""
    page = walk.go("/wallet")
    page.get_by_role("link", name=name).first.click()
    printed = page.request.get(walk.address + str(page.get_by_role("link", name="下载 PDF").get_attribute("href")))
    assert printed.headers["content-type"] == "application/pdf"
    return printed.body()


def scan(pdf: bytes) -> str:
    """Where the code on the printed page leads, without the name of the server."""
    [url] = qr_codes(pdf)
    return re.sub(r"^https?://[^/]+", "", url)


def officer_of(username: str) -> Officer:
    return Officer.objects.get(username=username)


def one_time_code(username: str) -> str:
    """What the officer's authenticator shows."""
    return one_time.current(officer_of(username)).text


def at_desk(walk: Callable[..., Walk], username: str, home: str = "我的工作台", **how: object) -> Walk:
    """An officer signs in with account, password and one-time code, and comes to the first page of their role."""
    here = walk(**how)
    here.name += f"-{username}"
    page = here.go("/desk/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(staff_demo.password())
    page.get_by_label("动态码").fill(one_time_code(username))
    here.press("登录", exact=True)
    expect(page.get_by_role("heading", name=home)).to_be_visible()
    return here


def open_case(desk: Walk, number: str, tab: str = "") -> Page:
    """From the worklist to the case."""
    page = desk.go("/desk/" + (f"?tab={tab}" if tab else ""))
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", name="审查要点")).to_be_visible()
    return page


def do(desk: Walk, deed: str, confirm: str, typed: Mapping[str, str] | None = None, look: bool = True) -> None:
    """A deed on the case that is open: its form filled in (by the names of its fields) and confirmed."""
    page = desk.page
    page.locator(".decide").get_by_role("link", name=deed, exact=True).click()
    if look:
        desk.look(deed)
    for name, value in (typed or {}).items():
        control = page.locator(f"form[data-form] [name='{name}']").first
        if control.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f"[name='{name}'][value='{value}']").check()
        elif control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(label=value)
        else:
            control.fill(value)
    page.get_by_role("button", name=confirm, exact=True).click()
    expect(page.get_by_role("heading", name="审查要点")).to_be_visible()


def expected(walk: Walk, status: int) -> None:
    """The browser's console complains of every answer from 400 on; this one is as it should be."""
    expect(walk.page.get_by_role("heading", level=1)).to_be_visible()
    told = [fault for fault in walk.faults if f"status of {status}" in fault]
    assert told, f"no answer with status {status}"
    walk.faults.remove(told[0])


def tab_to(walk: Walk, wanted: str, most: int = 120) -> None:
    """Press Tab until the element with this id, or with these words, has the focus; every stop on the way has to be seen.

    Seen: an outline or a shadow is drawn (WCAG 2.4.7), and no bar lies over all of it (2.4.11).
    """
    page = walk.page
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(_FOCUSED)
        assert here["seen"], f"the focus cannot be seen on {here}"
        if wanted in (here["id"], here["words"]):
            return
    raise AssertionError(f"{wanted} is not reached by the keyboard on {page.url}")


_FOCUSED = """() => {
  const e = document.activeElement;
  const shown = e.matches("input[type=radio], input[type=checkbox], input[type=file]") ? [e, ...e.labels] : [e];
  const seen = shown.some((one) => {
    if (!one) return false;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const drawn = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    const points = [0.1, 0.5, 0.9].map((part) => document.elementFromPoint(box.left + box.width * part, box.top + box.height * part));
    return drawn && box.width > 1 && points.some((under) => under && (one.contains(under) || under.contains(one)));
  });
  const words = (e.innerText || e.getAttribute("aria-label") || "").trim().split("\\n")[0];
  return {id: e.id || e.name || "", words, seen: seen || e === document.body, tag: e.outerHTML.slice(0, 160)};
}"""
