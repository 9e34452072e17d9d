"""Cut the fonts of the documents out of the full Noto CJK.

A bare machine has no Chinese font, and a licence must look the same everywhere, so the product ships its own: the 8105
characters of the national table of standard characters (通用规范汉字表, 2013; `tools/hanzi.txt`, from the Unicode
property kTGH), all of GB 2312 (which adds its letters, figures and signs), Latin with accents, and the punctuation
that documents use. Hints and vertical forms are left out.

Sans in two weights is for the text, one bold serif for titles. The sources are the collection files of Debian's
package fonts-noto-cjk (SIL Open Font License 1.1; the licence stands beside the fonts). fonttools is needed for this
script only, never at run time. Same source, same bytes.

Usage: python tools/fonts.py FOLDER   (the folder that holds NotoSansCJK-Regular.ttc and its sisters)
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "bancheng" / "documents" / "fonts"
FONTS = (("Sans", "Regular"), ("Sans", "Bold"), ("Serif", "Bold"))
_LIMIT = 4 * 1024 * 1024
_EXTRA = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x203B), (0x20AC, 0x20AC), (0x2103, 0x2103),
    (0x2116, 0x2116), (0x2190, 0x2199), (0x2460, 0x2473), (0x25A0, 0x25A1), (0x25CB, 0x25CF), (0x2605, 0x2606),
    (0x2610, 0x2612), (0x2713, 0x2713), (0x3000, 0x301F), (0x3220, 0x3229), (0x338F, 0x33A1), (0x33C4, 0x33C4),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
]  # fmt: skip


def wanted() -> set[int]:
    """Every code point the fonts shall have."""
    points = {ord(char) for char in (HERE / "hanzi.txt").read_text(encoding="utf-8") if char != "\n"}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                points.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    for first, last in _EXTRA:
        points.update(range(first, last + 1))
    return points


def cut(source: Path, kind: str, style: str) -> Path:
    """Write one subset; refuses a source without the simplified Chinese member of the collection."""
    from fontTools import subset
    from fontTools.ttLib import TTCollection

    family = f"Noto {kind} CJK SC"
    collection = TTCollection(source / f"Noto{kind}CJK-{style}.ttc")
    font = next((one for one in collection.fonts if one["name"].getDebugName(1) == family), None)
    if font is None:
        raise SystemExit(f"{source} has no {family}: give the folder of Debian's fonts-noto-cjk.")
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern", "palt", "ccmp", "mark", "mkmk"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted())
    worker.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    target = TARGET / f"Noto{kind}SC-{style}.otf"
    font.save(target)
    return target


def main() -> int:
    """Cut all fonts."""
    if len(sys.argv) != 2:
        sys.stderr.write(str(__doc__))
        return 2
    TARGET.mkdir(parents=True, exist_ok=True)
    for kind, style in FONTS:
        path = cut(Path(sys.argv[1]), kind, style)
        size = path.stat().st_size
        sys.stdout.write(f"{path.name}: {size / 1024:.0f} KiB\n")
        if size > _LIMIT:
            raise SystemExit(f"{path.name} is larger than {_LIMIT} bytes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
