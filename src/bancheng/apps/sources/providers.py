"""Who is asked for an evidence type: our own licences, imported licences, then the registry that the pack names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from threading import Lock

from bancheng import now
from bancheng.apps.sources.base import Holder, Question, Record, Source, SourceFailed
from bancheng.apps.sources.contrib.http import HttpSource
from bancheng.apps.sources.models import ForeignLicence
from bancheng.config.connections import connection
from bancheng.core.catalogue.models import EvidenceType

Shelf = Callable[[EvidenceType, Holder], list[Record]]
"""Documents kept in this installation's own database: asked first, never silent."""

REST_AFTER = 3
REST_FOR = timedelta(seconds=30)

_shelves: list[Shelf] = []
_failures: dict[str, tuple[int, datetime]] = {}
_lock = Lock()


def add_shelf(shelf: Shelf) -> None:
    """Register a place in our own database where documents lie (the licences app does, when it is ready)."""
    if shelf not in _shelves:
        _shelves.append(shelf)


def on_shelves(evidence: EvidenceType, holder: Holder) -> list[Record]:
    """What our own database knows: licences that we issued, and licences imported from other issuers."""
    return [record for shelf in (*_shelves, _imported) for record in shelf(evidence, holder)]


def source(evidence: EvidenceType) -> Source | None:
    """The registry to ask; None when the pack names none.

    Raises:
        BadSetting: production without a configured registry.
    """
    return HttpSource(connection("registry"), evidence.source) if evidence.source else None


def ask(question: Question, asked: Source) -> list[Record]:
    """Ask a registry, unless it has just failed several times in a row: then it is left in peace for a while.

    Raises:
        SourceFailed: silent, or resting.
    """
    name = question.evidence.source
    with _lock:
        failures, until = _failures.get(name, (0, now.real()))
    if failures >= REST_AFTER and now.real() < until:
        raise SourceFailed("resting")
    try:
        found = asked.ask(question)
    except SourceFailed:
        with _lock:
            _failures[name] = (_failures.get(name, (0, until))[0] + 1, now.real() + REST_FOR)
        raise
    with _lock:
        _failures.pop(name, None)
    return found


def wake() -> None:
    """Forget all failures: every source is asked again at once."""
    with _lock:
        _failures.clear()


def _imported(evidence: EvidenceType, holder: Holder) -> list[Record]:
    rows = ForeignLicence.objects.filter(evidence=evidence.id, holder_index=holder.index).order_by("issued_on")
    return [
        Record(
            {**row.fields, "编号": row.number, "状态": row.status} | ({"有效期至": row.valid_to.isoformat()} if row.valid_to else {}),
            row.number,
            datetime.combine(row.issued_on, time(), now.ZONE),
            row.valid_to,
        )
        for row in rows
    ]
