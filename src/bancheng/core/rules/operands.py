"""What stands between operators: numbers, text, lists, records, anything in brackets."""
from __future__ import annotations

import re
from typing import Final

from bancheng.core.rules.building import symbol_of
from bancheng.core.rules.functions import BUILTINS
from bancheng.core.rules.literals import OutOfReach
from bancheng.core.rules.naming import Names
from bancheng.core.rules.scanner import SPOKEN, WORD
from bancheng.core.rules.tree import ContextNode, ListNode, Literal, Node
from bancheng.core.rules.types import ANY, NUMBER, STRING, ContextOf, ListOf, Symbol, Type
from bancheng.core.rules.values import CONTEXT

_NUMBER: Final = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.A)
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"', re.S)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.S)
_PLAIN_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


class Operands(Names):
    """Reads one operand."""

    def operand(self) -> Node:
        """A literal, a name, or anything in brackets."""
        begin = self.skip()
        text = self.text
        if begin >= len(text):
            raise self.stop("规则在这里断了，后面还缺一个值或条件", "the rule ends here: a value is missing", (begin, begin))
        char = text[begin]
        if char.isalpha() or char == "_":
            if not "\uff01" <= char <= "\uff5e":
                return self.name(begin)
        elif char.isdecimal() or char == ".":
            return self._number(begin)
        if char > "~":
            name, end = self.scope.longest(text, begin)
            if name:
                return self.name(begin)
            char = self.wide(begin) or char
        if char == '"':
            return self._string(begin)
        self._seen_at = -1
        if char == "(":
            self.pos = begin + 1
            inner = self.expression(0)
            if self.mark() == "..":
                raise self.stop("区间只能写在 in 后面：x in (1..5)", "a range may stand after 'in' only", (begin, self.end))
            self.expect(")", "括号里的内容之后", "after what stands in brackets")
            return inner
        if char == "[":
            return self._list(begin)
        if char == "{":
            return self._context(begin)
        if char == "-":
            self.pos = begin + 1
            self.deeper()
            operand = self.postfix(self.operand())
            self.depth -= 1
            return self.minus(operand, (begin, operand.span[1]))
        if char == "@" and text.startswith('"', begin + 1):
            return self._at(begin)
        raise self._odd(char, begin)

    def _at(self, begin: int) -> Node:
        """`@"2026-02-12"`: a date, a date and time or a duration; the same tree as the function call."""
        literal = self._string(begin + 1)
        if isinstance(literal, Literal):
            for name in ("date", "date and time", "duration"):
                try:
                    readable = BUILTINS[name].call(literal.value) is not None
                except OutOfReach:
                    readable = True  # refused by name when the whole has been read
                if readable:
                    return self.builtin_call(name, (literal,), (begin, self.pos))
        raise self.later(f"@{self.said(literal)}", (begin, self.pos))

    def _odd(self, char: str, begin: int) -> Exception:
        span = (begin, begin + 1)
        if char == "?":
            return self.later("?", span)
        if char in "'‘’":
            return self.stop(f'文字要用英文双引号 "…"，不是 {char}', f'text stands in double quotes "…", not {char}', span, '"')
        if char == "!":
            return self.stop("‘!’请写成 not( )", "write not( ) instead of '!'", span, "not")
        if char == "]":
            return self.stop("‘]’前面缺一个值，或者列表没写完", "a value is missing before ']'", span)
        return self.stop(f"这里应该是一个值或条件，‘{char}’放错了地方", f"a value is expected here, not '{char}'", span)

    def _number(self, begin: int) -> Node:
        text = self.text
        found = _NUMBER.match(text, begin)
        if found is None:
            raise self._wide_number(begin)
        self.pos = found.end()
        if self.pos < len(text) and (text[self.pos].isalnum() or text[self.pos] in "_％%"):
            word = WORD.match(text, self.pos)
            if word is None:
                raise self._wide_number(begin)
            if not word.group().startswith(SPOKEN):
                self.fault(
                    f"数字后面不要写单位‘{word.group()}’", f"leave out the unit '{word.group()}'", word.span(), ""
                )
                self.pos = word.end()
        value = CONTEXT.create_decimal(found.group())
        return Literal(NUMBER, (begin, self.pos), value)

    def _wide_number(self, begin: int) -> Exception:
        end = begin
        while end < len(self.text) and (self.text[end].isdecimal() or self.text[end] in "．.%％"):
            end += 1
        written = self.text[begin : max(end, begin + 1)]
        if written[-1] in "%％":
            return self.stop(f"百分数请写成小数：{written}", f"write {written} as a decimal", (begin, end))
        if not any(c.isdecimal() for c in written):
            return self.stop("‘.’前面缺一个名字", "a name is missing before '.'", (begin, begin + 1))
        meant = "".join(c if c == "." else "." if c == "．" else str(int(c)) for c in written)
        return self.stop(
            f"‘{written}’是全角数字，请改成 {meant}", f"'{written}' has full-width digits, write {meant}", (begin, end), meant
        )

    def _string(self, begin: int) -> Node:
        text = self.text
        if text[begin] == '"':
            found = _STRING.match(text, begin)
            if found is None:
                raise self.stop('文字没有结束，少了一个 "', 'the text does not end: a " is missing', (begin, len(text)))
            self.pos = found.end()
            body = found.group(1)
            value = _paired(_ESCAPE.sub(self._escape, body)) if "\\" in body else body
            return Literal(STRING, (begin, self.pos), value)
        closing = next((i for i in range(begin + 1, len(text)) if text[i] in '”"“」＂'), -1)
        if closing < 0:
            raise self.stop('文字没有结束，少了一个 "', 'the text does not end: a " is missing', (begin, len(text)))
        if text[closing] != '"':
            self.wide(closing)
        self.pos = closing + 1
        return Literal(STRING, (begin, self.pos), text[begin + 1 : closing])

    def _escape(self, found: re.Match[str]) -> str:
        code = found.group(1) or found.group(2)
        if code:
            return chr(int(code, 16)) if int(code, 16) < 0x110000 else found.group()
        return _PLAIN_ESCAPES.get(found.group(3), found.group())

    def _list(self, begin: int) -> Node:
        self.pos = begin + 1
        items: list[Node] = []
        if not self.accept("]"):
            items.append(self.expression(0))
            if self.mark() == "..":
                raise self.stop("区间只能写在 in 后面：x in [1..5]", "a range may stand after 'in' only", (begin, self.end))
            while self.accept(","):
                items.append(self.expression(0))
            self.expect("]", "列表的最后", "at the end of the list")
        kinds = {item.type for item in items}
        member: Type = kinds.pop() if len(kinds) == 1 else ANY
        return ListNode(ListOf(member), (begin, self.pos), tuple(items))

    def _context(self, begin: int) -> Node:
        self.pos = begin + 1
        names: list[str] = []
        slots: list[int] = []
        values: list[Node] = []
        kept = len(self.bound)
        while self.mark() != "}":
            if names:
                self.expect(",", "两项之间", "between two entries")
            names.append(self._key())
            if names[-1] in names[:-1]:
                self.fault(f"‘{names[-1]}’写了两次", f"'{names[-1]}' stands twice", (self.pos - 1, self.pos))
            self.expect(":", "名字后面", "after the name")
            value = self.expression(0)
            values.append(value)
            slots.append(self.bind(names[-1], value.type, symbol_of(value)))
        self.take()
        del self.bound[kept:]
        kinds = ContextOf(tuple(Symbol(n, n, v.type) for n, v in zip(names, values, strict=True)))
        return ContextNode(kinds, (begin, self.pos), tuple(names), tuple(slots), tuple(values))

    def _key(self) -> str:
        begin = self.skip()
        if self.text.startswith('"', begin):
            literal = self._string(begin)
            return str(literal.value) if isinstance(literal, Literal) else ""
        end = self.text.find(":", begin)
        name = self.text[begin:end].strip()
        if end < 0 or not name or any(char in name for char in '{}[]",'):
            raise self.stop("记录要写成 {名字: 值}", "a record is written {name: value}", (begin, begin + 1))
        self.pos = end
        self._seen_at = -1
        return " ".join(name.split())


def _paired(text: str) -> str:
    """Text whose \\ud83d\\ude00 escapes are one character, as they are meant."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
