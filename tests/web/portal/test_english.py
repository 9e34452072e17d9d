"""English pages speak English: what exists only in Chinese says so with its language."""
import gettext
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

import bancheng
from bancheng.apps.cases.models import SavedGuide
from tests.web.portal.test_guide import GUIDE, NOODLES

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

HAN = re.compile(r"[\u3400-\u9fff，。：；？！（）、]+")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LOCALE = Path(bancheng.__file__).parent / "locale"


class Words(HTMLParser):
    """Han characters that a reader of English meets, outside of what is marked as Chinese."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside: list[bool] = []
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        chinese = values.get("lang") == "zh-CN" or (bool(self.inside) and self.inside[-1])
        if not chinese:
            self.look(" ".join(values.get(name) or "" for name in ("aria-label", "title", "alt", "placeholder")))
        if tag not in VOID:
            self.inside.append(chinese)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.inside:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not (self.inside and self.inside[-1]):
            self.look(data)

    def look(self, text: str) -> None:
        self.found += HAN.findall(text)


def chinese_words(html: str) -> list[str]:
    return Words(html).found


@pytest.mark.parametrize(
    "path",
    ["/en/", "/en/themes", "/en/themes/open-restaurant", "/en/themes/public-place-hygiene", "/en/halls", "/en/search?q=noodle", "/en/search?q=zebra"],
)
def test_no_chinese_on_english_pages(path: str) -> None:
    assert chinese_words(Client().get(path).content.decode()) == []


@pytest.mark.parametrize("mode", ["std", "senior"])
def test_no_chinese_in_the_english_guide(mode: str) -> None:
    client = Client()
    client.cookies["mode"] = mode
    assert chinese_words(client.get(f"/en{GUIDE}").content.decode()) == []
    client.post(f"/en{GUIDE}", NOODLES)
    assert chinese_words(client.get(f"/en{GUIDE}").content.decode()) == []
    client.post(f"/en{GUIDE}", NOODLES | {"premises.area_m2": "abc"})
    assert chinese_words(client.get(f"/en{GUIDE}").content.decode()) == []
    client.post(f"/en{GUIDE}/save", NOODLES)
    assert chinese_words(client.get(f"/en/g/{SavedGuide.objects.get().code}").content.decode()) == []


def test_the_compiled_words_are_those_of_the_source() -> None:
    source = (LOCALE / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    with (LOCALE / "en" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    pairs = re.findall(r'^msgid "((?:[^"\\]|\\.)+)"\nmsgstr "((?:[^"\\]|\\.)+)"$', source, re.MULTILINE)
    assert len(pairs) > 200
    for chinese, english in pairs:
        plain = [text.replace('\\"', '"').replace("\\n", "\n") for text in (chinese, english)]
        assert compiled.gettext(plain[0]) == plain[1], "run tools/messages.py"
