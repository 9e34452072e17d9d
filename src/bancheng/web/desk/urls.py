"""Addresses of the desk. Every page but signing in is guarded by `frame.desk`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from bancheng.web.desk import audit, case, catalogue, deed_views, drafts, inbox, machine, publication, trial, worklist

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bancheng.web.desk.signin_urls")),
    path("", include("bancheng.web.supervision.urls")),
    path("", worklist.worklist, name="desk"),
    path("case/<str:number>/", case.review, name="desk-case"),
    path("case/<str:number>/show/<str:element>/", case.show, name="desk-show"),
    path("case/<str:number>/file/<int:pk>/", case.file, name="desk-file"),
    path("case/<str:number>/document/<int:pk>/", case.document, name="desk-document"),
    path("case/<str:number>/do/<slug:key>/", deed_views.deed, name="desk-deed"),
    path("inbox/", inbox.inbox, name="desk-inbox"),
    path("inbox/<int:pk>/seen/", inbox.seen, name="desk-seen"),
    path("clock/", machine.machine, name="desk-clock"),
    path("publication/", publication.listing, name="desk-publication"),
    path("catalogue/", catalogue.overview, name="desk-catalogue"),
    path("catalogue/definition/", catalogue.definition, name="desk-definition"),
    path("catalogue/export/", catalogue.export, name="desk-catalogue-export"),
    path("catalogue/draft/", drafts.new, name="desk-draft-new"),
    path("catalogue/draft/<int:pk>/", drafts.show, name="desk-draft"),
    path("catalogue/release/<int:number>/back/", drafts.back, name="desk-release-back"),
    path("catalogue/draft/<int:pk>/discard/", drafts.discard, name="desk-draft-discard"),
    path("catalogue/draft/<int:pk>/edit/", drafts.edit, name="desk-draft-edit"),
    path("catalogue/draft/<int:pk>/check/", drafts.check, name="desk-draft-check"),
    path("catalogue/draft/<int:pk>/remove/", drafts.remove, name="desk-draft-remove"),
    path("catalogue/draft/<int:pk>/take-back/", drafts.take_back, name="desk-draft-take-back"),
    path("catalogue/draft/<int:pk>/renew/", drafts.renew, name="desk-draft-renew"),
    path("catalogue/draft/<int:pk>/publish/", drafts.publish, name="desk-draft-publish"),
    path("catalogue/draft/<int:pk>/trial/", trial.trial, name="desk-draft-trial"),
    path("catalogue/draft/<int:pk>/export/", drafts.export, name="desk-draft-export"),
    path("audit/", audit.overview, name="desk-audit"),
    path("audit/check/", audit.check, name="desk-audit-check"),
    path("audit/looks/", audit.looks, name="desk-looks"),
]
