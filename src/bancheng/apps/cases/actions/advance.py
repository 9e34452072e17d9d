"""Let a joint case go on as far as it can go by itself.

Parts whose predecessors came to a result are received and reviewed, or pushed to the system that decides them; parts whose predecessor failed end.
Every step is a transaction of its own and harmless to repeat, so a crash between two steps loses nothing: `catch_up`, a chore of the worker, finds the
mark that is still set and calls `advance` again.
"""
from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction

from bancheng import now
from bancheng.apps import timers
from bancheng.apps.cases.actions.external import push_external
from bancheng.apps.cases.actions.review_now import review_now
from bancheng.apps.cases.models import JointCase, SubCase
from bancheng.apps.cases.spine import lock, state_of, transition
from bancheng.core.procedure import RULES, Outcome, Stage, Terminate, TerminationReason

log = logging.getLogger(__name__)
PAUSE = timedelta(seconds=30)
FAILED = (Outcome.REFUSED, Outcome.NOT_ACCEPTED, Outcome.TERMINATED, Outcome.APPLICATION_WITHDRAWN)


def advance(number: str) -> None:
    """Take every step that is possible now."""
    joint = JointCase.objects.get(number=number)
    for sub_case in joint.parts.order_by("order"):
        outcomes = {part.part: part.outcome for part in joint.parts.all()}
        if sub_case.stage not in (Stage.WAITING, Stage.RECEIVED):
            continue
        waits_for = state_of(sub_case).waits_for
        if any(outcomes.get(part) in FAILED for part in waits_for):
            _end(sub_case)
        elif all(outcomes.get(part) == Outcome.GRANTED for part in waits_for):
            if sub_case.external:
                push_external(sub_case.number)
            else:
                review_now(sub_case.number)
    finish(joint)


@transaction.atomic
def _end(sub_case: SubCase) -> None:
    sub_case = lock(sub_case.number)
    if sub_case.stage == Stage.WAITING:
        transition(sub_case, Terminate(RULES, TerminationReason.PREDECESSOR_FAILED))


@transaction.atomic
def finish(joint: JointCase) -> None:
    """Note when the last part has come to its end; what the case took is measured then (timer `joint.finished`)."""
    stages = set(joint.parts.values_list("stage", flat=True))
    if not stages <= {Stage.CLOSED, Stage.TERMINATED, Stage.NOT_ACCEPTED}:
        return
    if JointCase.objects.filter(pk=joint.pk, finished_at=None).update(finished_at=now.business()):
        timers.schedule(f"joint:{joint.number}:finished", "joint.finished", now.business(), {"joint": joint.number})



def catch_up(limit: int = 20) -> int:
    """Advance the joint cases that are marked; gives their number. A case that cannot go on now is tried again later."""
    marked = JointCase.objects.filter(advance_at__lte=now.real()).order_by("advance_at")[:limit]
    for joint in marked:
        seen = joint.advance_at
        try:
            advance(joint.number)
        except Exception:
            log.exception("case %s cannot go on; it is tried again", joint.number)
            JointCase.objects.filter(pk=joint.pk, advance_at=seen).update(advance_at=now.real() + PAUSE)
        else:
            JointCase.objects.filter(pk=joint.pk, advance_at=seen).update(advance_at=None)
    return len(marked)
