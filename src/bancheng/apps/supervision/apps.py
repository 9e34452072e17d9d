from __future__ import annotations

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "bancheng.apps.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Have savings and tallies compared with the events when the audit trail is verified."""
        from bancheng.apps.audit import projections
        from bancheng.apps.supervision.figures import differences

        projections.register("supervision", differences)
