"""What every answer of the portal carries."""
from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from bancheng.apps.catalogue.queries import NoRelease, steady
from bancheng.apps.timers import clock

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ]
)


class ContentSecurityPolicy:
    """No inline script or style, nothing from elsewhere (OWASP ASVS 5.0, V3.4)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=(self)")
        return response


class Steady:
    """A page is made of one release, and of the time that is set now: another process may have moved the sandbox's clock a moment ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clock.forget()
        with steady():
            return self.get_response(request)


class NothingPublished:
    """Before the first release is in force there is nothing to show: 503 and a sentence, not a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a view that needed the catalogue."""
        if not isinstance(exception, NoRelease):
            return None
        page = render_to_string("503.html", {"zh": exception.message, "en": exception.message_en})
        return HttpResponse(page, status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"})
