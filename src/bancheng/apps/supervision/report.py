"""The report of a day or a month: what came in, what was accepted, decided, late, and how much of it online.

Every column counts things that happened within the period, each on the day of its event, so that a report of days that are over does not change any more:
a deemed acceptance counts on the day silence accepted (its legal day, that of receipt, lies before), and an overrun on the day its light turned red. Parts
that another system decides are in its statistics, not in these.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q

from bancheng import now
from bancheng.apps.cases.models import SubCase
from bancheng.apps.staff.models import Officer
from bancheng.apps.supervision.models import Overrun
from bancheng.apps.supervision.queries import scope
from bancheng.core.procedure import Outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened in the period.

    Attributes:
        received, accepted: applications that came in, that were accepted (deemed acceptance too).
        decided, late: granted or refused; `late`: after the promised last day.
        overrun: promises that were broken, whether decided since or not.
        online: of those received, filed online.
    """

    received: int = 0
    accepted: int = 0
    decided: int = 0
    late: int = 0
    overrun: int = 0
    online: int = 0

    @property
    def online_share(self) -> float | None:
        """网办率: cases filed online / cases; None where nothing came in."""
        return self.online / self.received if self.received else None

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(Counts)))


@dataclass(frozen=True, slots=True)
class Line:
    """What happened in one organisation with one theme."""

    organisation: str
    theme: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Report:
    """A period, both days included, as far as it has gone."""

    first: date
    last: date
    lines: tuple[Line, ...]
    at: datetime

    @property
    def total(self) -> Counts:
        """All of it."""
        return sum((line.counts for line in self.lines), Counts())

    def by(self, key: Callable[[Line], str]) -> list[tuple[str, Counts]]:
        """Added up, the most received first."""
        found: dict[str, Counts] = {}
        for line in self.lines:
            found[key(line)] = found.get(key(line), Counts()) + line.counts
        return sorted(found.items(), key=lambda entry: (-entry[1].received, entry[0]))


def report(officer: Officer, first: date, last: date) -> Report:
    """What happened in these days in what the officer oversees.

    Raises:
        NotAllowed: the officer oversees nothing.
    """
    mine = scope(officer)
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    cases = SubCase.objects.filter(external=False, organisation__in=mine).order_by()
    decided = cases.filter(decided_at__gte=begin, decided_at__lt=end, outcome__in=(Outcome.GRANTED, Outcome.REFUSED))
    overruns = Overrun.objects.filter(asked_at__gte=begin, asked_at__lt=end, organisation__in=mine).order_by()
    found: dict[tuple[str, str], dict[str, int]] = {}
    key = ("organisation", "joint__theme")
    _add(
        found,
        key,
        cases.filter(received_at__gte=begin, received_at__lt=end)
        .values(*key)
        .annotate(received=Count("pk"), online=Count("pk", filter=Q(joint__channel="online"))),
    )
    _add(found, key, cases.filter(accepted_at__gte=begin, accepted_at__lt=end).values(*key).annotate(accepted=Count("pk")))
    late = Count("pk", filter=Q(decided_at__date__gt=F("promised_due")))
    _add(found, key, decided.values(*key).annotate(decided=Count("pk"), late=late))
    key = ("organisation", "sub_case__joint__theme")
    _add(found, key, overruns.values(*key).annotate(overrun=Count("pk")))
    lines = tuple(Line(*names, Counts(**counts)) for names, counts in sorted(found.items()))
    return Report(first, last, lines, now.business())


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _add(found: dict[tuple[str, str], dict[str, int]], key: tuple[str, str], rows: Iterable[dict[str, object]]) -> None:
    for row in rows:
        counts = found.setdefault((str(row[key[0]]), str(row[key[1]])), {})
        counts.update({name: int(str(value)) for name, value in row.items() if name not in key})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=now.ZONE)
