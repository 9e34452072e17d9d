"""Files that people send for a paper: which kinds, how many, and what is wrong with one of them."""
from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile

from bancheng.apps import files
from bancheng.apps.files.models import StoredFile

MOST_FILES = 10
"""For one paper."""
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def take(uploads: Sequence[UploadedFile], allowed: Sequence[str], there: int = 0) -> list[tuple[StoredFile, str]]:
    """Store what was sent for one paper of which `there` files are here already; each with the name its owner knows it by.

    Raises:
        files.BadFile: one of them cannot be used, or there are too many.
    """
    if there + len(uploads) > MOST_FILES:
        raise files.BadFile(
            f"一份材料最多传 {MOST_FILES} 个文件。请先删掉不要的，或者合成一个 PDF。",
            f"At most {MOST_FILES} files for one paper. Take away what is not needed, or put them into one PDF.",
        )
    return [(files.store(upload, allowed=tuple(allowed) or tuple(TYPES)), (upload.name or "")[-120:]) for upload in uploads]


def accept(kinds: Sequence[str]) -> str:
    """What the browser offers to choose from."""
    return ",".join(TYPES[kind] for kind in kinds if kind in TYPES)
