"""Senior mode and high contrast: a cookie, set by a plain form, so that the switch works without JavaScript."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

CHOICES = {"mode": ("std", "senior"), "contrast": ("std", "high")}
YEAR = 365 * 24 * 3600


@csrf_exempt  # Changes nothing but how pages look; pages shown to strangers should not have to carry a token for it.
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember what was chosen and go back to where the reader was. Unknown values change nothing."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, allowed in CHOICES.items():
        value = request.POST.get(name, "")
        if value in allowed:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response
