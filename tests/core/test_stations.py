"""Counters: who takes in what, nearest first, open or not."""
from datetime import datetime
from pathlib import Path

import pytest

from bancheng import packs
from bancheng.core.catalogue import Catalogue
from bancheng.core.clock import CHINA
from bancheng.core.examples import example
from bancheng.core.stations import Position, counters, distance_m, hours, opening

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.build(packs.read(ROOT / "packs" / "liaocheng").definitions)


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)


MONDAY = (2026, 11, 23)


def test_only_counters_that_take_it_in_are_named(catalogue) -> None:
    found = counters(catalogue, "LC-GT", {"food-licence-new": "LC-GT-SPJ"}, moment(*MONDAY, 10, 0))
    assert [one.station.id for one in found] == ["st-gt"]
    found = counters(catalogue, "LC-GT", {"small-catering-registration": "LC-GT-SPJ"}, moment(*MONDAY, 10, 0))
    assert found[0].station.id == "st-gt"
    assert {"st-gt-bank", "st-gt-gh"} <= {one.station.id for one in found}
    assert all(one.takes == ("small-catering-registration",) for one in found)


def test_a_hall_takes_in_what_any_body_of_its_place_decides(catalogue) -> None:
    """One front desk for all authorities of a joint case; the bank takes in what it lists, the city's hall nothing of the county."""
    items = {"net-cafe-preparation": "LC-GT-WLJ", "fire-safety-check": "LC-GT-XFJY", "food-licence-new": "LC-GT-SPJ"}
    found = counters(catalogue, "LC-GT", items, moment(*MONDAY, 10, 0))
    assert [(one.station.id, set(one.takes)) for one in found] == [("st-gt", set(items))]


def test_other_counties_are_not_named(catalogue) -> None:
    found = counters(catalogue, "LC-GT", {}, moment(*MONDAY, 10, 0))
    assert {one.station.region for one in found} & {"LC-YG", "LC-DCF"} == set()


def test_by_distance(catalogue) -> None:
    bank = catalogue.stations["st-gt-bank"]
    here = Position(float(bank.lat), float(bank.lon))
    found = counters(catalogue, "LC-GT", {}, moment(*MONDAY, 10, 0), here)
    assert found[0].station.id == "st-gt-bank"
    assert found[0].distance_m == 0
    distances = [one.distance_m for one in found]
    assert distances == sorted(distances)


def test_a_degree_of_latitude_is_111_km(catalogue) -> None:
    bank = catalogue.stations["st-gt-bank"]
    assert distance_m(Position(float(bank.lat) + 1, float(bank.lon)), bank) == pytest.approx(111_195, rel=1e-3)


@pytest.mark.parametrize(
    ("at", "open", "until", "day", "next_at"),
    [
        ((2026, 11, 23, 8, 59), False, "", 23, "09:00"),
        ((2026, 11, 23, 9, 0), True, "12:00", None, ""),
        ((2026, 11, 23, 12, 0), False, "", 23, "13:30"),
        ((2026, 11, 23, 16, 59), True, "17:00", None, ""),
        ((2026, 11, 23, 17, 0), False, "", 24, "09:00"),
        ((2026, 11, 27, 17, 0), False, "", 30, "09:00"),  # Friday evening: next is Monday
    ],
)
def test_hours(catalogue, at, open, until, day, next_at) -> None:
    found = opening(catalogue.stations["st-dcf"], catalogue.calendar, moment(*at))
    assert (found.open, found.until, found.day and found.day.day, found.at) == (open, until, day, next_at)


def test_closed_on_a_public_holiday_open_on_a_worked_weekend(catalogue) -> None:
    station = catalogue.stations["st-dcf"]
    holiday = min(catalogue.calendar.off & {day for day in catalogue.calendar.off if day.year == 2026})
    worked = min(day for day in catalogue.calendar.work if day.year == 2026)
    assert hours(station, catalogue.calendar, holiday) == ()
    assert worked.isoweekday() >= 6
    assert hours(station, catalogue.calendar, worked) == (("09:00", "12:00"), ("13:30", "17:00"))


def test_an_example_is_complete_and_sourced(catalogue) -> None:
    for theme in catalogue.themes:
        found = example(catalogue, theme, moment(2026, 11, 23).date())
        assert found is not None
        assert found.plan.complete
        assert found.plan.totals.separately_days > 0
        assert found.sources
    assert example(catalogue, "no-such-theme", moment(2026, 11, 23).date()) is None
