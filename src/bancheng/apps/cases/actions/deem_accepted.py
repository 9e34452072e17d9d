"""Silence accepts: no notice within five working days, and the application is accepted as of its receipt (R-06)."""
from __future__ import annotations

from django.db import transaction

from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.spine import lock, transition
from bancheng.apps.cases.tasks import close_tasks, open_task
from bancheng.core.procedure import DeemAccepted, Refused


@transaction.atomic
def deem_accepted(number: str) -> bool:
    """Record it; False where it is not (or not yet) so."""
    sub_case = lock(number)
    try:
        transition(sub_case, DeemAccepted())
    except Refused:
        return False
    tell(sub_case, "deemed_accepted")
    close_tasks(sub_case, "review")  # it asked whether to accept, by the last day for telling
    open_task(sub_case, "review", "超过 5 个工作日没有告知，依法已视为受理，请审查")
    return True
