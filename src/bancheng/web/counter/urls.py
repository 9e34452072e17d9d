"""Addresses of the counter. Every page is guarded by `desk.frame.desk`: clerks only."""

from __future__ import annotations

from django.urls import path

from bancheng.web.counter import handing_out, intake, papers, signing, welcome

urlpatterns = [
    path("", welcome.counter, name="counter"),
    path("close/", welcome.close, name="counter-close"),
    path("original/<uuid:id>/<slug:material>/", papers.original, name="counter-original"),
    path("papers/<str:number>/", papers.check, name="counter-papers"),
    path("papers/<str:number>/file/<int:pk>/", papers.file, name="counter-file"),
    path("hand-out/", handing_out.waiting, name="counter-hand-out"),
    path("hand-out/<str:number>/", handing_out.hand_over, name="counter-hand-over"),
    path("hand-out/<str:number>/document/<int:pk>/", handing_out.document, name="counter-hand-document"),
    path("hand-out/<str:number>/receipt/", handing_out.receipt, name="counter-hand-receipt"),
    path("hand-out/<str:number>/licence/<str:identifier>/", handing_out.licence, name="counter-hand-licence"),
    path("sheet/<uuid:id>/", signing.sheet, name="counter-sheet"),
    path("case/<str:number>/", intake.case, name="counter-case"),
    path("case/<str:number>/document/<int:pk>/", intake.document, name="counter-document"),
]
