"""The trail of one case, for those who oversee it: what happened, the limits, what was said; no papers, nothing of the application."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bancheng import now
from bancheng.apps.cases import desk_queries
from bancheng.apps.cases.desk_history import history
from bancheng.apps.cases.queries import Part
from bancheng.apps.staff.models import Officer
from bancheng.apps.supervision import queries
from bancheng.apps.supervision.actions.urge import urge
from bancheng.apps.supervision.models import Urge
from bancheng.apps.supervision.words import LONGEST, Unfit
from bancheng.web.desk.case import seen
from bancheng.web.desk.case_page import clock
from bancheng.web.desk.frame import applicant, desk, me, page
from bancheng.web.desk.worklist import OUTCOMES
from bancheng.web.supervision.words import LIGHTS, Names

WHY = "效能监督查看办理过程"


@desk(*queries.OVERSIGHT)
@require_safe
def trail(request: HttpRequest, number: str) -> HttpResponse:
    """The trail; opening it is a look that the applicant can see."""
    here = me(request)
    part = queries.case_for(here, number)
    seen(here, part, WHY)
    return _page(request, here, part)


@desk(*queries.OVERSIGHT)
@require_POST
def press(request: HttpRequest, number: str) -> HttpResponse:
    """Urge (`text`), or follow up with a day by which to answer (`until`, where `kind` says so)."""
    here = me(request)
    part = queries.case_for(here, number)
    typed = {name: request.POST.get(name, "").strip() for name in ("kind", "text", "until")}
    until, errors = None, {}
    if typed["kind"] == "follow_up":
        try:
            until = date.fromisoformat(typed["until"])
        except ValueError:
            errors["until"] = "督办要写明哪天以前答复，例如 2026-12-04。"
    if not errors:
        try:
            urge(here, number, typed["text"], until)
        except Unfit as unfit:
            errors[unfit.field] = unfit.message
        else:
            messages.success(request, "督办已发出，等对方答复。" if until else "催办已发出，对方一登录就能看到。")
            return HttpResponseRedirect(reverse("desk-trail", args=[number]))
    return _page(request, here, part, typed, errors)


def _page(request: HttpRequest, here: Officer, part: Part, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None) -> HttpResponse:
    case, names = part.sub_case, desk_queries.names()
    errors, typed = errors or {}, typed or {}
    light = queries.light_of(case)
    overrun = queries.overrun_of(case)
    kinds = [{"value": "urge", "label": "催办", "hint": "请对方抓紧，对方知悉即可"}, {"value": "follow_up", "label": "督办", "hint": "对方要在期限前书面答复"}]
    context = {
        "number": case.number,
        "item": part.item.name,
        "theme": Names().theme(case.joint.theme),
        "organisation": part.organisation.short_name or part.organisation.name,
        "applicant": applicant(case.joint),
        "stage": part.stage.zh,
        "outcome": OUTCOMES[part.state.outcome] if part.state.outcome else None,
        "light": {"text": LIGHTS[light][0], "kind": LIGHTS[light][1]} if light else None,
        "clock": clock(part),
        "history": history(part, names),
        "overrun": {"promised": overrun.promised, "reason": overrun.reason.text if overrun.reason else ""} if overrun else None,
        "urges": [_urge(row, names) for row in queries.urges_of(case)],
        "may_urge": not case.outcome and not case.external,
        "fields": [
            {"kind": "radio", "name": "kind", "label": "怎么催", "options": kinds, "value": typed.get("kind") or "urge", "error": ""},
            {
                "kind": "textarea", "name": "text", "label": "要对方做什么", "rows": 3, "maxlength": LONGEST,
                "value": typed.get("text", ""), "error": errors.get("text", ""),
            },
            {
                "kind": "date", "name": "until", "label": "督办的，哪天以前答复", "optional": True,
                "value": typed.get("until", ""), "error": errors.get("until", ""),
            },
        ],
        "errors": [{"id": name, "text": text} for name, text in errors.items()],
        "at": now.business(),
    }  # fmt: skip
    return page(request, "desk/supervision/trail.html", "desk-oversight", context, 400 if errors else 200)


def _urge(row: Urge, names: dict[str, str]) -> dict[str, object]:
    done = "已答复" if row.kind == "follow_up" else "已知悉"
    late = row.until is not None and row.done_at is None and now.today() > row.until
    word, kind = (done, "ok") if row.done_at else ("逾期未答复", "bad") if late else ("等答复", "warn") if row.until else ("还没看", "warn")
    return {
        "title": "督办" if row.kind == "follow_up" else "催办",
        "text": row.said.text,
        "by": names.get(row.by, ""),
        "at": row.at,
        "until": row.until,
        "word": word,
        "kind": kind,
        "answer": row.answer.text if row.answer else "",
        "done_at": row.done_at,
    }
