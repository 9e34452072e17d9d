"""What overseers, heads and handlers see of all this.

Who sees what: a handler sees what was said to the own organisation. A head sees the cases of the own organisation, and those of others that came up
the line to it. An overseer (效能监督, role `overseer`) sees the cases of every organisation within the region of the own one: lights and trails, no papers.
Lists go from key to key and count nothing; what is counted is the work in hand, through an index that holds nothing else.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from bancheng import now
from bancheng.apps.cases import desk_queries
from bancheng.apps.cases.models import JointCase, SubCase
from bancheng.apps.cases.queries import NoSuchCase, Part
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.staff.models import Officer
from bancheng.apps.supervision.models import Alert, Overrun, Urge
from bancheng.core.catalogue import Catalogue
from bancheng.core.clock import Light

OVERSIGHT = ("overseer", "head")
HANDLERS = ("reviewer", "decider", "head")
PAGE = 25
PAUSED = "paused"
"""Beside the lights: a special procedure goes on, the clock stands still; the light is green."""
KINDS = (*map(str, Light), PAUSED)
_CLOCKED = Q(outcome="", promised_due__isnull=False, statutory_due__isnull=False)


class NotThere(NoSuchCase):
    """There is no such thing, or it is not this officer's business; nobody learns which."""


@dataclass(frozen=True, slots=True)
class Lights:
    """How many running cases of one organisation and theme show each light on a day."""

    organisation: str
    theme: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `left`: working days until `due`, negative when it is over."""

    sub_case: SubCase
    item: str
    light: str
    due: date | None
    left: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A stretch of a list, and the key to go on with (empty: that was all)."""

    rows: Sequence[Row]
    next: str


def light_is(light: str, on: date) -> Q:
    """Which cases show a light on a day: the same as `core.procedure.light`, asked of the dates that follow from the events."""
    match light:
        case Light.OVER_STATUTORY:
            return _CLOCKED & Q(statutory_due__lt=on)
        case Light.RED:
            return _CLOCKED & Q(promised_due__lt=on, statutory_due__gte=on)
        case Light.YELLOW:
            return _CLOCKED & Q(promised_due__gte=on, statutory_due__gte=on, yellow_from__lte=on)
        case Light.GREEN:
            return _CLOCKED & Q(promised_due__gte=on, statutory_due__gte=on, yellow_from__gt=on)
    return Q(outcome="", stage="special_procedure", promised_due=None)


def scope(officer: Officer) -> frozenset[str]:
    """Ids of the organisations whose cases the officer oversees.

    Raises:
        NotAllowed: the officer oversees nothing.
    """
    officer.must(OVERSIGHT)
    if not officer.has_role("overseer"):
        return frozenset({officer.organisation})
    catalogue = catalogues.current()
    return _within(catalogue, officer.organisation) | {officer.organisation}


def regions(officer: Officer) -> frozenset[str]:
    """Ids of the regions whose joint cases the officer oversees: that of the own organisation and those within it.

    Raises:
        NotAllowed: the officer is no overseer.
    """
    officer.must("overseer")
    catalogue = catalogues.current()
    mine = catalogue.organisations.get(officer.organisation)
    return frozenset(id for id in catalogue.regions if mine is not None and mine.region in catalogue.within(id))


def lights(officer: Officer) -> list[Lights]:
    """The lights of today by organisation and theme: of the work in hand, not of all cases ever filed."""
    today = now.today()
    running = _of(officer, SubCase.objects.filter(_CLOCKED)).values("organisation", "joint__theme")
    counted = running.annotate(**{str(light): Count("pk", filter=light_is(light, today)) for light in Light})
    paused = _of(officer, SubCase.objects.filter(light_is(PAUSED, today))).values("organisation", "joint__theme").annotate(paused=Count("pk"))
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in (*counted.order_by(), *paused.order_by()):
        counts = found.setdefault((row["organisation"], row["joint__theme"]), dict.fromkeys(KINDS, 0))
        for kind in KINDS:
            counts[kind] += row.get(kind, 0)
    return [Lights(*key, counts) for key, counts in sorted(found.items())]


def listing(officer: Officer, light: str, organisation: str = "", theme: str = "", after: str = "") -> Listing:
    """Cases that show a light, the most urgent first, from a key on. An organisation that is not overseen has no cases here."""
    today, calendar = now.today(), catalogues.current().calendar
    cases = _of(officer, SubCase.objects.filter(light_is(light, today)))
    if organisation:
        cases = cases.filter(organisation=organisation)
    if theme:
        cases = cases.filter(joint__theme=theme)
    order = ("pk",) if light == PAUSED else ("promised_due", "pk")
    if key := _key(after):
        day, pk = key
        cases = cases.filter(pk__gt=pk) if light == PAUSED else cases.filter(Q(promised_due__gt=day) | Q(promised_due=day, pk__gt=pk))
    found = list(cases.select_related("joint").order_by(*order)[: PAGE + 1])
    rows = []
    for case in found[:PAGE]:
        due = case.statutory_due if light == Light.OVER_STATUTORY else case.promised_due
        rows.append(Row(case, Part(case).item.name, light, due, desk_queries.left_until(due, today, calendar)))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Listing(rows, f"{last.promised_due or today:%Y%m%d}.{last.pk}" if last else "")


