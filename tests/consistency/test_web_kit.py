"""The look keeps its own rules: punctuation, no inline scripts or styles, one sprite, every component shown, light pages."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

import bancheng.web
from bancheng.web.ui import icons

pytestmark = [pytest.mark.db, pytest.mark.django_db]  # the brand of every page comes from the release in force

WEB = Path(bancheng.web.__file__).parent
STATIC = WEB / "static" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
MODULES = sorted((STATIC / "js").glob("*.js"))
SOURCES = sorted(WEB.rglob("*.py"))

HAN = "\u3400-\u9fff\u3000-\u303f\uff00-\uffef"
HALF_WIDTH = re.compile(rf"[{HAN}][,.:;?!()](?!\w*[=\]])|[,.:;?!()][{HAN}]")
COMMENT = re.compile(r"{% comment.*?endcomment %}|{#.*?#}", re.DOTALL)
INLINE = re.compile(r"""\sstyle\s*=|<style|\son\w+\s*=|\shx-on|javascript:|<script(?![^>]*\ssrc=)""", re.IGNORECASE)
ICON = re.compile(r"""{% icon "([\w-]+)"|icon(?:_after)?=["']([\w-]+)["']|icon\|default:["']([\w-]+)["']|"icon": "([\w-]+)\"""")


def text(path: Path) -> str:
    """A template without its comments."""
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def short(path: Path) -> str:
    """The path as the test's name shows it."""
    return path.relative_to(WEB).as_posix()


class Page(HTMLParser):
    """The words of a page, the number of its first headings, and what its ids and references say."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.headings = 0
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        if "id" in values:
            self.ids.append(values["id"])
        for name in ("for", "aria-describedby", "aria-labelledby", "form"):
            self.references.update(values.get(name, "").split())

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


@pytest.fixture
def kit() -> dict[str, object]:
    """The style pages, and the templates that drew them."""
    drawn: set[str] = set()
    pages = {}
    for address in ("/_ui/", "/_ui/desk/"):
        answer = Client().get(address)
        assert answer.status_code == 200
        drawn.update(template.name for template in answer.templates if template.name)
        pages[address] = answer.content.decode()
    return {"drawn": drawn, "pages": pages}


@pytest.mark.parametrize("path", [*TEMPLATES, *MODULES], ids=short)
def test_no_half_width_punctuation_beside_han(path: Path) -> None:
    faults = [text(path)[max(0, hit.start() - 15) : hit.end() + 15] for hit in HALF_WIDTH.finditer(text(path))]
    assert not faults, "write ，。：；？！（） beside Han characters"


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_no_half_width_punctuation_in_words_of_views(path: Path) -> None:
    words = re.findall(r"""["']([^"'\n]*[\u4e00-\u9fff][^"'\n]*)["']""", path.read_text(encoding="utf-8"))
    assert not [word for word in words if HALF_WIDTH.search(word)]


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_no_inline_script_or_style(path: Path) -> None:
    found = INLINE.search(text(path))
    assert not found, f"the page policy forbids this: {found and found[0]}"


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_modules_neither_evaluate_nor_write_markup(path: Path) -> None:
    assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write", text(path))


def test_every_component_stands_on_the_style_page(kit) -> None:
    components = {path.relative_to(WEB / "templates").as_posix() for path in TEMPLATES if path.parent.name == "components"}
    assert components - kit["drawn"] == set()


def test_icons_used_are_in_the_sprite() -> None:
    used = {name for path in [*TEMPLATES, *SOURCES] for hit in ICON.findall(text(path)) for name in hit if name}
    assert used, "no icon was found in any template"
    assert used - set(icons.names()) == set()


def test_sprite_is_what_its_list_says() -> None:
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    assert tuple(re.findall(r'<symbol id="i-([\w-]+)"', sprite)) == icons.names()


@pytest.mark.parametrize("address", ["/_ui/", "/_ui/desk/"])
def test_style_pages_are_sound(kit, address: str) -> None:
    page = Page(kit["pages"][address])
    assert page.headings == 1
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    assert page.references <= set(page.ids), "a label or description points nowhere"
    words = " ".join(word for word in page.words if word)
    assert not [words[max(0, hit.start() - 15) : hit.end() + 15] for hit in HALF_WIDTH.finditer(words)]


def test_first_load_is_light(kit) -> None:
    html = kit["pages"]["/_ui/"]
    files = [STATIC.parent.parent / "static" / name for name in re.findall(r'(?:href|src)="/static/([^"#]+)"', html)]
    files += [*MODULES, STATIC / "icons.svg", STATIC / "hero.svg"]
    weight = len(gzip.compress(html.encode())) + sum(len(gzip.compress(path.read_bytes())) for path in set(files))
    assert weight <= 100 * 1024, f"{weight / 1024:.1f} KB"


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_no_context(name: str) -> None:
    page = Page(render_to_string(name))
    assert page.headings == 1
    assert any("12345" in word for word in page.words), "an error page names a person to call"


def test_unknown_address_gets_the_own_page() -> None:
    answer = Client().get("/no-such-page/")
    assert answer.status_code == 404
    assert "没找到这一页" in answer.content.decode()
