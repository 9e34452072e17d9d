"""The product's addresses with those of signing in, for the tests of exactly these pages."""

from __future__ import annotations

from django.urls import include, path

from bancheng.web.urls import urlpatterns as product

urlpatterns = [
    path("", include("bancheng.web.portal.account_urls")),
    path("desk/", include("bancheng.web.desk.signin_urls")),
    *product,
]
