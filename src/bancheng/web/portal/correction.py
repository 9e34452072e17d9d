"""Supply what the one correction notice asks for: every paper on one page, sent together, once."""
from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bancheng.apps import files
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases import telling
from bancheng.apps.cases.actions.supply_correction import StillMissing, supply_correction
from bancheng.apps.cases.models import Correction
from bancheng.apps.cases.queries import Part
from bancheng.apps.files.models import StoredFile
from bancheng.apps.subjects.principal import Principal
from bancheng.core.catalogue.models import Material
from bancheng.core.procedure import Refused
from bancheng.web.portal.case_access import as_principal, own_case
from bancheng.web.portal.uploads import TYPES, accept, take
from bancheng.web.portal.words import either, lang, laws, listed

_KEPT = "correction-files"
"""Session key: files that were good while another one was not, by case and paper, so that they need not be chosen again."""


@require_http_methods(["GET", "HEAD", "POST"])
@as_principal
def correct(request: HttpRequest, principal: Principal, number: str, part: str) -> HttpResponse:
    """The page; a POST hands everything in, or says what is still missing and keeps what was good."""
    joint = own_case(principal, number)
    try:
        asked, notice = cases.correction_of(joint, part)
    except cases.NoSuchCase:
        if any(p.sub_case.number == part for p in cases.parts_of(joint)):
            return redirect("case", joint.number)  # answered already, perhaps by a second click
        raise Http404 from None
    kept: dict[str, list[list[str]]] = request.session.get(_KEPT, {}).get(part, {})
    problems: dict[str, str] = {}
    if request.method == "POST":
        kept = _take(request, asked, notice, kept, problems)
        if not problems:
            try:
                supply_correction(part, principal.person.reference, _stored(kept), actor=principal.actor, on_behalf=principal.on_behalf)
            except StillMissing as missing:
                problems = {material: _("这一份还没有传") for material in missing.materials}
            except Refused as refused:
                problems = {"": either(refused.message, refused.message_en)}
            else:
                _keep(request, part, {})
                return redirect(f"{reverse('case', args=[joint.number])}?supplied=1")
        _keep(request, part, kept)
    rows = [_row(asked, item, kept, problems) for item in notice.items]
    context = {
        "nav": "progress",
        "joint": joint,
        "name": telling.name_of(asked, lang()),
        "who": telling.office_of(asked, lang()),
        "phone": asked.organisation.phone,
        "sent_at": notice.sent_at,
        "rows": rows,
        "errors": [{"id": f"{row['id']}-file", "text": f"{row['name']}：{row['error']}"} for row in rows if row["error"]],
        "note": problems.get("", ""),
    }
    return render(request, "portal/case/correct.html", context)


def _materials(part: Part) -> dict[str, Material]:
    return {material.id: material for material in part.item.materials}


def _take(
    request: HttpRequest, part: Part, notice: Correction, kept: dict[str, list[list[str]]], problems: dict[str, str]
) -> dict[str, list[list[str]]]:
    """Store what was sent; papers sent again replace those kept from an earlier try."""
    known, found = _materials(part), dict(kept)
    for item in notice.items:
        material = item["material"]
        uploads = request.FILES.getlist(material)
        if not uploads:
            continue
        try:
            taken = take(uploads, known[material].accepts if material in known else ())
        except files.BadFile as bad:
            problems[material] = either(bad.message, bad.message_en)
        else:
            found[material] = [[str(stored.pk), name] for stored, name in taken]
    return found


def _stored(kept: dict[str, list[list[str]]]) -> dict[str, list[tuple[StoredFile, str]]]:
    rows = files.stored(int(pk) for several in kept.values() for pk, _name in several)
    return {material: [(rows[int(pk)], name) for pk, name in several if int(pk) in rows] for material, several in kept.items()}


def _keep(request: HttpRequest, part: str, kept: dict[str, list[list[str]]]) -> None:
    request.session[_KEPT] = {**request.session.get(_KEPT, {}), part: kept}


def _row(part: Part, item: dict[str, str], kept: dict[str, list[list[str]]], problems: dict[str, str]) -> dict[str, Any]:
    material = _materials(part).get(item["material"])
    kinds = material.accepts if material else tuple(TYPES)
    return {
        "id": item["material"],
        "name": either(material.name, material.name_en) if material else item["material"],
        "reason": item["reason"],
        "hint": either(material.accept, material.accept_en) if material else "",
        "laws": laws(material.basis) if material else [],
        "accept": accept(kinds),
        "kinds": _("%(kinds)s，每个不超过 20 MB，可以一次选几个") % {"kinds": listed(kind.upper() for kind in kinds)},
        "have": [name for _pk, name in kept.get(item["material"], [])],
        "error": problems.get(item["material"], ""),
    }
