"""Writing to a terminal so that it can be read: headings, indented lines, columns that also fit Han characters, colour where there is a terminal."""
from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from textwrap import indent

_COLOURS = {"title": "1;34", "head": "1", "good": "32", "bad": "1;31", "quiet": "2"}


class Screen:
    """A terminal and the language spoken on it."""

    def __init__(self, lang: str) -> None:
        self.english = lang == "en"
        self.coloured = sys.stdout.isatty()
        self.faults: list[str] = []

    def word(self, zh: str, en: str) -> str:
        """The words in the language of this screen."""
        return en if self.english else zh

    def say(self, zh: str = "", en: str = "", style: str = "") -> None:
        """One line or several."""
        print(self._paint(self.word(zh, en), style), flush=True)

    def title(self, text: str) -> None:
        """The beginning of a story."""
        rule = "━" * max(4, min(get_terminal_size().columns, 100) - width(text) - 4)
        print("\n" + self._paint(f"━━ {text} {rule}", "title"), flush=True)

    def head(self, zh: str, en: str) -> None:
        """The beginning of a step."""
        print("\n" + self._paint(self.word(zh, en), "head"), flush=True)

    def block(self, text: str) -> None:
        """What another command or function has written, indented."""
        print(indent(text.rstrip(), "  "), flush=True)

    def row(self, left: str, right: str, column: int = 44) -> None:
        """Two columns; a left one that is too long has the right one under it."""
        gap = column - width(left)
        line = f"  {left}{' ' * gap}{right}" if gap > 0 else f"  {left}\n  {' ' * column}{right}"
        print(line.rstrip(), flush=True)

    def must(self, good: bool, zh: str, en: str) -> bool:
        """Something that has to come out like this; remembered if it did not."""
        text = self.word(zh, en)
        print("  " + self._paint(("✔ " if good else "✘ ") + text, "good" if good else "bad"), flush=True)
        if not good:
            self.faults.append(text)
        return good

    def _paint(self, text: str, style: str) -> str:
        return f"\033[{_COLOURS[style]}m{text}\033[0m" if style and self.coloured else text


def width(text: str) -> int:
    """Columns that a text takes: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


@contextmanager
def library_silence() -> Iterator[None]:
    """Keep the signature library from writing to the terminal where it was when a signature did not fit: it does so past Python."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
