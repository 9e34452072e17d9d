"""The English words of the citizens' pages are complete, fit their Chinese originals, and are compiled."""
import gettext
import re
from pathlib import Path
from string import Formatter

import polib
import pytest
from tools import messages

from tests.consistency.tree import SRC, short

HAN = re.compile(r"[\u3400-\u9fff]")
SHOWN_AS_IT_IS = {"中文"}  # the name of the language itself
PLACE = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"</?[a-z]+")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(messages.CATALOGUE))


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_marked_word_is_in_the_catalogue(catalogue: polib.POFile) -> None:
    known = {entry.msgid for entry in catalogue if not entry.obsolete}
    missing = sorted({f"{word.file}: {word.text}" for word in messages.marked() if word.text not in known})
    assert not missing, "run tools/messages.py, then translate what it names"


def test_every_word_is_translated(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not all(forms(entry))] == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []
    assert [entry.msgid for entry in catalogue if any(HAN.search(text) for text in forms(entry)) and entry.msgid not in SHOWN_AS_IT_IS] == []


def test_no_translation_has_lost_its_word(catalogue: polib.POFile) -> None:
    marked = {word.text for word in messages.marked()}
    assert [entry.msgid for entry in catalogue if entry.msgid not in marked] == [], "run tools/messages.py"


def test_placeholders_and_tags_are_kept(catalogue: polib.POFile) -> None:
    for entry in catalogue:
        for text in forms(entry):
            assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(entry.msgid)), entry.msgid
            assert sorted(TAG.findall(text)) == sorted(TAG.findall(entry.msgid)), entry.msgid
            assert not re.search(r"%(?!\(\w+\)[sd]|%)", text), f"a lone % in the translation of {entry.msgid}"
            assert not [name for _, name, *_ in Formatter().parse(text) if name], f"{{braces}} are not filled in: {text}"


def test_what_is_compiled_is_what_is_written(catalogue: polib.POFile) -> None:
    with messages.CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in catalogue:
        if entry.msgid_plural:
            for count, form in ((1, entry.msgstr_plural[0]), (2, entry.msgstr_plural[1])):
                assert compiled.ngettext(entry.msgid, entry.msgid_plural, count) == form, "run tools/messages.py"
        else:
            assert compiled.gettext(entry.msgid) == entry.msgstr, "run tools/messages.py"
    written = {entry.msgid for entry in catalogue}
    there = {key[0] if isinstance(key, tuple) else key for key in compiled._catalog} - {""}
    assert there == written, "run tools/messages.py"


def test_words_are_found_in_templates_and_modules() -> None:
    """The collector itself: what it overlooks would be shown in Chinese."""
    template = '{% load i18n %}{% translate "甲" as t %}{% blocktranslate with n=x|length %}乙 {{ n }}{% endblocktranslate %}' + (
        "{% blocktranslate count n=c %}一 {{ n }}{% plural %}多 {{ n }}{% endblocktranslate %}{{ _('丙')|default:_(\"丁\") }}"
    )
    assert list(messages._of_template(template)) == [("甲", ""), ("乙 %(n)s", ""), ("一 %(n)s", "多 %(n)s"), ("丙", ""), ("丁", "")]
    module = 'a = _("甲" "乙")\nb = ngettext("一", "多", 3)\nc = i18n.gettext_lazy("丙")\nd = _(name)\n'
    assert list(messages._of_module(module)) == [("甲乙", ""), ("一", "多"), ("丙", "")]
    assert {word.file for word in messages.marked()} > {"web/templates/base.html", "web/verify/words.py"}


CITIZENS = sorted(path for room in ("portal", "verify", "components") for path in (SRC / "web" / "templates" / room).rglob("*.html"))


@pytest.mark.parametrize("path", CITIZENS, ids=short)
def test_no_template_holds_bare_chinese(path: Path) -> None:
    """Han characters and full-width punctuation in a citizen's template stand inside a mark for translation, or in a comment."""
    assert bare_chinese(path.read_text(encoding="utf-8")) == [], "mark it with translate or blocktranslate"


def bare_chinese(source: str) -> list[str]:
    """What remains in Chinese when everything that is marked, and what says that it is Chinese, is taken away."""
    source = re.sub(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", "", source, flags=re.DOTALL)
    source = re.sub(r"(\{% blocktranslate[^%]*%\}).*?\{% endblocktranslate %\}", r"\1", source, flags=re.DOTALL)
    source = re.sub(r"\{% translate .*?%\}|_\((\"[^\"]*\"|'[^']*')\)", "", source)
    source = re.sub(r'lang="zh-CN"[^<]*', "", source)
    return re.findall(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef][^<>{}]*", source)
