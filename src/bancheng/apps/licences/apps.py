from __future__ import annotations

from django.apps import AppConfig


class LicencesConfig(AppConfig):
    name = "bancheng.apps.licences"
    label = "licences"
