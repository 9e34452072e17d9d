"""Derive every decision record again and compare byte for byte (I12, PIPL art. 24)."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bancheng.apps.cases.models import Review
from bancheng.apps.catalogue import queries as catalogues
from bancheng.core import review
from bancheng.core.canonical import digest


@dataclass(frozen=True, slots=True)
class Replayed:
    """One record and whether deciding again gives the same bytes."""

    case: str
    number: int
    outcome: str
    same: bool
    why: str = ""


def replay(case: str = "", *, automatic_only: bool = False) -> Iterator[Replayed]:
    """Replay the records of one case, of all cases, or of those decided by rule."""
    rows = Review.objects.select_related("sub_case").order_by("sub_case__number", "number")
    if case:
        rows = rows.filter(sub_case__number=case)
    if automatic_only:
        rows = rows.filter(sub_case__automatic=True)
    for row in rows.iterator():
        catalogue = catalogues.release(row.sub_case.release)
        try:
            again = review.replay(catalogue, row.record.encode())
        except (review.BadRecord, LookupError) as fault:
            yield Replayed(row.sub_case.number, row.number, row.outcome, False, str(fault))
            continue
        same = again.decode() == row.record and digest(row.record) == row.digest
        yield Replayed(row.sub_case.number, row.number, row.outcome, same, "" if same else "the record differs")
