"""What is written beside the code stays true: links lead somewhere, tests that are named exist, the front pages show the ways in."""
import re
from datetime import date

import pytest
import yaml

from bancheng.cli import verbs
from tests.consistency.tree import ROOT, named, short, text

PAGES = named(".md")
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HAN = "\u3400-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}][,.:;?!()]|[,.:;?!()][{HAN}]")


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_links_lead_somewhere(page):
    missing = []
    for target in LINK.findall(CODE.sub("", text(page))):
        path, _, anchor = target.partition("#")
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        found = (page.parent / path).resolve() if path else page
        if not found.exists():
            missing.append(target)
        elif anchor and found.suffix == ".md":
            titles = re.findall(r"^#+ (.*)$", text(found), re.MULTILINE)
            if anchor not in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}:
                missing.append(target)
    assert not missing


def test_chinese_pages_use_full_width_punctuation():
    """Outside code and addresses."""
    page = ROOT / "README.zh-CN.md"
    words = re.sub(r"\]\([^)]*\)|<[^>]*>", "]", CODE.sub("``", text(page)))
    assert not [words[max(0, hit.start() - 10) : hit.end() + 10] for hit in HALF_WIDTH.finditer(words)]


def test_every_test_that_the_security_list_names_exists():
    missing = []
    named_tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text(ROOT / "docs" / "security.md"))
    assert len(named_tests) > 40
    for file, test in named_tests:
        path = ROOT / file
        if not path.exists() or not re.search(rf"^(?:def|class) {test}\b", text(path), re.MULTILINE):
            missing.append(f"{file}::{test}")
    assert not missing


def test_the_security_list_has_every_chapter_and_a_test_or_a_reason():
    rows = [line.strip("| ").split(" | ") for line in text(ROOT / "docs" / "security.md").splitlines() if re.match(r"\| V\d", line)]
    assert {int(number) for row in rows for number in re.findall(r"V(\d+)", row[0])} == set(range(1, 18))
    assert not [row for row in rows if len(row) != 3 or not row[1] or not ("tests/" in row[2] or row[2] == "–")]


def test_decisions_are_listed_and_say_why_and_at_what_price():
    folder = ROOT / "docs" / "decisions"
    index = text(folder / "README.md")
    pages = sorted(folder.glob("0*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        title = text(page).splitlines()[0].removeprefix("# ")
        assert f"| [{title[:4]}]({page.name}) | {title[5:]} |" in index
        assert all(f"**{part}" in text(page) for part in ("Decided.", "Why.", "It costs")), page.name


def test_the_front_pages_show_the_ways_in():
    for name in ("README.md", "README.zh-CN.md"):
        page = text(ROOT / name)
        for way in ("make run", "make test", "bancheng demo", "docs/add-a-service-item.md", "docs/operations.md", "LICENSE", "docs/screenshots/"):
            assert way in page, f"{name} does not show {way}"
        assert not [verb for verb in re.findall(r"`bancheng ([a-z-]+)", page) if verb not in verbs()]


def test_the_public_description_is_what_the_standard_asks():
    """publiccode.yml 0.4: required keys, lengths, languages."""
    said = yaml.safe_load(text(ROOT / "publiccode.yml"))
    assert said["publiccodeYmlVersion"] == "0.4"
    assert {"name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal", "maintenance", "localisation"} <= set(said)
    assert said["developmentStatus"] in ("concept", "development", "beta", "stable", "obsolete")
    assert said["legal"]["license"] == "Apache-2.0" and "Apache License" in text(ROOT / "LICENSE")
    assert said["maintenance"]["type"] in ("internal", "contract", "community", "none") and said["maintenance"]["contacts"][0]["name"]
    assert date.fromisoformat(said["releaseDate"])
    assert f'version = "{said["softwareVersion"]}"' in text(ROOT / "pyproject.toml")
    assert set(said["description"]) == set(said["localisation"]["availableLanguages"])
    for words in said["description"].values():
        assert len(words["shortDescription"]) <= 150 <= len(words["longDescription"]) <= 10_000 and words["features"]


def test_screenshots_are_few_and_light():
    pictures = named(".png", ".webp", ".jpg", under=ROOT / "docs" / "screenshots")
    shown = text(ROOT / "README.md") + text(ROOT / "README.zh-CN.md")
    assert 0 < len(pictures) <= 8
    assert not [short(picture) for picture in pictures if picture.stat().st_size > 250 * 1024 or picture.name not in shown]
