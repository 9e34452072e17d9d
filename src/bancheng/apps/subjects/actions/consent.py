"""A person agrees to a look-up that no law allows by itself, and takes the agreement back (PIPL art. 14, 15)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.staff.models import NotAllowed
from bancheng.apps.subjects.happened import Happened
from bancheng.apps.subjects.models import Consent
from bancheng.apps.subjects.principal import Principal

_BASIS = "个人信息保护法第十四条、第十五条"


@transaction.atomic
def agree(principal: Principal, evidence: str, purpose: str, wording: str, valid_to: date | None = None) -> Consent:
    """Agree that one kind of evidence is looked up for one purpose; agreeing twice is one consent.

    Raises:
        ValueError: the purpose or the sentence agreed to is empty, so that nobody could know what was agreed.
    """
    if not purpose.strip() or not wording.strip():
        raise ValueError("a consent names its purpose and the sentence agreed to")
    row = Consent.objects.select_for_update().filter(subject=principal.reference, evidence=evidence, purpose=purpose, withdrawn_at=None).first()
    if row is not None and row.holds(now.today()):
        return row
    if row is not None:  # its last day has passed: it ends, and the new one begins
        row.withdrawn_at = now.business()
        row.save(update_fields=["withdrawn_at"])
    row = Consent.objects.create(
        person=principal.person,
        subject=principal.reference,
        evidence=evidence,
        purpose=purpose,
        wording=wording,
        given_at=now.business(),
        valid_to=valid_to,
    )
    _say(principal, row, "consent_given")
    return row


@transaction.atomic
def withdraw(principal: Principal, consent_id: str) -> Consent:
    """Take a consent back; what was done on it before stays lawful. Doing so twice changes nothing.

    Raises:
        NotAllowed: it is not this person's.
    """
    row = Consent.objects.select_for_update().filter(pk=consent_id, person=principal.person).first()
    if row is None:
        raise NotAllowed("这份同意不是您给出的，不能撤回。")
    if row.withdrawn_at is None:
        row.withdrawn_at = now.business()
        row.save(update_fields=["withdrawn_at"])
        _say(principal, row, "consent_withdrawn")
    return row


def _say(principal: Principal, row: Consent, what: str) -> None:
    payload = {"consent": str(row.id), "evidence": row.evidence, "purpose": row.purpose}
    stream.append(
        f"subject:{row.subject}",
        [Happened(what, payload)],
        actor=principal.actor,
        on_behalf=principal.on_behalf,
        basis=_BASIS,
    )
