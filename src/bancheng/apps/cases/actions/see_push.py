"""A supervising department takes note of a decision that was told to it (审管互动, R-28)."""
from __future__ import annotations

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.models import SupervisorPush
from bancheng.apps.cases.spine import Happened
from bancheng.apps.staff.models import Officer


@transaction.atomic
def see_push(officer: Officer, push_id: int) -> SupervisorPush:
    """Note who saw it first; seeing it again changes nothing.

    Raises:
        NotAllowed: it was told to another organisation.
    """
    push = SupervisorPush.objects.select_for_update().select_related("sub_case").get(pk=push_id)
    officer.must(("supervisor", "inspector"), push.organisation)
    if push.seen_at is None:
        push.seen_at = now.business()
        push.save(update_fields=["seen_at"])
        seen = Happened("push_seen", {"kind": push.kind, "organisation": push.organisation})
        stream.append(push.sub_case.stream, [seen], actor=officer.reference)
    return push
