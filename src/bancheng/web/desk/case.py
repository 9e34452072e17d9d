"""One case at the desk: the review page, one value in full, a file, a document. Every opening is written down as a look."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from bancheng import documents
from bancheng.apps import files
from bancheng.apps.cases import desk_queries
from bancheng.apps.cases.actions.draw import draw
from bancheng.apps.cases.desk_history import DOCUMENTS
from bancheng.apps.cases.queries import Part
from bancheng.apps.files.models import StoredFile
from bancheng.apps.staff.actions.look import look
from bancheng.apps.staff.models import Officer
from bancheng.core.catalogue import values as element_values
from bancheng.web.desk import case_page, deeds
from bancheng.web.desk.frame import NotFound, desk, me, page

SHOWN_INLINE = ("pdf", "jpg", "png")


@desk(*desk_queries.CASE_ROLES)
@require_safe
def review(request: HttpRequest, number: str) -> HttpResponse:
    """The review page. `?file=` puts a paper on the table."""
    here = me(request)
    part = desk_queries.case_for(here, number)
    seen(here, part, "办理时查看申请")
    wanted = request.GET.get("file", "")
    return draw_page(request, part, file=int(wanted) if wanted.isascii() and wanted.isdigit() else None)


@desk(*desk_queries.CASE_ROLES)
@require_POST
def show(request: HttpRequest, number: str, element: str) -> HttpResponse:
    """One value in full: only what the application says about an element of it, and only after it is written down."""
    here = me(request)
    part = desk_queries.case_for(here, number)
    rows = {row["id"]: row for section in case_page.sections(part, _record(part), element) for row in section["rows"]}
    if element not in rows:
        raise NotFound(element)
    seen(here, part, f"查看完整的“{element_values.label(part.catalogue.elements[element])}”")
    if request.headers.get("HX-Request"):
        return page(request, "desk/_fact.html", "desk", {"row": rows[element], "number": number})
    return draw_page(request, part, shown=element)


@desk(*desk_queries.CASE_ROLES)
@require_safe
@xframe_options_sameorigin
def file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A paper that was handed in, for the officer's eyes only."""
    here = me(request)
    part = desk_queries.case_for(here, number)
    row = desk_queries.file_of(part, pk)
    material = next(material.name for material in part.item.materials if material.id == row.material)
    seen(here, part, f"查看材料“{material}”")
    return stored(row.file, row.name)


@desk(*desk_queries.CASE_ROLES)
@require_safe
def document(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """An issued document as PDF."""
    here = me(request)
    part = desk_queries.case_for(here, number)
    row = desk_queries.document_of(part, pk)
    seen(here, part, f"查看{DOCUMENTS.get(row.kind, '文书')} {row.number}")
    try:
        drawn = draw(row)
    except documents.BadDocument:
        return page(request, "desk/no_drawing.html", "desk", {"number": number, "name": DOCUMENTS.get(row.kind, "文书")}, status=404)
    return pdf(drawn, f"{row.number}.pdf")


def pdf(data: bytes, name: str) -> HttpResponse:
    """A PDF to look at and print."""
    return _answer(data, "application/pdf", name)


def draw_page(request: HttpRequest, part: Part, shown: str = "", file: int | None = None, status: int = 200) -> HttpResponse:
    """The review page of a case with what the officer may do."""
    here = me(request)
    context = case_page.context(part, here, shown, file) | {"deeds": deeds.offered(here, part)}
    return page(request, "desk/case.html", "desk", context, status)


def seen(officer: Officer, part: Part, why: str) -> None:
    """Write down that the officer looks at the applicant's data in this case, and why."""
    joint = part.sub_case.joint
    for subject in dict.fromkeys((joint.holder, joint.person)):
        look(officer, subject, part.sub_case.number, why)


def _record(part: Part) -> case_page.DecisionRecord | None:
    from bancheng.apps.cases import queries

    kept = queries.record_of(part)
    return kept[1] if kept else None


def stored(kept: StoredFile, name: str) -> HttpResponse:
    """A file that was handed in, for the officer's eyes only."""
    try:
        data = files.open_(kept)
    except files.MissingFile:
        raise NotFound(name) from None
    return _answer(data, kept.content_type, name, inline=kept.kind in SHOWN_INLINE)


def _answer(data: bytes, content_type: str, name: str, inline: bool = True) -> HttpResponse:
    """Bytes that a browser shows and never runs, and that nobody keeps on the way."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"
    answer["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
