"""Collect the words of all pages into the English catalogue, and compile it. Needs the gettext tools (Debian: apt-get install gettext).

    python tools/messages.py            collect, compile, and say how many words have no translation yet
    python tools/messages.py --missing  also list them

Translate in src/bancheng/locale/en/LC_MESSAGES/django.po, then run it again. Both files are committed, so that nobody needs gettext to run the product.
"""
from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "bancheng"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = """# English words of the pages. Made and compiled by tools/messages.py; what has no translation is shown in Chinese.
msgid ""
msgstr ""
"Project-Id-Version: bancheng\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
ENTRY = re.compile(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)
EMPTY = re.compile(r'^msgstr(?:\[0\])? ""$(?!\n")', re.MULTILINE)


def collect() -> None:
    """Every word marked in templates and modules; translations that only resemble are dropped, guesses help nobody."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location", "--no-wrap", "--no-obsolete"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "bancheng.config.settings", "PYTHONPATH": str(PACKAGE.parent)}  # noqa: TID251 - a command is started
    subprocess.run(command, cwd=PACKAGE, env=env, check=True, stdout=subprocess.DEVNULL)
    text = CATALOGUE.read_text(encoding="utf-8")
    entries = [entry for entry in text.split("\n\n") if ENTRY.search(entry) and "Content-Transfer-Encoding" not in entry]
    CATALOGUE.write_text(HEADER + "\n" + "\n\n".join(_sure(entry.strip()) for entry in entries) + "\n", encoding="utf-8")


def _sure(entry: str) -> str:
    """An entry without a guessed translation."""
    if "#, fuzzy" not in entry:
        return entry
    lines = [line for line in entry.splitlines() if not line.startswith("#|")]
    kept = "\n".join(line.replace("#, fuzzy, ", "#, ") for line in lines if line != "#, fuzzy")
    return re.sub(r'^(msgstr(?:\[\d\])?) (?:"(?:[^"\\]|\\.)*"\n?)+', r'\1 ""\n', kept, flags=re.MULTILINE).strip()


def compile_() -> None:
    """The form that is read at run time."""
    subprocess.run(["msgfmt", "--check-format", "-o", str(CATALOGUE.with_suffix(".mo")), str(CATALOGUE)], check=True)


def missing() -> list[str]:
    """Words without a translation."""
    entries = CATALOGUE.read_text(encoding="utf-8").split("\n\n")[1:]
    return [entry.splitlines()[-2] for entry in entries if EMPTY.search(entry)]


if __name__ == "__main__":
    collect()
    compile_()
    left = missing()
    sys.stdout.write(f"{len(left)} words without a translation\n")
    if "--missing" in sys.argv:
        sys.stdout.write("\n".join(left) + "\n")
