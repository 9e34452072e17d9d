"""Reading marks and words from the text of a rule, with the eye of somebody who types Chinese.

FEEL's name characters include the full-width block, so to a plain implementation `年龄＞3` is one long name and `，` is a
riddle. Here a full-width mark outside quotation marks is a fault that says what to type; reading goes on as if it had
been typed, so that an author sees every fault at once. Chinese words for operators (并且, 大于) are met the same way.
"""
from __future__ import annotations

import re
from typing import Final

from bancheng.core.rules.faults import Fault

SPACE: Final = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/|\ufeff)*", re.S)
WORD: Final = re.compile(r"[^\W\d]\w*")
_MARK: Final = re.compile(r"\*\*|<=(?!>)|>=|!=|\.\.|==|<>|&&|\|\||[-+*/<>=()\[\]{},:.%!;]|[^\W\d]\w*")
_WIDE_RUN: Final = re.compile(r"[＞＜＝！≥≤≠＆｜][＞＜＝！＆｜<>=]*")
WIDE: Final = {
    "＞": ">", "＜": "<", "＝": "=", "≥": ">=", "≤": "<=", "≠": "!=", "＋": "+", "－": "-", "—": "-", "–": "-", "−": "-",
    "＊": "*", "×": "*", "／": "/", "÷": "/", "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{",
    "｝": "}", "，": ",", "、": ",", "：": ":", "．": ".", "“": '"', "”": '"', "＂": '"', "「": '"', "」": '"', "！": "!",
    "＆": "&", "｜": "|", "；": ";", "。": "。",
}  # fmt: skip
_SLIPS: Final = {"==": "=", "<>": "!=", "&&": "and", "||": "or", "AND": "and", "And": "and", "OR": "or", "Or": "or"}
_SPOKEN: Final = {
    "大于等于": ">=", "大于或等于": ">=", "不小于": ">=", "不少于": ">=", "不低于": ">=", "小于等于": "<=",
    "小于或等于": "<=", "不大于": "<=", "不超过": "<=", "不高于": "<=", "不等于": "!=", "不是": "!=", "大于": ">",
    "多于": ">", "超过": ">", "高于": ">", "小于": "<", "少于": "<", "低于": "<", "等于": "=", "是": "=", "属于": "in",
    "并且": "and", "而且": "and", "以及": "and", "且": "and", "或者": "or", "或": "or", "加": "+", "减": "-", "乘以": "*",
    "除以": "/",
}  # fmt: skip
SPOKEN: Final = tuple(sorted(_SPOKEN, key=len, reverse=True))


class SyntaxStop(Exception):
    """The text cannot be read any further; the fault has been noted."""


class Scanner:
    """A place in a text, and the faults met so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.faults: list[Fault] = []
        self.start = 0
        self.end = 0
        self._seen = ""
        self._seen_at = -1

    def fault(self, zh: str, en: str, span: tuple[int, int], fix: str | None = None) -> None:
        """Note a fault once."""
        fault = Fault(zh, en, span, fix)
        if fault not in self.faults:
            self.faults.append(fault)

    def stop(self, zh: str, en: str, span: tuple[int, int], fix: str | None = None) -> SyntaxStop:
        """Note a fault after which reading makes no sense; the caller raises what this returns."""
        self.fault(zh, en, span, fix)
        return SyntaxStop()

    def skip(self) -> int:
        """Go past spaces and comments; the new place."""
        here = self.pos
        text = self.text
        if here < len(text) and ((char := text[here]) <= " " or char in "/\ufeff" or char.isspace()):
            found = SPACE.match(text, here)
            self.pos = found.end() if found else here
        return self.pos

    def mark(self) -> str:
        """The mark or word that stands next ("" at the end), without taking it; where it stands is in `start`, `end`."""
        if self._seen_at == self.pos:
            return self._seen
        begin = self.skip()
        found = _MARK.match(self.text, begin)
        self.start, self.end = begin, begin
        if found is None:
            self._seen = self._wide(begin) if begin < len(self.text) else ""
        else:
            self.end = found.end()
            self._seen = self._word(found.group())
        self._seen_at = self.pos
        return self._seen

    def take(self) -> str:
        """The next mark, taken."""
        mark = self.mark()
        self.pos = self.end
        self._seen_at = -1
        return mark

    def accept(self, wanted: str) -> bool:
        """Take the next mark if it is this one."""
        if self.mark() != wanted:
            return False
        self.pos = self.end
        self._seen_at = -1
        return True

    def expect(self, wanted: str, after_zh: str, after_en: str) -> None:
        """Take the next mark, which must be this one.

        Raises:
            SyntaxStop: it is another.
        """
        if self.accept(wanted):
            return
        found = self.text[self.start : self.end] or self.text[self.start : self.start + 1]
        got = (f"，这里却是‘{found}’", f", found '{found}'") if found else ("，规则却到此为止", ", but the rule ends")
        raise self.stop(
            f"{after_zh}应该是‘{wanted}’{got[0]}", f"'{wanted}' expected {after_en}{got[1]}", (self.start, self.end), wanted
        )

    def wide(self, at: int) -> str:
        """What the full-width character at `at` should have been, noted as a fault; "" when it is an ordinary one."""
        char = self.text[at]
        meant = WIDE.get(char, "")
        if not meant and "\uff01" <= char <= "\uff5e":
            meant = chr(ord(char) - 0xFEE0)
        if meant == "。" or char == "；":
            self.fault(f"规则末尾不要写‘{char}’", f"leave out '{char}'", (at, at + 1), "")
        elif meant:
            self._full_width(char, meant, (at, at + 1))
        return meant

    def _full_width(self, written: str, meant: str, span: tuple[int, int]) -> None:
        if written in "“”「」＂":
            zh, en = f"‘{written}’是中文引号，请改成英文引号 {meant}", f"'{written}' is a Chinese quotation mark, write {meant}"
        else:
            zh, en = f"‘{written}’是全角符号，请改成 {meant}", f"'{written}' is a full-width character, write {meant}"
        self.fault(zh, en, span, meant)

    def _wide(self, begin: int) -> str:
        run = _WIDE_RUN.match(self.text, begin)
        if run is not None and len(run.group()) > 1:
            meant = "".join(WIDE.get(char, char) for char in run.group())
            meant = _SLIPS.get(meant, meant)
            self.end = run.end()
            self._full_width(run.group(), meant, (begin, self.end))
            return meant
        self.end = begin + 1
        meant = self.wide(begin)
        if meant in ("。", ";"):
            self.pos = self.end
            self._seen_at = -1
            return self.mark()
        return meant or self.text[begin]

    def _word(self, word: str) -> str:
        """A word where an operator should stand: as it is, unless it is a slip that can be understood."""
        meant = _SLIPS.get(word)
        if meant is None and word[0] > "\u2e7f":
            spoken = next((s for s in SPOKEN if word.startswith(s)), None)
            if spoken is None:
                return word
            meant, word = _SPOKEN[spoken], spoken
            self.end = self.start + len(spoken)
        if meant is None:
            return word
        self.fault(f"‘{word}’请写成 {meant}", f"write {meant} instead of '{word}'", (self.start, self.end), meant)
        return meant
