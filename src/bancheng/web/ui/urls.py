"""Addresses of the style page and of the display switches."""

from __future__ import annotations

from django.urls import path

from bancheng.web.ui import display, style

urlpatterns = [
    path("_ui/", style.page, name="style"),
    path("_ui/desk/", style.desk, name="style-desk"),
    path("display/", display.choose, name="display"),
]
