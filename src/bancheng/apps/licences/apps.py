from __future__ import annotations

from django.apps import AppConfig


class LicencesConfig(AppConfig):
    name = "bancheng.apps.licences"
    label = "licences"

    def ready(self) -> None:
        """Let look-ups find our own licences, and have the rows compared with the events."""
        from bancheng.apps.audit import projections
        from bancheng.apps.licences import bans
        from bancheng.apps.licences.projections import differences
        from bancheng.apps.licences.shelf import shelf
        from bancheng.apps.sources import providers

        projections.register("licences", differences)
        projections.register("bans", bans.differences)
        providers.add_shelf(shelf)
