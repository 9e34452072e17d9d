"""The one form of a draft (填一张表): every element once for all parts, what is known already as words, the rest as questions.

Every button of the form saves first, whatever it does next; so nothing typed is lost, with JavaScript or without. Values that cannot be read are kept as
they were typed and shown again with what to do about it.
"""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bancheng import now
from bancheng.apps.cases import drafts
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.drafts import Opened
from bancheng.apps.cases.entering import settle_staff
from bancheng.apps.cases.models import Draft
from bancheng.apps.subjects.principal import Principal
from bancheng.core.catalogue.models import Element
from bancheng.core.catalogue.values import BadValue, from_json
from bancheng.web import modes
from bancheng.web.portal import fields, form_sections
from bancheng.web.portal.apply_frame import frame
from bancheng.web.portal.case_access import own_draft
from bancheng.web.portal.form_sections import QUESTIONS, Section
from bancheng.web.portal.words import laws, listed, name


@require_http_methods(["GET", "HEAD", "POST"])
@own_draft
def form(request: HttpRequest, principal: Principal, draft: Draft) -> HttpResponse:
    """The form. In the senior mode one section a page (`?s=`)."""
    if request.method == "POST":
        return _act(request, principal, draft)
    opened = cases.enter(draft, principal)
    tried = "tried" in request.GET
    all_sections = form_sections.sections(opened, tried, request.GET.get("more", ""))
    now_shown = _on_this_page(request, all_sections)
    context = frame(request, opened, principal, "form", all_sections) | {
        "sections": now_shown,
        "single": len(now_shown) == 1 and len(all_sections) > 1,
        "errors": [error for section in now_shown for error in section.wrong],
        "counts": form_sections.counts(all_sections),
        "lookups": _lookups(opened),
        "silent": [form_sections.source_name(opened, kind) for kind in sorted(opened.unavailable)],
        "autosave": reverse("form-autosave", args=[draft.id]),
        "next_label": _next_label(request, all_sections, now_shown),
    }
    return render(request, "portal/apply/form.html", context)


@require_POST
@own_draft
def autosave(request: HttpRequest, principal: Principal, draft: Draft) -> HttpResponse:
    """Keep what has been typed so far, without asking anybody anything."""
    opened = drafts.open_(draft)
    draft, _problems = _save(request, draft, form_sections.elements_of(opened))
    settle_staff(draft, principal, drafts.open_(draft), ask=False)
    return JsonResponse({"saved": f"{now.business().astimezone(now.ZONE):%H:%M}"})


def _act(request: HttpRequest, principal: Principal, draft: Draft) -> HttpResponse:
    """Save, then do what the button says."""
    before = drafts.open_(draft)
    allowed = form_sections.elements_of(before)
    draft, problems = _save(request, draft, allowed)
    here = reverse("form", args=[draft.id])
    section, wrong, right, more = (request.POST.get(name, "")[:80] for name in ("s", "wrong", "right", "more"))
    at = f"s={section}&" if section else ""
    if wrong:
        return _corrected(draft, before, here, at, wrong, allowed)
    if right:
        _restore(draft, right)
        return HttpResponseRedirect(f"{here}?{at}#{right}")
    if take := request.POST.get("take"):
        id, __, value = take.partition("|")
        if id in allowed:
            drafts.save(draft, {id: value})
        return HttpResponseRedirect(f"{here}?{at}tried=1#{id}")
    if more:
        listed = draft.answers.get(more) or draft.typed.get(more)
        rows = len(listed) if isinstance(listed, list) else 0
        settle_staff(draft, principal, drafts.open_(draft), ask=True)
        return HttpResponseRedirect(f"{here}?{at}more={more}#{more}.{rows}.name")
    if remove := request.POST.get("remove"):
        id, __, number = remove.partition("|")
        _remove(draft, id, number)
        settle_staff(draft, principal, drafts.open_(draft), ask=False)
        return HttpResponseRedirect(f"{here}?{at}#{id}")
    if "again" in request.POST:
        cases.enter(draft, principal, again=True)
        return HttpResponseRedirect(f"{here}?{at}")
    if "later" in request.POST:
        return redirect("draft-later", draft.id)
    return _onward(request, principal, draft, before, section)


def _onward(request: HttpRequest, principal: Principal, draft: Draft, before: Opened, section: str) -> HttpResponse:
    """The next page, or this one again with what has to be changed."""
    opened = cases.enter(draft, principal)
    _say_what_changed(request, before, opened)
    all_sections = form_sections.sections(opened, tried=True)
    ids = [one.id for one in all_sections]
    here = reverse("form", args=[draft.id])
    shown = [one for one in all_sections if not section or one.id == section]
    if any(one.wrong for one in shown):
        return HttpResponseRedirect(f"{here}?{f's={section}&' if section else ''}tried=1")
    asks = any(row.missing for one in all_sections if one.id == QUESTIONS for row in one.rows)
    if asks and section != QUESTIONS:
        return HttpResponseRedirect(f"{here}?s={QUESTIONS}" if section else here)
    if section in ids and ids.index(section) + 1 < len(ids):
        return HttpResponseRedirect(f"{here}?s={ids[ids.index(section) + 1]}")
    if any(one.wrong for one in all_sections):
        return HttpResponseRedirect(f"{here}?tried=1")
    back_to_check = request.POST.get("back") == "check"
    return redirect("check" if back_to_check and not _papers_missing(opened) else "materials", draft.id)


