"""What was not done by the promised day, and why: for everybody to read (R-33). No applicant is named."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bancheng.apps.cases.queries import Part
from bancheng.apps.supervision import queries
from bancheng.apps.supervision.models import Overrun
from bancheng.web.portal.words import name


@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """`/overdue`, the newest first."""
    rows, following = queries.published(request.GET.get("after", "")[:20])
    context = {
        "nav": "overdue",
        "rows": [_row(row) for row in rows],
        "next": f"{reverse('overdue')}?{urlencode({'after': following})}" if following else "",
    }
    return render(request, "portal/overdue.html", context)


def _row(row: Overrun) -> dict[str, object]:
    part = Part(row.sub_case)
    return {
        "item": name(part.item),
        "organisation": name(part.organisation),
        "promised": row.promised,
        "decided": row.sub_case.decided_at,
        "reason": row.reason.text if row.reason else "",
        "at": row.explained_at,
    }
