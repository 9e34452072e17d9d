"""Which characters the shipped fonts can draw, and what is printed instead of the others.

A name may hold a character that no small font has. It must neither vanish nor turn into an empty box, since the
document is proof: it is printed as its code point in brackets, `〔U+20164〕`, which names it exactly and which a clerk
can look up. Characters that draw nothing (controls, direction marks) are left out; they have no place in a document.
"""
from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"


@lru_cache(maxsize=1)
def drawable() -> frozenset[int]:
    """Code points that every shipped font can draw."""
    return frozenset.intersection(*(characters(path.read_bytes()) for path in sorted(FONTS.glob("*.otf"))))


def printable(text: str) -> str:
    """The text as it will be printed: what cannot be drawn is named by its code point."""
    known = drawable()
    out = []
    for char in unicodedata.normalize("NFC", text):
        point = ord(char)
        if point in known or char == "\n":
            out.append(char)
        elif char == "\t":
            out.append(" ")
        elif unicodedata.category(char) not in ("Cc", "Cf", "Cs"):
            out.append(f"〔U+{point:04X}〕")
    return "".join(out)


def characters(font: bytes) -> frozenset[int]:
    """The code points of an OpenType font: its `cmap` table in format 12 (ISO/IEC 14496-22, 5.2.1).

    Raises:
        ValueError: the font has no such table.
    """
    tables = struct.unpack_from(">H", font, 4)[0]
    for number in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == b"cmap":
            return _full_table(font, start)
    raise ValueError("the font has no character table")


def _full_table(font: bytes, start: int) -> frozenset[int]:
    count = struct.unpack_from(">H", font, start + 2)[0]
    for number in range(count):
        offset = start + struct.unpack_from(">HHI", font, start + 4 + 8 * number)[2]
        if struct.unpack_from(">H", font, offset)[0] == 12:
            groups = struct.unpack_from(">I", font, offset + 12)[0]
            found: set[int] = set()
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", font, offset + 16 + 12 * group)
                found.update(range(first, last + 1))
            return frozenset(found)
    raise ValueError("the font's character table is not in format 12")
