"""Addresses of signing in to the desk."""

from __future__ import annotations

from django.urls import path

from bancheng.web.desk import signin

urlpatterns = [
    path("sign-in/", signin.signin, name="desk-signin"),
    path("sign-out/", signin.signout, name="desk-signout"),
]
