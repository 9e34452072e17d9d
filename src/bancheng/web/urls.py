"""All addresses. Citizens' pages exist in Chinese at / and in English at /en/; the desk speaks Chinese."""
from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from bancheng.web import health

handler400 = "bancheng.web.faults.bad_request"
handler500 = "bancheng.web.faults.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("desk/", include("bancheng.web.desk.urls")),
    path("desk/counter/", include("bancheng.web.counter.urls")),
    *i18n_patterns(
        path("verify/", include("bancheng.web.verify.urls")),
        path("", include("bancheng.web.portal.wallet_urls")),
        path("", include("bancheng.web.portal.urls")),
        path("", include("bancheng.web.ui.urls")),
        prefix_default_language=False,
    ),
]
