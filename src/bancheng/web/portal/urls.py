"""Addresses of the citizen's pages. Names stand without a prefix: the frame of every page looks them up."""
from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bancheng.web import brand
from bancheng.web.portal import account_urls, case_urls, guide, halls, home, overdue, saved, search, themes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.page, name="home"),
    path("brand.css", brand.css, name="brand-css"),
    path("overdue", overdue.overdue, name="overdue"),
    path("themes", themes.index, name="themes"),
    path("themes/<str:theme>", themes.page, name="theme"),
    path("themes/<str:theme>/guide", guide.guide, name="guide"),
    path("themes/<str:theme>/guide/restart", guide.restart, name="guide-restart"),
    path("themes/<str:theme>/guide/save", guide.save, name="guide-save"),
    path("themes/<str:theme>/guide/start", guide.start, name="guide-start"),
    path("g/<slug:code>.pdf", saved.card, name="guide-card"),
    path("g/<slug:code>", saved.page, name="saved-guide"),
    path("g/<slug:code>/resume", saved.resume, name="guide-resume"),
    path("halls", halls.page, name="halls"),
    path("search", search.page, name="search"),
    *account_urls.urlpatterns,
    *case_urls.urlpatterns,
]
