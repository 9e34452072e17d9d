"""From the form to the licence: drafts, cases, and a person's own things."""
from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bancheng.web.portal import apply, check, correction, decision, follow, hearing, materials, mine, opening, progress, resume

urlpatterns: list[URLPattern | URLResolver] = [
    path("apply/<uuid:id>/form", apply.form, name="form"),
    path("apply/<uuid:id>/autosave", apply.autosave, name="form-autosave"),
    path("apply/<uuid:id>/later", resume.later, name="draft-later"),
    path("apply/<uuid:id>/materials", materials.materials, name="materials"),
    path("apply/<uuid:id>/materials/<slug:material>", materials.hand_in, name="hand-in"),
    path("apply/<uuid:id>/materials/<slug:material>/preview", materials.preview, name="preview"),
    path("apply/<uuid:id>/materials/<slug:material>/follow", follow.commit, name="draft-follow"),
    path("apply/<uuid:id>/files/<int:pk>", materials.file, name="draft-file"),
    path("apply/<uuid:id>/files/<int:pk>/remove", materials.remove, name="draft-file-remove"),
    path("apply/<uuid:id>/check", check.check, name="check"),
    path("resume", resume.resume, name="resume"),
    path("progress", progress.by_code, name="progress"),
    path("case/<str:number>", progress.case, name="case"),
    path("case/<str:number>/change", decision.change, name="case-change"),
    path("case/<str:number>/papers/<int:pk>", progress.document, name="case-document"),
    path("case/<str:number>/why/<str:part>", decision.why, name="case-why"),
    path("case/<str:number>/refusal/<str:part>", decision.refusal, name="case-refusal"),
    path("case/<str:number>/person/<str:part>", decision.person, name="case-person"),
    path("case/<str:number>/withdraw/<str:part>", decision.withdraw, name="case-withdraw"),
    path("case/<str:number>/correct/<str:part>", correction.correct, name="case-correct"),
    path("case/<str:number>/follow/<str:part>", follow.hand_in, name="case-follow"),
    path("case/<str:number>/hearing/<str:part>", hearing.ask, name="case-hearing"),
    path("case/<str:number>/opening/<str:part>", opening.report, name="case-opening"),
    path("me", mine.me, name="me"),
    path("me/drafts/<uuid:id>/discard", mine.discard, name="draft-discard"),
    path("me/drafts/<uuid:id>/keep", mine.keep, name="draft-keep"),
    path("me/messages", mine.inbox, name="inbox"),
]
