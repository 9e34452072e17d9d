"""Addresses of the desk. Every page but signing in is guarded by `frame.desk`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from bancheng.web.desk import case, deed_views, inbox, publication, worklist

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bancheng.web.desk.signin_urls")),
    path("", worklist.worklist, name="desk"),
    path("case/<str:number>/", case.review, name="desk-case"),
    path("case/<str:number>/show/<str:element>/", case.show, name="desk-show"),
    path("case/<str:number>/file/<int:pk>/", case.file, name="desk-file"),
    path("case/<str:number>/document/<int:pk>/", case.document, name="desk-document"),
    path("case/<str:number>/do/<slug:key>/", deed_views.deed, name="desk-deed"),
    path("inbox/", inbox.inbox, name="desk-inbox"),
    path("inbox/<int:pk>/seen/", inbox.seen, name="desk-seen"),
    path("publication/", publication.listing, name="desk-publication"),
]
