"""Store: the file first, then the row that names it, in the caller's transaction."""
from __future__ import annotations

from collections.abc import Collection

from django.core.files.uploadedfile import UploadedFile

from bancheng import now
from bancheng.apps.files import checks, vault
from bancheng.apps.files.models import StoredFile


def store(upload: UploadedFile, allowed: Collection[str]) -> StoredFile:
    """Check and store an upload. Raises BadFile."""
    name = upload.name or "文件"
    checks.must_fit(upload.size or 0, name)
    data = b"".join(upload.chunks())
    return keep(data, checks.kind_of(data, name, allowed))


def keep(data: bytes, kind: str) -> StoredFile:
    """Store content that needs no check."""
    digest = vault.write(data)
    file, _ = StoredFile.objects.get_or_create(
        digest=digest, defaults={"kind": kind, "size": len(data), "stored_at": now.business()}
    )
    return file
