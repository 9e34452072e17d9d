"""Papers that may follow after acceptance with a gap: committed to before filing, handed in on the page of the case."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bancheng import now
from bancheng.apps import files
from bancheng.apps.cases import drafts, telling
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.actions import gap
from bancheng.apps.cases.drafts import Opened
from bancheng.apps.cases.models import Draft
from bancheng.apps.cases.queries import Part
from bancheng.apps.files.models import StoredFile
from bancheng.apps.subjects.principal import Principal
from bancheng.core.catalogue.models import Material
from bancheng.core.procedure import Refused
from bancheng.web.portal.case_access import as_principal, own_case, own_draft
from bancheng.web.portal.uploads import accept, take
from bancheng.web.portal.words import either, lang, laws, listed


@require_POST
@own_draft
def commit(request: HttpRequest, principal: Principal, draft: Draft, material: str) -> HttpResponse:
    """“现在没有，受理以后补交”, or after all not."""
    if material not in drafts.open_(draft).may_follow:
        raise Http404
    drafts.follow(draft, material, request.POST.get("later") == "1")
    return redirect(f"{reverse('materials', args=[draft.id])}#{material}")


def promised(opened: Opened) -> list[dict[str, Any]]:
    """What the applicant commits to, paper by paper, for the page on which it is signed."""
    papers = {paper.id: paper for paper in opened.plan.materials}
    return [{"name": either(papers[id].name, papers[id].name_en), "days": days} for id, days in opened.following.items()]


def open_gap(part: Part) -> dict[str, Any] | None:
    """For the progress page: what is still to follow, until when, where to hand it in; None where nothing is."""
    missing = part.state.gap if not part.ended else None
    if missing is None:
        return None
    return {
        "name": telling.name_of(part, lang()),
        "papers": [either(one.name, one.name_en) for one in _materials(part, missing.missing)],
        "until": missing.until,
        "late": now.today() > missing.until,
        "href": reverse("case-follow", args=[part.sub_case.joint.number, part.sub_case.number]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@as_principal
def hand_in(request: HttpRequest, principal: Principal, number: str, part: str) -> HttpResponse:
    """The page; what is good of a POST is handed in, and what is wrong with the rest is said beside it."""
    joint = own_case(principal, number)
    try:
        asked = cases.part_of(joint, part)
    except cases.NoSuchCase:
        raise Http404 from None
    if open_gap(asked) is None:
        return redirect("case", joint.number)  # handed in already, perhaps by a second click
    problems: dict[str, str] = {}
    if request.method == "POST" and asked.state.gap is not None:
        found = _take(request, _materials(asked, asked.state.gap.missing), problems)
        if found:
            try:
                gap.hand_in(part, principal.person.reference, found, actor=principal.actor, on_behalf=principal.on_behalf)
            except Refused as refused:
                problems[""] = either(refused.message, refused.message_en)
            else:
                if not problems:
                    return redirect(f"{reverse('case', args=[joint.number])}?supplied=1")
                messages.success(request, _("没问题的几份已经收到，还差下面的。"))
                asked = cases.part_of(joint, part)
    return render(request, "portal/case/follow.html", _context(asked, problems))


def _take(request: HttpRequest, materials: list[Material], problems: dict[str, str]) -> dict[str, list[tuple[StoredFile, str]]]:
    """Store what was sent, paper by paper; a paper with a bad file waits for a better one."""
    found: dict[str, list[tuple[StoredFile, str]]] = {}
    for material in materials:
        try:
            if rows := take(request.FILES.getlist(material.id), material.accepts):
                found[material.id] = rows
        except files.BadFile as bad:
            problems[material.id] = either(bad.message, bad.message_en)
    if not found and not problems:
        problems |= {material.id: _("还没有选文件") for material in materials}
    return found


def _materials(part: Part, ids: tuple[str, ...]) -> list[Material]:
    return [material for material in part.item.materials if material.id in ids]


def _context(part: Part, problems: dict[str, str]) -> dict[str, Any]:
    shown = open_gap(part)
    missing = part.state.gap.missing if part.state.gap else ()
    rows = [_row(material, problems.get(material.id, "")) for material in _materials(part, missing)]
    return {
        "nav": "progress",
        "joint": part.sub_case.joint,
        "gap": shown,
        "name": telling.name_of(part, lang()),
        "who": telling.office_of(part, lang()),
        "phone": part.organisation.phone,
        "rows": rows,
        "errors": [{"id": f"{row['id']}-file", "text": f"{row['name']}：{row['error']}"} for row in rows if row["error"]],
        "note": problems.get("", ""),
    }


def _row(material: Material, error: str) -> dict[str, Any]:
    kinds = listed(kind.upper() for kind in material.accepts)
    return {
        "id": material.id,
        "name": either(material.name, material.name_en),
        "hint": either(material.accept, material.accept_en),
        "laws": laws(material.basis),
        "accept": accept(material.accepts),
        "kinds": _("%(kinds)s，每个不超过 20 MB，可以一次选几个") % {"kinds": kinds},
        "error": error,
    }
