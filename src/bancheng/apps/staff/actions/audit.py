"""An auditor reads the trail: written down like any other look, in the auditor's own stream."""

from __future__ import annotations

from django.db import transaction

from bancheng.apps.audit import stream
from bancheng.apps.staff.happened import Happened
from bancheng.apps.staff.models import Officer


@transaction.atomic
def audited(officer: Officer, what: str) -> None:
    """Record that the officer read `what` (a stream, the list of looks) or checked the seals.

    Raises:
        NotAllowed: the officer is no auditor.
    """
    officer.must("auditor")
    stream.append(officer.reference, [Happened("audited", {"what": what})], actor=officer.reference, basis="审计")
