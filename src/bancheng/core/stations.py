"""Where to go: the counters that take something in, nearest first, and whether they are open at a moment.

A counter lists the items it takes in; one that lists none takes in everything that the bodies of its organisation's place decide: one front desk
for all of them (the bodies decide, the counter only takes in, R-27). Nearness is by distance when the reader's
position is known, otherwise by place: the region itself, then the places inside it, then the regions above. On a public holiday counters are closed;
a Saturday or Sunday that is worked by notice (调休) has a weekday's hours.
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Station
from bancheng.core.clock import CHINA, Calendar, DayKind

EARTH_M = 6_371_000
_LOOK_AHEAD_DAYS = 30
_FRIDAY = 5


@dataclass(frozen=True, slots=True)
class Position:
    """Where the reader is, in degrees (WGS 84)."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a counter is open at a moment.

    Attributes:
        open: it is open.
        until: closes at (`17:00`) when open; empty otherwise.
        day, at: when it opens next, when closed; None and empty where nothing is known for a month.
        today: the day's hours, in order; empty on a day off.
    """

    open: bool
    until: str
    day: date | None
    at: str
    today: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Counter:
    """A station as it concerns one reader: what of theirs it takes in, how far it is, whether it is open."""

    station: Station
    takes: tuple[str, ...]
    distance_m: int | None
    opening: Opening


def counters(
    catalogue: Catalogue,
    region: str,
    items: Mapping[str, str],
    at: datetime,
    position: Position | None = None,
) -> tuple[Counter, ...]:
    """The stations for a region that take in at least one of the items, nearest first.

    `items` maps item ids to the organisation (id) that decides them; an empty mapping asks for every station around the region.
    """
    around = _around(catalogue, region)
    found = []
    for station in catalogue.stations.values():
        if station.region not in around:
            continue
        takes = tuple(item for item, organisation in items.items() if _takes(catalogue, station, item, organisation))
        if takes or not items:
            found.append(
                Counter(
                    station,
                    takes,
                    round(distance_m(position, station)) if position else None,
                    opening(station, catalogue.calendar, at),
                )
            )
    if position:
        found.sort(key=lambda one: (one.distance_m, one.station.id))
    else:
        found.sort(key=lambda one: (around[one.station.region], -len(one.takes), one.station.id))
    return tuple(found)


def opening(station: Station, calendar: Calendar, at: datetime) -> Opening:
    """Whether a station is open at a moment, until when, or when it opens next."""
    moment = at.astimezone(CHINA)
    clock = f"{moment:%H:%M}"
    today = hours(station, calendar, moment.date())
    for opens, closes in today:
        if opens <= clock < closes:
            return Opening(True, closes, None, "", today)
    for opens, _ in today:
        if clock < opens:
            return Opening(False, "", moment.date(), opens, today)
    for offset in range(1, _LOOK_AHEAD_DAYS + 1):
        day = moment.date() + timedelta(days=offset)
        if later := hours(station, calendar, day):
            return Opening(False, "", day, later[0][0], today)
    return Opening(False, "", None, "", today)


def hours(station: Station, calendar: Calendar, day: date) -> tuple[tuple[str, str], ...]:
    """The opening hours of one day, in order."""
    kind = calendar.kind(day)
    if kind is DayKind.HOLIDAY:
        return ()
    weekday = _FRIDAY if kind is DayKind.MAKE_UP else day.isoweekday()
    return tuple(sorted((spell.opens, spell.closes) for spell in station.hours if weekday in spell.weekdays))


def distance_m(position: Position, station: Station) -> float:
    """Metres along the great circle (haversine)."""
    lat1, lon1 = radians(position.lat), radians(position.lon)
    lat2, lon2 = radians(float(station.lat)), radians(float(station.lon))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(half))


def _takes(catalogue: Catalogue, station: Station, item: str, organisation: str) -> bool:
    if station.items:
        return item in station.items
    own, deciding = catalogue.organisations.get(station.organisation), catalogue.organisations.get(organisation)
    return own is not None and deciding is not None and own.region == deciding.region


def _around(catalogue: Catalogue, region: str) -> dict[str, int]:
    """The regions whose stations concern a place, with a rank: itself, those inside it, then those above it."""
    chain = catalogue.within(region)
    inside: Collection[str] = [id for id in catalogue.regions if region in catalogue.within(id)[1:]]
    return {**{id: 2 + steps for steps, id in enumerate(chain)}, **dict.fromkeys(inside, 1), region: 0}
