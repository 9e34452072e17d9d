"""The first page of the counter: who is it, and what for. Then the same pages as everybody's, with a bar on top that says for whom.

A card reader that types puts the number into the first field; it may type the name after it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bancheng import now
from bancheng.apps.cases import counter_queries
from bancheng.apps.cases.models import Task
from bancheng.apps.cases.spine import item_of
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.staff.models import Officer
from bancheng.apps.subjects import queries, session
from bancheng.apps.subjects.actions.authorise import Invalid
from bancheng.apps.subjects.actions.serve import PURPOSES, Visitor, open_service
from bancheng.web.counter import intake
from bancheng.web.desk.frame import applicant, desk, me, page

NAV = "counter"
_READ = re.compile(r"\s*(?P<before>[\u3400-\u9fff·]{2,50})?[\s|,，]*(?P<number>\d{17}[\dXx])[\s|,，]*(?P<after>[\u3400-\u9fff·]{2,50})?\s*")
"""What card readers type: the number, with the name before or after it, or without."""


@desk("intake")
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Ask who it is, or say who is being served; a POST begins."""
    here = me(request)
    if request.method != "POST":
        return _draw(request, here, {})
    typed = read(request.POST)
    try:
        service = open_service(here, visitor(typed))
    except Invalid as invalid:
        return _draw(request, here, typed, invalid.problems, 400)
    session.serve(request, service)
    queries.forget(request)
    if service.purpose == "collect":
        return redirect("counter-hand-out")
    return redirect("progress" if service.purpose in ("correct", "progress") else "counter")


@desk("intake")
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Say goodbye: nothing of the person stays in this browser."""
    session.close(request, "done")
    queries.forget(request)
    messages.success(request, "办理已结束，这台机器上没有留下刚才那位的信息。请叫下一位。")
    return redirect("counter")


def read(sent: Any) -> dict[str, str]:
    """What was typed."""
    typed = {key: str(sent.get(key, "")).strip()[:200] for key in _FIELDS}
    typed["id_no"], typed["name"] = read_card(typed["id_no"], typed["name"])
    return typed


def read_card(number: str, name: str) -> tuple[str, str]:
    """Number and name, where a card reader typed both into the field of the number."""
    found = _READ.fullmatch(number)
    if found is None:
        return number, name
    return found["number"], name or found["before"] or found["after"] or ""


def visitor(typed: dict[str, str]) -> Visitor:
    """Who it is, as the action takes it.

    Raises:
        Invalid: the last day cannot be read as a date.
    """
    last: date | None = None
    if typed["valid_to"]:
        try:
            last = date.fromisoformat(typed["valid_to"])
        except ValueError:
            raise Invalid({"valid_to": "请填写日期，例如 2026-12-31。"}) from None
    company = typed["for"] == "entity"
    if company and not typed["uscc"]:
        raise Invalid({"uscc": "请填写营业执照上的统一社会信用代码。"})
    return Visitor(
        typed["id_no"],
        typed["name"],
        typed["purpose"],
        typed["card_seen"] == "1",
        typed["uscc"] if company else "",
        typed["licence_seen"] == "1",
        typed["paper"] if company else "",
        last,
    )


_FIELDS = ("id_no", "name", "purpose", "card_seen", "for", "uscc", "licence_seen", "paper", "valid_to")


def _draw(request: HttpRequest, here: Officer, typed: dict[str, str], problems: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    problems = problems or {}
    principal = queries.principal(request)
    served = principal if principal and principal.service else None
    catalogue = catalogues.current()
    context = {
        "served": served,
        "purpose": PURPOSES.get(served.service.purpose, "") if served and served.service else "",
        "fields": _fields(typed, problems),
        "company": typed.get("for") == "entity" or bool({"uscc", "licence_seen", "paper", "valid_to"} & set(problems)),
        "company_fields": _company_fields(typed, problems),
        "ask_card": "card_seen" in problems or bool(typed.get("card_seen")),
        "card_error": problems.get("card_seen", ""),
        "ask_licence": "licence_seen" in problems or bool(typed.get("licence_seen")),
        "licence_error": problems.get("licence_seen", ""),
        "typed": typed,
        "errors": [{"id": key, "text": text} for key, text in problems.items()],
        "themes": [{"name": theme.name, "href": reverse("guide", args=[theme.id])} for theme in catalogue.themes_on(now.today())],
        "place": place(here),
        "checks": [_check(task) for task in counter_queries.checks(here)],
        "today": intake.rows(counter_queries.intakes_today(here)),
    }
    return page(request, "counter/counter.html", NAV, context, status)


def place(here: Officer) -> str:
    """What people call the counter at which an officer sits."""
    station = catalogues.current().stations.get(here.station)
    return station.name if station else f"{here.organisation_name}窗口"


def _check(task: Task) -> dict[str, Any]:
    case = task.sub_case
    return {"number": case.number, "item": item_of(case).name, "applicant": applicant(case.joint), "due": task.due}


def _fields(typed: dict[str, str], problems: dict[str, str]) -> list[dict[str, Any]]:
    purpose = [{"value": key, "label": words} for key, words in PURPOSES.items()]
    return [
        {
            "kind": "text",
            "name": "id_no",
            "label": "身份证号",
            "hint": "放上读卡器，或者照证件输入。",
            "value": typed.get("id_no", ""),
            "error": problems.get("id_no", ""),
            "autocomplete": "off",
            "maxlength": 100,
        },
        {
            "kind": "text",
            "name": "name",
            "label": "姓名",
            "value": typed.get("name", ""),
            "error": problems.get("name", ""),
            "autocomplete": "off",
            "maxlength": 50,
            "size": "m",
        },
        {
            "kind": "radio",
            "name": "purpose",
            "label": "来办什么",
            "options": purpose,
            "value": typed.get("purpose") or "apply",
            "error": problems.get("purpose", ""),
            "columns": 2,
        },
    ]


def _company_fields(typed: dict[str, str], problems: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "kind": "text",
            "name": "uscc",
            "label": "统一社会信用代码",
            "value": typed.get("uscc", ""),
            "error": problems.get("uscc", ""),
            "autocomplete": "off",
            "maxlength": 40,
        },
        {
            "kind": "text",
            "name": "paper",
            "label": "授权委托书的档案号",
            "hint": "来的不是负责人本人，才要填。原件收下存档。",
            "value": typed.get("paper", ""),
            "error": problems.get("paper", ""),
            "autocomplete": "off",
            "maxlength": 80,
            "optional": True,
            "size": "m",
        },
        {
            "kind": "date",
            "name": "valid_to",
            "label": "授权到哪一天",
            "hint": "例如 2026-12-31。",
            "value": typed.get("valid_to", ""),
            "error": problems.get("valid_to", ""),
            "autocomplete": "off",
            "optional": True,
        },
    ]
