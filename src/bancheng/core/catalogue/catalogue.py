"""One release, indexed: the answer to "what does the city's catalogue say about this, on this day, in this place".

A `Catalogue` is built once from definitions and then only read; rules are parsed once and kept. It knows which version of an item or theme is in
force on a day, which organisation a role means in a region, and which names rules may use.

Regions, organisations, stations and the calendar are live: `on(live)` gives the same catalogue with another release's live data, for cases whose
items are pinned to an older release.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from bancheng.core import canonical
from bancheng.core.catalogue import scope as scopes
from bancheng.core.catalogue.definitions import LIVE, key_of, kind_of, to_json
from bancheng.core.catalogue.models import (
    CalendarYear,
    Definition,
    Element,
    EvidenceType,
    Item,
    Organisation,
    PackInfo,
    Region,
    Scenario,
    Station,
    Theme,
)
from bancheng.core.clock import Calendar
from bancheng.core.clock import CalendarYear as ClockYear
from bancheng.core.facts import Facts, Value, values
from bancheng.core.rules import BOOLEAN, Expression, Result, Scope, Type, compile, evaluate

CHOICE = "procedure.choice"
"""The element that says which procedure the applicant chose (告知承诺 or 一般程序, C-03). The one id the product itself knows."""

_Dated = TypeVar("_Dated", Item, Theme)


class NotInCatalogue(LookupError):
    """What was asked for is not in this release, or not in force on that day. `message` says so in Chinese."""

    def __init__(self, message: str, message_en: str) -> None:
        self.message = message
        self.message_en = message_en
        super().__init__(message_en)


class Catalogue:
    """One release. Build it with `Catalogue.build`.

    Attributes:
        pack: the city and its parameters.
        elements, evidence, regions, organisations, stations, scenarios: by id.
        items, themes: by id, versions in order of `effective_from`.
        calendar: the working-day calendar of all published years.
        digest: names the pinned part of the release (live data do not count).
    """

    def __init__(self, definitions: Sequence[Definition]) -> None:
        self.definitions = tuple(definitions)
        self.pack = _one_pack(definitions)
        self.elements: Mapping[str, Element] = _index(definitions, Element)
        self.evidence: Mapping[str, EvidenceType] = _index(definitions, EvidenceType)
        self.regions: Mapping[str, Region] = _index(definitions, Region)
        self.organisations: Mapping[str, Organisation] = _index(definitions, Organisation)
        self.stations: Mapping[str, Station] = _index(definitions, Station)
        self.scenarios: Mapping[str, Scenario] = _index(definitions, Scenario)
        self.items: Mapping[str, tuple[Item, ...]] = _versions(definitions, Item)
        self.themes: Mapping[str, tuple[Theme, ...]] = _versions(definitions, Theme)
        self.calendar = Calendar.of(
            ClockYear(year.year, frozenset(year.off), frozenset(year.work), year.source)
            for year in definitions
            if isinstance(year, CalendarYear)
        )
        self.parameters: Mapping[str, Value] = {p.id: scopes.parameter_value(p) for p in self.pack.parameters}
        self.scope: Scope = scopes.build(self.elements.values(), self.pack.parameters, self.calendar)
        self._rules: dict[tuple[str, Type | None], Expression] = {}
        self._resolved: dict[tuple[str, str], Organisation | None] = {}

    @classmethod
    def build(cls, definitions: Iterable[Definition]) -> Catalogue:
        """Index definitions.

        Raises:
            ValueError: no `pack` definition or more than one; a key given twice; two elements with one name. `packs.check` finds these first
                and says where they stand.
        """
        ordered = sorted(definitions, key=key_of)
        for before, after in zip(ordered, ordered[1:], strict=False):
            if key_of(before) == key_of(after):
                raise ValueError(f"{key_of(after)} is defined twice")
        return cls(ordered)

    def on(self, live: Catalogue) -> Catalogue:
        """This release with the regions, organisations, stations and calendar of another (the newest published)."""
        if live is self:
            return self
        pinned = [d for d in self.definitions if kind_of(d) not in LIVE]
        return Catalogue.build([*pinned, *(d for d in live.definitions if kind_of(d) in LIVE)])

    @cached_property
    def digest(self) -> str:
        """SM3 over the digests of the pinned definitions."""
        pinned = [key_of(d) for d in self.definitions if kind_of(d) not in LIVE]
        return canonical.digest({key: canonical.digest_bytes(self.texts[key]) for key in pinned})

    @cached_property
    def texts(self) -> Mapping[str, bytes]:
        """Every definition as canonical JSON, by key: what a release stores and what its digest is over."""
        return {key_of(d): canonical.dumps(to_json(d)) for d in self.definitions}

    def item(self, id: str, as_of: date) -> Item:
        """The version of an item in force on a day.

        Raises:
            NotInCatalogue: no such item, or none in force.
        """
        return _in_force(self.items, id, as_of, "事项", "service item")

    def find_item(self, id: str, as_of: date) -> Item | None:
        """As `item`, or None where none is in force."""
        return _pick(self.items.get(id, ()), as_of)

    def theme(self, id: str, as_of: date) -> Theme:
        """The version of a theme in force on a day.

        Raises:
            NotInCatalogue: no such theme, or none in force.
        """
        return _in_force(self.themes, id, as_of, "一件事", "theme")

    def themes_on(self, as_of: date) -> list[Theme]:
        """All themes in force on a day, in the order of their ids."""
        found = (_pick(versions, as_of) for _, versions in sorted(self.themes.items()))
        return [theme for theme in found if theme is not None]

    def region(self, id: str) -> Region:
        """A region.

        Raises:
            NotInCatalogue: the pack has no such region.
        """
        try:
            return self.regions[id]
        except KeyError:
            raise NotInCatalogue(f"目录里没有“{id}”这个地区。", f"The catalogue has no region “{id}”.") from None

    def within(self, region: str) -> list[str]:
        """The region and everything above it, from the place upwards."""
        chain: list[str] = []
        while region and region not in chain:
            chain.append(region)
            found = self.regions.get(region)
            region = found.within if found else ""
        return chain

    def resolve(self, role: str, region: str) -> Organisation:
        """The organisation that a role means in a region: the nearest one, looking upwards through `within`.

        Raises:
            NotInCatalogue: nobody has this role there.
        """
        found = self.find(role, region)
        if found is None:
            raise NotInCatalogue(
                f"“{region}”没有承担“{role}”的单位，请在 organisations.yaml 里补上。",
                f"Nobody in “{region}” has the role “{role}”; add one to organisations.yaml.",
            )
        return found

    def find(self, role: str, region: str) -> Organisation | None:
        """As `resolve`, or None."""
        key = (role, region)
        if key not in self._resolved:
            chain = self.within(region)
            holders = [o for o in self.organisations.values() if role in o.roles and o.region in chain]
            holders.sort(key=lambda o: (chain.index(o.region), o.id))
            self._resolved[key] = holders[0] if holders else None
        return self._resolved[key]

    def rule(self, text: str, expect: Type | None = BOOLEAN) -> Expression:
        """A rule of this release, parsed once.

        Raises:
            RuleFault: it cannot be used (never for a published release: publishing checks).
        """
        key = (text, expect)
        if key not in self._rules:
            self._rules[key] = compile(text, self.scope, expect)
        return self._rules[key]

    def evaluate(self, text: str, known: Mapping[str, Value], as_of: date) -> Result:
        """Evaluate a condition over plain values as `values` gives them."""
        return evaluate(self.rule(text), known, as_of)

    def values(self, facts: Facts, as_of: date) -> dict[str, Value]:
        """What rules may read on a day: facts not expired, and the pack's parameters."""
        return {**values(facts, as_of), **self.parameters}



