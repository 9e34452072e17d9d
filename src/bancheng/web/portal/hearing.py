"""The right to a hearing (R-18) on the page of a case: asked for online within the days of the law, and when it is held."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bancheng import now
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases import telling
from bancheng.apps.cases.actions import hearing
from bancheng.apps.cases.queries import Part
from bancheng.apps.subjects.principal import Principal
from bancheng.core.procedure import Refused, last_day_to_ask
from bancheng.web.portal.case_access import as_principal, own_case
from bancheng.web.portal.words import either, lang


def hearing_of(part: Part) -> dict[str, Any] | None:
    """How far it is with the hearing of a part, for its page; None where nobody was told of it, it was held, or the part has ended."""
    told, held_by = part.state.hearing, part.dues.hearing
    if told is None or told.minutes or part.ended:
        return None
    until = last_day_to_ask(part.state, part.catalogue.calendar)
    asked = told.requested is not None
    return {
        "name": telling.name_of(part, lang()),
        "day": told.day,
        "asked": asked,
        "held_by": held_by.date if held_by else None,
        "until": until,
        "late": until is None or now.today() > until,
        "href": "" if asked or told.told is None else reverse("case-hearing", args=[part.sub_case.joint.number, part.sub_case.number]),
    }


@require_POST
@as_principal
def ask(request: HttpRequest, principal: Principal, number: str, part: str) -> HttpResponse:
    """“我要听证”; too late, or untold, is refused with the rule named."""
    joint = own_case(principal, number)
    try:
        asked = cases.part_of(joint, part)
    except cases.NoSuchCase:
        raise Http404 from None
    try:
        hearing.request_online(asked.sub_case.number, principal.person.reference, actor=principal.actor, on_behalf=principal.on_behalf)
    except Refused as refused:
        words = {"message": either(refused.message, refused.message_en), "rule": refused.rule}
        messages.warning(request, _("%(message)s依据《行政许可法》第四十七条，规则 %(rule)s。") % words)
    else:
        messages.success(request, _("听证申请收到了。听证不收钱；哪天、在哪里，会提前七个工作日通知您。"))
    return redirect("case", joint.number)
