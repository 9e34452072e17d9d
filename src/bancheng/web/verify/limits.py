"""Nobody may try identifiers in bulk: so many questions a minute from one address, then a pause."""
from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bancheng import now

PER_MINUTE = 60

View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """Answer 429 with the words to wait when one address asks too much (real time, per process)."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        minute = int(now.real().timestamp()) // 60
        key = f"verify:{request.META.get('REMOTE_ADDR', '')}:{minute}"
        cache.add(key, 0, timeout=120)
        if cache.incr(key) > PER_MINUTE:
            response = render(request, "verify/busy.html", {"nav": "verify"}, status=429)
            response.headers["Retry-After"] = "60"
            return response
        return view(request, *args, **kwargs)

    return checked
