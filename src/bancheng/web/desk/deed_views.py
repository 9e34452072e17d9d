"""Doing something with a case: a page that says what will follow, a form, a confirmation. Refusals name their rule."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods

from bancheng.apps.cases import desk_queries
from bancheng.apps.cases.actions.incident import NOT_THEIRS, record_incident
from bancheng.apps.cases.spine import NoSuchCase, text_of
from bancheng.apps.licences.contents import CannotIssue
from bancheng.core.licence import NotPossible
from bancheng.core.procedure import Refused
from bancheng.web.desk import case_page
from bancheng.web.desk.case import seen
from bancheng.web.desk.deed_fields import Asked, Invalid
from bancheng.web.desk.deed_forms import FORMS, materials_of
from bancheng.web.desk.deeds import DEEDS, Deed, refusal, why_not, words_of
from bancheng.web.desk.frame import NotFound, desk, me, page

log = logging.getLogger(__name__)


@desk(*desk_queries.CASE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One deed on one case: asked for, confirmed, done."""
    here = me(request)
    chosen = DEEDS.get(key)
    if chosen is None:
        raise NotFound(key)
    try:
        part = desk_queries.case_for(here, number)
    except NoSuchCase:
        if request.method == "POST":
            with suppress(NoSuchCase):
                record_incident(here, number, NOT_THEIRS, chosen.label)
        raise
    here.must(chosen.roles)
    blocked = why_not(chosen, here, part)
    asked = Asked(here, part, request.POST if request.method == "POST" else QueryDict())
    if blocked != "":
        tried = refusal(chosen, here, part) if request.method == "POST" else None
        if tried is not None:
            record_incident(here, number, tried, chosen.label)
            return _page(request, chosen, asked, {}, f"{words_of(part, tried)}（规则 {tried.rule}）", 409, again=False)
        why = blocked or f"这件事现在是“{part.stage.zh}”，做不了这一步；可能已经有同事办过了。"
        return _page(request, chosen, asked, {}, why, 409)
    if request.method != "POST":
        seen(here, part, f"办理：{chosen.label}")
        return _page(request, chosen, asked, {}, "", 200)
    try:
        FORMS[key].run(asked)
    except Invalid as invalid:
        return _page(request, chosen, asked, invalid.errors, "", 400)
    except Refused as refused:
        record_incident(here, number, refused, chosen.label)
        return _page(request, chosen, asked, {}, f"{words_of(part, refused)}（规则 {refused.rule}）", 409)
    except NotPossible as no:
        return _page(request, chosen, asked, {}, no.message, 409)
    except CannotIssue as no:
        log.error("case %s cannot be granted: %s", number, no)
        why = "证照还开不出来：要印在证上的信息不全。请先重新按规则审查一次，还不行请找系统管理员，决定没有作出。"
        return _page(request, chosen, asked, {}, why, 409)
    messages.success(request, chosen.done)
    return HttpResponseRedirect(case_page.url(part))


def _page(request: HttpRequest, chosen: Deed, asked: Asked, errors: dict[str, str], refused: str, status: int, again: bool = True) -> HttpResponse:
    part = asked.part
    proposal = part.state.proposal
    fields = [{**field, "error": errors.get(str(field["name"]), "")} for field in FORMS[chosen.key].fields(asked)]
    body = part.organisation
    context = {
        "deed": chosen,
        "number": asked.number,
        "item": part.item,
        "fields": fields,
        "materials": [
            {**row, "error": errors.get(f"reason-{row['id']}", "")} for row in (materials_of(asked) if chosen.key == "correction" else [])
        ],
        "errors": [{"id": "material-0" if name == "material" else name, "text": text} for name, text in errors.items()],
        "refused": refused,
        "again": again and bool(refused) and status == 409 and request.method == "POST",
        "proposal": {
            "reason": text_of(part.sub_case, proposal.reason_digest) if proposal.reason_digest else "",
            "clause": proposal.clause,
            "remedy": proposal.remedy,
            "organ": proposal.remedy_organ,
        }
        if proposal
        else None,
        "review_organ": body.review_organ,
        "court": body.court,
    }
    return page(request, "desk/deed.html", "desk", context, status)