def _one_pack(definitions: Sequence[Definition]) -> PackInfo:
    found = [d for d in definitions if isinstance(d, PackInfo)]
    if len(found) != 1:
        raise ValueError(f"a catalogue needs exactly one pack definition, not {len(found)}")
    return found[0]


_Any = TypeVar("_Any", Element, EvidenceType, Region, Organisation, Station, Scenario)


def _index(definitions: Sequence[Definition], model: type[_Any]) -> dict[str, _Any]:
    return {d.id: d for d in definitions if isinstance(d, model)}


def _versions(definitions: Sequence[Definition], model: type[_Dated]) -> dict[str, tuple[_Dated, ...]]:
    found: dict[str, list[_Dated]] = {}
    for definition in definitions:
        if isinstance(definition, model):
            found.setdefault(definition.id, []).append(definition)
    return {id: tuple(sorted(versions, key=lambda v: v.effective_from)) for id, versions in found.items()}


def _pick(versions: tuple[_Dated, ...], as_of: date) -> _Dated | None:
    for version in reversed(versions):
        if version.effective_from <= as_of and (version.effective_to is None or as_of <= version.effective_to):
            return version
    return None


def _in_force(versions: Mapping[str, tuple[_Dated, ...]], id: str, as_of: date, zh: str, en: str) -> _Dated:
    if id not in versions:
        raise NotInCatalogue(f"目录里没有“{id}”这个{zh}。", f"The catalogue has no {en} “{id}”.")
    found = _pick(versions[id], as_of)
    if found is None:
        first = versions[id][0].effective_from
        raise NotInCatalogue(
            f"{zh}“{id}”在 {as_of.isoformat()} 没有生效的版本，最早的版本从 {first.isoformat()} 起生效。",
            f"No version of the {en} “{id}” is in force on {as_of.isoformat()}; the first one starts on {first.isoformat()}.",
        )
    return found
