from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "bancheng.apps.cases"
    label = "cases"

    def ready(self) -> None:
        """Have the columns compared with the events when the audit trail is verified; hear what silent sources say later."""
        from bancheng.apps.audit import projections
        from bancheng.apps.cases import later_answers  # noqa: F401 - connects to the signal
        from bancheng.apps.cases.projections import differences

        projections.register("cases", differences)