def _papers_missing(opened: Opened) -> bool:
    return any(paper.state == "hand_in" and not opened.files.get(paper.id) for paper in opened.plan.materials)


def _save(request: HttpRequest, draft: Draft, allowed: dict[str, Element]) -> tuple[Draft, dict[str, BadValue]]:
    """Take over what was sent for the questions that stood on the page; one request at a time, so that two do not undo each other."""
    with transaction.atomic():
        draft = drafts.held(draft)
        sent: dict[str, Any] = {}
        untouched = set(request.POST.getlist("blank"))  # it was empty already when the page was drawn; another window may have filled it since
        for id in fields.shown(request.POST, allowed):
            element = allowed[id]
            raw = fields.sent(element, request.POST)
            if raw or id not in untouched:
                sent[id] = raw
        known = draft.known.get("facts", {})
        locked = [id for id in sent if id in known and id not in draft.corrected and allowed[id].type != "list"]
        for id in locked:  # known from a source and not objected to: there was no control for it
            del sent[id]
        problems = drafts.save(draft, sent)
    return draft, problems


def _corrected(draft: Draft, before: Opened, here: str, at: str, id: str, allowed: dict[str, Element]) -> HttpResponse:
    """“不对？”: the row becomes an input that begins with what the source said. Who is right, a person finds out later."""
    known = draft.known.get("facts", {}).get(id)
    if id in allowed and known is not None:
        element = allowed[id]
        raw = fields.raw_of(element, from_json(element, known["value"]))
        drafts.save(draft, {id: raw}, [*draft.corrected, id])
    return HttpResponseRedirect(f"{here}?{at}#{id}")


def _restore(draft: Draft, id: str) -> None:
    """“用查到的”: the source is right after all."""
    drafts.save(draft, {id: ""}, [other for other in draft.corrected if other != id])


def _remove(draft: Draft, id: str, number: str) -> None:
    rows = draft.typed.get(id) or draft.answers.get(id) or []
    if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) and number in map(str, range(len(rows))):
        drafts.save(draft, {id: [_typed(row) for place, row in enumerate(rows) if str(place) != number]})


def _typed(row: dict[str, Any]) -> dict[str, str]:
    """A saved row as if it had been typed again."""
    return {key: ("true" if value else "false") if isinstance(value, bool) else str(value or "") for key, value in row.items()}


def _say_what_changed(request: HttpRequest, before: Opened, after: Opened) -> None:
    """An answer can change what has to be done at all; then it is said."""
    def needed(opened: Opened) -> dict[str, str]:
        return {p.part: name(opened.catalogue.item(p.item, p.version)) for p in opened.plan.parts if p.state == "needed"}

    old, new = needed(before), needed(after)
    added, gone = [new[part] for part in new if part not in old], [old[part] for part in old if part not in new]
    if added:
        messages.info(request, _("按您新填的内容，还要办：%(names)s。") % {"names": listed(added)})
    if gone:
        messages.info(request, _("按您新填的内容，不用办了：%(names)s。") % {"names": listed(gone)})


def _on_this_page(request: HttpRequest, all_sections: list[Section]) -> list[Section]:
    """All sections, or the one asked for; in the senior mode the first that is not finished."""
    wanted = request.GET.get("s", "")
    if not modes.senior(request) and not (wanted and wanted == QUESTIONS):
        return all_sections
    for section in all_sections:
        if section.id == wanted:
            return [section]
    unfinished = [section for section in all_sections if section.todo]
    return [(unfinished or all_sections)[0]] if all_sections else []


def _next_label(request: HttpRequest, all_sections: list[Section], shown: list[Section]) -> str:
    if request.GET.get("back") == "check":
        return _("存好，回去核对")
    if modes.senior(request) and shown and shown[-1].id != all_sections[-1].id:
        return _("存好，下一步")
    return _("保存，去看材料")


def _lookups(opened: Opened) -> list[dict[str, Any]]:
    """Every query that was made for this form: what, from whom, on which basis, and what came of it."""
    held, silent = set(opened.draft.known.get("evidence", [])), opened.unavailable
    said = {row["source"].removeprefix("evidence:") for row in opened.draft.known.get("facts", {}).values()}
    asked = list(opened.draft.known.get("asked", []))
    staffed = [kind for kind in held | said if opened.catalogue.evidence[kind].holder == "staff" and kind not in asked]
    found = []
    for kind in [*asked, *sorted(staffed)]:
        evidence = opened.catalogue.evidence[kind]
        outcome = _("现在查不了") if kind in silent else _("查到了") if kind in held | said else _("没有查到")
        source = form_sections.source_name(opened, f"evidence:{kind}")
        found.append({"name": source, "outcome": outcome, "found": kind in held | said, "laws": laws(evidence.basis)})
    return found


