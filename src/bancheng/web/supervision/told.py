"""What is told to an officer: rungs of the ladder, what overseers said, reasons that are owed; and the answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bancheng import now
from bancheng.apps.cases import desk_queries
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.queries import Part
from bancheng.apps.supervision import queries
from bancheng.apps.supervision.actions.explain import explain
from bancheng.apps.supervision.actions.see_alert import see_alert
from bancheng.apps.supervision.actions.urge import answer
from bancheng.apps.supervision.words import LONGEST, Unfit
from bancheng.web.desk.frame import desk, me, page
from bancheng.web.supervision.words import RUNGS, Names

ROLES = ("reviewer", "decider", "head", "overseer")


@desk(*ROLES)
@require_safe
def told(request: HttpRequest) -> HttpResponse:
    """Everything that waits, what is to be answered first."""
    here, names, officers = me(request), Names(), desk_queries.names()
    handles = here.has_role(*queries.HANDLERS)
    oversees = here.has_role(*queries.OVERSIGHT)
    unseen = queries.unseen(here)
    context = {
        "urges": [
            {
                **_case(row.sub_case, not here.has_role("reviewer", "decider")),
                "pk": row.pk, "kind": row.kind, "title": "督办" if row.kind == "follow_up" else "催办", "text": row.said.text,
                "by": officers.get(row.by, ""), "at": row.at, "until": row.until, "late": row.until is not None and now.today() > row.until,
            }
            for row in (queries.urges(here) if handles else [])
        ],
        "owed": [
            {**_case(row.sub_case, not here.has_role("reviewer", "decider")), "promised": row.promised} for row in (queries.owed(here) if handles else [])
        ],
        "alerts": [
            {
                **_case(row.sub_case, row.audience != "handler"),
                "pk": row.pk, "text": RUNGS[row.rung][0], "kind": RUNGS[row.rung][1], "due": row.due, "at": row.at,
                "organisation": names.organisation(row.sub_case.organisation),
            }
            for row in unseen
        ],
        "more": len(unseen) == queries.PAGE,
        "said": [
            {
                **_case(row.sub_case, True),
                "title": "督办" if row.kind == "follow_up" else "催办", "text": row.said.text, "at": row.at, "until": row.until,
                "answer": row.answer.text if row.answer else "", "done_at": row.done_at, "organisation": names.organisation(row.organisation),
            }
            for row in (queries.said_by(here) if oversees else [])
        ],
        "oversees": oversees,
        "at": now.business(),
    }  # fmt: skip
    return page(request, "desk/supervision/told.html", "desk-alerts", context)


@desk(*ROLES)
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take note of a rung."""
    see_alert(me(request), pk)
    messages.success(request, "已登记：您知道了。")
    return HttpResponseRedirect(reverse("desk-alerts"))


@desk(*queries.HANDLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Take note of an urge at once; a follow-up is answered in words."""
    here = me(request)
    row = queries.urge_for(here, pk)
    typed, error = request.POST.get("text", "").strip(), ""
    if request.method == "POST":
        try:
            answer(here, pk, typed)
        except Unfit as unfit:
            error = unfit.message
        else:
            messages.success(request, "已答复，督办的人能看到。" if row.kind == "follow_up" else "已登记：您知道了。")
            return HttpResponseRedirect(reverse("desk-alerts"))
    asked = {
        "title": "答复督办" if row.kind == "follow_up" else "知悉催办",
        "lead": row.said.text,
        "label": "办到哪一步了，什么时候办完",
        "hint": "",
        "confirm": "发出答复",
        "public": False,
    }
    return _form(request, row.sub_case, asked, typed, error)


@desk(*queries.HANDLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: HttpRequest, number: str) -> HttpResponse:
    """Say why the promise was not kept; everybody will read it (R-33)."""
    here = me(request)
    row = queries.overrun_for(here, number)
    typed, error = request.POST.get("text", "").strip(), ""
    if request.method == "POST":
        try:
            explain(here, number, typed)
        except Unfit as unfit:
            error = unfit.message
        else:
            messages.success(request, "原因已经公开。")
            return HttpResponseRedirect(reverse("desk-alerts"))
    asked = {
        "title": "说明超过承诺时限的原因",
        "lead": f"承诺 {row.promised.year} 年 {row.promised.month} 月 {row.promised.day} 日办完，没有做到。",
        "label": "为什么没有按时办完",
        "hint": "这段话会向社会公开，只能填一次。不要写申请人的姓名、名称、身份证号和电话。",
        "confirm": "公开这个原因",
        "public": True,
    }
    return _form(request, row.sub_case, asked, typed, error)


def _form(request: HttpRequest, case: SubCase, asked: dict[str, object], typed: str, error: str) -> HttpResponse:
    field = {"kind": "textarea", "name": "text", "label": asked["label"], "hint": asked["hint"], "rows": 4, "maxlength": LONGEST}
    context = {
        **asked,
        "number": case.number,
        "item": Part(case).item.name,
        "field_": {**field, "value": typed, "error": error},
        "errors": [{"id": "text", "text": error}] if error else [],
    }
    return page(request, "desk/supervision/say.html", "desk-alerts", context, 400 if error else 200)


def _case(case: SubCase, trail: bool) -> dict[str, str]:
    """A case with where to look at it: overseers and heads see the trail, handlers the case."""
    return {"number": case.number, "item": Part(case).item.name, "href": reverse("desk-trail" if trail else "desk-case", args=[case.number])}
