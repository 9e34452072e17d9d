from __future__ import annotations

from django.apps import AppConfig


class TimersConfig(AppConfig):
    name = "bancheng.apps.timers"
    label = "timers"

    def ready(self) -> None:
        from bancheng import now
        from bancheng.apps.timers import clock

        now.set_offset_provider(clock.offset)
