"""Addresses of supervision, under /desk/."""

from __future__ import annotations

from django.urls import URLPattern, path

from bancheng.web.supervision import lights, reports, savings, told, trail

urlpatterns: list[URLPattern] = [
    path("oversight/", lights.overview, name="desk-oversight"),
    path("oversight/cases/", lights.listing, name="desk-oversight-cases"),
    path("oversight/case/<str:number>/", trail.trail, name="desk-trail"),
    path("oversight/case/<str:number>/urge/", trail.press, name="desk-urge"),
    path("report/", reports.show, name="desk-report"),
    path("report/sheet/", reports.spreadsheet, name="desk-report-sheet"),
    path("figures/", savings.overview, name="desk-figures"),
    path("figures/<str:theme>/", savings.listing, name="desk-figures-theme"),
    path("alerts/", told.told, name="desk-alerts"),
    path("alerts/<int:pk>/seen/", told.seen, name="desk-alert-seen"),
    path("alerts/urge/<int:pk>/", told.reply, name="desk-urge-answer"),
    path("alerts/reason/<str:number>/", told.reason, name="desk-overrun"),
]
