"""The papers of a draft: what to hand in, what is not needed because somebody has it, what is made from the form, what may follow."""
from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bancheng import documents
from bancheng.apps import files
from bancheng.apps.cases import declaration, drafts
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.drafts import Opened
from bancheng.apps.cases.models import Draft, DraftFile
from bancheng.apps.subjects.principal import Principal
from bancheng.core.guide.model import PlannedMaterial
from bancheng.web.portal.apply_frame import frame
from bancheng.web.portal.case_access import own_draft
from bancheng.web.portal.uploads import TYPES, accept, take
from bancheng.web.portal.words import because, either, laws, listed

_PROBLEM = "upload-problem"
_ORDER = ("hand_in", "may_follow", "commitment", "generated", "waived")


@require_safe
@own_draft
def materials(request: HttpRequest, principal: Principal, draft: Draft) -> HttpResponse:
    """The list of all papers, those to hand in first."""
    return show(request, principal, cases.enter(draft, principal))


def show(request: HttpRequest, principal: Principal, opened: Opened, tried: bool = False) -> HttpResponse:
    """The page; a problem with the last upload stands beside its paper, and is kept while only upload.js reads the page."""
    unseen = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    problem = (request.session.get(_PROBLEM) if unseen else request.session.pop(_PROBLEM, None)) or {}
    tried = tried or "tried" in request.GET
    previews = declaration.previews(opened)
    papers = sorted(opened.plan.materials, key=lambda paper: _ORDER.index(paper.state))
    rows = [_row(opened, paper, problem.get(paper.id, ""), tried, paper.id in previews) for paper in papers]
    own = [row for row in rows if row["upload"]]
    context = frame(request, opened, principal, "materials") | {
        "own": own,
        "others": [row for row in rows if not row["upload"]],
        "errors": [{"id": f"{row['id']}-file", "text": row["error"]} for row in own if row["error"]],
        "missing": sum(row["missing"] for row in own),
        "back": request.GET.get("back", ""),
    }
    return render(request, "portal/apply/materials.html", context)


@require_POST
@own_draft
def hand_in(request: HttpRequest, principal: Principal, draft: Draft, material: str) -> HttpResponse:
    """Take one or several files for a paper. What is wrong with a file is said beside the paper; the others are kept."""
    opened = drafts.open_(draft)
    paper = next((paper for paper in opened.plan.materials if paper.id == material), None)
    if paper is None:
        raise Http404
    here = f"{reverse('materials', args=[draft.id])}#{material}"
    uploads = request.FILES.getlist("file")
    if not uploads:
        request.session[_PROBLEM] = {material: _("还没有选文件。请先点“选择文件”，再点“上传”。")}
        return redirect(here)
    for upload in uploads:
        try:
            taken = take([upload], paper.accepts, there=drafts.handed_in(draft, paper.id))
        except files.BadFile as bad:
            request.session[_PROBLEM] = {material: either(bad.message, bad.message_en)}
            continue
        for stored, name in taken:
            drafts.add_file(draft, paper.id, stored, name)
    return redirect(here)


@require_safe
@own_draft
def file(request: HttpRequest, principal: Principal, draft: Draft, pk: int) -> HttpResponse:
    """Show a file that was handed in."""
    return serve(_file(draft, pk))


@require_POST
@own_draft
def remove(request: HttpRequest, principal: Principal, draft: Draft, pk: int) -> HttpResponse:
    """Take a file away again."""
    row = _file(draft, pk)
    material = row.material
    drafts.take_away(row)
    return redirect(f"{reverse('materials', args=[draft.id])}#{material}")


@require_safe
@own_draft
def preview(request: HttpRequest, principal: Principal, draft: Draft, material: str) -> HttpResponse:
    """A paper that we make from the form, as PDF, before it is signed."""
    opened = cases.enter(draft, principal)
    found = declaration.previews(opened).get(material)
    if found is None:
        raise Http404
    paper, item = found
    try:
        pdf = declaration.preview(opened, principal, paper, item)
    except documents.BadDocument as missing:
        raise Http404 from missing
    preview_name = _("预览") + f" {paper.name}.pdf"
    return pdf_response(pdf, preview_name)


def serve(row: Any) -> HttpResponse:
    """A stored file with the name its owner knows it by; shown, never run (`nosniff`, no scripts in the page policy)."""
    try:
        data = files.open_(row.file)
    except files.MissingFile:
        raise Http404 from None
    response = HttpResponse(data, content_type=TYPES.get(row.file.kind, "application/octet-stream"))
    response.headers["Content-Disposition"] = content_disposition_header(row.file.kind not in TYPES, row.name) or "inline"
    return response


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to look at or keep."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


def _file(draft: Draft, pk: int) -> DraftFile:
    row = drafts.file_of(draft, pk)
    if row is None:
        raise Http404
    return row


def _row(opened: Opened, paper: PlannedMaterial, problem: str, tried: bool, can_preview: bool) -> dict[str, Any]:
    draft = opened.draft
    handed = [
        {
            "name": row.name,
            "size": row.file.size,
            "href": reverse("draft-file", args=[draft.id, row.pk]),
            "remove": reverse("draft-file-remove", args=[draft.id, row.pk]),
        }
        for row in opened.files.get(paper.id, [])
    ]
    upload = paper.state in ("hand_in", "may_follow") or bool(handed)
    missing = paper.state == "hand_in" and not handed and paper.id not in opened.following
    error = problem or (_("还没有上传“%(name)s”") % {"name": either(paper.name, paper.name_en)} if tried and missing else "")
    kinds = listed(kind.upper() for kind in paper.accepts)
    return {
        "id": paper.id,
        "paper": paper,
        "name": either(paper.name, paper.name_en),
        "upload": upload,
        "missing": missing,
        "follow": opened.may_follow.get(paper.id, 0),
        "follows": paper.id in opened.following,
        "follow_action": reverse("draft-follow", args=[draft.id, paper.id]),
        "files": handed,
        "error": error,
        "why": because(paper.reason),
        "laws": laws(paper.reason.basis),
        "hint": either(paper.accept, paper.accept_en),
        "kinds": _("%(kinds)s，每个不超过 20 MB，可以传几个") % {"kinds": kinds},
        "accept": accept(paper.accepts),
        "action": reverse("hand-in", args=[draft.id, paper.id]),
        "state": {"waived": "waived", "generated": "generated", "commitment": "commitment"}.get(paper.state, "upload"),
        "who": _holder(opened, paper),
        "preview": reverse("preview", args=[draft.id, paper.id]) if can_preview else "",
        "uses": len(paper.parts),
    }


def _holder(opened: Opened, paper: PlannedMaterial) -> str:
    """Who has it already."""
    evidence = opened.catalogue.evidence.get(paper.evidence)
    return evidence.issuer if paper.state == "waived" and evidence else ""
