"""How far a case is (查进度): in sentences, on lanes, as what happened; and its papers.

The people it belongs to see all of it. Whoever has number and query code sees the same without personal data, papers and buttons.
"""
from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bancheng import documents, now
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases import telling
from bancheng.apps.cases.actions.change import may_change
from bancheng.apps.cases.actions.draw import draw
from bancheng.apps.cases.models import JointCase
from bancheng.apps.cases.queries import Part
from bancheng.apps.cases.standing import overall
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.licences import queries as licences
from bancheng.apps.licences.models import Licence
from bancheng.apps.subjects import queries as subjects
from bancheng.apps.subjects.principal import Principal
from bancheng.apps.supervision import queries as supervision
from bancheng.apps.supervision.models import Overrun
from bancheng.config.env import env
from bancheng.core.licence import Status
from bancheng.core.procedure import Outcome, Stage
from bancheng.web.portal.access import signed_in
from bancheng.web.portal.apply_frame import steps
from bancheng.web.portal.case_access import as_principal, opened_by_code, own_case, remember_code
from bancheng.web.portal.follow import open_gap
from bancheng.web.portal.hearing import hearing_of
from bancheng.web.portal.materials import pdf_response
from bancheng.web.portal.opening import opening_of
from bancheng.web.portal.words import either, lang, licence_name, name
from bancheng.web.templatetags.bc import mask_name
from bancheng.web.verify.limits import limited

POLL_SECONDS = 3
_SHOWN_EVENTS = 6


@never_cache
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The progress page. htmx asks for its live part alone while a machine is still at work."""
    principal = subjects.principal(request)
    joint = _theirs(principal, number)
    masked = joint is None
    joint = joint or opened_by_code(request, number)
    if joint is None:
        if principal is None:
            return signed_in(case)(request, number)
        raise Http404
    context = _context(request, joint, masked)
    live = request.headers.get("HX-Target") == "live"
    return render(request, "portal/case/_live.html" if live else "portal/case/case.html", context)


@limited
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Look a case up by number and query code; or, signed in, see one's own."""
    number, code = request.POST.get("number", "").strip(), request.POST.get("code", "").strip()
    problems: dict[str, str] = {}
    if request.method == "POST":
        if not number:
            problems["number"] = _("请填写办件编号，在收件凭证上。")
        if not code:
            problems["code"] = _("请填写查询码，在收件凭证上，办件编号的下面。")
        if not problems:
            try:
                joint = cases.joint_by_code(_plain(number), _plain(code))
            except cases.NoSuchCase:
                problems["number"] = _("编号和查询码对不上。请对照收件凭证再填一次，字母和数字别看混。")
            else:
                remember_code(request, joint)
                return redirect("case", joint.number)
    fields = [
        {
            "kind": "text",
            "name": "number",
            "label": _("办件编号"),
            "value": number,
            "error": problems.get("number", ""),
            "maxlength": 40,
            "autocomplete": "off",
        },
        {
            "kind": "text",
            "name": "code",
            "label": _("查询码"),
            "hint": _("8 位，有字母有数字。"),
            "value": code,
            "error": problems.get("code", ""),
            "size": "m",
            "maxlength": 20,
            "autocomplete": "off",
        },
    ]
    principal = subjects.principal(request)
    context = {
        "nav": "progress",
        "fields": fields,
        "errors": [{"id": key, "text": text} for key, text in problems.items()],
        "own": summaries(cases.cases_of(principal)[:5]) if principal else [],
    }
    return render(request, "portal/case/by_code.html", context)


@require_safe
@as_principal
def document(request: HttpRequest, principal: Principal, number: str, pk: int) -> HttpResponse:
    """One issued paper as PDF."""
    joint = own_case(principal, number)
    try:
        paper = cases.document_of(joint, pk)
        pdf = draw(paper, f"{env().public_url}{reverse('case', args=[joint.number])}")
    except (cases.NoSuchCase, documents.BadDocument):
        raise Http404 from None
    return pdf_response(pdf, f"{document_name(paper.kind)} {paper.number}.pdf")


