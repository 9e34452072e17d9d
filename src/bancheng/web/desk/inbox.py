"""What the supervising department was told, and the checks it has to make."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bancheng import now
from bancheng.apps.cases import desk_queries
from bancheng.apps.cases.actions.see_push import see_push
from bancheng.apps.cases.models import SupervisorPush
from bancheng.apps.cases.spine import item_of
from bancheng.web.desk.frame import applicant, desk, me, number_of, page
from bancheng.web.desk.worklist import light

KINDS = {"granted": ("批准", "ok"), "granted_by_commitment": ("以告知承诺方式批准", "warn"), "revoked": ("撤销", "bad")}
ROLES = ("supervisor", "inspector")


@desk(*ROLES)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Decisions told to the organisation, unseen ones first, and its open after-checks above them."""
    here = me(request)
    current = number_of(request.GET.get("page"))
    rows, more = desk_queries.inbox(here, current)
    checks = desk_queries.worklist(here, "check") if current == 1 else None
    context = {
        "rows": [_row(row) for row in rows],
        "checks": [
            {"number": row.sub_case.number, "item": row.item, "why": row.why, "due": row.due, "light": light(row.light, row.left)}
            for row in (checks.rows if checks else [])
        ],
        "page": current,
        "more": more,
        "at": now.business(),
    }
    return page(request, "desk/inbox.html", "desk-inbox", context)


@desk(*ROLES)
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take note of one."""
    here = me(request)
    push = desk_queries.push_for(here, pk)
    see_push(here, push.pk)
    messages.success(request, "已登记：本单位已知悉。")
    return HttpResponseRedirect(reverse("desk-inbox"))


def _row(push: SupervisorPush) -> dict[str, object]:
    case = push.sub_case
    word, kind = KINDS.get(push.kind, (push.kind, ""))
    return {
        "pk": push.pk,
        "number": case.number,
        "item": item_of(case).name,
        "applicant": applicant(case.joint),
        "word": word,
        "kind": kind,
        "at": push.at,
        "seen_at": push.seen_at,
    }
