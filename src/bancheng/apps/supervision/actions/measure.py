"""Measure what a finished joint case took, and add it to the tally of its theme; once, in the transaction of its timer."""
from __future__ import annotations

from django.db import transaction
from django.db.models import F

from bancheng import now
from bancheng.apps.cases.models import JointCase
from bancheng.apps.supervision.figures import FIELDS, measured
from bancheng.apps.supervision.models import Saving, Tally


@transaction.atomic
def measure(number: str) -> Saving | None:
    """None where it was measured before, or is not finished."""
    joint = JointCase.objects.select_for_update().filter(number=number).first()
    if joint is None or joint.finished_at is None or Saving.objects.filter(joint=joint).exists():
        return None
    saving = measured(joint)
    saving.save()
    month = joint.finished_at.astimezone(now.ZONE).date().replace(day=1)
    Tally.objects.get_or_create(theme=joint.theme, region=joint.region, month=month)
    more = {name: F(name) + getattr(saving, name) for name in FIELDS}
    more["left_out" if saving.why else "cases"] = F("left_out" if saving.why else "cases") + 1
    Tally.objects.filter(theme=joint.theme, region=joint.region, month=month).update(**more)
    return saving
