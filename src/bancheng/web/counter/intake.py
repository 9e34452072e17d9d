"""What this counter took in: how far it is, and its papers to print."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from bancheng import documents
from bancheng.apps.cases import counter_queries
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.actions.draw import draw
from bancheng.apps.cases.desk_history import DOCUMENTS
from bancheng.apps.cases.models import Intake, JointCase
from bancheng.apps.staff.actions.look import look
from bancheng.apps.staff.models import Officer
from bancheng.apps.subjects.actions.serve import BASIS
from bancheng.config.env import env
from bancheng.core.procedure import Stage
from bancheng.web.desk.case import pdf
from bancheng.web.desk.frame import applicant, desk, me, page
from bancheng.web.portal.progress import theme_name

NAV = "counter"


@desk("intake")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Number and query code to hand over, the papers to print, and where each part stands."""
    here = me(request)
    joint = counter_queries.intake_for(here, number)
    seen(here, joint, "窗口查看收件")
    parts = cases.parts_of(joint)
    context = {
        "joint": joint,
        "theme": theme_name(joint),
        "applicant": applicant(joint),
        "documents": [_document(joint, row) for row in cases.documents_of(joint)],
        "parts": [_part(part) for part in parts],
    }
    return page(request, "counter/case.html", NAV, context)


@desk("intake")
@require_safe
def document(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A paper to print, with its seal; the code on it leads to the progress page."""
    here = me(request)
    joint = counter_queries.intake_for(here, number)
    row = counter_queries.document_for(joint, pk)
    seen(here, joint, f"打印{DOCUMENTS.get(row.kind, '文书')} {row.number}")
    try:
        drawn = draw(row, f"{env().public_url}{reverse('case', args=[joint.number])}")
    except documents.BadDocument:
        return page(request, "desk/no_drawing.html", NAV, {"number": number, "name": DOCUMENTS.get(row.kind, "文书")}, status=404)
    return pdf(drawn, f"{row.number}.pdf")


def seen(officer: Officer, joint: JointCase, why: str) -> None:
    """Write down that the clerk looks at the applicant's data, and why."""
    for subject in dict.fromkeys((joint.holder, joint.person)):
        look(officer, subject, joint.number, why, BASIS)


def rows(intakes: list[Intake]) -> list[dict[str, Any]]:
    """Intakes as the first page lists them."""
    return [{"number": one.joint.number, "theme": theme_name(one.joint), "applicant": applicant(one.joint), "at": one.at} for one in intakes]


def _part(part: cases.Part) -> dict[str, Any]:
    to_check = part.stage is Stage.RECEIVED and part.open_task is not None
    return {
        "number": part.sub_case.number,
        "name": part.item.name,
        "who": part.organisation.short_name or part.organisation.name,
        "stage": part.stage.zh,
        "check": reverse("counter-papers", args=[part.sub_case.number]) if to_check else "",
    }


def _document(joint: JointCase, row: Any) -> dict[str, Any]:
    return {
        "name": DOCUMENTS.get(row.kind, "文书"),
        "number": row.number,
        "at": row.issued_at,
        "href": reverse("counter-document", args=[joint.number, row.pk]),
    }
