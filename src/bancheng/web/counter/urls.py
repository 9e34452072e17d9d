"""Addresses of the counter. Every page is guarded by `desk.frame.desk`: clerks only."""

from __future__ import annotations

from django.urls import path

from bancheng.web.counter import intake, signing, welcome

urlpatterns = [
    path("", welcome.counter, name="counter"),
    path("close/", welcome.close, name="counter-close"),
    path("sheet/<uuid:id>/", signing.sheet, name="counter-sheet"),
    path("case/<str:number>/", intake.case, name="counter-case"),
    path("case/<str:number>/document/<int:pk>/", intake.document, name="counter-document"),
]
