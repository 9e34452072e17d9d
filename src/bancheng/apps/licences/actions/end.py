"""End a licence before its day: revoke, withdraw, cancel, forfeit. Four words, four meanings (`core.licence.standing`)."""
from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bancheng import now
from bancheng.apps import timers
from bancheng.apps.audit import stream
from bancheng.apps.licences.happened import Happened
from bancheng.apps.licences.models import Licence, LicenceChange
from bancheng.apps.licences.notices import tell
from bancheng.core.canonical import digest
from bancheng.core.licence import Status, allow

if TYPE_CHECKING:
    from bancheng.apps.licences.actions.issue import SubCase


class NoSuchLicence(LookupError):
    """No licence has this identifier."""


def revoke(identifier: str, reason: str, *, basis: str, actor: str) -> Licence:
    """撤销: it should never have been granted; void from the start (行政许可法 art. 69).

    Raises:
        NoSuchLicence, NotPossible.
    """
    return _end(identifier, Status.REVOKED, reason, basis, actor)


def withdraw(identifier: str, reason: str, *, basis: str, actor: str) -> Licence:
    """撤回: lawful, but law or circumstances have changed; void from now on (art. 8).

    Raises:
        NoSuchLicence, NotPossible.
    """
    return _end(identifier, Status.WITHDRAWN, reason, basis, actor)


def cancel(identifier: str, reason: str, *, basis: str, actor: str) -> Licence:
    """注销: struck off because the holder asks for it or it has ended anyway (art. 70).

    Raises:
        NoSuchLicence, NotPossible.
    """
    return _end(identifier, Status.CANCELLED, reason, basis, actor)


def forfeit(identifier: str, reason: str, *, basis: str, actor: str) -> Licence:
    """吊销: taken away as a penalty (行政处罚法 art. 9).

    Raises:
        NoSuchLicence, NotPossible.
    """
    return _end(identifier, Status.FORFEITED, reason, basis, actor)


def revoke_of_case(sub_case: SubCase, reason: str, *, basis: str, actor: str) -> Licence | None:
    """Revoke what a case led to, in its newest version; None if it led to no licence.

    Raises:
        NotPossible.
    """
    licence = Licence.objects.filter(sub_case=sub_case.number).order_by("pk").first()
    if licence is None:
        return None
    while (newer := Licence.objects.filter(previous=licence).first()) is not None:
        licence = newer
    return revoke(licence.identifier, reason, basis=basis, actor=actor)


@transaction.atomic
def _end(identifier: str, ending: Status, reason: str, basis: str, actor: str) -> Licence:
    licence = Licence.objects.select_for_update().filter(identifier=identifier).first()
    if licence is None:
        raise NoSuchLicence(identifier)
    at = now.business()
    allow(licence.standing(at).status, ending)
    LicenceChange.objects.create(licence=licence, status=ending, at=at, basis=basis, reason=reason, actor=actor)
    happened = Happened(f"licence_{ending.value}", {"successor": "", "at": at, "basis": basis, "reason": digest(reason)})
    stream.append(licence.stream, [happened], actor=actor, basis=basis)
    timers.cancel(f"licence:{identifier}:")
    tell(licence, "licence_changed", status=ending.word, status_en=ending.word_en)
    return licence
