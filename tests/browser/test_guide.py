"""The guide in a real Chromium: live, without scripts, by keyboard alone, on a phone, for seniors, in English; axe finds nothing."""
import re

import pytest
from playwright.sync_api import Page, expect

from bancheng.apps.catalogue import queries
from tests.browser.accessibility import accessibility
from tests.browser.journey import browser
from tests.web.portal.conftest import liaocheng

__all__ = ["browser"]

pytestmark = [pytest.mark.browser, pytest.mark.db, pytest.mark.django_db(transaction=True)]

WIDE, PHONE, NARROW = (1440, 900), (390, 844), (320, 640)
GUIDE = "/themes/open-restaurant/guide"


@pytest.fixture
def visit(browser, live_server, pack, monkeypatch):
    """`visit(path, size, scripts, cookies)` → a page whose complaints are gathered in `page.faults`."""
    monkeypatch.setattr(queries, "current", lambda: liaocheng(pack))
    contexts = []

    def open_(path: str, size: tuple[int, int] = WIDE, scripts: bool = True, **cookies: str) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            geolocation={"latitude": 36.86, "longitude": 116.23},
            permissions=["geolocation"],
        )
        contexts.append(context)
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.faults = []
        page.on("console", lambda message: message.type in ("error", "warning") and page.faults.append(message.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()


def box(page: Page, id: str):
    """A control by its id, which has a dot in it."""
    return page.locator(f'[id="{id}"]')


def sound(page: Page) -> None:
    """axe finds nothing, nothing sticks out sideways, nothing was complained about."""
    assert not accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.faults == []


def listed(page: Page) -> list[str]:
    return page.locator("#list .it > b").all_inner_texts()


def small_noodle_shop(page: Page) -> None:
    """Answer live, up to the last question; each answer brings the next question by itself."""
    page.select_option("#region", "LC-GT")
    box(page, "food.kinds").check()
    area = box(page, "premises.area_m2")
    area.fill("４９.5")
    area.press("Tab")
    box(page, "entity.licence_held-2").check()
    box(page, "entity.type").check()
    box(page, "sign.wanted-2").check()
    expect(page.locator("#list").get_by_role("button", name="就办这些，去填表")).to_be_visible()


def test_live_guide(visit) -> None:
    page = visit(GUIDE)
    address = page.url
    small_noodle_shop(page)
    assert page.url == address, "answers do not go into the address"
    assert listed(page) == ["个体工商户设立登记", "小餐饮登记"]
    expect(page.locator("#say")).to_contain_text("2 件事")
    sound(page)
    area = box(page, "premises.area_m2")
    area.fill("50")
    area.press("Tab")
    expect(page.locator("#list .it > b")).to_have_text(["个体工商户设立登记", "食品经营许可（新办）"])
    page.reload()
    assert box(page, "premises.area_m2").input_value() == "50"
    assert any("食品经营许可" in name for name in listed(page))


def test_live_and_without_scripts_end_on_the_same_page(visit) -> None:
    live, plain = visit(GUIDE), visit(GUIDE, scripts=False)
    small_noodle_shop(live)
    answers = {"region": "", "food.kinds": "", "premises.area_m2": "49.5", "entity.licence_held-2": "", "entity.type": "", "sign.wanted-2": ""}
    for id, answer in answers.items():
        if id == "region":
            plain.select_option("#region", "LC-GT")
        elif answer:
            box(plain, id).fill(answer)
        else:
            box(plain, id).check()
        plain.locator("#next").click()
    live.goto(live.url)
    words = [" ".join(page.locator("#live").inner_text().split()) for page in (live, plain)]
    words = [re.sub("按离我多远排|49\\.5", "", text).strip() for text in words]
    assert words[0].split() == words[1].split()
    assert listed(live) == listed(plain)


def test_a_numeral_is_corrected_with_one_click(visit) -> None:
    page = visit(GUIDE)
    page.select_option("#region", "LC-GT")
    box(page, "food.kinds").check()
    area = box(page, "premises.area_m2")
    area.fill("三十")
    area.press("Tab")
    expect(page.locator(".field__err")).to_contain_text("您是想填 30 吗")
    assert box(page, "premises.area_m2").input_value() == "三十"
    sound(page)
    page.get_by_role("button", name="改成 30").click()
    expect(box(page, "premises.area_m2")).to_have_value("30")
    expect(page.locator(".field__err")).to_have_count(0)


def test_what_is_typed_while_an_answer_travels_is_kept(visit) -> None:
    page = visit(GUIDE)
    page.select_option("#region", "LC-GT")
    box(page, "food.kinds").check()
    box(page, "premises.area_m2").wait_for()
    page.route("**/guide", lambda route: (page.wait_for_timeout(400), route.continue_()))
    box(page, "food.kinds-2").check()
    box(page, "premises.area_m2").fill("66")
    expect(page.locator("#list .it > b")).to_have_text(["食品经营许可（新办）"])
    assert box(page, "premises.area_m2").input_value() == "66"


def test_keyboard_alone(visit) -> None:
    page = visit(GUIDE)
    page.locator("#region").focus()
    page.keyboard.press("ArrowDown")
    box(page, "food.kinds").wait_for()
    for _ in range(12):
        if page.evaluate("document.activeElement.id") == "food.kinds":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    box(page, "premises.area_m2").wait_for()
    assert page.evaluate("document.activeElement.id") == "food.kinds", "the focus stays where it was"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "premises.area_m2":
            break
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_contain_text("小餐饮登记")
    assert page.url.endswith(GUIDE)


@pytest.mark.parametrize("size", [PHONE, NARROW])
def test_phone_has_the_conclusion_at_its_lower_edge(visit, size) -> None:
    page = visit(GUIDE, size)
    small_noodle_shop(page)
    bar = page.locator(".mbar")
    expect(bar).to_contain_text("2 件事 · 1 份材料 · 3 个工作日")
    expect(bar.get_by_role("button", name="去填表")).to_be_in_viewport()
    sound(page)


def test_senior_mode_asks_one_question_a_page(visit) -> None:
    page = visit(GUIDE, mode="senior")
    expect(page.locator(".q")).to_have_count(1)
    sound(page)
    page.select_option("#region", "LC-GT")
    page.locator("#next").click()
    expect(page.locator(".q")).to_have_count(1)
    assert page.locator(".q > fieldset .choice:visible").count() == 4
    box(page, "food.kinds").check()
    sound(page)
    page.locator("#next").click()
    box(page, "premises.area_m2").fill("30")
    page.locator("#next").click()
    page.get_by_role("link", name="上一题").click()
    assert box(page, "premises.area_m2").input_value() == "30"
    page.get_by_text("我答过的").click()
    expect(page.get_by_role("link", name=re.compile("改\\s*卖什么"))).to_be_visible()


def test_switching_to_senior_mode_on_the_page_keeps_the_answers(visit) -> None:
    page = visit(GUIDE)
    page.select_option("#region", "LC-GT")
    box(page, "food.kinds").check()
    box(page, "premises.area_m2").wait_for()
    page.get_by_role("button", name="长辈版").click()
    expect(page.locator(".q")).to_have_count(1)
    expect(box(page, "premises.area_m2")).to_be_visible()


def test_counters_by_distance(visit) -> None:
    page = visit(GUIDE)
    small_noodle_shop(page)
    page.get_by_role("button", name="按离我多远排").click()
    expect(page.locator(".halls .hall").first).to_contain_text("离您")
    assert "lat=" not in page.url


def test_saved_guide_prints_and_is_taken_up_again(visit) -> None:
    page = visit(GUIDE)
    small_noodle_shop(page)
    page.get_by_role("button", name="存下来、打印、发给别人").click()
    page.wait_for_url("**/g/*")
    sound(page)
    page.emulate_media(media="print")
    expect(page.locator(".topbar")).to_be_hidden()
    expect(page.locator("#list, .sum").first).to_be_visible()
    expect(page.locator(".share__qr svg")).to_be_visible()
    page.emulate_media(media="screen")
    other = visit(page.url[page.url.index("/g/") :])
    other.get_by_role("button", name="用这份清单接着办").click()
    assert listed(other) == ["个体工商户设立登记", "小餐饮登记"]
    card = other.request.get(page.url + ".pdf")
    assert card.body().startswith(b"%PDF")


def test_english(visit) -> None:
    page = visit(f"/en{GUIDE}")
    page.select_option("#region", "LC-GT")
    box(page, "food.kinds").check()
    area = box(page, "premises.area_m2")
    area.fill("30")
    area.press("Tab")
    expect(page.locator("#list")).to_contain_text("Registration of a small catering business")
    sound(page)


@pytest.mark.parametrize(
    "path",
    ["/", "/themes", "/themes/open-restaurant", "/search?q=面馆", "/search?q=驾驶证", "/halls", "/en/", "/en/themes/public-place-hygiene"],
)
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_pages_around_the_guide_are_sound(visit, path: str, size) -> None:
    sound(visit(path, size))


@pytest.mark.parametrize("cookies", [{"mode": "senior"}, {"contrast": "high"}])
def test_home_is_sound_in_other_modes(visit, cookies) -> None:
    page = visit("/", **cookies)
    sound(page)


def test_search_from_home_to_the_guide_without_scripts(visit) -> None:
    page = visit("/", scripts=False)
    page.locator("#q").fill("我要开个面馆")
    page.locator("#q").press("Enter")
    page.get_by_role("link", name="看看我要办什么").first.click()
    assert page.url.endswith(GUIDE)
