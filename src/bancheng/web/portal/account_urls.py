"""Addresses of signing in, acting for a company, authorisations, and one's own data."""

from __future__ import annotations

from django.urls import path

from bancheng.web.portal import account, authorisations, my_data

urlpatterns = [
    path("sign-in/", account.signin, name="signin"),
    path("sign-in/start", account.start, name="signin-start"),
    path("sign-in/callback", account.callback, name="signin-callback"),
    path("sign-out/", account.signout, name="signout"),
    path("account/", account.account, name="account"),
    path("account/acting-for/", account.acting, name="acting"),
    path("account/authorisations/", authorisations.authorisations, name="authorisations"),
    path("account/authorisations/<uuid:id>/revoke", authorisations.take_back, name="authorisation-revoke"),
    path("account/my-data/", my_data.my_data, name="my-data"),
    path("account/consents/give", my_data.consent_give, name="consent-give"),
    path("account/consents/<uuid:id>/withdraw", my_data.consent_withdraw, name="consent-withdraw"),
]
