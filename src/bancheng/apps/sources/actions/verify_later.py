"""Ask a source again that was silent when the application was filed (before the decision).

What the applicant stated is kept; the timer asks until the source answers, with growing pauses. The same value is a
confirmation. Another value is a finding for a person, and so is a source that stays silent: never a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.dispatch import Signal

from bancheng import now
from bancheng.apps import timers
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.sources.base import Evidence, Holder, NoBasis, Question, Unavailable
from bancheng.apps.sources.known import _holder, _question, facts_of, principal_of
from bancheng.apps.sources.lookup import look_up
from bancheng.apps.sources.models import Recheck
from bancheng.core.catalogue import values as element_values
from bancheng.core.catalogue.models import Element
from bancheng.core.facts import Value

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
TRIES = 10

rechecked = Signal()
"""Sent with `recheck=` in the transaction in which a question is settled: confirmed, different or silent."""


@transaction.atomic
def verify_later(case: str, holder: str, person: str, evidence: str, stated: Mapping[str, Value], purpose: str) -> Recheck:
    """Keep what was stated and ask later; asking twice for the same is one question.

    Args:
        case: number of the sub-case it is for.
        holder, person: references of whom the case is for and of who filed it.
        evidence: id of the evidence type whose source was silent.
        stated: element id → value that the applicant gave instead.

    Raises:
        NoBasis: there is neither a legal basis nor a consent.
        NoSuchSubject: a reference names nobody.
    """
    catalogue = catalogues.current()
    kind = catalogue.evidence[evidence]
    principal = principal_of(holder, person)
    whose = _holder(principal, kind)
    question = _question(principal, kind, whose, purpose, "rules") if whose else None
    if whose is None or question is None:
        raise NoBasis(f"{evidence} of {holder} cannot be looked up: no holder, legal basis or consent")
    row, new = Recheck.objects.get_or_create(
        case=case,
        evidence=evidence,
        subject=principal.reference,
        defaults={
            "holder": whose.wire,
            "purpose": purpose,
            "basis": question.basis,
            "consent": question.consent,
            "stated": {key: _json(catalogue.elements[key], value) for key, value in stated.items() if key in catalogue.elements},
            "changed_at": now.business(),
        },
    )
    if new:
        _again(row)
    return row


def recheck(row: Recheck) -> None:
    """Ask once more; settles the question or tries again later. In the caller's transaction."""
    if row.state != Recheck.State.WAITING:
        return
    catalogue = catalogues.current()
    kind, _, number = row.holder.partition(":")
    holder = Holder("entity" if kind == "entity" else "person", number)
    evidence = catalogue.evidence[row.evidence]
    question = Question(row.subject, holder, evidence, row.purpose, "rules", row.basis, row.consent)
    outcome = look_up(question, fresh=True)
    row.tries += 1
    row.changed_at = now.business()
    if isinstance(outcome, Unavailable):
        if row.tries < TRIES:
            row.save()
            _again(row)
            return
        row.state = Recheck.State.SILENT
    else:
        said = facts_of(catalogue, outcome)[0] if isinstance(outcome, Evidence) else {}
        found = {key: _json(catalogue.elements[key], fact.value) for key, fact in said.items()}
        row.differences = [{"element": key, "stated": value, "found": found.get(key)} for key, value in sorted(row.stated.items()) if found.get(key) != value]
        row.state = Recheck.State.DIFFERENT if row.differences else Recheck.State.CONFIRMED
    row.save()
    rechecked.send(sender=Recheck, recheck=row)


def _again(row: Recheck) -> None:
    pause = min(FIRST * 2**row.tries, LONGEST)
    timers.schedule(f"case:{row.case}/recheck:{row.id}:{row.tries}", "sources.recheck", now.business() + pause, {"id": str(row.id)})


def _json(element: Element, value: Value) -> object:
    """As JSON without loss: an exact number is text."""
    data = element_values.to_json(element, value)
    return data if isinstance(data, str | bool | int | list | None) else str(data)
