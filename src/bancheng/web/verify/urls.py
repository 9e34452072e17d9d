"""Addresses of licence verification. No sign-in."""
from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bancheng.web.verify import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.page, name="verify"),
    path("file", views.file, name="verify-file"),
    path("keys", views.published_keys, name="verify-keys"),
    path("<str:identifier>", views.licence, name="verify-licence"),
]
