"""Who used whose data, and what the sources have still to confirm. Also the public face of looking things up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from bancheng.apps.sources.known import (
    Difference,
    Known,
    StaffRows,
    known,
    look_up_for_case,
    staff_rows,
)
from bancheng.apps.sources.models import Query, Recheck
from bancheng.apps.staff import queries as staff
from bancheng.apps.subjects.principal import Principal

__all__ = [
    "Difference",
    "Known",
    "StaffRows",
    "Use",
    "findings",
    "known",
    "look_up_for_case",
    "settled",
    "staff_rows",
    "uses",
]


@dataclass(frozen=True, slots=True)
class Use:
    """One use of somebody's data, as the person reads it.

    Attributes:
        who: the office that was asked, or the officer's organisation that looked.
        by: `self`, `rules` or `staff`.
        what: which data.
        why: the purpose: a theme's or item's id, or words.
        basis: the law, or the consent.
        outcome: as `Query.Outcome`, or `looked`.
    """

    at: datetime
    who: str
    by: str
    what: str
    why: str
    basis: str
    outcome: str


def uses(principal: Principal, limit: int = 200) -> list[Use]:
    """Every use of the data of the person (and of the company acted for, if they lead it), newest first."""
    whose = Q(subject=principal.person.reference) | Q(holder_index=principal.person.id_index)
    references = [principal.person.reference]
    if principal.entity and principal.entity.is_led_by(principal.person):
        whose |= Q(subject=principal.entity.reference)
        references.append(principal.entity.reference)
    asked = [
        Use(
            row.at,
            row.source,
            _by(row.by),
            row.evidence_name,
            row.purpose,
            row.basis or (f"您的同意：{row.consent.wording}" if row.consent else ""),
            row.outcome,
        )
        for row in Query.objects.filter(whose).select_related("consent").order_by("-at", "-pk")[:limit]
    ]
    looked = [
        Use(look.at, look.organisation, "staff", look.case, look.why, look.basis, "looked") for reference in references for look in staff.looks(reference)
    ]
    return sorted(asked + looked, key=lambda use: use.at, reverse=True)[:limit]


def findings(case: str) -> list[Recheck]:
    """Questions of a case that a person must look at: the source said something else, or stayed silent."""
    return list(Recheck.objects.filter(case=case, state__in=[Recheck.State.DIFFERENT, Recheck.State.SILENT]))


def settled(case: str) -> bool:
    """Has every question that was left open at filing been answered or given up?"""
    return not Recheck.objects.filter(case=case, state=Recheck.State.WAITING).exists()


def _by(by: str) -> str:
    kind = by.partition(":")[0]
    return {"person": "self", "staff": "staff"}.get(kind, "rules")
