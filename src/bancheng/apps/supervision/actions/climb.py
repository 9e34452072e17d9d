"""Climb a rung of the ladder: yellow to the handlers, red to the overseers, over-statutory to the heads (R-33).

The core is asked again: a timer may come late, or for a limit that has been extended or kept. One event and one alert for each audience, in the
transaction of the timer, so that a worker that is killed half-way leaves nothing behind and nobody is told twice.
"""
from __future__ import annotations

from datetime import date

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import Happened, catalogue_of, lock, state_of
from bancheng.apps.cases.tasks import open_task
from bancheng.apps.supervision.models import Alert, Overrun
from bancheng.core import procedure
from bancheng.core.clock import Light

ORDER = (Light.GREEN, Light.YELLOW, Light.RED, Light.OVER_STATUTORY)
ACTOR = "system:ladder"
SILENT = "silent"
OVERDUE = "承诺的时限已过，请尽快办理"


@transaction.atomic
def climb(number: str, rung: Light) -> bool:
    """Tell those whom the rung is for; False where it does not stand there (any more), or they were told before."""
    sub_case = lock(number)
    light = procedure.light(state_of(sub_case), now.today(), catalogue_of(sub_case).calendar)
    due = sub_case.statutory_due if rung is Light.OVER_STATUTORY else sub_case.promised_due
    if due is None or not (_reached(light, rung) or (rung is Light.RED and _decided_late(sub_case))):
        return False
    fresh = [_tell(sub_case, rung, due, *whom) for whom in _audiences(sub_case, rung)]
    if not any(fresh):
        return False
    stream.append(sub_case.stream, [Happened("rung_reached", {"rung": str(rung), "due": due.isoformat()})], actor=ACTOR)
    if rung is Light.RED:
        _ask_for_a_reason(sub_case, due)
    if light is not None and not sub_case.tasks.filter(closed_at=None).exists():
        open_task(sub_case, "review", OVERDUE)
    return True


def tell_silence(sub_case: SubCase, organisation: str) -> None:
    """A consulted department is silent whose own decision is needed: its silence says nothing (R-27), so the overseers and its head are told (handbook §3.4).

    In the transaction that records the silence, for a case that is locked.
    """
    for audience in ("overseer", "head"):
        _tell(sub_case, SILENT, now.today(), audience, organisation)


def _reached(light: Light | None, rung: Light) -> bool:
    return light is not None and ORDER.index(light) >= ORDER.index(rung)


def _decided_late(sub_case: SubCase) -> bool:
    """Decided after the promised day before any worker noticed that the day had passed."""
    decided, promised = sub_case.decided_at, sub_case.promised_due
    return decided is not None and promised is not None and decided.astimezone(now.ZONE).date() > promised


def _tell(sub_case: SubCase, rung: str, due: date, audience: str, organisation: str) -> bool:
    _, fresh = Alert.objects.get_or_create(
        sub_case=sub_case, rung=str(rung), due=due, audience=audience, organisation=organisation, defaults={"at": now.business()}
    )
    return fresh


def _audiences(sub_case: SubCase, rung: Light) -> list[tuple[str, str]]:
    """(audience, organisation) of a rung."""
    mine = sub_case.organisation
    if rung is Light.YELLOW:
        return [("handler", mine)]
    if rung is Light.RED:
        return [("overseer", mine)]
    return [("head", body) for body in dict.fromkeys((mine, _lead(sub_case) or mine))]


def _lead(sub_case: SubCase) -> str:
    """The organisation that leads the theme in the region of the case."""
    catalogue, joint = catalogue_of(sub_case), sub_case.joint
    lead = catalogue.find(catalogue.theme(joint.theme, joint.received_at.astimezone(now.ZONE).date()).lead, joint.region)
    return lead.id if lead else ""


def _ask_for_a_reason(sub_case: SubCase, promised: date) -> None:
    """Once for a case: an overrun stays one, whatever happens to the limit later."""
    _, fresh = Overrun.objects.get_or_create(
        sub_case=sub_case, defaults={"organisation": sub_case.organisation, "promised": promised, "asked_at": now.business()}
    )
    if fresh:
        stream.append(sub_case.stream, [Happened("reason_asked", {"promised": promised.isoformat()})], actor=ACTOR)
