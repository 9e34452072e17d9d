"""A backup as one file: a tar with a manifest that names every member with its digest.

Nothing of an archive is used before all of it has been read and agrees with its manifest.
"""
from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

MANIFEST = "manifest.json"
FORMAT = 1


class BadArchive(Exception):
    """This is not a backup, or it is damaged; the text says which part."""


class Writer:
    """Adds files and remembers their digests."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.digests: dict[str, str] = {}

    def add(self, path: Path, name: str) -> None:
        """Add a file under a name, or nothing if it has just gone."""
        try:
            data = path.open("rb")
        except FileNotFoundError:
            return
        with data:
            member = tarfile.TarInfo(name)
            member.size = os.fstat(data.fileno()).st_size
            member.mode = 0o600
            self.digests[name] = digest_of(path, member.size)
            self._tar.addfile(member, data)

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest, last."""
        whole = manifest | {"format": FORMAT, "members": self.digests}
        data = json.dumps(whole, ensure_ascii=False, indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(data)
        member.mode = 0o600
        self._tar.addfile(member, io.BytesIO(data))


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Write an archive that is there whole or not at all; readable by its owner only."""
    draft = target.with_name(f".{target.name}.partial")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack into `folder` and check every member; gives the manifest.

    Raises:
        BadArchive: not a backup, damaged, or made by a newer version.
    """
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        raise BadArchive(f"{source} is not a whole backup ({error})") from None
    if manifest.get("format") != FORMAT:
        raise BadArchive(f"{source} has format {manifest.get('format')}; this version reads format {FORMAT}")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    if there != set(manifest["members"]):
        odd = sorted(there ^ set(manifest["members"]))
        raise BadArchive(f"{source} is damaged: {odd[0]} is missing or does not belong there")
    for name, digest in manifest["members"].items():
        if digest_of(folder / name) != digest:
            raise BadArchive(f"{source} is damaged: {name} is not what was saved")
    return manifest


def digest_of(path: Path, size: int = -1) -> str:
    """SM3 of a file (of its first `size` bytes)."""
    hashed = Hash(SM3())
    with path.open("rb") as file:
        while size != 0 and (block := file.read(1 << 20 if size < 0 else min(1 << 20, size))):
            hashed.update(block)
            size -= len(block) if size > 0 else 0
    return hashed.finalize().hex()
