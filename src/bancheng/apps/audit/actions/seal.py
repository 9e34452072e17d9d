"""Seal what has been written since the last seal.

One sealer at a time, by lease. A batch is chosen by what is in no seal yet, not by a range of identifiers, since
those commit out of order; writers never wait. The head of each seal also goes to `BANCHENG_HOME/seals.log`, outside
the database, so that a cut-off tail shows. The file is written after the commit; a head that a crash kept from the
file is added the next time.
"""
from __future__ import annotations

import logging
import os
import socket
from datetime import timedelta

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import heads, merkle
from bancheng.apps.audit.models import Event, Lease, Member, Seal
from bancheng.apps.keys import provider

log = logging.getLogger(__name__)

BATCH = 1000
LEASE = timedelta(seconds=30)
LONGEST_TRANSACTION = timedelta(hours=1)
JOB = "seal"
KEY = "platform"


class TailCutOff(Exception):
    """The file of heads knows a seal that the database does not: nothing may be sealed until somebody has looked."""


def seal(holder: str = "") -> int:
    """Seal one batch; gives the number of events in it (0: nothing to do, or another process is the sealer).

    Raises:
        TailCutOff: see there.
    """
    mark = Lease.objects.filter(name=JOB).values_list("mark", flat=True).first() or 0
    unsealed = Event.objects.filter(id__gt=mark, sealed=None)
    if not unsealed.exists() and not heads.behind():
        return 0
    if not _hold_lease(holder or f"{socket.gethostname()}:{os.getpid()}"):
        return 0
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("-number").first()
        _compare_with_file(last)
        batch = list(unsealed.order_by("id")[:BATCH])
        if batch:
            _write(last, batch)
        _move_mark(mark, batch[-1].pk if len(batch) == BATCH else None)
    heads.catch_up()
    return len(batch)


def _hold_lease(holder: str) -> bool:
    until = now.real() + LEASE
    with transaction.atomic():
        lease, new = Lease.objects.select_for_update().get_or_create(
            name=JOB, defaults={"holder": holder, "until": until}
        )
        if new:
            return True
        if lease.holder != holder and lease.until > now.real():
            return False
        lease.holder, lease.until = holder, until
        lease.save()
        return True


def _move_mark(mark: int, last: int | None) -> None:
    """Everything visible (up to the event `last`) is sealed now: events older than any transaction can be need not be looked at again."""
    settled = Event.objects.filter(id__gt=mark, recorded_at__lt=now.real() - LONGEST_TRANSACTION)
    if last is not None:
        settled = settled.filter(id__lte=last)
    newest = settled.order_by("-id").values_list("id", flat=True).first()
    if newest:
        Lease.objects.filter(name=JOB).update(mark=newest)


def _compare_with_file(last: Seal | None) -> None:
    head = heads.last()
    known = last.number if last else 0
    if head is not None and (head.number > known or not Seal.objects.filter(number=head.number, digest=head.digest).exists()):
        raise TailCutOff(
            f"{heads.path()} ends with seal {head.number}, which the database does not hold (its last is {known}): "
            "run bancheng verify-audit"
        )


def _write(last: Seal | None, batch: list[Event]) -> None:
    made = Seal(
        number=last.number + 1 if last else 1,
        previous=last.digest if last else "",
        root=merkle.root([event.digest for event in batch]),
        count=len(batch),
        at=now.real(),
    )
    made.digest = made.computed_digest()
    made.signature = provider().sign(KEY, bytes.fromhex(made.digest)).hex()
    made.save(force_insert=True)
    Member.objects.bulk_create(
        Member(seal=made, position=place, event=event, stream=event.stream, sequence=event.sequence, digest=event.digest)
        for place, event in enumerate(batch)
    )
