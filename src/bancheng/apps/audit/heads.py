"""The heads of all seals in a file outside the database: `BANCHENG_HOME/seals.log`, one line per seal (number,
digest, signature).

Copy it elsewhere (another machine, paper) as often as you like: whoever holds a line can prove that everything up to it
was there.
"""
from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bancheng.apps.audit.models import Seal
from bancheng.config.env import env

_TAIL = 2048  # bytes that hold more than one whole line


@dataclass(frozen=True, slots=True)
class Head:
    """One line of the file."""

    number: int
    digest: str
    signature: str


class BadLine(Exception):
    """A line of the file is not one that the sealer wrote."""


def path() -> Path:
    """Where the file is."""
    return env().home / "seals.log"


def read() -> Iterator[Head]:
    """All heads, in the order of the file. An unfinished last line (a crash while writing) is left out.

    Raises:
        BadLine: something else stands there.
    """
    if path().exists():
        yield from _heads(path().read_bytes(), 1)


def last() -> Head | None:
    """The last head of the file, read from its end.

    Raises:
        BadLine: something else stands there.
    """
    if not path().exists():
        return None
    with path().open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    if size > _TAIL:
        tail = tail[tail.find(b"\n") + 1 :]
    found = list(_heads(tail, 0))
    return found[-1] if found else None


def _heads(content: bytes, first: int) -> Iterator[Head]:
    complete = content[: content.rfind(b"\n") + 1].decode("ascii", errors="replace")
    for number, line in enumerate(complete.splitlines(), first):
        parts = line.split(" ")
        if len(parts) != 3 or not parts[0].isdigit() or len(parts[1]) != 64 or len(parts[2]) != 128:
            raise BadLine(f"line {number or 'near the end'} of {path().name} is not a seal head")
        yield Head(int(parts[0]), parts[1], parts[2])


def behind() -> bool:
    """Does the database hold a seal that the file does not?"""
    newest = Seal.objects.order_by("-number").values_list("number", flat=True).first()
    head = last()
    return newest is not None and (head is None or newest > head.number)


def catch_up() -> None:
    """Add the heads that the file does not have yet, and wait until they are on the disk."""
    head = last()
    missing = Seal.objects.filter(number__gt=head.number if head else 0).order_by("number")
    lines = "".join(f"{seal.number} {seal.digest} {seal.signature}\n" for seal in missing)
    if not lines:
        return
    with path().open("r+b" if path().exists() else "w+b") as file:
        content = file.read()
        file.seek(content.rfind(b"\n") + 1)  # over an unfinished last line
        file.truncate()
        file.write(lines.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
