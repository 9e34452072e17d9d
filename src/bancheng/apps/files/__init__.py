"""Uploads and documents by content: checked, encrypted, stored once.

    file = store(upload, allowed=material.accepts)      # raises BadFile with words for the person who uploaded it
    file = keep(pdf, "pdf")                             # a document we made ourselves
    data = open_(file)

A file is on the disk, under the SM3 digest of its content, before the row that names it. Who uploaded it, under which name and for what, is
kept by whoever uses it: the same paper handed in twice is one file.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from bancheng.apps.files.checks import BadFile

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from bancheng.apps.files.models import StoredFile

__all__ = ["BadFile", "MissingFile", "keep", "open_", "store", "stored"]


class MissingFile(Exception):
    """The row is there and the file is not, or it is not what was stored."""


def store(upload: UploadedFile, allowed: Collection[str] = ("pdf", "jpg", "png")) -> StoredFile:
    """Check what somebody uploaded and store it.

    Raises:
        BadFile: empty, too large, not one of the allowed kinds, or damaged; `message` and `message_en` say what to do.
    """
    from bancheng.apps.files.actions.store import store as write

    return write(upload, allowed)


def keep(data: bytes, kind: str) -> StoredFile:
    """Store a document that we made ourselves; it is not checked."""
    from bancheng.apps.files.actions.store import keep as write

    return write(data, kind)


def stored(keys: Iterable[int]) -> dict[int, StoredFile]:
    """Stored files by their keys; those that were swept are not among them."""
    from bancheng.apps.files.models import StoredFile

    return StoredFile.objects.in_bulk(list(keys))


def open_(file: StoredFile) -> bytes:
    """The content.

    Raises:
        MissingFile: it is gone, or somebody changed it.
    """
    from bancheng.apps.files.vault import read

    return read(file.digest)
