from __future__ import annotations

from django.apps import AppConfig


class TimersConfig(AppConfig):
    name = "bancheng.apps.timers"
    label = "timers"
