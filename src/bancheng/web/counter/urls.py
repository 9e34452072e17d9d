"""Addresses of the counter. Every page is guarded by `desk.frame.desk`: clerks only."""

from __future__ import annotations

from django.urls import path

from bancheng.web.counter import welcome

urlpatterns = [
    path("", welcome.counter, name="counter"),
    path("close/", welcome.close, name="counter-close"),
]
