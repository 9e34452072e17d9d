"""Sweep: remove files that no row names (an upload whose transaction was rolled back), and rows that nothing uses.

Only what has been lying for a while is touched, so that nothing is taken from under a transaction that is still going on.
"""
from __future__ import annotations

import contextlib
from datetime import timedelta

from django.db import transaction

from bancheng import now
from bancheng.apps.files import vault
from bancheng.apps.files.models import StoredFile

UNNAMED = timedelta(days=1)
UNUSED = timedelta(days=7)


def sweep() -> int:
    """Gives the number of files removed."""
    return _rows() + _files()


def _rows() -> int:
    unused = StoredFile.objects.filter(stored_at__lt=now.business() - UNUSED)
    for relation in StoredFile._meta.related_objects:
        used = relation.related_model._base_manager.filter(**{f"{relation.field.name}__isnull": False})
        unused = unused.exclude(pk__in=used.values(f"{relation.field.name}_id"))
    removed = 0
    for row in list(unused[:500]):
        with transaction.atomic():
            StoredFile.objects.filter(pk=row.pk).delete()
        vault.path(row.digest).unlink(missing_ok=True)
        removed += 1
    return removed


def _files() -> int:
    removed = 0
    oldest = (now.real() - UNNAMED).timestamp()
    for place in vault.everything():
        with contextlib.suppress(FileNotFoundError):
            if place.stat().st_mtime < oldest and not StoredFile.objects.filter(digest=place.name).exists():
                place.unlink()
                removed += 1
    return removed
