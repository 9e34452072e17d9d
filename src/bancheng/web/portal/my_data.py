"""Who used my data: every look-up and every look, with purpose and basis; consents given, to be taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bancheng import now
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.sources import queries as sources
from bancheng.apps.sources.queries import Use
from bancheng.apps.staff.models import NotAllowed
from bancheng.apps.subjects import queries
from bancheng.apps.subjects.actions.consent import agree, withdraw
from bancheng.core.catalogue import Catalogue
from bancheng.web.portal.access import onward, signed_in
from bancheng.web.portal.words import name as name_of


@signed_in
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything that was done with the data of the person, or of the company they lead and act for."""
    principal = queries.principal(request)
    if principal is None:
        raise NotAllowed(_("请先登录。"))
    catalogue = _catalogue()
    context = {
        "uses": [_use(use, catalogue) for use in sources.uses(principal)],
        "consents": [
            {
                "id": row.id,
                "wording": row.wording,
                "given_at": row.given_at,
                "withdrawn_at": row.withdrawn_at,
                "in_force": row.holds(now.today()),
            }
            for row in queries.consents(principal.person)
        ],
    }
    return render(request, "portal/account/my_data.html", context)


@signed_in
@require_POST
def consent_give(request: HttpRequest) -> HttpResponse:
    """Agree to one look-up; the sentence agreed to is made here, from the catalogue, never taken from the browser."""
    principal = queries.principal(request)
    catalogue = _catalogue()
    evidence = catalogue.evidence.get(request.POST.get("evidence", "")) if catalogue else None
    themes = catalogue.themes_on(now.today()) if catalogue else []
    theme = next((theme for theme in themes if theme.id == request.POST.get("purpose")), None)
    if principal is None or evidence is None or theme is None or not evidence.consent:
        messages.error(request, _("没有记下您的同意：页面上的事项已经变了。请回到原来的页面再点一次。"))
    else:
        wording = f"同意查询我的{evidence.name}，只用于办理“{theme.name}”。"
        agree(principal, evidence.id, theme.id, wording)
        messages.success(request, _("记下了。您可以随时在“谁用过我的数据”里撤回。"))
    return HttpResponseRedirect(onward(request, request.POST.get("next")))


@signed_in
@require_POST
def consent_withdraw(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a consent back.

    Raises:
        NotAllowed: it is somebody else's.
    """
    principal = queries.principal(request)
    if principal is None:
        raise NotAllowed(_("请先登录。"))
    withdraw(principal, str(id))
    messages.success(request, _("同意已经撤回，以后不会再查。"))
    return HttpResponseRedirect(reverse("my-data"))


def _catalogue() -> Catalogue | None:
    try:
        return catalogues.current()
    except catalogues.NoRelease:
        return None


def _use(use: Use, catalogue: Catalogue | None) -> dict[str, object]:
    """One use in words."""
    outcomes = {
        "found": _("查到了"),
        "not_found": _("没有查到"),
        "unavailable": _("对方没有回应"),
        "reused": _("用了前几天查到的结果"),
        "looked": _("看了申请内容"),
    }
    by = {"self": _("您自己（办事时系统代查）"), "rules": _("智能审批（系统自动）"), "staff": _("工作人员")}
    who = use.who
    if use.outcome == "looked" and catalogue and use.who in catalogue.organisations:
        who = name_of(catalogue.organisations[use.who])
    return {
        "at": use.at,
        "what": _what(use.what, catalogue) if use.outcome != "looked" else _case(use.what),
        "by": who if use.outcome == "looked" else by[use.by],
        "why": _purpose(use.why, catalogue),
        "basis": use.basis,
        "outcome": outcomes[use.outcome],
        "kind": {"found": "ok", "reused": "ok", "unavailable": "warn"}.get(use.outcome, ""),
    }


def _case(number: str) -> str:
    """Which case was looked at; at a counter nothing may have been filed yet."""
    return _("办件 %(number)s") % {"number": number} if number else _("您的身份信息")


def _what(name: str, catalogue: Catalogue | None) -> str:
    """What was asked for, in the language of the page where the catalogue still knows it."""
    known = (evidence for evidence in catalogue.evidence.values() if evidence.name == name) if catalogue else iter(())
    return next((name_of(evidence) for evidence in known), name)


def _purpose(why: str, catalogue: Catalogue | None) -> str:
    """The name of the theme or item that the purpose is the id of; other purposes are words already."""
    if catalogue is None:
        return why
    try:
        return name_of(catalogue.theme(why, now.today()))
    except LookupError:
        pass
    try:
        return name_of(catalogue.item(why, now.today()))
    except LookupError:
        return why
