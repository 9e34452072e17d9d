"""Regions, organisations, stations and the calendar."""
from __future__ import annotations

import re
from collections.abc import Iterator

from bancheng.core.catalogue.catalogue import Catalogue
from bancheng.core.catalogue.checks.references import near
from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.models import CalendarYear, Organisation, Station
from bancheng.core.catalogue.problems import Path, Problem, problem
from bancheng.core.identifiers import check_uscc

PHONE = re.compile(r"0\d{2,3}-\d{7,8}|1[3-9]\d{9}|[14]\d{4}|9\d{4,5}|400-?\d{3}-?\d{4}")


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """What is wrong with places and bodies."""
    yield from _regions(catalogue)
    holders: dict[tuple[str, str], str] = {}
    for organisation in catalogue.organisations.values():
        yield from _organisation(catalogue, organisation, holders)
    for station in catalogue.stations.values():
        yield from _station(catalogue, station)
    for definition in catalogue.definitions:
        if isinstance(definition, CalendarYear):
            yield from _calendar(definition)


def _regions(catalogue: Catalogue) -> Iterator[Problem]:
    if catalogue.pack.region not in catalogue.regions:
        yield _no_region(catalogue, key_of(catalogue.pack), ("region",), catalogue.pack.region)
    for region in catalogue.regions.values():
        if region.within and region.within not in catalogue.regions:
            yield _no_region(catalogue, key_of(region), ("within",), region.within)
        seen = {region.id}
        above = region.within
        while above in catalogue.regions and above not in seen:
            seen.add(above)
            above = catalogue.regions[above].within
        if above == region.id:
            yield problem("region-circle", key_of(region), ("within",), id=region.id)


def _no_region(catalogue: Catalogue, where: str, path: Path, id: str) -> Problem:
    return problem("no-region", where, path, id=id, near=near(id, catalogue.regions))


def _organisation(
    catalogue: Catalogue, organisation: Organisation, holders: dict[tuple[str, str], str]
) -> Iterator[Problem]:
    where = key_of(organisation)
    if organisation.region not in catalogue.regions:
        yield _no_region(catalogue, where, ("region",), organisation.region)
    if organisation.uscc and (code := check_uscc(organisation.uscc)) and (code.problems or code.warnings):
        why = (*code.problems, *code.warnings)[0]
        yield problem("uscc-wrong", where, ("uscc",), found=organisation.uscc, why=why.message, why_en=why.message_en)
    for role in organisation.roles:
        other = holders.setdefault((role, organisation.region), organisation.id)
        if other != organisation.id:
            yield problem("role-twice", where, ("roles",), role=role, region=organisation.region, other=other)
    yield from phones(where, organisation.phone, organisation.complaint_phone, ("phone",), ("complaint_phone",))


def phones(where: str, consult: str, complain: str, first: Path, second: Path) -> Iterator[Problem]:
    """Validator 8: two different numbers, each with its area code."""
    for path, phone in ((first, consult), (second, complain)):
        if phone and not PHONE.fullmatch(phone):
            yield problem("phone-area", where, path, phone=phone)
    if consult and consult == complain:
        yield problem("phone-same", where, second)


def _station(catalogue: Catalogue, station: Station) -> Iterator[Problem]:
    where = key_of(station)
    if station.region not in catalogue.regions:
        yield _no_region(catalogue, where, ("region",), station.region)
    if station.organisation not in catalogue.organisations:
        hint = near(station.organisation, catalogue.organisations)
        yield problem("no-organisation", where, ("organisation",), id=station.organisation, near=hint)
    for index, item in enumerate(station.items):
        if item not in catalogue.items:
            yield problem("no-item", where, ("items", index), id=item, near=near(item, catalogue.items))
    yield from phones(where, station.phone, "", ("phone",), ("phone",))
    for index, hours in enumerate(station.hours):
        if hours.opens >= hours.closes or not set(hours.weekdays) <= set(range(1, 8)):
            yield problem("hours-wrong", where, ("hours", index), opens=hours.opens, closes=hours.closes)


def _calendar(year: CalendarYear) -> Iterator[Problem]:
    where = key_of(year)
    for name, days in (("off", year.off), ("work", year.work)):
        for index, day in enumerate(days):
            if abs(day.year - year.year) > 1:
                yield problem("calendar-year", where, (name, index), day=day.isoformat(), year=year.year)
    for index, day in enumerate(year.work):
        if day.weekday() < 5:
            yield problem("calendar-weekday", where, ("work", index), day=day.isoformat())