def document_name(kind: str) -> str:
    """What people call a paper."""
    words = {
        "receipt": _("收件凭证"),
        "acceptance": _("受理通知书"),
        "correction": _("补正告知书"),
        "granted": _("准予决定书"),
        "refused": _("不予许可决定书"),
        "not_accepted": _("不予受理通知书"),
        "terminated": _("终止办理通知书"),
        "commitment": _("告知承诺书"),
        "suspension": _("特别程序告知书"),
        "extension": _("延长办理期限告知书"),
        "gap": _("容缺受理通知书"),
        "hearing_right": _("听证权利告知书"),
        "hearing": _("听证通知书"),
    }
    return words.get(kind, kind)


def summaries(joints: Iterable[JointCase]) -> list[dict[str, Any]]:
    """Cases in a list: what, how far, and what they wait for."""
    several = list(joints)
    parts = cases.parts_of_all(several)
    return [_summary(joint, parts[joint.pk]) for joint in several]


def _summary(joint: JointCase, parts: list[Part]) -> dict[str, Any]:
    found = overall(parts)
    waiting = any(part.awaits_applicant for part in parts)
    kind, words = ("warn", _("等您补材料")) if waiting else ("ok", _("办好了")) if found.done == found.total else ("brand", _("正在办"))
    lost = any(part.taken_away for part in parts)
    if (lost or found.failed) and not found.running and not waiting:
        kind, words = "bad", _("有结果了")
    return {
        "number": joint.number,
        "theme": theme_name(joint),
        "headline": telling.headline(parts, lang()),
        "at": joint.received_at,
        "done": found.done,
        "total": found.total,
        "finish": None if found.unaccepted else found.finish,
        "late": found.late,
        "kind": kind,
        "words": words,
    }


def theme_name(joint: JointCase) -> str:
    """What was applied for."""
    catalogue = catalogues.release(joint.release)
    return name(catalogue.theme(joint.theme, cases.local(joint.received_at)))


def _theirs(principal: Principal | None, number: str) -> JointCase | None:
    if principal is None:
        return None
    try:
        return cases.joint_for(principal, number)
    except cases.NoSuchCase:
        return None


