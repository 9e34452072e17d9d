"""Check and sign (核对提交): everything that will be filed on one page, each with a way to change it and come back.

The signature is the applicant's on the digest of exactly what stands here; filing the same draft twice finds the first case.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bancheng import now
from bancheng.apps.cases import declaration
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.actions.submit import NotReady, submit
from bancheng.apps.cases.changes import changes_of
from bancheng.apps.cases.drafts import Opened, problems_of
from bancheng.apps.cases.models import Draft
from bancheng.apps.cases.signing import Confirmation
from bancheng.apps.cases.terms import COMMITMENT, choice_of, promised_of
from bancheng.apps.licences import bans
from bancheng.apps.subjects.principal import Principal
from bancheng.core.catalogue.models import Basis, Element, Item
from bancheng.core.catalogue.values import display, label
from bancheng.core.clock import Amount, Unit, due
from bancheng.core.facts import Value
from bancheng.core.guide.model import PlannedPart
from bancheng.web.counter import signing as counter
from bancheng.web.portal import form_sections
from bancheng.web.portal.apply_frame import frame
from bancheng.web.portal.case_access import own_draft
from bancheng.web.portal.follow import promised
from bancheng.web.portal.words import because, either, lang, laws, name, span
from bancheng.web.templatetags.bc import cndate


@require_http_methods(["GET", "HEAD", "POST"])
@own_draft
def check(request: HttpRequest, principal: Principal, draft: Draft) -> HttpResponse:
    """The page, and signing it."""
    opened = cases.enter(draft, principal)
    problems = dict(problems_of(opened))
    committed, follows = request.POST.get("committed") == "1", request.POST.get("follows") == "1"
    if request.method == "POST" and request.POST.get("read") == "1":
        wrong: dict[str, str] = {}
        paper = counter.on_paper(request, wrong) if principal.service else None
        try:
            if wrong:
                raise NotReady(wrong)
            confirmation = Confirmation(now.business(), principal.person.assurance, committed, follows, paper)
            joint = submit(draft.id, principal, confirmation)
        except NotReady as not_ready:
            problems = not_ready.problems
        else:
            return redirect("counter-case", joint.number) if principal.service else redirect(f"{reverse('case', args=[joint.number])}?new=1")
    elif request.method == "POST":
        problems["read"] = "请本人看过、签过字，再勾选" if principal.service else _("请先看一遍，再勾选“我核对过了”")
    elif not opened.plan.complete:
        problems["guide"] = _("还有问题没有回答，请先回到“填一张表”答完")
    shown_problems = _links(opened, problems)
    context = frame(request, opened, principal, "check") | {
        "errors": shown_problems,
        "answers": _answers(opened),
        "papers": _papers(opened),
        "changes": _changes(opened),
        "parts": [_part(opened, part) for part in opened.plan.parts if part.state == "needed"],
        "warnings": [*_bans(opened, principal), *({"text": because(w.reason), "laws": laws(w.reason.basis)} for w in opened.plan.warnings)],
        "commitments": _commitments(opened, principal),
        "committed": committed,
        "follow": promised(opened),
        "follows": follows,
        "read": request.POST.get("read") == "1",
        "finish": opened.plan.finish,
        "signer": principal.person.name,
        "holder": principal.holder.name,
        "on_behalf": principal.entity is not None,
        "counter": counter.shown(request, opened, problems) if principal.service else None,
        "silent": [form_sections.source_name(opened, kind) for kind in sorted(opened.unavailable)],
    }
    return render(request, "portal/apply/check.html", context)


def _bans(opened: Opened, principal: Principal) -> list[dict[str, Any]]:
    """What the applicant, who deceived before, may not apply for yet: warned, never blocked (R-26)."""
    found = []
    for part in opened.plan.parts:
        item = opened.catalogue.item(part.item, part.version)
        until = bans.last_day(principal, item, opened.plan.as_of) if part.state == "needed" else None
        if until is not None:
            words = {"day": cndate(until), "name": name(item.result)}
            text = _("以前申请时查实弄虚作假，%(day)s以前不能再申请“%(name)s”。您照样可以提交，工作人员核对以后会书面告知不予受理；到期以后可以重新申请。")
            found.append({"text": text % words, "laws": laws((Basis(law="中华人民共和国行政许可法", article="第七十八条、第七十九条", verified=True),))})
    return found


def _changes(opened: Opened) -> dict[str, Any] | None:
    """What this application changes against the one that it replaces."""
    found = changes_of(opened, lang())
    if found is None:
        return None
    lines = [
        (_("多办"), [name(item) for item in found.parts_added]),
        (_("不办了"), [name(item) for item in found.parts_gone]),
        (_("要多交"), list(found.papers_added)),
        (_("不用交了"), list(found.papers_gone)),
    ]
    return {
        "number": opened.draft.replaces.number if opened.draft.replaces else "",
        "answers": [{"label": label(one.element, lang()), "before": one.before or _("没有填"), "after": one.after or _("没有填")} for one in found.answers],
        "lines": [{"label": words, "names": names} for words, names in lines if names],
        "none": not found,
    }


def _links(opened: Opened, problems: dict[str, str]) -> list[dict[str, str]]:
    """Problems as the error summary takes them, each leading to where it is mended."""
    form, materials = reverse("form", args=[opened.draft.id]), reverse("materials", args=[opened.draft.id])
    found = []
    for key, text in problems.items():
        if key.startswith("material:"):
            href = f"{materials}?tried=1#{key.removeprefix('material:')}"
        elif key in ("committed", "commitment"):
            href = "#committed"
        elif key in ("read", "follow"):
            href = {"read": "#read", "follow": "#follows"}[key]
        elif key in ("signed", "scan", "station"):
            href = {"signed": "#filed_under", "scan": "#scan", "station": "#h-sign"}[key]
        elif key == "guide":
            href = f"{form}?s={form_sections.QUESTIONS}&tried=1"
        else:
            section = opened.catalogue.elements[key].section if key in opened.catalogue.elements else ""
            href = f"{form}?tried=1&back=check&s={section}#{key}"
        found.append({"href": href, "text": text})
    return found


def _answers(opened: Opened) -> list[dict[str, Any]]:
    """What was entered and what was known, section by section."""
    form = reverse("form", args=[opened.draft.id])
    sections: dict[str, dict[str, Any]] = {}
    for row in opened.plan.form:
        element = opened.catalogue.elements[row.element]
        section = sections.setdefault(
            row.section,
            {
                "label": form_sections.section_label(row.section),
                "href": f"{form}?back=check&s={row.section}#sec-{row.section}",
                "rows": [],
            },
        )
        if row.state == "missing" and not row.required:
            value = _("没有填（选填）")
        elif row.state == "missing":
            value = _("还没有填")
        else:
            value = display(element, row.value, lang(), masked=element.kind == "citizen_id")
        known = row.state == "known" and element.id not in opened.draft.corrected
        shown: dict[str, Any] = {"label": label(element, lang()), "value": value, "missing": row.state == "missing" and row.required}
        shown["source"] = form_sections.source_name(opened, row.source) if known else ""
        shown["members"] = [_member(element, member) for member in row.value] if element.type == "list" and row.value else []
        section["rows"].append(shown)
    return [sections[id] for id in form_sections.in_order(sections)]


def _member(element: Element, member: Mapping[str, Value]) -> str:
    """One row of a list as the signer knows it; only identity numbers are masked."""
    said = []
    for part in element.fields:
        value = member.get(part.id)
        if value is None or value == "":
            continue
        words = display(part, value, lang(), masked=part.kind == "citizen_id")
        plain = part.type in ("choice", "string") and not part.known_by
        said.append(words if plain else f"{label(part, lang())} {words}")
    return _("，").join(said)


def _papers(opened: Opened) -> list[dict[str, Any]]:
    words = {
        "waived": _("不用交"),
        "generated": _("系统生成"),
        "commitment": _("书面承诺代替"),
        "may_follow": _("可以后补"),
        "hand_in": _("还没有交"),
    }
    previews = declaration.previews(opened)
    found = []
    for paper in opened.plan.materials:
        handed = [row.name for row in opened.files.get(paper.id, [])]
        later = paper.id in opened.following
        kind = "warn" if later else "bad" if paper.state == "hand_in" and not handed else "warn" if paper.state == "may_follow" and not handed else "ok"
        found.append(
            {
                "name": either(paper.name, paper.name_en),
                "state": _("已交 %(n)s 个文件") % {"n": len(handed)} if handed else _("承诺以后补交") if later else words[paper.state],
                "kind": kind,
                "files": handed,
                "preview": reverse("preview", args=[opened.draft.id, paper.id]) if paper.id in previews else "",
            }
        )
    return found


def _part(opened: Opened, part: PlannedPart) -> dict[str, Any]:
    """To whom it goes, and by when it is promised, with how the day is counted."""
    catalogue, as_of = opened.catalogue, opened.plan.as_of
    item = catalogue.item(part.item, part.version)
    body = catalogue.organisations.get(part.authority)
    promised = promised_of(catalogue, item, opened.facts, as_of)
    last = due(Amount(promised.days, Unit(promised.unit)), as_of, catalogue.calendar)
    after = [catalogue.item(p.item, p.version) for p in opened.plan.parts if p.part in part.after]
    return {
        "name": name(item),
        "who": name(body) if body else "",
        "phone": body.phone if body else "",
        "promised": span(promised.days, promised.unit),
        "statutory": span(part.statutory_days, part.statutory_unit),
        "counted": "" if part.after else last.explain(lang()),
        "after": [name(one.result) for one in after],
        "result": name(item.result),
        "external": part.external,
    }


def _commitments(opened: Opened, principal: Principal) -> list[dict[str, Any]]:
    """Both sides of every commitment that was chosen."""
    if choice_of(opened.facts, opened.plan.as_of) != COMMITMENT:
        return []
    items = [opened.catalogue.item(p.item, p.version) for p in opened.plan.parts if p.state == "needed"]
    return [_commitment(opened, principal, item) for item in items if item.commitment_when]


def _commitment(opened: Opened, principal: Principal, item: Item) -> dict[str, Any]:
    body = opened.catalogue.resolve(item.authority, opened.plan.region)
    return {
        "item": name(item),
        "body": name(body),
        "applicant": principal.holder.name,
        "conditions": item.conditions,
        "promises": item.commitment_text,
        "check": declaration.check_words(item.after_check),
        "laws": laws((*item.basis, *item.commitment_basis)),
    }
