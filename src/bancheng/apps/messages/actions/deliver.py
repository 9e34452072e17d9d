"""Deliver what waits in the outbox.

Claiming and marking are short transactions of their own, so that a gateway that is slow holds no lock. Who dies in
between leaves a claim that runs out; the gateway takes the same reference once.
"""
from __future__ import annotations

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q

from bancheng import now
from bancheng.apps.messages.base import Undelivered
from bancheng.apps.messages.models import Delivery
from bancheng.apps.messages.providers import channel
from bancheng.apps.messages.queries import telephone
from bancheng.config.env import BadSetting

log = logging.getLogger(__name__)

ATTEMPTS = 10
CLAIM = timedelta(minutes=1)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


def deliver(limit: int = 20) -> int:
    """Try up to `limit` deliveries, oldest first; gives how many were settled. Stops at the first that should be tried
    again: the others would fail the same way."""
    settled = 0
    while settled < limit:
        delivery = _claim()
        if delivery is None or not _try(delivery):
            break
        settled += 1
    return settled


def _claim() -> Delivery | None:
    at = now.real()
    waiting = Delivery.objects.filter(
        Q(not_before=None) | Q(not_before__lte=at), Q(claimed_until=None) | Q(claimed_until__lt=at),
        state=Delivery.State.WAITING,
    ).order_by("id")
    if not waiting.exists():
        return None
    with transaction.atomic():
        locking = {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}
        delivery = waiting.select_for_update(**locking).first()
        if delivery is not None:
            delivery.attempts += 1
            delivery.claimed_until = at + CLAIM
            delivery.save(update_fields=["attempts", "claimed_until"])
    return delivery


def _try(delivery: Delivery) -> bool:
    """One attempt; False when the channel does not work just now."""
    to = telephone(delivery.message.subject)
    works = True
    if not to:
        delivery.state, delivery.last_error = Delivery.State.SKIPPED, "no telephone number is known"
    else:
        try:
            channel(delivery.channel).deliver(delivery.reference, to, delivery.text)
        except Undelivered as failure:
            works = not failure.again
            _failed(delivery, str(failure), failure.again)
        except BadSetting as setting:
            works = False
            _failed(delivery, str(setting), True)
        else:
            delivery.state, delivery.sent_at, delivery.last_error = Delivery.State.SENT, now.real(), ""
    delivery.claimed_until = None
    delivery.save(update_fields=["state", "sent_at", "last_error", "not_before", "claimed_until"])
    return works


def _failed(delivery: Delivery, reason: str, again: bool) -> None:
    delivery.last_error = reason[:300]
    if not again or delivery.attempts >= ATTEMPTS:
        delivery.state = Delivery.State.DEAD
        log.error("%s is given up: %s", delivery.reference, reason)
        return
    delivery.not_before = now.real() + min(FIRST_PAUSE * 2 ** (delivery.attempts - 1), LONGEST_PAUSE)
    log.warning("%s will be tried again: %s", delivery.reference, reason)
