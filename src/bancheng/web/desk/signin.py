"""Officers sign in to the desk with account, password and one-time code."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from bancheng import now
from bancheng.apps.staff.actions.sign_in import SignInRefused, sign_in
from bancheng.apps.subjects import session
from bancheng.web.desk.access import KEY, officer


@sensitive_post_parameters("password", "code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signin(request: HttpRequest) -> HttpResponse:
    """The form, and what came of it."""
    to = _onward(request)
    if request.method != "POST":
        return HttpResponseRedirect(to) if officer(request) else _page(request, to)
    typed = {name: request.POST.get(name, "") for name in ("username", "password", "code")}
    asked = {
        "username": _("请填写账号。"),
        "password": _("请填写密码。"),
        "code": _("请填写动态码：6 位数字，在您的验证器里看。"),
    }
    problems = {name: words for name, words in asked.items() if not typed[name].strip()}
    if problems:
        return _page(request, to, typed["username"], problems, 400)
    try:
        here = sign_in(typed["username"], typed["password"], typed["code"], request.META.get("REMOTE_ADDR", ""))
    except SignInRefused as refused:
        return _page(request, to, typed["username"], {"username": refused.message}, 429 if refused.locked else 400)
    login(request, here, backend="django.contrib.auth.backends.ModelBackend")
    request.session.cycle_key()
    at = now.real().isoformat()
    request.session[KEY] = {"since": at, "seen": at}
    return HttpResponseRedirect(to)


@require_POST
def signout(request: HttpRequest) -> HttpResponse:
    """Sign out; nothing of the session stays, and nobody is served any more."""
    session.close(request)
    logout(request)
    return HttpResponseRedirect(reverse("desk-signin"))


def _page(request: HttpRequest, to: str, username: str = "", problems: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    problems = problems or {}
    password = {"kind": "password", "name": "password", "label": _("密码"), "autocomplete": "current-password"}
    code = {
        "kind": "text",
        "name": "code",
        "label": _("动态码"),
        "hint": _("6 位数字，每 30 秒换一次，用过就失效。"),
        "inputmode": "numeric",
        "autocomplete": "one-time-code",
        "size": "s",
    }
    fields = [
        {"kind": "text", "name": "username", "label": _("账号"), "value": username, "autocomplete": "username"},
        {**password, "value": ""},
        {**code, "value": ""},
    ]
    context = {
        "bare": True,
        "fields": [{**field, "error": problems.get(str(field["name"]), "")} for field in fields],
        "errors": [{"id": name, "text": text} for name, text in problems.items()],
        "to": to,
    }
    return render(request, "desk/signin.html", context, status=status)


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    try:
        return reverse("desk")
    except NoReverseMatch:
        return "/desk/"
