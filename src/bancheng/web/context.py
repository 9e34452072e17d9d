"""What every template may use."""
from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Brand, mode and language of the page."""
    return {
        "brand": {"name": "聊城市政务服务", "name_en": "Liaocheng Government Services", "slogan": "高效办成一件事"},
        "sandbox": settings.ENV.sandbox,
        "view_mode": request.COOKIES.get("mode", "std"),
        "contrast": request.COOKIES.get("contrast", ""),
    }
