"""Papers at the counter: an original that was only looked at, and the check side by side.

On the left what makes each paper acceptable, on the right the paper itself. Each one is ticked, or gets the words that the applicant will read.
What is not good becomes the draft of one notice; it goes out only when it has been read as a whole, since there is no second one (R-05).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bancheng.apps.cases import counter_queries, desk_queries
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.actions.check_papers import accept_papers, ask_papers
from bancheng.apps.cases.actions.see_original import see_original
from bancheng.apps.cases.queries import Part
from bancheng.core.procedure import Refused, Stage
from bancheng.web.counter.intake import seen
from bancheng.web.counter.signing import served
from bancheng.web.desk import case_page
from bancheng.web.desk.case import stored
from bancheng.web.desk.frame import NotFound, applicant, desk, me, page

NAV = "counter"
LONGEST = 500


@desk("intake")
@require_POST
def original(request: HttpRequest, id: UUID, material: str) -> HttpResponse:
    """“已核原件”: the clerk has looked at the original of a paper of the draft."""
    principal = served(request)
    try:
        opened = cases.enter(cases.find(principal, id), principal)
    except (cases.NoSuchDraft, cases.NotCovered):
        raise NotFound(str(id)) from None
    paper = next((paper for paper in opened.plan.materials if paper.id == material), None)
    if paper is None:
        raise NotFound(material)
    see_original(me(request), opened, principal, paper)
    return redirect(f"{reverse('materials', args=[id])}#{material}")


@desk("intake")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: str) -> HttpResponse:
    """The papers of one part side by side; a POST accepts, drafts the notice, or sends it."""
    here = me(request)
    part = counter_queries.check_for(here, number)
    rows = _rows(part, request)
    if request.method != "POST":
        seen(here, part.sub_case.joint, "窗口核对材料")
        return _draw(request, part, rows)
    deed = request.POST.get("deed", "")
    good = [row["id"] for row in rows if row["ticked"]]
    for row in rows:
        row["error"] = "" if row["ticked"] or row["reason"] else "这一样还没有核对：符合就打勾，不符合就写明差在哪里。"
        if row["ticked"] and row["reason"] and deed != "accept":
            row["error"] = "打了勾又写了原因，请只留一样。"
    if any(row["error"] for row in rows):
        return _draw(request, part, rows, status=400)
    wrong = [{"material": row["id"], "reason": row["reason"]} for row in rows if not row["ticked"]]
    try:
        if deed == "accept" and not wrong:
            accept_papers(here, number, good)
            messages.success(request, "已受理，受理通知书可以打印了。")
        elif deed == "send" and wrong:
            ask_papers(here, number, good, wrong)
            messages.success(request, "补正告知书已经发出，可以打印了。时限停在这里，补齐后重新开始数。")
        else:
            return _draw(request, part, rows, notice=wrong)
    except Refused as refused:
        return _draw(request, part, rows, refused=refused.message, status=400)
    return redirect(_back(request, part))


@desk("intake")
@require_safe
@xframe_options_sameorigin
def file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A paper that was handed in, beside what makes it acceptable."""
    here = me(request)
    part = counter_queries.check_for(here, number)
    row = desk_queries.file_of(part, pk)
    seen(here, part.sub_case.joint, f"窗口核对材料“{row.material}”")
    return stored(row.file, row.name)


def _back(request: HttpRequest, part: Part) -> str:
    """The case with its papers to print, if this counter took it in; else the first page."""
    joint = part.sub_case.joint
    try:
        counter_queries.intake_for(me(request), joint.number)
    except cases.NoSuchCase:
        return reverse("counter")
    return reverse("counter-case", args=[joint.number])


def _rows(part: Part, request: HttpRequest) -> list[dict[str, Any]]:
    """The papers to look at, with what was typed about each."""
    kept = cases.record_of(part)
    files = desk_queries.files_of(part)
    found = []
    for row in case_page.papers(part, kept[1] if kept else None, files, None):
        if row["files"] or row["word"] == case_page.PAPERS["missing"][0]:
            reason = request.POST.get(f"reason-{row['id']}", "").strip()[:LONGEST]
            found.append(row | {"ticked": f"ok-{row['id']}" in request.POST and bool(row["files"]), "reason": reason, "error": ""})
    return found


def _draw(
    request: HttpRequest,
    part: Part,
    rows: list[dict[str, Any]],
    notice: list[dict[str, str]] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    wanted = request.GET.get("file", "")
    files = desk_queries.files_of(part)
    chosen = case_page.chosen_of(files, int(wanted) if wanted.isascii() and wanted.isdigit() else None)
    names = {row["id"]: row["name"] for row in rows}
    context = {
        "part": part,
        "number": part.sub_case.number,
        "item": part.item,
        "applicant": applicant(part.sub_case.joint),
        "who": part.organisation.short_name or part.organisation.name,
        "open": part.stage is Stage.RECEIVED,
        "stage": part.stage.zh,
        "due": part.dues.notice,
        "rows": rows,
        "chosen": chosen,
        "notice": [{"name": names[one["material"]], "reason": one["reason"]} for one in notice or []],
        "refused": refused,
        "errors": [{"id": f"reason-{row['id']}", "text": f"{row['name']}：{row['error']}"} for row in rows if row["error"]],
    }
    return page(request, "counter/papers.html", NAV, context, status)
