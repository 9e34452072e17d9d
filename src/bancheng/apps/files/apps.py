from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "bancheng.apps.files"
    label = "files"
