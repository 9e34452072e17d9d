"""What is one's own: cases, drafts, licences, messages, who used one's data, who may act for one."""
from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bancheng import now
from bancheng.apps.cases import drafts
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.models import Draft
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.licences import queries as licences
from bancheng.apps.messages import queries as inboxes
from bancheng.apps.messages.actions.read import mark_read
from bancheng.apps.messages.models import Message
from bancheng.apps.subjects.principal import Principal
from bancheng.core.catalogue import NotInCatalogue
from bancheng.web.portal.case_access import as_principal
from bancheng.web.portal.progress import summaries
from bancheng.web.portal.resume import grouped
from bancheng.web.portal.words import either, name

_SHOWN = 20


@require_safe
@as_principal
def me(request: HttpRequest, principal: Principal) -> HttpResponse:
    """Everything of one's own on one page, what waits for oneself first."""
    pages = Paginator(cases.cases_of(principal), _SHOWN)
    page = pages.get_page(request.GET.get("page"))
    mine = subjects_of(principal)
    held, valid = licences.tally(principal.reference, now.business())
    context = {
        "nav": "me",
        "holder": principal.holder.name,
        "leads": principal.entity is not None and principal.entity.is_led_by(principal.person),
        "cases": sorted(summaries(page), key=lambda row: row["kind"] != "warn"),
        "pages": page,
        "drafts": [_draft(draft) for draft in cases.drafts_of(principal)],
        "discarded": _discarded(principal, request.GET.get("discarded", "")),
        "messages_": [_message(row) for row in inboxes.inbox(mine)[:3]],
        "unread": inboxes.unread(mine),
        "licences": held,
        "valid": valid,
    }
    return render(request, "portal/mine/me.html", context)


@require_POST
@as_principal
def discard(request: HttpRequest, principal: Principal, id: Any) -> HttpResponse:
    """Throw a draft away; it can be fetched back from the next page."""
    draft = _own(principal, id)
    drafts.discard(draft)
    return redirect(f"{reverse('me')}?discarded={draft.pk}")


@require_POST
@as_principal
def keep(request: HttpRequest, principal: Principal, id: Any) -> HttpResponse:
    """Undo."""
    draft = cases.thrown_away(principal, id)
    if draft is None:
        raise Http404
    drafts.fetch_back(draft)
    return redirect(f"{reverse('me')}#drafts")


@require_http_methods(["GET", "HEAD", "POST"])
@as_principal
def inbox(request: HttpRequest, principal: Principal) -> HttpResponse:
    """All messages; a POST marks them as read."""
    mine = subjects_of(principal)
    if request.method == "POST":
        mark_read(mine)
        return redirect("inbox")
    page = Paginator(inboxes.inbox(mine), _SHOWN).get_page(request.GET.get("page"))
    context = {"nav": "me", "rows": [_message(row) for row in page], "pages": page, "unread": inboxes.unread(mine)}
    return render(request, "portal/mine/inbox.html", context)


def subjects_of(principal: Principal) -> list[str]:
    """Whose inbox the principal reads: their own, and that of the company acted for."""
    return list(dict.fromkeys([principal.person.reference, principal.reference]))


def _own(principal: Principal, id: Any) -> Draft:
    try:
        draft = cases.find(principal, id)
    except (cases.NoSuchDraft, cases.NotCovered):
        raise Http404 from None
    if draft.owner != principal.person.reference or cases.filed(draft) is not None:
        raise Http404
    return draft


def _draft(draft: Draft) -> dict[str, Any]:
    try:
        theme = name(catalogues.current().theme(draft.theme, now.today()))
    except NotInCatalogue:
        theme = _("这件事现在不办了")
    return {"id": draft.pk, "theme": theme, "saved_at": draft.saved_at, "code": grouped(draft.code), "href": reverse("form", args=[draft.pk])}


def _discarded(principal: Principal, id: str) -> str:
    """The draft thrown away a moment ago, to offer it back."""
    try:
        wanted = uuid.UUID(id)
    except ValueError:
        return ""
    return str(wanted) if cases.thrown_away(principal, wanted) else ""


def _message(row: Message) -> dict[str, Any]:
    number = row.params.get("joint", "")
    return {
        "title": either(row.title, row.title_en),
        "text": either(row.text, row.text_en),
        "at": row.at,
        "unread": row.read_at is None,
        "href": reverse("case", args=[number]) if number else "",
    }
