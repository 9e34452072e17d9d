from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "bancheng.apps.cases"
    label = "cases"
