"""What was saved, per theme, from the event log (handbook §2.7); the formulas are those of `core.savings`."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.models import JointCase
from bancheng.apps.cases.queries import Part
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.staff.models import Officer
from bancheng.apps.supervision.models import Saving, Tally
from bancheng.apps.supervision.queries import PAGE, regions
from bancheng.core import procedure
from bancheng.core.catalogue import Catalogue
from bancheng.core.savings import Effort, JointStory, PartStory, alone, took

NAMES = ("trips", "materials", "days", "steps")
FIELDS = (*NAMES, *(f"alone_{name}" for name in NAMES))
HANDED_OVER = "signature:"
"""How the proof of a delivery over the counter begins."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was saved with one theme so far.

    Attributes:
        cases: finished joint cases that are compared; `left_out`: finished ones that are not (a part was not decided, or an item has no base line).
        took, alone: sums over the compared cases: in this product, and handled one by one.
        sources: where the base lines come from; `verified`: whether all of them were checked.
    """

    theme: str
    name: str
    cases: int
    left_out: int
    took: Effort
    alone: Effort
    sources: tuple[str, ...]
    verified: bool

    def mean(self, name: str) -> tuple[float, float]:
        """Of one figure the mean per case: in this product, and one by one. There is none without cases."""
        return getattr(self.took, name) / self.cases, getattr(self.alone, name) / self.cases

    def less(self, name: str) -> float | None:
        """By how much less: 1 − sum here / sum one by one; None without a base."""
        base: int = getattr(self.alone, name)
        return 1 - getattr(self.took, name) / base if base else None


def figures(theme: str = "", officer: Officer | None = None) -> list[Figures]:
    """Per theme, of themes in force or with cases; of one theme, or of the regions that an officer oversees."""
    tallies = Tally.objects.all()
    if theme:
        tallies = tallies.filter(theme=theme)
    if officer is not None:
        tallies = tallies.filter(region__in=regions(officer))
    sums = {row["theme"]: row for row in tallies.values("theme").annotate(**{name: Sum(name) for name in ("cases", "left_out", *FIELDS)}).order_by()}
    catalogue = catalogues.current()
    wanted = [theme] if theme else sorted({*sums, *(one.id for one in catalogue.themes_on(now.today()))})
    return [_figures(catalogue, id, sums.get(id, {})) for id in wanted]


def listing(officer: Officer, theme: str, after: str = "") -> tuple[list[Saving], str]:
    """The cases behind the figures of a theme, the newest first, from a key on; and the key to go on with."""
    rows = Saving.objects.filter(theme=theme, why="", region__in=regions(officer)).select_related("joint")
    if after.isascii() and after.isdigit():
        rows = rows.filter(pk__lt=min(int(after), 2**62))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def cases_of(theme: str) -> Iterator[Saving]:
    """All cases behind the figures of a theme, for who runs the installation."""
    return Saving.objects.filter(theme=theme, why="").select_related("joint").order_by("pk").iterator()


def measured(joint: JointCase) -> Saving:
    """What a joint case took, from its events; not saved."""
    parts = [Part(row) for row in joint.parts.order_by("order")]
    saving = Saving(joint=joint, theme=joint.theme, region=joint.region, at=now.business())
    mine = took(_story(joint, parts), catalogues.current().calendar)
    base = alone([part.item for part in parts])
    if mine is None or base is None:
        saving.why = Saving.UNDECIDED if mine is None else Saving.NO_BASE_LINE
        return saving
    for name in NAMES:
        setattr(saving, name, getattr(mine, name))
        setattr(saving, f"alone_{name}", getattr(base, name))
    return saving


def differences() -> Iterator[str]:
    """Do the savings still say what the events say, and the tallies what the savings say? Asked by `bancheng verify-audit`."""
    sums: dict[tuple[str, str, date], dict[str, int]] = {}
    for saving in Saving.objects.select_related("joint").order_by("pk").iterator():
        again = measured(saving.joint)
        for name in ("why", *FIELDS):
            if name == "days":  # counted with the calendar of its day, which a later notice may have corrected
                continue
            if getattr(saving, name) != getattr(again, name):
                yield f"saving of {saving.joint.number}: {name} says {getattr(saving, name)!r}, the events say {getattr(again, name)!r}"
        finished = saving.joint.finished_at or saving.at
        mine = sums.setdefault((saving.theme, saving.region, finished.astimezone(now.ZONE).date().replace(day=1)), {})
        for name, value in _counted(saving):
            mine[name] = mine.get(name, 0) + value
    for tally in Tally.objects.order_by("pk"):
        mine = sums.pop((tally.theme, tally.region, tally.month), {})
        for name in ("cases", "left_out", *FIELDS):
            if getattr(tally, name) != mine.get(name, 0):
                yield f"tally of {tally.theme} {tally.region} {tally.month}: {name} says {getattr(tally, name)}, the savings say {mine.get(name, 0)}"
    for theme, region, month in sums:
        yield f"tally of {theme} {region} {month} is missing"


def _counted(saving: Saving) -> Iterable[tuple[str, int]]:
    return [("left_out" if saving.why else "cases", 1), *((name, getattr(saving, name)) for name in FIELDS)]


def _story(joint: JointCase, parts: list[Part]) -> JointStory:
    """The joint case as its events tell it."""
    handed_in: set[str] = set()
    days: set[date] = set()
    for event in stream.read(f"joint:{joint.number}"):
        if event.type == "submitted":
            handed_in |= set(event.payload.get("handed_in", ()))
            if event.payload.get("channel") == "counter":
                days.add(event.at.astimezone(now.ZONE).date())
    stories = []
    for part in parts:
        events = []
        for row in stream.read(part.sub_case.stream):
            if row.type not in procedure.EVENT_TYPES:
                continue
            event = procedure.from_payload(row.type, row.payload)
            events.append(event)
            brought = isinstance(event, procedure.CorrectionSupplied) and row.actor.startswith("staff:")
            collected = isinstance(event, procedure.Delivered) and event.proof.startswith(HANDED_OVER)
            if brought or collected:
                days.add(row.at.astimezone(now.ZONE).date())
        stories.append(PartStory(part.item, part.state, tuple(events)))
    return JointStory(handed_in, days, stories)


def _figures(catalogue: Catalogue, theme: str, sums: dict[str, int]) -> Figures:
    versions = catalogue.themes.get(theme, ())
    items = [catalogue.find_item(part.item, now.today()) for part in versions[-1].parts] if versions else []
    lines = [item.separately for item in items if item is not None and item.separately is not None]
    return Figures(
        theme=theme,
        name=versions[-1].name if versions else theme,
        cases=sums.get("cases", 0),
        left_out=sums.get("left_out", 0),
        took=Effort(*(sums.get(name, 0) for name in NAMES)),
        alone=Effort(*(sums.get(f"alone_{name}", 0) for name in NAMES)),
        sources=tuple(dict.fromkeys(line.source for line in lines)),
        verified=bool(lines) and all(line.verified for line in lines),
    )
