"""Which icons the sprite has. The list is the file that the sprite is built from (tools/icons.py)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "icons.txt"


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """All icon names, sorted."""
    lines = (line.strip() for line in LIST.read_text(encoding="utf-8").splitlines())
    return tuple(sorted({line for line in lines if line and not line.startswith("#")}))
