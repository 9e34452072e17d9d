"""All addresses of the portal, one line each."""
from __future__ import annotations

from django.urls import path

from bancheng.web.views import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
]
