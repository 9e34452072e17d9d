"""Where the bytes lie: `BANCHENG_HOME/files/ab/abcdef…`, encrypted, written whole or not at all."""
from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from bancheng.apps import keys
from bancheng.apps.files import MissingFile
from bancheng.config.env import env
from bancheng.core.canonical import digest_bytes

_USE = "file"


def folder() -> Path:
    """The folder of all files."""
    return env().home / "files"


def path(digest: str) -> Path:
    """Where the content with this digest lies."""
    return folder() / digest[:2] / digest


def write(data: bytes) -> str:
    """Put content into the vault, on the disk before this returns; gives its digest."""
    digest = digest_bytes(data)
    place = path(digest)
    if place.exists():
        os.utime(place)  # young again: the sweeper leaves it to the row that is about to name it
        return digest
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{digest}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(keys.encrypt_bytes(data, _USE))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    return digest


def read(digest: str) -> bytes:
    """The content with this digest.

    Raises:
        MissingFile: it is gone, or is not what was stored.
    """
    try:
        data = keys.decrypt_bytes(path(digest).read_bytes(), _USE)
    except FileNotFoundError:
        raise MissingFile(f"the file {digest} is gone") from None
    except keys.Unreadable as unreadable:
        raise MissingFile(f"the file {digest} cannot be read: {unreadable}") from None
    if digest_bytes(data) != digest:
        raise MissingFile(f"the file {digest} holds something else")
    return data


def everything() -> Iterator[Path]:
    """All files in the vault, unfinished ones too."""
    yield from folder().glob("??/[!.]*")
    yield from folder().glob("??/.*")
