"""Collect the words of the citizens' pages into the English catalogue, and compile it. Needs nothing but the development environment.

    python tools/messages.py            collect, compile, and say how many words have no translation yet
    python tools/messages.py --missing  also list them

Words are marked with `{% translate %}` and `{% blocktranslate %}` in templates, with `_()`, `gettext` and the like in modules. The desk speaks Chinese
only, so its words are not collected; nor are those of the style page. Translate in src/bancheng/locale/en/LC_MESSAGES/django.po, then run this
again. Both files are committed, so that nobody needs tools to run the product.
"""
from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "bancheng"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE_ONLY = ("web/desk/", "web/ui/", "web/templates/desk/", "web/templates/desk_base.html", "web/templates/ui/")
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
HEADER = "English words of the citizens' pages. Made and compiled by tools/messages.py; what has no translation is shown in Chinese."
METADATA = {
    "Project-Id-Version": "bancheng",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
_CALL = re.compile(r"""\b(n?)gettext\(u?((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))(?:,\s*u?((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")))?""")
_FILTER = re.compile(r"""(?<![\w])_\(('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)""")


@dataclass(frozen=True, slots=True)
class Marked:
    """A word marked for translation, its plural form (empty: none), and the file it stands in, below the package."""

    text: str
    plural: str
    file: str


def marked() -> list[Marked]:
    """Every marked word of the citizens' pages, file by file, in the order in which it stands there."""
    found: list[Marked] = []
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(CHINESE_ONLY):
            continue
        if path.suffix == ".html":
            found += (Marked(text, plural, name) for text, plural in _of_template(path.read_text(encoding="utf-8")))
        elif path.suffix == ".py":
            found += (Marked(text, plural, name) for text, plural in _of_module(path.read_text(encoding="utf-8")))
    return found


def _of_template(source: str) -> Iterator[tuple[str, str]]:
    """Django writes a template down as calls of gettext; their first arguments are the words."""
    if not settings.configured:
        settings.configure()
    calls = templatize(source)
    for found in _CALL.finditer(calls):
        yield ast.literal_eval(found[2]), ast.literal_eval(found[3]) if found[1] else ""
    for found in _FILTER.finditer(calls):
        yield ast.literal_eval(found[1]), ""


def _of_module(source: str) -> Iterator[tuple[str, str]]:
    for node in sorted(ast.walk(ast.parse(source)), key=lambda node: getattr(node, "lineno", 0)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [argument.value for argument in node.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
        if called in SINGLE and len(words) == 1:
            yield words[0], ""
        elif called in PLURAL and len(words) == 2:
            yield words[0], words[1]


def collected(old: polib.POFile) -> polib.POFile:
    """The catalogue of what is marked now, with the translations there are. A word that is gone goes with its translation."""
    known = {entry.msgid: entry for entry in old if not entry.obsolete}
    entries: dict[str, polib.POEntry] = {}
    for word in marked():
        entry = entries.get(word.text)
        if entry is None:
            entry = entries[word.text] = _entry(word, known.get(word.text))
        if (word.file, "") not in entry.occurrences:
            entry.occurrences.append((word.file, ""))
        if bool(word.plural) != bool(entry.msgid_plural):
            raise SystemExit(f"{word.file}: “{word.text}” is marked with a plural here and without one elsewhere; use other words in one of them.")
    new = polib.POFile(wrapwidth=0)
    new.header, new.metadata = HEADER, METADATA
    new.extend(entries.values())
    return new


def _entry(word: Marked, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=word.text, flags=["python-format"] if re.search(r"%\(\w+\)s|%[sd]", word.text) else [])
    if word.plural:
        entry.msgid_plural = word.plural
        entry.msgstr_plural = known.msgstr_plural if known and known.msgstr_plural else {0: "", 1: ""}
    else:
        entry.msgstr = known.msgstr if known else ""
    return entry


if __name__ == "__main__":
    catalogue = collected(polib.pofile(str(CATALOGUE), wrapwidth=0))
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    left = catalogue.untranslated_entries()
    sys.stdout.write(f"{len(left)} of {len(catalogue)} words without a translation\n")
    if "--missing" in sys.argv:
        sys.stdout.writelines(f"{entry.msgid!r}\n" for entry in left)
