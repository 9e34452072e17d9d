"""Why it was granted, given to a person or refused, and what an applicant may still do: ask for a person, take it back."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bancheng.apps.cases import queries as cases
from bancheng.apps.cases import telling
from bancheng.apps.cases.actions import applicant
from bancheng.apps.cases.actions.change import begin_change
from bancheng.apps.cases.models import JointCase
from bancheng.apps.cases.queries import Part
from bancheng.apps.subjects.principal import Principal
from bancheng.core.catalogue.values import display, label
from bancheng.core.procedure import Outcome, Refused
from bancheng.core.review.model import FactUsed, Finding
from bancheng.web.portal.case_access import as_principal, own_case
from bancheng.web.portal.progress import document_name
from bancheng.web.portal.words import either, labelled, lang, laws, name

_OUTCOMES = {"pass": "pass", "fail": "fail"}


@require_safe
@as_principal
def why(request: HttpRequest, principal: Principal, number: str, part: str) -> HttpResponse:
    """Every point of the newest review: what it came to, on which facts from whom, under which clause."""
    joint, asked = _part(principal, number, part)
    found = cases.record_of(asked)
    if found is None:
        raise Http404
    row, record = found
    facts = {used.element: used for used in record.facts}
    points = [_point(asked, finding, facts) for finding in record.findings if finding.result != "not_applicable"]
    context = {
        "nav": "progress",
        "joint": joint,
        "name": telling.name_of(asked, lang()),
        "who": telling.office_of(asked, lang()),
        "outcome": record.outcome,
        "reason": either(record.reason, record.reason_en),
        "granted": asked.done,
        "automatic": asked.sub_case.automatic,
        "points": points,
        "registry": [_fact(asked, used) for used in record.registry],
        "papers": [_paper(asked, paper.material, paper.state) for paper in record.papers],
        "digest": row.digest,
        "at": row.at,
        "may_ask": asked.may_ask_for_person,
        "part": part,
    }
    return render(request, "portal/case/why.html", context)


@require_safe
@as_principal
def refusal(request: HttpRequest, principal: Principal, number: str, part: str) -> HttpResponse:
    """A refusal in plain words: reason, clause, how to mend it, how to challenge it and before whom, whom to call."""
    joint, asked = _part(principal, number, part)
    decided = cases.refusal_of(asked)
    if asked.state.outcome is not Outcome.REFUSED or decided is None:
        raise Http404
    context = {
        "nav": "progress",
        "joint": joint,
        "name": telling.name_of(asked, lang()),
        "who": telling.office_of(asked, lang()),
        "body": asked.organisation,
        "said": decided.content,
        "paper": decided,
        "paper_name": document_name(decided.kind),
        "failed": _failed(asked),
        "theme": joint.theme,
    }
    return render(request, "portal/case/refusal.html", context)


@require_POST
@as_principal
def person(request: HttpRequest, principal: Principal, number: str, part: str) -> HttpResponse:
    """“我要人工办理” (R-31)."""
    joint, asked = _part(principal, number, part)
    try:
        applicant.request_person(asked.sub_case.number, principal.person.reference, actor=principal.actor, on_behalf=principal.on_behalf)
    except Refused as refused:
        messages.warning(request, either(refused.message, refused.message_en))
    else:
        messages.success(request, _("已经转给工作人员办。办理期限照旧，有结果会告诉您。"))
    return redirect("case", joint.number)


@require_POST
@as_principal
def change(request: HttpRequest, principal: Principal, number: str) -> HttpResponse:
    """“改答案”: what was filed as a draft to change; the application goes on until the changed one is signed."""
    joint = own_case(principal, number)
    try:
        draft = begin_change(joint, principal)
    except Refused as refused:
        messages.warning(request, either(refused.message, refused.message_en))
        return redirect("case", joint.number)
    return redirect("form", draft.id)


@require_http_methods(["GET", "HEAD", "POST"])
@as_principal
def withdraw(request: HttpRequest, principal: Principal, number: str, part: str) -> HttpResponse:
    """Take one part back, after saying what that means."""
    joint, asked = _part(principal, number, part)
    if not asked.may_withdraw:
        messages.info(request, _("这一件已经有结果了，不能再撤回。"))
        return redirect("case", joint.number)
    if request.method == "POST":
        try:
            applicant.withdraw(asked.sub_case.number, principal.person.reference, actor=principal.actor, on_behalf=principal.on_behalf)
        except Refused as refused:
            messages.warning(request, either(refused.message, refused.message_en))
        else:
            messages.success(request, _("已经撤回。以后要办，可以重新申请。"))
        return redirect("case", joint.number)
    waiting = [telling.name_of(p, lang()) for p in cases.parts_of(joint) if not p.ended and asked.sub_case.part in p.state.waits_for]
    context = {"nav": "progress", "joint": joint, "name": telling.name_of(asked, lang()), "waiting": waiting, "part": part}
    return render(request, "portal/case/withdraw.html", context)


def _part(principal: Principal, number: str, part: str) -> tuple[JointCase, Part]:
    joint = own_case(principal, number)
    try:
        return joint, cases.part_of(joint, part)
    except cases.NoSuchCase:
        raise Http404 from None


def _point(part: Part, finding: Finding, facts: dict[str, FactUsed]) -> dict[str, Any]:
    point = next((point for point in part.item.review_points if point.id == finding.point), None)
    return {
        "outcome": _OUTCOMES.get(finding.result, "unknown"),
        "title": name(point) if point else finding.name,
        "text": either(finding.sentence, labelled(part.catalogue, finding.sentence_en)),
        "laws": laws(finding.basis),
        "facts": [_fact(part, facts[id]) for id in finding.elements if id in facts],
    }


def _fact(part: Part, used: FactUsed) -> dict[str, Any]:
    element = part.catalogue.elements[used.element]
    return {
        "label": label(element, lang()),
        "value": display(element, used.value, lang(), masked=element.sensitivity == "sensitive" or element.type == "list"),
        "source": _source(part, used.source),
        "at": used.at,
    }


def _source(part: Part, source: str) -> str:
    evidence = part.catalogue.evidence.get(source.removeprefix("evidence:"))
    if evidence is None:
        return _("您填的")
    return name(evidence) if lang() == "en" or not evidence.issuer else f"{evidence.issuer}的{evidence.name}"


def _paper(part: Part, material: str, state: str) -> dict[str, str]:
    words = {
        "handed_in": _("已交"),
        "waived": _("不用交，查得到"),
        "generated": _("系统生成"),
        "commitment": _("书面承诺代替"),
        "may_follow": _("可以后补"),
        "missing": _("还没有交"),
    }
    found = next((paper for paper in part.item.materials if paper.id == material), None)
    return {"name": name(found) if found else material, "state": words[state], "kind": "bad" if state == "missing" else "ok"}


def _failed(part: Part) -> list[dict[str, Any]]:
    """The points that the rules found not to pass: what to mend before applying again."""
    found = cases.record_of(part)
    if found is None:
        return []
    points = {point.id: point for point in part.item.review_points}
    return [
        {"title": name(points[finding.point]), "text": either(points[finding.point].warn or finding.sentence, points[finding.point].warn_en)}
        for finding in found[1].findings
        if finding.result == "fail" and finding.point in points
    ]
