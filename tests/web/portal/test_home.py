"""Home, themes, halls: everything shown exists, works signed out, and leads somewhere."""
import re

import pytest
from django.test import Client

from bancheng.web import brand

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

PAGES = ["/", "/themes", "/themes/open-restaurant", "/themes/public-place-hygiene", "/halls", "/halls?region=LC-GT", "/search"]


def links(html: str) -> set[str]:
    """Addresses on this site that a page leads to."""
    return {link.split("#")[0] for link in re.findall(r'href="(/[^"]*)"', html) if not link.startswith("/static/")} - {""}


@pytest.mark.parametrize("address", [page for path in PAGES for page in (path, f"/en{path}")])
def test_page_works_signed_out(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.count("<h1") == 1
    assert "None" not in re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize("address", PAGES)
def test_no_dead_link(address: str) -> None:
    client = Client()
    for link in sorted(links(client.get(address).content.decode())):
        assert client.get(link.replace("&amp;", "&")).status_code in (200, 302), link


def test_home_shows_every_theme_and_every_item(catalogue) -> None:
    html = Client().get("/").content.decode()
    for theme in ("开餐饮店", "公共场所卫生许可"):
        assert theme in html
    for versions in catalogue.items.values():
        assert versions[-1].name in html


def test_figures_on_the_cards_come_from_a_story_with_a_source() -> None:
    html = Client().get("/").content.decode()
    assert "<del>" in html
    assert "分开办理时的办事指南" in html
    assert "待核实" in html


def test_cards_without_a_story_show_no_figures(catalogue, monkeypatch) -> None:
    from bancheng.web.portal import themes

    monkeypatch.setattr(themes, "example_of", lambda catalogue, theme: None)
    assert "<del>" not in Client().get("/").content.decode()


def test_unknown_theme_is_not_found() -> None:
    answer = Client().get("/themes/no-such-theme")
    assert answer.status_code == 404
    assert "没找到这一页" in answer.content.decode()


def test_halls_say_whether_they_are_open(at) -> None:
    with at(2026, 11, 23, 10, 0):  # a Monday
        assert "现在开门" in Client().get("/halls?region=LC-GT").content.decode()
    with at(2026, 10, 1, 10, 0):  # a public holiday
        html = Client().get("/halls?region=LC-GT").content.decode()
        assert "现在开门" not in html
        assert "10 月 8 日" in html


def test_halls_by_distance(at) -> None:
    with at(2026, 11, 23, 10, 0):
        html = Client().get("/halls?region=LC-GT&lat=36.86&lon=116.23").content.decode()
    assert "离您近的在前" in html
    assert "公里" in html or " 米" in html


@pytest.mark.parametrize("query", ["lat=x&lon=1", "lat=nan&lon=1", "lat=91&lon=0", "lat=1"])
def test_a_position_that_is_none_changes_nothing(query: str) -> None:
    assert "离您近的在前" not in Client().get(f"/halls?{query}").content.decode()


def test_brand_is_the_packs() -> None:
    html = Client().get("/").content.decode()
    assert "聊城市" in html
    answer = Client().get("/brand.css")
    assert answer["Content-Type"].startswith("text/css")


def test_brand_colours_are_colours_only() -> None:
    css = brand.rules({"brand-600": "#123abc", "brand-700": "red;}body{display:none", "x;y": "#fff"})
    assert css == "@layer brand{:root{--brand-600:#123abc}}\n"
    assert brand.rules({}) == ""


@pytest.mark.parametrize("cookie", ["senior", "std", "<script>"])
def test_mode_cookie(cookie: str) -> None:
    client = Client()
    client.cookies["mode"] = cookie
    html = client.get("/").content.decode()
    assert ('data-mode="senior"' in html) is (cookie == "senior")
    assert "<script>" not in html
