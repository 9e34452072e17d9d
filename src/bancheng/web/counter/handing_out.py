"""One counter hands out: what waits here, the papers to print, and the proof of who got them (R-16)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bancheng import documents, now
from bancheng.apps.cases import counter_queries, desk_queries
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.actions.draw import draw
from bancheng.apps.cases.actions.hand_out import NotProved, Proof, by_mail, delivery_receipt, hand_out, name_of_result
from bancheng.apps.cases.desk_history import DOCUMENTS
from bancheng.apps.cases.models import JointCase, Task
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.licences import queries as licences
from bancheng.core.procedure import Refused
from bancheng.web.counter.intake import seen
from bancheng.web.counter.welcome import read_card
from bancheng.web.desk.case import pdf
from bancheng.web.desk.frame import NotFound, applicant, desk, me, page
from bancheng.web.desk.worklist import light

NAV = "counter-hand-out"
ADDRESS = "delivery.address"
WAYS = {"signature": "当面签收", "mail": "邮寄", "electronic": "改为电子送达"}


@desk("intake")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits to be collected or posted, joint case by joint case."""
    found: dict[str, dict[str, Any]] = {}
    for task in counter_queries.hand_outs(me(request)):
        joint = task.sub_case.joint
        row = found.setdefault(joint.number, {"number": joint.number, "applicant": applicant(joint), "why": task.why, "results": [], **_due(task)})
        row["results"].append(name_of_result(task.sub_case))
    return page(request, "counter/hand_out.html", NAV, {"rows": list(found.values())})


@desk("intake")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """The results of one joint case that wait here; a POST hands out those that are ticked, with the proof."""
    here = me(request)
    tasks = counter_queries.hand_outs_of(here, number)
    joint = tasks[0].sub_case.joint
    typed = {key: request.POST.get(key, "").strip()[:200] for key in ("kind", "id_no", "receipt", "name", "paper", "parcel")}
    problems: dict[str, str] = {}
    ticked = {task.sub_case.number for task in tasks}
    if request.method == "POST":
        ticked &= set(request.POST.getlist("part"))
        typed["id_no"], typed["name"] = read_card(typed["id_no"], typed["name"])
        try:
            done = hand_out(here, number, ticked, Proof(**typed))
        except NotProved as missing:
            problems = missing.problems
        except Refused as refused:
            problems = {"part": refused.message}
        else:
            messages.success(request, f"已登记发出 {len(done)} 份结果，送达凭证已存。")
            return redirect("counter-hand-out")
    else:
        seen(here, joint, "窗口出件")
    context = {
        "joint": joint,
        "applicant": applicant(joint),
        "results": [_result(joint, task, task.sub_case.number in ticked) for task in tasks],
        "running": _running(joint),
        "post_to": _address(joint),
        "fields": _fields(typed, problems, "mail" if by_mail(joint) else "signature"),
        "problems": problems,
        "errors": [{"id": "part-1" if key == "part" else key, "text": text} for key, text in problems.items()],
    }
    return page(request, "counter/hand_over.html", NAV, context, 400 if problems else 200)


@desk("intake")
@require_safe
def document(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A decision to print and hand over."""
    here = me(request)
    tasks = counter_queries.hand_outs_of(here, number)
    joint = tasks[0].sub_case.joint
    row = counter_queries.decision_of(tasks, pk)
    seen(here, joint, f"打印{DOCUMENTS.get(row.kind, '文书')} {row.number}")
    try:
        return pdf(draw(row), f"{row.number}.pdf")
    except documents.BadDocument:
        return page(request, "desk/no_drawing.html", NAV, {"number": number, "name": DOCUMENTS.get(row.kind, "文书")}, status=404)


@desk("intake")
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The delivery receipt to sign, for everything of the joint case that waits here."""
    here = me(request)
    tasks = counter_queries.hand_outs_of(here, number)
    joint = tasks[0].sub_case.joint
    seen(here, joint, "打印送达回证")
    return pdf(delivery_receipt(here, joint, [task.sub_case for task in tasks]), f"{joint.number}.pdf")


@desk("intake")
@require_safe
def licence(request: HttpRequest, number: str, identifier: str) -> HttpResponse:
    """A licence to print and hand over."""
    here = me(request)
    tasks = counter_queries.hand_outs_of(here, number)
    found = [one for task in tasks for one in licences.of_case(task.sub_case.number) if one.identifier == identifier]
    if not found:
        raise NotFound(identifier)
    seen(here, tasks[0].sub_case.joint, f"打印证照 {found[0].number}")
    return pdf(licences.pdf(found[0]), f"{found[0].number}.pdf")


def _due(task: Task) -> dict[str, Any]:
    calendar, today = catalogues.current().calendar, now.today()
    running = desk_queries.light_of(task.due, today, calendar)
    return {"due": task.due, "light": light(running, desk_queries.left_until(task.due, today, calendar))}


def _result(joint: JointCase, task: Task, ticked: bool) -> dict[str, Any]:
    case = task.sub_case
    papers = [
        {"name": DOCUMENTS.get(row.kind, "文书"), "number": row.number, "href": reverse("counter-hand-document", args=[joint.number, row.pk])}
        for row in counter_queries.decisions_of(case)
    ]
    papers += [
        {"name": row.record.name, "number": row.number, "href": reverse("counter-hand-licence", args=[joint.number, row.identifier])}
        for row in licences.of_case(case.number)
    ]
    return {"number": case.number, "name": name_of_result(case), "why": task.why, "papers": papers, "ticked": ticked, **_due(task)}


def _running(joint: JointCase) -> list[str]:
    """What of the same application is not there yet."""
    return [part.item.name for part in cases.parts_of(joint) if not part.ended]


def _address(joint: JointCase) -> str:
    """Where to post it, as it was filed; empty where it is collected."""
    return str(joint.submission["facts"].get(ADDRESS, {}).get("value") or "") if by_mail(joint) else ""


def _fields(typed: dict[str, str], problems: dict[str, str], usual: str) -> dict[str, dict[str, Any]]:
    def text(name: str, label: str, hint: str = "", size: str = "m") -> dict[str, Any]:
        shown = {"kind": "text", "name": name, "label": label, "hint": hint, "size": size, "autocomplete": "off", "maxlength": 100}
        return {**shown, "value": typed[name], "error": problems.get(name, "")}

    kinds = [{"value": key, "label": words} for key, words in WAYS.items()]
    how = {"kind": "radio", "name": "kind", "label": "怎么发出", "options": kinds, "value": typed["kind"] or usual, "columns": 1}
    return {
        "kind": how | {"error": problems.get("kind", "")},
        "id_no": text("id_no", "签收人的身份证号", "放上读卡器，或者照证件输入。", ""),
        "receipt": text("receipt", "送达回证的档案号", "打印送达回证，请来人签字，收好。"),
        "name": text("name", "代领人姓名", "来的是申请人本人，不用填。") | {"optional": True},
        "paper": text("paper", "代领委托书的档案号", "来的是申请人本人，不用填。") | {"optional": True},
        "parcel": text("parcel", "邮件号", "在快递单上。"),
    }

