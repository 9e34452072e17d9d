"""Pages of the desk: only signed-in officers, each within their role; a session that ends when nobody sits there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from bancheng import now
from bancheng.apps.staff.models import Officer
from bancheng.apps.subjects import session

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
TOUCH = timedelta(minutes=1)
KEY = "_auth_user_desk"

View = Callable[..., HttpResponse]


def officer(request: HttpRequest) -> Officer | None:
    """The officer who is signed in here; None when nobody is, or the session has ended. Real time."""
    user = getattr(request, "user", None)
    kept = request.session.get(KEY) if isinstance(user, Officer) and user.is_active else None
    if not isinstance(user, Officer) or kept is None:
        return None
    at, seen = now.real(), datetime.fromisoformat(kept["seen"])
    if at - seen > IDLE or at - datetime.fromisoformat(kept["since"]) > LONGEST:
        session.close(request, "idle")  # whoever is served is not served any more
        logout(request)
        return None
    if at - seen > TOUCH:
        request.session[KEY] = kept | {"seen": at.isoformat()}
    return user


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for signing in first, and come back to this page if it was only looked at."""
    wanted = request.get_full_path() if request.method == "GET" else reverse("desk-signin")
    return HttpResponseRedirect(f"{reverse('desk-signin')}?{urlencode({'next': wanted})}")


def at_desk(*roles: str) -> Callable[[View], View]:
    """Only for officers with one of these roles (none named: any officer). The view finds `request.officer`.

    Raises:
        NotAllowed: signed in, but in none of these roles.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @never_cache
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            here = officer(request)
            if here is None:
                return to_sign_in(request)
            if roles:
                here.must(roles)
            request.officer = here  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return checked

    return decorate
