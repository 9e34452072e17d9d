"""Published releases and the drafts that become releases.

A definition is stored once, under the digest of its canonical JSON; a release is a list of such digests and never
changes. One pointer names the release that is in force.
"""
from __future__ import annotations

from typing import Any

from django.db import models

from bancheng.core import canonical


class Definition(models.Model):
    """One definition as it was published. `text` is canonical JSON of `core.catalogue.definitions.to_json`."""

    digest = models.CharField(max_length=64, primary_key=True)
    key = models.CharField(max_length=200)
    text = models.TextField()

    def __str__(self) -> str:
        return self.key


class Release(models.Model):
    """What was published when, by whom.

    Attributes:
        number: 1, 2, 3 …
        digest: names the pinned part (`Catalogue.digest`): what cases refer to. Two releases that differ only in live
        data share it. content: SM3 over the digests of everything in it. entries_text: those digests, as canonical
        JSON.
    """

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64, db_index=True)
    content = models.CharField(max_length=64)
    entries_text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    note = models.CharField(max_length=500, default="")

    def __str__(self) -> str:
        return f"release {self.number}"

    @property
    def entries(self) -> list[str]:
        """Digests of the definitions."""
        value: list[str] = canonical.loads(self.entries_text)
        return value


class ReleasePointer(models.Model):
    """The release in force: one row."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="+")


class PackSource(models.Model):
    """A state of pack files that has been published, so that the next start need not check it again."""

    fingerprint = models.CharField(max_length=64, unique=True)
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")


class Draft(models.Model):
    """Changes that an editor prepares at the desk, on top of a release. Published by the same check as a pack."""

    title = models.CharField(max_length=200)
    based_on = models.ForeignKey(Release, models.PROTECT, related_name="drafts")
    by = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    release = models.OneToOneField(Release, models.PROTECT, null=True, related_name="made_from")

    def __str__(self) -> str:
        return self.title


class DraftChange(models.Model):
    """One definition of a draft: new or changed (`text` as in `Definition`), or taken out (`text` empty)."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="changes")
    key = models.CharField(max_length=200)
    text = models.TextField(default="")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="one_change_per_key")]

    def __str__(self) -> str:
        return self.key

    @property
    def definition(self) -> dict[str, Any] | None:
        """The definition as data, or None when it is taken out."""
        if not self.text:
            return None
        value: dict[str, Any] = canonical.loads(self.text)
        return value
