"""Signing in and out, for whom to act, and what the account page shows.

The sign-in starts with a plain link: the browser leaves for the identity service and comes back with a code. Whatever
goes wrong there, the person reads what to do, and nothing that was filled in is lost.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from bancheng.apps.subjects import providers, queries, session
from bancheng.apps.subjects.actions.sign_in import sign_in
from bancheng.apps.subjects.base import SignInFailed
from bancheng.apps.subjects.principal import Principal
from bancheng.config.env import env
from bancheng.web.portal.access import onward, signed_in


@never_cache
@require_safe
def signin(request: HttpRequest) -> HttpResponse:
    """What signing in is for, and the link that starts it."""
    to = onward(request, request.GET.get("next"))
    if queries.principal(request) is not None:
        return HttpResponseRedirect(to if to != "/" else reverse("account"))
    return _signin_page(request, to)


@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Leave for the identity service."""
    started = providers.provider(request.get_host().rpartition(":")[0] or request.get_host()).start(_back(request))
    session.begin(request, started.state, started.verifier, onward(request, request.GET.get("next")))
    return HttpResponseRedirect(started.url)


@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the identity service: learn who came, and sign them in."""
    kept = session.started(request, request.GET.get("state", ""))
    if kept is None:
        return _signin_page(request, "/", _("登录没有完成：等得太久，或者换了浏览器。请重新登录。"), 400)
    to = onward(request, kept["onward"])
    if request.GET.get("error") == "access_denied":
        return _signin_page(request, to, _("您没有登录。不登录也可以先看要办什么、要交什么。"), 200)
    try:
        code = request.GET.get("code", "")
        if not code:
            raise SignInFailed("refused", "no code")
        person = sign_in(providers.provider().finish(code, kept["verifier"], _back(request)))
    except SignInFailed as failed:
        words = {
            "unavailable": _("统一身份认证现在没有回应。您填的内容还在，请过几分钟再登录，或打 12345。"),
            "refused": _("登录没有完成：登录码已经用过，或者过期了。请重新登录。"),
            "garbled": _("统一身份认证返回的信息有误，没能登录。请过几分钟再试，还不行请打 12345。"),
        }
        return _signin_page(request, to, words[failed.reason], 503 if failed.reason == "unavailable" else 400)
    session.open_for(request, person)
    queries.forget(request)
    if queries.capacities(person):
        return HttpResponseRedirect(f"{reverse('acting')}?{urlencode({'next': to})}")
    return HttpResponseRedirect(to if to != "/" else reverse("account"))


@require_POST
def signout(request: HttpRequest) -> HttpResponse:
    """Sign out; nothing of the person stays in this browser."""
    session.close(request)
    queries.forget(request)
    messages.success(request, _("您已经退出登录。"))
    return HttpResponseRedirect(reverse("home"))


@signed_in
def acting(request: HttpRequest) -> HttpResponse:
    """Choose for whom: oneself, or a company one may act for."""
    principal = _principal(request)
    capacities = {_key(capacity): capacity for capacity in queries.capacities(principal.person)}
    to = onward(request, request.POST.get("next") or request.GET.get("next"))
    error = ""
    if request.method == "POST":
        chosen = request.POST.get("for", "")
        if chosen == "self" or chosen in capacities:
            capacity = capacities.get(chosen)
            session.act_for(request, capacity.entity if capacity else None, capacity.authorisation if capacity else None)
            return HttpResponseRedirect(to if to != "/" else reverse("account"))
        error = _("请选一项：为自己办，还是代表哪家公司办。")
    options = [{"value": "self", "label": _("为自己办"), "hint": principal.person.name}]
    for key, capacity in capacities.items():
        how = _("您是法定代表人或经营者")
        if capacity.authorisation:
            how = _("受权代办，到 %(day)s 为止") % {"day": capacity.authorisation.valid_to.isoformat()}
        label = _("代表 %(company)s 办") % {"company": capacity.entity.name}
        options.append({"value": key, "label": label, "hint": how})
    field = {
        "kind": "radio",
        "name": "for",
        "label": _("这次替谁办？"),
        "options": options,
        "value": _current(principal),
        "error": error,
        "columns": 1,
    }
    errors = [{"id": "for", "text": error}] if error else []
    context = {"field": field, "to": to, "errors": errors}
    return render(request, "portal/account/acting.html", context, status=400 if error else 200)


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, for whom, what others let them do, and the way to everything about their data."""
    principal = _principal(request)
    capacities = queries.capacities(principal.person)
    held = [capacity for capacity in capacities if capacity.authorisation]
    leads = principal.entity is not None and principal.entity.is_led_by(principal.person)
    context = {"person": principal.person, "held": held, "several": bool(capacities), "leads": leads}
    return render(request, "portal/account/account.html", context)


def _signin_page(request: HttpRequest, to: str, failure: str = "", status: int = 200) -> HttpResponse:
    context = {
        "start": f"{reverse('signin-start')}?{urlencode({'next': to})}",
        "failure": failure,
        "onward": to,
    }
    return render(request, "portal/account/signin.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """The address the identity service sends the browser back to."""
    path = reverse("signin-callback")
    return request.build_absolute_uri(path) if env().sandbox else env().public_url + path


def _principal(request: HttpRequest) -> Principal:
    found = queries.principal(request)
    if found is None:
        raise RuntimeError("this page is for signed-in people only: it needs the decorator `signed_in`")
    return found


def _key(capacity: queries.Capacity) -> str:
    return f"{capacity.entity.uscc}:{capacity.authorisation.id if capacity.authorisation else ''}"


def _current(principal: Principal) -> str:
    if principal.entity is None:
        return "self"
    return _key(queries.Capacity(principal.entity, principal.authorisation))
