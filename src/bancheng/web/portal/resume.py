"""Leave a form for later, and come back with its code."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bancheng.apps.cases import drafts
from bancheng.apps.cases import queries as cases
from bancheng.apps.cases.models import Draft
from bancheng.apps.subjects import queries as subjects
from bancheng.apps.subjects.principal import Principal
from bancheng.web.portal.apply_frame import frame
from bancheng.web.portal.case_access import own_draft

CODE_LENGTH = 10


@require_safe
@own_draft
def later(request: HttpRequest, principal: Principal, draft: Draft) -> HttpResponse:
    """Everything is saved: the code, and how to come back."""
    context = frame(request, drafts.open_(draft), principal, "later")
    return render(request, "portal/apply/later.html", context | {"code": grouped(draft.code)})


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Type the code in; signing in follows where it is needed."""
    typed = request.POST.get("code", "") if request.method == "POST" else request.GET.get("code", "")
    error = ""
    if request.method == "POST":
        draft, error = _find(request, typed)
        if draft is not None:
            return redirect("form", draft.pk)
    field = {
        "kind": "text",
        "name": "code",
        "label": _("填表时给您的码"),
        "hint": _("10 位，有字母有数字。大小写、空格、短横线都不要紧。"),
        "value": typed,
        "error": error,
        "size": "m",
        "maxlength": 40,
        "autocomplete": "off",
    }
    errors = [{"id": "code", "text": error}] if error else []
    context = {"field": field, "errors": errors, "nav": "me"}
    return render(request, "portal/apply/resume.html", context)


def grouped(code: str) -> str:
    """A code in groups that can be read out: `A3F7-KM4P-XW`."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def _find(request: HttpRequest, typed: str) -> tuple[Draft | None, str]:
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    if not code:
        return None, _("请填写填表时给您的码。")
    if len(code) != CODE_LENGTH:
        return None, _("这个码是 %(want)s 位，您填了 %(got)s 位，请对照一下。") % {"want": CODE_LENGTH, "got": len(code)}
    draft = cases.by_return_code(code)
    if draft is None:
        return None, _("没找到这份表。请对照一下码，或者登录后在“我的”里找。")
    principal = subjects.principal(request)
    if draft.owner and principal is not None and draft.owner != principal.person.reference:
        return None, _("这份表是另一个人登录后填的。请换那个人登录，再接着填。")
    return draft, ""
