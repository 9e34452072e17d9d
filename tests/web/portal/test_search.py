"""Search finds themes by everyday words, and says what to do when there is nothing."""
from datetime import date, datetime

import pytest
from django.test import Client

from bancheng.apps.catalogue.search import search
from bancheng.core.catalogue import Catalogue
from bancheng.core.clock import CHINA

TODAY = date(2026, 11, 23)


def best(catalogue: Catalogue, query: str) -> str:
    hits = search(catalogue, query, TODAY)
    return hits[0].theme.id if hits else ""


@pytest.mark.parametrize(
    ("query", "theme"),
    [
        ("我要开个面馆", "open-restaurant"),
        ("想开一家奶茶店", "open-restaurant"),
        ("开个烧饼店要办什么证", "open-restaurant"),
        ("我想卖早点", "open-restaurant"),
        ("装招牌", "open-restaurant"),
        ("小餐饮登记", "open-restaurant"),
        ("noodle shop", "open-restaurant"),
        ("I want to open a restaurant", "open-restaurant"),
        ("卫生证到期了", "public-place-hygiene"),
        ("卫生许可证丢了怎么办", "public-place-hygiene"),
        ("开民宿", "public-place-hygiene"),
        ("理发店", "public-place-hygiene"),
        ("酒店泳池", "public-place-hygiene"),
        ("ktv", "public-place-hygiene"),
        ("swimming pool", "public-place-hygiene"),
        ("ＫＴＶ", "public-place-hygiene"),
        ("我要开个工厂", ""),
        ("驾驶证换证", ""),
        ("孩子刚出生", ""),
        ("", ""),
        ("？！", ""),
        ("的", ""),
        ("x" * 5000, ""),
    ],
)
def test_everyday_words(catalogue, query: str, theme: str) -> None:
    assert best(catalogue, query) == theme


def test_same_words_same_answer(catalogue) -> None:
    assert search(catalogue, "卫生证", TODAY) == search(catalogue, "卫生证", TODAY)


def test_a_service_by_its_name_comes_with_its_theme(catalogue) -> None:
    hits = search(catalogue, "小餐饮登记", TODAY)
    assert any(hit.kind == "item" and hit.item.id == "small-catering-registration" for hit in hits)


def test_opening_a_company_finds_its_registration_not_a_restaurant(catalogue) -> None:
    hit = search(catalogue, "我要开个公司", TODAY)[0]
    assert hit.kind == "item" and hit.item.id == "business-registration-company"


def test_a_day_before_the_theme_finds_nothing(catalogue) -> None:
    assert search(catalogue, "面馆", datetime(2010, 1, 1, tzinfo=CHINA).date()) == []


@pytest.mark.db
@pytest.mark.django_db
class TestPage:
    @pytest.fixture(autouse=True)
    def _in_force(self, catalogue) -> None:
        pass

    def test_leads_to_the_guide(self) -> None:
        html = Client().get("/search", {"q": "我要开个面馆"}).content.decode()
        assert 'href="/themes/open-restaurant/guide"' in html

    def test_nothing_found_helps(self) -> None:
        html = Client().get("/search", {"q": "孩子刚出生"}).content.decode()
        assert "没找到和“孩子刚出生”有关的事" in html
        assert "12345" in html
        assert 'href="/themes/open-restaurant"' in html

    def test_what_is_typed_is_shown_and_not_run(self) -> None:
        html = Client().get("/search", {"q": "<script>alert(1)</script>"}).content.decode()
        assert "<script>alert" not in html

    def test_english(self) -> None:
        html = Client().get("/en/search", {"q": "noodle shop"}).content.decode()
        assert "Open a restaurant" in html
        assert 'href="/en/themes/open-restaurant/guide"' in html
