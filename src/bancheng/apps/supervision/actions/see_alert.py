"""Take note of a rung of the ladder."""
from __future__ import annotations

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.spine import Happened
from bancheng.apps.staff.models import Officer
from bancheng.apps.supervision import queries
from bancheng.apps.supervision.models import Alert


@transaction.atomic
def see_alert(officer: Officer, pk: int) -> Alert:
    """Note who saw it first; seeing it again changes nothing.

    Raises:
        NotThere: it was told to somebody else.
    """
    alert = queries.alerts(officer).select_for_update(of=("self",)).select_related("sub_case").filter(pk=pk).first()
    if alert is None:
        raise queries.NotThere(str(pk))
    if alert.seen_at is None:
        alert.seen_at, alert.seen_by = now.business(), officer.reference
        alert.save(update_fields=["seen_at", "seen_by"])
        seen = Happened("rung_seen", {"rung": alert.rung, "audience": alert.audience, "due": alert.due.isoformat()})
        stream.append(alert.sub_case.stream, [seen], actor=officer.reference)
    return alert
