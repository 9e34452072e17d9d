"""Record that an officer tried what a rule forbids; the refusal itself was undone with its transaction (R-05, I11)."""
from __future__ import annotations

from django.db import transaction

from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import lock, transition
from bancheng.apps.staff.models import Officer
from bancheng.core.procedure import RecordIncident, Refused

NOT_THEIRS = Refused("R-28", "这件事归别的单位办。", "Another organisation decides this.")


@transaction.atomic
def record_incident(officer: Officer, number: str, refused: Refused, what: str) -> SubCase:
    """Write it into the trail of the case, which goes on as it stood. `what`: what was tried, by its code.

    Raises:
        NoSuchCase: nobody has this number.
    """
    sub_case = lock(number)
    role = next((role for role in ("reviewer", "decider", "head", "inspector", "supervisor") if officer.has_role(role)), "intake")
    transition(sub_case, RecordIncident(officer.actor(role), refused.rule, what))
    return sub_case
