"""Timers of the sources."""

from __future__ import annotations

from bancheng.apps.sources.actions.verify_later import recheck
from bancheng.apps.sources.models import Recheck
from bancheng.apps.timers import handler
from bancheng.apps.timers.models import Timer


@handler("sources.recheck")
def ask_again(timer: Timer) -> None:
    """A source that was silent at filing is asked again."""
    row = Recheck.objects.select_for_update().filter(pk=timer.payload["id"]).first()
    if row is not None:
        recheck(row)
