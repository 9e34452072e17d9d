"""Publish: check, store every definition once, write the release, move the pointer.

The check is the same for a pack in files and for a draft at the desk. What is published already is not published again.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from bancheng import now, packs
from bancheng.apps import timers
from bancheng.apps.audit import stream
from bancheng.apps.catalogue.models import Definition, PackSource, Release, ReleasePointer
from bancheng.apps.catalogue.queries import NoRelease, catalogue_of, current_release, forget
from bancheng.core import canonical, scenarios
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Definition as CatalogueDefinition


class Faulty(Exception):
    """It cannot be published; `problems` says where, what and how to mend it."""

    def __init__(self, problems: Sequence[Any]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} faults")


@dataclass(frozen=True, slots=True)
class _Published:
    """Event: a release came into force."""

    digest: str
    content: str
    definitions: int
    note: str
    type: str = "release.published"

    def to_payload(self) -> dict[str, Any]:
        return {"digest": self.digest, "content": self.content, "definitions": self.definitions, "note": self.note}


def publish(definitions: Iterable[CatalogueDefinition], by: str, note: str = "") -> Release:
    """Check definitions and put them into force.

    Raises:
        Faulty: the check found something.
    """
    return put_into_force(scenarios.check(tuple(definitions)), by, note)


def put_into_force(verdict: scenarios.Verdict, by: str, note: str = "") -> Release:
    """Put what was checked into force.

    Raises:
        Faulty: the check found something.
    """
    if verdict.problems or verdict.catalogue is None:
        raise Faulty(verdict.problems)
    return _write(verdict.catalogue, by, note)


def publish_pack(path: Path, by: str, note: str = "") -> Release:
    """Check the pack in a folder and put it into force.

    Raises:
        packs.NoPack: there is none.
        Faulty: the check found something; each problem has file and line.
    """
    source = fingerprint(path)
    checked = packs.check(path)
    if checked.problems or checked.catalogue is None:
        raise Faulty(checked.problems)
    with transaction.atomic():
        release = _write(checked.catalogue, by, note)
        PackSource.objects.update_or_create(fingerprint=source, defaults={"release": release})
    return release


def fingerprint(path: Path) -> str:
    """Changes when any file of the pack does."""
    seen = sha256()
    for file in sorted(file for file in path.rglob("*.yaml") if file.relative_to(path).parts[0] != "demo"):
        seen.update(f"{file.relative_to(path).as_posix()}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return seen.hexdigest()


def _write(catalogue: Catalogue, by: str, note: str) -> Release:
    rows = [Definition(digest=canonical.digest_bytes(text), key=key, text=text.decode()) for key, text in catalogue.texts.items()]
    entries = sorted(row.digest for row in rows)
    content = canonical.digest(entries)
    with transaction.atomic():
        newest = Release.objects.select_for_update().order_by("-number").first()
        forget()
        in_force = None
        try:
            if (in_force := current_release()).content == content:
                return in_force
        except NoRelease:
            pass
        Definition.objects.bulk_create(rows, ignore_conflicts=True)
        release = Release.objects.create(
            number=newest.number + 1 if newest else 1, digest=catalogue.digest, content=content,
            entries_text=canonical.dumps(entries).decode(), at=now.business(), by=by, note=note,
        )
        ReleasePointer.objects.update_or_create(pk=1, defaults={"release": release})
        forget()
        if in_force is not None and catalogue_of(in_force).calendar != catalogue.calendar:
            timers.schedule(f"calendar:{release.number}", "calendar.changed", release.at, {"before": in_force.number})
        stream.append(
            f"release:{release.number}", [_Published(release.digest, content, len(rows), note)], actor=by
        )
    return release
