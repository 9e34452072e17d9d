"""The city: its brand and parameters, its places, bodies, counters and holidays."""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from bancheng.core.catalogue.vocabulary.base import Definition, Id


class Parameter(Definition):
    """A value that the law leaves to the place, with its source. Shown as 待核实 until verified."""

    id: Id
    name: str
    name_en: str = ""
    value: bool | int | str
    source: str
    verified: bool = False


class Brand(Definition):
    """What a city overrides of the look."""

    name: str
    name_en: str
    slogan: str = ""
    slogan_en: str = ""
    colours: dict[str, str] = {}
    hotline: str = "12345"


class PackInfo(Definition):
    """`pack.yaml`: the city and its parameters.

    Attributes:
        id: the pack's short name.
        name: the city.
        region: id of the region that stands for the whole city.
        languages: languages of the citizen's pages; with `en`, English must be there wherever the citizen reads.
        vague_words: words the checker refuses (default: the list of the item standard).
    """

    id: Id
    name: str
    region: str
    languages: tuple[str, ...] = ("zh-hans", "en")
    brand: Brand
    parameters: tuple[Parameter, ...] = ()
    vague_words: tuple[str, ...] = ()


class Region(Definition):
    """A place. `code` is GB/T 2260 six digits where there is one; functional zones have only an `id` and `within`.

    Attributes:
        within: id of the region it belongs to; roles are looked for upwards along it.
        former_codes: codes no longer in use that still stand in old numbers (茌平 371523).
    """

    id: Id
    name: str
    name_en: str = ""
    code: str = ""
    within: str = ""
    level: Literal["city", "county", "zone", "town", "village"]
    former_codes: tuple[str, ...] = ()


class Organisation(Definition):
    """A body that decides, supervises, takes in or holds data. One code per body.

    `roles` are the words items use (`county-approval`); a role and a region resolve to one organisation.
    `review_organ` is where its decisions can be challenged (行政复议法).

    Attributes:
        uscc: 18 characters of GB 32100, check digits verified.
        region: where it acts: in this region and everything within it.
        phone, complaint_phone: two different numbers with area code.
        review_organ: where its decisions can be challenged (行政复议法).
        court: the court that hears a suit against it.
        verified: whether somebody has checked it against an official source; otherwise shown as 待核实.
    """

    id: Id
    name: str
    name_en: str = ""
    short_name: str = ""
    uscc: str = ""
    region: str
    roles: tuple[str, ...] = ()
    phone: str = ""
    complaint_phone: str = ""
    address: str = ""
    review_organ: str = ""
    court: str = ""
    verified: bool = False


class OpeningHours(Definition):
    """Opening hours on some weekdays (1 Monday … 7 Sunday); on public holidays closed."""

    weekdays: tuple[int, ...]
    opens: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
    closes: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]


class Station(Definition):
    """A counter where people can go: hall, centre, bank branch. Intake and help only, never a decision (R-27)."""

    id: Id
    name: str
    name_en: str = ""
    region: str
    organisation: str
    address: str
    address_en: str = ""
    phone: str
    lat: Decimal
    lon: Decimal
    hours: tuple[OpeningHours, ...]
    items: tuple[str, ...] = ()  # item ids taken in here; empty: all that bodies of its organisation's place decide
    facilities: tuple[str, ...] = ()
    verified: bool = False


class CalendarYear(Definition):
    """One year of the State Council's notice: days off and make-up working days.

    Attributes:
        off: days off, weekends inside a holiday included.
        work: Saturdays and Sundays that are worked instead.
        source: the notice.
    """

    year: int
    off: tuple[date, ...]
    work: tuple[date, ...]
    source: str
    url: str = ""
