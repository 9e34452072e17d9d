"""What every template may use."""
from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bancheng import now
from bancheng.apps.subjects import queries as subjects
from bancheng.web import modes
from bancheng.web.brand import brand


def site(request: HttpRequest) -> dict[str, object]:
    """Brand, mode and language of the page, who is signed in (None: nobody), and the sandbox's date where it was moved."""
    return {
        "brand": SimpleLazyObject(brand),
        "sandbox": settings.ENV.sandbox,
        "moved_to": SimpleLazyObject(_moved_to),
        "view_mode": modes.view_mode(request),
        "contrast": modes.contrast(request),
        "principal": subjects.principal(request) if hasattr(request, "session") else None,
    }


def _moved_to() -> datetime | None:
    """Business time, where it is not that of the wall."""
    return now.business() if now.business() - now.real() >= timedelta(minutes=1) else None
