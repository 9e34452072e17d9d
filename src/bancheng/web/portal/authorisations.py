"""A company's authorisations: give one, see them all, take one back. Only the legal representative comes here."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bancheng import now
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.staff.models import NotAllowed
from bancheng.apps.subjects import queries
from bancheng.apps.subjects.actions.authorise import Invalid, authorise, revoke
from bancheng.apps.subjects.models import Authorisation, Entity
from bancheng.apps.subjects.principal import Principal
from bancheng.core.catalogue import values as element_values
from bancheng.core.catalogue.models import Element
from bancheng.web.portal.access import signed_in
from bancheng.web.portal.words import either, listed
from bancheng.web.portal.words import name as name_of

_DAY = Element(id="valid_to", name="授权到哪一天", name_en="Last day", type="date")


@signed_in
def authorisations(request: HttpRequest) -> HttpResponse:
    """The company's authorisations, and the form for another one."""
    principal = queries.principal(request)
    company = _led(principal)
    if principal is None or company is None:
        return render(request, "portal/account/authorisations.html", {"company": None}, status=403)
    typed = {name: request.POST.get(name, "") for name in ("agent_name", "agent_id_no", "valid_to")}
    themes = [theme for theme in request.POST.getlist("themes") if theme in _themes()]
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            day = _day(typed["valid_to"])
            authorise(principal, typed["agent_name"], typed["agent_id_no"], themes, day)
        except element_values.BadValue as bad:
            problems = {"valid_to": either(bad.message, bad.message_en)}
        except Invalid as invalid:
            problems = invalid.problems
        else:
            messages.success(request, _("授权好了。对方登录以后，就能代表公司办。"))
            return HttpResponseRedirect(reverse("authorisations"))
    context = {
        "company": company,
        "rows": [_row(row) for row in queries.authorisations(company)],
        "fields": _fields(typed, themes, problems),
        "errors": [{"id": name, "text": text} for name, text in problems.items()],
    }
    return render(request, "portal/account/authorisations.html", context, status=400 if problems else 200)


@signed_in
@require_POST
def take_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Revoke an authorisation that one gave, or give up one that one holds.

    Raises:
        NotAllowed: it is neither.
    """
    principal = queries.principal(request)
    if principal is None:
        raise NotAllowed(_("请先登录。"))
    row = revoke(principal, str(id))
    queries.forget(request)
    mine = row.entity.is_led_by(principal.person)
    messages.success(request, _("授权已经撤销，马上生效。") if mine else _("您已经放弃这份授权。"))
    return HttpResponseRedirect(reverse("authorisations" if mine and principal.entity else "account"))


def _led(principal: Principal | None) -> Entity | None:
    """The company acted for, if this person is its legal representative."""
    if principal and principal.entity and principal.entity.is_led_by(principal.person):
        return principal.entity
    return None


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    day = element_values.parse(_DAY, text)
    return day if isinstance(day, date) else None


def _themes() -> dict[str, str]:
    try:
        return {theme.id: name_of(theme) for theme in catalogues.current().themes_on(now.today())}
    except catalogues.NoRelease:
        return {}


def _row(row: Authorisation) -> dict[str, object]:
    names = _themes()
    in_force = row.holds(now.today())
    return {
        "id": row.id,
        "agent": row.agent_name,
        "id_no": row.agent_id_no,
        "themes": listed(names.get(theme, theme) for theme in row.themes) or _("所有事项"),
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "in_force": in_force,
        "state": _("有效") if in_force else _("已撤销") if row.revoked_at else _("已过期"),
        "kind": "ok" if in_force else "",
        "paper": row.paper,
    }


def _fields(typed: dict[str, str], themes: list[str], problems: dict[str, str]) -> list[dict[str, object]]:
    def text(name: str, label: str, hint: str, **more: object) -> dict[str, object]:
        return {
            "kind": "text",
            "name": name,
            "label": label,
            "hint": hint,
            "value": typed[name],
            "error": problems.get(name, ""),
            **more,
        }

    found = [
        text("agent_name", _("代办人的姓名"), ""),
        text("agent_id_no", _("代办人的身份证号"), _("18 位，最后一位可能是 X。对方用这个号码登录后就能代办。")),
        text("valid_to", _("授权到哪一天"), _("最长一年，例如 2026-12-31。到期自动失效。"), size="m"),
    ]
    options = [{"value": id, "label": name} for id, name in _themes().items()]
    if options:
        found.append(
            {
                "kind": "checkbox",
                "name": "themes",
                "label": _("可以代办哪些事"),
                "hint": _("一项都不选，就是所有事项都可以代办。"),
                "options": options,
                "values": themes,
                "columns": 1,
            }
        )
    return found
