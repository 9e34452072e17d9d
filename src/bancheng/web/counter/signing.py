"""Signing at the counter: the sheet is printed, the person signs it with a pen, the clerk says where it is filed and may scan it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from bancheng.apps import files
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases import signing
from bancheng.apps.cases.drafts import Opened
from bancheng.apps.cases.signing import OnPaper
from bancheng.apps.subjects import queries as subjects
from bancheng.apps.subjects.principal import Principal
from bancheng.web.desk.case import pdf
from bancheng.web.desk.frame import NotFound, desk, me

SCANS = ("pdf", "jpg", "png")


@desk("intake")
@require_safe
def sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheet to print and sign, of a draft of the person who is being served."""
    principal = served(request)
    try:
        opened = cases.enter(cases.find(principal, id), principal)
    except (cases.NoSuchDraft, cases.NotCovered):
        raise NotFound(str(id)) from None
    return pdf(signing.sheet(opened, principal, me(request).name), f"{opened.draft.code}.pdf")


def served(request: HttpRequest) -> Principal:
    """Whom the clerk serves.

    Raises:
        NotFound: nobody.
    """
    principal = subjects.principal(request)
    if principal is None or principal.service is None:
        raise NotFound("nobody is served")
    return principal


def on_paper(request: HttpRequest, problems: dict[str, str]) -> OnPaper | None:
    """What was typed about the signed sheet; what is wrong with its scan is put among the problems."""
    scan = None
    if upload := request.FILES.get("scan"):
        try:
            scan = files.store(upload, allowed=SCANS)
        except files.BadFile as bad:
            problems["scan"] = bad.message
    return OnPaper(request.POST.get("sheet", "")[:20], request.POST.get("filed_under", "").strip()[:80], scan)


def shown(request: HttpRequest, opened: Opened, problems: dict[str, str]) -> dict[str, Any]:
    """What the page of checking and signing says at a counter."""
    return {
        "code": signing.code_of(opened),
        "sheet": reverse("counter-sheet", args=[opened.draft.id]),
        "fields": [
            {
                "kind": "text",
                "name": "filed_under",
                "label": "申请表存放的档案号",
                "value": request.POST.get("filed_under", ""),
                "error": problems.get("signed", ""),
                "maxlength": 80,
                "autocomplete": "off",
                "size": "m",
            },
            {
                "kind": "file",
                "name": "scan",
                "label": "签过字的申请表扫描件",
                "hint": "PDF、JPG 或者 PNG，不超过 20 MB。",
                "error": problems.get("scan", ""),
                "accept": "application/pdf,image/jpeg,image/png",
                "optional": True,
            },
        ],
    }
