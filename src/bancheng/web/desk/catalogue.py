"""The catalogue at the desk: releases, drafts, every definition as it is in force, and the whole as files."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bancheng import packs
from bancheng.apps.cases import desk_queries
from bancheng.apps.catalogue import queries
from bancheng.apps.catalogue.models import Draft, Release
from bancheng.core.catalogue.definitions import key_of, kind_of
from bancheng.core.catalogue.models import Definition
from bancheng.web.desk.frame import NotFound, desk, me, page

ROLES = ("catalogue_editor", "publisher")
KINDS = {
    "theme": "主题",
    "item": "事项",
    "element": "要素",
    "evidence": "证照和记录",
    "scenario": "故事（测试）",
    "organisation": "单位",
    "station": "窗口",
    "region": "区划",
    "calendar": "工作日历",
    "pack": "城市和参数",
}
RELEASES = 20


@desk(*ROLES)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Releases, drafts, and what the release in force defines. `?kind= &q=`."""
    here, names = me(request), desk_queries.names()
    current = queries.current_release()
    context = {
        "current": release(current, names),
        "releases": [release(one, names) for one in queries.releases()[:RELEASES]],
        "drafts": [draft_row(one, names) for one in queries.open_drafts(RELEASES)],
        "may_edit": here.has_role("catalogue_editor"),
        **browse(request, queries.current().definitions),
    }
    return page(request, "desk/catalogue.html", "desk-catalogue", context)


@desk(*ROLES)
@require_safe
def definition(request: HttpRequest) -> HttpResponse:
    """One definition in force, as its file would say. `?key=`."""
    found = _find(queries.current().definitions, request.GET.get("key", ""))
    context = {"key": key_of(found), "name": name_of(found), "text": packs.text_of(found)}
    return page(request, "desk/definition.html", "desk-catalogue", context)


@desk(*ROLES)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The release in force as pack files, zipped."""
    return zipped(queries.current().definitions, f"release-{queries.current_release().number}")


def zipped(definitions: Iterable[Definition], name: str) -> HttpResponse:
    """Definitions as pack files in one archive."""
    data = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        root = Path(folder) / name
        for file in packs.write(definitions, root):
            archive.write(file, file.relative_to(folder).as_posix())
    answer = HttpResponse(data.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return answer


def browse(request: HttpRequest, definitions: Iterable[Definition], most: int = 300) -> dict[str, object]:
    """The definitions of one kind whose key or name contains a word."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else "item"
    word = request.GET.get("q", "").strip()[:40]
    everything = sorted(definitions, key=key_of)
    chosen = [one for one in everything if kind_of(one) == kind and (word.lower() in key_of(one).lower() or word in name_of(one))]
    return {
        "kind": kind,
        "word": word,
        "kinds": [{"key": key, "label": label, "count": sum(kind_of(one) == key for one in everything)} for key, label in KINDS.items()],
        "found": [{"key": key_of(one), "name": name_of(one)} for one in chosen[:most]],
        "cut": len(chosen) > most,
    }


def name_of(definition: Definition) -> str:
    """What people call a definition."""
    return str(getattr(definition, "story", "") or getattr(definition, "name", "") or getattr(definition, "year", ""))


def release(row: Release, names: dict[str, str]) -> dict[str, object]:
    """A release as lists show it."""
    return {"number": row.number, "at": row.at, "by": person(row.by, names), "note": row.note, "digest": row.digest[:12], "count": len(row.entries)}


def draft_row(row: Draft, names: dict[str, str]) -> dict[str, object]:
    """A draft as lists show it."""
    return {"pk": row.pk, "title": row.title, "by": person(row.by, names), "saved_at": row.saved_at, "based_on": row.based_on.number}


def person(reference: str, names: dict[str, str]) -> str:
    """Who did it: an officer by name, or the system."""
    return names.get(reference, "系统")


def _find(definitions: Iterable[Definition], key: str) -> Definition:
    found = next((one for one in definitions if key_of(one) == key), None)
    if found is None:
        raise NotFound(key)
    return found
