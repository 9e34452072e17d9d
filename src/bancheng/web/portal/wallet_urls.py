"""Addresses of the wallet."""
from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bancheng.web.portal import wallet

urlpatterns: list[URLPattern | URLResolver] = [
    path("wallet", wallet.wallet, name="wallet"),
    path("wallet/<str:identifier>/pdf", wallet.pdf, name="wallet-pdf"),
    path("wallet/<str:identifier>/file", wallet.file, name="wallet-file"),
    path("wallet/<str:identifier>", wallet.licence, name="wallet-licence"),
]
