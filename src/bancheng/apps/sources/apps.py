from __future__ import annotations

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "bancheng.apps.sources"
    label = "sources"