def _plain(typed: str) -> str:
    """A number or code as it was printed, however it was typed."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


def _context(request: HttpRequest, joint: JointCase, masked: bool) -> dict[str, Any]:
    parts = cases.parts_of(joint)
    catalogue = catalogues.current()
    standing = overall(parts, catalogue)
    rows, total, _last = telling.lanes(joint, parts, catalogue, lang())
    told = [replace(entry, text="") if masked else entry for entry in telling.timeline(joint, parts, lang())]
    working = cases.working(joint, parts)
    earned = [] if masked else _licences(parts)
    late = supervision.overruns_in(joint)
    return {
        "nav": "progress",
        "joint": joint,
        "masked": masked,
        "theme_name": theme_name(joint),
        "holder_name": mask_name(joint.holder_name) if masked else joint.holder_name,
        "steps": steps(),
        "step": 6 if standing.done == standing.total and not any(part.taken_away for part in parts) else 4,
        "new": "new" in request.GET and not masked,
        "supplied": "supplied" in request.GET and not masked,
        "headline": telling.headline(parts, lang()),
        "standing": standing,
        "lanes": rows,
        "axis": total,
        "parts": [_part(joint, part, parts, masked) | {"overrun": _overrun(late.get(part.sub_case.pk))} for part in parts],
        "change": not masked and may_change(joint),
        "replaced_by": cases.replacement_of(joint),
        "corrections": [] if masked else [_correction(joint, part) for part in parts if part.correction],
        "gaps": [] if masked else [found for part in parts if (found := open_gap(part))],
        "hearings": [] if masked else [found for part in parts if (found := hearing_of(part))],
        "openings": [found for part in parts if (found := opening_of(part))] if not masked and not standing.running else [],
        "refusals": [_refusal(joint, part) for part in parts if part.state.outcome is Outcome.REFUSED and not part.state.external and not masked],
        "events": [vars_of(entry) for entry in told[:_SHOWN_EVENTS]],
        "earlier": [vars_of(entry) for entry in told[_SHOWN_EVENTS:]],
        "documents": [] if masked else [_document(joint, paper) for paper in cases.documents_of(joint)],
        "licences": earned,
        "usable": not any(one["off"] for one in earned),
        "working": working,
        "poll": POLL_SECONDS,
        "here": reverse("case", args=[joint.number]),
    }


def vars_of(entry: telling.Told) -> dict[str, Any]:
    """A sentence of the timeline as the component takes it."""
    return {"title": entry.title, "text": entry.text, "at": entry.at, "note": entry.note, "state": entry.state}


def _part(joint: JointCase, part: Part, parts: list[Part], masked: bool) -> dict[str, Any]:
    number = part.sub_case.number
    lost = part.taken_away
    kind = "bad" if lost or part.failed else "ok" if part.done else "warn" if part.awaits_applicant else "brand"
    return {
        "number": number,
        "name": telling.name_of(part, lang()),
        "plain": telling.result_of(part, lang()),
        "who": telling.office_of(part, lang()),
        "phone": part.organisation.phone,
        "words": telling.standing_of(part, parts, lang()),
        "why_person": "" if masked else telling.why_person(part, lang()),
        "kind": kind,
        "tag": _tag(part),
        "promises": [] if part.ended else telling.promise_of(part, lang()),
        "automatic": part.sub_case.automatic,
        "took": telling.took(part, lang()) if part.done else "",
        "why": reverse("case-why", args=[joint.number, number]) if part.has_review and not masked else "",
        "person": reverse("case-person", args=[joint.number, number]) if part.may_ask_for_person and not masked else "",
        "asked_person": part.state.person_requested and not part.ended,
        "withdraw": reverse("case-withdraw", args=[joint.number, number]) if part.may_withdraw and not masked else "",
    }


def _tag(part: Part) -> str:
    """How far a part is, in a word or two."""
    if part.taken_away is not None:
        status = Status(part.taken_away.status)
        return either(status.word, status.word_en)
    if part.ended:
        return _("办好了") if part.done else _("有结果了")
    if part.stage is Stage.WAITING:
        return either("还没开始", "Not begun")
    return _("等您") if part.awaits_applicant else _("正在办")


def _overrun(row: Overrun | None) -> dict[str, Any] | None:
    """A promise that was not kept, with the reason as everybody can read it once it is said (R-33)."""
    return {"promised": row.promised, "reason": row.reason.text if row.reason else ""} if row else None


def _correction(joint: JointCase, part: Part) -> dict[str, Any]:
    assert part.correction is not None
    return {
        "name": telling.name_of(part, lang()),
        "count": len(part.correction.items),
        "items": part.correction.items,
        "href": reverse("case-correct", args=[joint.number, part.sub_case.number]),
    }


def _refusal(joint: JointCase, part: Part) -> dict[str, str]:
    return {"name": telling.name_of(part, lang()), "href": reverse("case-refusal", args=[joint.number, part.sub_case.number])}


def _document(joint: JointCase, paper: Any) -> dict[str, Any]:
    return {
        "name": document_name(paper.kind),
        "number": paper.number,
        "at": paper.issued_at,
        "href": reverse("case-document", args=[joint.number, paper.pk]),
    }


def _licences(parts: list[Part]) -> list[dict[str, Any]]:
    """What has been earned and can be used already."""
    return [_licence(licence) for part in parts for licence in part.licences]


def _licence(licence: Licence) -> dict[str, Any]:
    record, standing = licence.record, licence.standing(now.business())
    rows = [{"label": field.name, "value": field.value} for field in record.fields[:4]]
    rows.append({"label": _("编号"), "value": licence.number})
    valid = standing.status is Status.VALID
    return {
        "title": licence_name(record),
        "rows": rows,
        "url": licences.verify_url(licence) if valid else "",
        "state": either(standing.status.word, standing.status.word_en),
        "kind": "ok" if valid else "bad",
        "off": not valid,
    }