def light_of(sub_case: SubCase) -> str:
    """The light of one case today; empty where no limit runs."""
    light = desk_queries.running_light(sub_case, now.today())
    return PAUSED if light is Light.GREEN and sub_case.promised_due is None else str(light or "")


def case_for(officer: Officer, number: str) -> Part:
    """A case that the officer oversees, or that came up the line to them.

    Raises:
        NotAllowed: the officer oversees nothing.
        NotThere: no such case, or not within reach.
    """
    overseen = scope(officer)
    found = SubCase.objects.select_related("joint").filter(number=number).first()
    if found is None:
        raise NotThere(number)
    told = Alert.objects.filter(sub_case=found, audience="head", organisation=officer.organisation)
    if found.organisation not in overseen and not (officer.has_role("head") and told.exists()):
        raise NotThere(number)
    return Part(found)


def alerts(officer: Officer) -> QuerySet[Alert]:
    """What the ladder told this officer."""
    mine = Q(pk__in=())
    if officer.has_role("reviewer", "decider"):
        mine |= Q(audience="handler", organisation=officer.organisation)
    if officer.has_role("head"):
        mine |= Q(audience="head", organisation=officer.organisation)
    if officer.has_role("overseer"):
        mine |= Q(audience="overseer", organisation__in=scope(officer))
    return Alert.objects.filter(mine)


def unseen(officer: Officer) -> list[Alert]:
    """The newest rungs that nobody has taken note of."""
    return list(alerts(officer).filter(seen_at=None).select_related("sub_case__joint").order_by("-pk")[:PAGE])


def urges(officer: Officer) -> list[Urge]:
    """What overseers said to those who handle cases in the officer's organisation, and what is not done yet."""
    open_ = Urge.objects.filter(organisation=officer.organisation, done_at=None)
    return list(open_.select_related("sub_case__joint", "said").order_by("-pk")[:PAGE])


def said_by(officer: Officer) -> list[Urge]:
    """What the officer said last, with the answers."""
    return list(Urge.objects.filter(by=officer.reference).select_related("sub_case__joint", "said", "answer").order_by("-pk")[:PAGE])


def owed(officer: Officer) -> list[Overrun]:
    """Reasons that the officer's organisation owes the public."""
    return list(Overrun.objects.filter(organisation=officer.organisation, reason=None).select_related("sub_case__joint").order_by("-pk")[:PAGE])


def urge_for(officer: Officer, pk: int) -> Urge:
    """One thing that was said to the officer's organisation.

    Raises:
        NotThere: it was said to another, or to nobody.
    """
    found = Urge.objects.filter(pk=pk, organisation=officer.organisation).select_related("sub_case__joint", "said").first()
    if found is None:
        raise NotThere(str(pk))
    return found


def overrun_for(officer: Officer, number: str) -> Overrun:
    """The overrun promise of a case that the officer's organisation handles.

    Raises:
        NotThere: its promises were kept, or it is another organisation's.
    """
    found = Overrun.objects.filter(sub_case__number=number, organisation=officer.organisation).select_related("sub_case__joint").first()
    if found is None:
        raise NotThere(number)
    return found


def urges_of(sub_case: SubCase) -> list[Urge]:
    """Everything that was said about a case, the newest first."""
    return list(Urge.objects.filter(sub_case=sub_case).select_related("said", "answer").order_by("-pk"))


def overrun_of(sub_case: SubCase) -> Overrun | None:
    """The promise that was not kept, with its reason once that is said."""
    return Overrun.objects.filter(sub_case=sub_case).select_related("reason").first()


def overruns_in(joint: JointCase) -> dict[int, Overrun]:
    """The promises of a joint case that were not kept, by the key of their part, for the page of whoever applied."""
    return {row.sub_case_id: row for row in Overrun.objects.filter(sub_case__joint=joint).select_related("reason")}


def waiting(officer: Officer) -> dict[str, QuerySet[Any]]:
    """All that waits for the officer here: what the ladder told, what overseers asked, reasons that are owed."""
    found: dict[str, QuerySet[Any]] = {"alerts": alerts(officer).filter(seen_at=None)}
    if officer.has_role(*HANDLERS):
        found["urges"] = Urge.objects.filter(organisation=officer.organisation, done_at=None)
        found["owed"] = Overrun.objects.filter(organisation=officer.organisation, reason=None)
    return found


def published(after: str = "") -> tuple[list[Overrun], str]:
    """Reasons for overrun promises that everybody may read, the newest first, and the key to go on with."""
    rows = Overrun.objects.filter(reason__isnull=False).select_related("sub_case__joint", "reason")
    if after.isascii() and after.isdigit():
        rows = rows.filter(pk__lt=min(int(after), 2**62))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def _of(officer: Officer, cases: QuerySet[SubCase]) -> QuerySet[SubCase]:
    return cases.filter(organisation__in=scope(officer))


def _within(catalogue: Catalogue, organisation: str) -> frozenset[str]:
    """The organisations in the region of this one."""
    mine = catalogue.organisations.get(organisation)
    if mine is None:
        return frozenset()
    return frozenset(id for id, body in catalogue.organisations.items() if mine.region in catalogue.within(body.region))


def _key(text: str) -> tuple[date, int] | None:
    """Day and id behind `20261201.17`; None for anything else."""
    day, _, pk = text.partition(".")
    try:
        return date.fromisoformat(day), min(int(pk), 2**62) if pk.isascii() else 0
    except ValueError:
        return None
