"""Pages that only a signed-in person sees, and where to go back to after signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from bancheng.apps.subjects import queries

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Ask a stranger to sign in first, then come back to this page. What it shows is never kept by a cache."""

    @wraps(view)
    @never_cache
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if queries.principal(request) is not None:
            return view(request, *args, **kwargs)
        here = request.get_full_path() if request.method == "GET" else request.META.get("HTTP_REFERER", "/")
        return HttpResponseRedirect(f"{reverse('signin')}?{urlencode({'next': onward(request, here)})}")

    return checked


def onward(request: HttpRequest, wanted: str | None) -> str:
    """Where to go on to: the wanted address if it is one of ours, the home page otherwise."""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return "/"
