"""What is stored, by content."""
from __future__ import annotations

from django.db import models

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "csv": "text/csv"}


class StoredFile(models.Model):
    """One content. `digest` is the SM3 of the plain bytes; the bytes lie encrypted in `BANCHENG_HOME/files`."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8)  # pdf, jpg, png: as the content says, not the name
    size = models.PositiveIntegerField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.digest[:12]}.{self.kind}"

    @property
    def content_type(self) -> str:
        """For an HTTP answer; anything unknown is only to be downloaded."""
        return TYPES.get(self.kind, "application/octet-stream")
