"""What every template may use."""
from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bancheng.apps.subjects import queries as subjects
from bancheng.web import modes
from bancheng.web.brand import brand


def site(request: HttpRequest) -> dict[str, object]:
    """Brand, mode and language of the page, and who is signed in (None: nobody)."""
    return {
        "brand": SimpleLazyObject(brand),
        "sandbox": settings.ENV.sandbox,
        "view_mode": modes.view_mode(request),
        "contrast": modes.contrast(request),
        "principal": subjects.principal(request) if hasattr(request, "session") else None,
    }
