"""Rebuild the icon sprite from an unpacked `@tabler/icons` package.

The pages draw every icon from one file, `static/web/icons.svg`, so that a visit costs one request for all of them.
The names are kept in `src/bancheng/web/icons.txt`; this script takes the outline drawings of just those names and
writes them as `<symbol id="i-NAME">`. Stroke and colour are left to the style sheet.

Usage: python tools/icons.py FOLDER   (the package folder, the one that holds `icons/outline/`)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "src" / "bancheng" / "web"
NAMES = WEB / "icons.txt"
SPRITE = WEB / "static" / "web" / "icons.svg"
_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def wanted() -> list[str]:
    """The icon names of icons.txt, sorted, without comments and doubles."""
    lines = (line.strip() for line in NAMES.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


def symbol(name: str, drawing: str) -> str:
    """One drawing as a symbol: only its paths, on one line."""
    body = _BODY.search(drawing)
    if body is None:
        raise SystemExit(f"{name}.svg is not an SVG drawing: get the package again.")
    paths = re.sub(r"\s+", " ", _BOX.sub("", body[1])).replace("> <", "><").replace(" />", "/>").strip()
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{paths}</symbol>'


def main(arguments: list[str]) -> None:
    """Write the sprite, or say which names the package does not have."""
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    drawings = Path(arguments[0]) / "icons" / "outline"
    missing = [name for name in wanted() if not (drawings / f"{name}.svg").is_file()]
    if missing:
        raise SystemExit(f"Not in {drawings}: {', '.join(missing)}. Correct the names in {NAMES.name}.")
    symbols = [symbol(name, (drawings / f"{name}.svg").read_text(encoding="utf-8")) for name in wanted()]
    licence = "<!-- Tabler Icons (outline), MIT licence: see icons-LICENSE.txt -->"
    sprite = ['<svg xmlns="http://www.w3.org/2000/svg">', licence, *symbols, "</svg>", ""]
    SPRITE.write_text("\n".join(sprite), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
