"""“开业了”: the applicant reports the day on which business began, where a check after approval counts from it."""
from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bancheng import now
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases import telling
from bancheng.apps.cases.actions import opening
from bancheng.apps.cases.queries import Part
from bancheng.apps.subjects.principal import Principal
from bancheng.core.procedure import Refused, counts_from_opening
from bancheng.web.portal.case_access import as_principal, own_case
from bancheng.web.portal.words import either, lang


def opening_of(part: Part) -> dict[str, Any] | None:
    """For the page of a case: when it opened and until when the check comes, or where to report it; None where no check counts from it."""
    if not counts_from_opening(part.state):
        return None
    last = part.dues.after_check
    return {
        "name": telling.name_of(part, lang()),
        "who": telling.office_of(part, lang()),
        "opened": part.state.opened,
        "until": last.date if last else None,
        "counted": last.explain(lang()) if last and last.date else "",
        "href": reverse("case-opening", args=[part.sub_case.joint.number, part.sub_case.number]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@as_principal
def report(request: HttpRequest, principal: Principal, number: str, part: str) -> HttpResponse:
    """One question: which day. What cannot be right is said beside it."""
    joint = own_case(principal, number)
    try:
        asked = cases.part_of(joint, part)
    except cases.NoSuchCase:
        raise Http404 from None
    shown = opening_of(asked)
    if shown is None or shown["opened"] is not None:
        return redirect("case", joint.number)
    typed, error = request.POST.get("day", "")[:20], ""
    if request.method == "POST":
        try:
            day = date.fromisoformat(typed.strip())
            opening.report(part, principal.person.reference, day, actor=principal.actor, on_behalf=principal.on_behalf)
        except ValueError:
            error = _("请选一天，例如 %(day)s。") % {"day": now.today().isoformat()}
        except Refused as refused:
            error = either(refused.message, refused.message_en)
        else:
            messages.success(request, _("开业日期登记好了。"))
            return redirect("case", joint.number)
    hint = _("正式开门营业的那一天，不是试营业以前的准备。")
    context = {
        "nav": "progress",
        "joint": joint,
        "name": shown["name"],
        "opening": shown,
        "field": {"kind": "date", "name": "day", "label": _("哪天开业的？"), "hint": hint, "value": typed, "error": error},
        "errors": [{"id": "day", "text": error}] if error else [],
    }
    return render(request, "portal/case/opening.html", context)
