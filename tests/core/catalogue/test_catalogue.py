"""One release, indexed: versions by day, roles by region, live data by whoever is newest."""
from datetime import date

import pytest

from bancheng.core import canonical
from bancheng.core.catalogue import Catalogue, NotInCatalogue
from bancheng.core.catalogue.definitions import from_json, key_of, to_json
from bancheng.core.catalogue.models import Organisation


def test_the_version_in_force(town):
    assert town.item("food-permit", date(2025, 12, 31)).limits.promised[0].days == 10
    assert town.item("food-permit", date(2026, 1, 1)).limits.promised[1].days == 5


def test_before_the_first_version_says_from_when(town):
    with pytest.raises(NotInCatalogue) as none:
        town.item("food-permit", date(2024, 12, 31))
    assert "2025-01-01" in none.value.message
    assert town.find_item("food-permit", date(2024, 12, 31)) is None


def test_unknown_names_are_named(town):
    for ask in (lambda: town.item("fly", date(2026, 1, 1)), lambda: town.theme("fly", date(2026, 1, 1)), lambda: town.region("fly")):
        with pytest.raises(NotInCatalogue, match="fly"):
            ask()


@pytest.mark.parametrize("region", ["T-A", "T-Z", "T-A-V"])
def test_a_role_is_looked_for_upwards(town, region):
    assert town.resolve("county-approval", region).id == "ORG-A"
    assert town.resolve("city-approval", region).id == "ORG-T"


def test_nobody_above_the_county_has_the_county_role(town):
    with pytest.raises(NotInCatalogue, match="county-approval"):
        town.resolve("county-approval", "T")


def test_live_data_do_not_change_the_digest(town):
    renamed = [
        one.model_copy(update={"name": "改名的局"}) if isinstance(one, Organisation) and one.id == "ORG-A" else one
        for one in town.definitions
    ]
    live = Catalogue.build(renamed)
    assert live.digest == town.digest
    moved = town.on(live)
    assert moved.organisations["ORG-A"].name == "改名的局"
    assert moved.digest == town.digest
    assert town.on(town) is town


def test_definitions_go_through_canonical_json_unchanged(town):
    for definition in town.definitions:
        stored = canonical.dumps(to_json(definition))
        again = from_json(canonical.loads(stored))
        assert again == definition
        assert canonical.dumps(to_json(again)) == canonical.dumps(to_json(definition))
        assert key_of(again) == key_of(definition)


def test_a_definition_of_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no kind of definition"):
        from_json({"kind": "spell", "definition": {}})


def test_one_key_twice_cannot_be_built(town):
    with pytest.raises(ValueError, match="defined twice"):
        Catalogue.build([*town.definitions, town.definitions[0]])


def test_working_days_in_rules_are_unknown_past_the_calendar(town):
    ask = 'string(工作日后(date("{}"), 5)) = "2026-02-26"'
    assert town.evaluate(ask.format("2026-02-12"), {}, date(2026, 2, 12)).value is True
    from bancheng.core.rules import UNKNOWN

    assert town.evaluate('工作日后(date("2026-12-30"), 9) > date("2027-01-01")', {}, date(2026, 2, 12)).value is UNKNOWN
    assert town.evaluate('工作日数(date("2026-02-12"), date("2026-02-26")) = 5', {}, date(2026, 2, 12)).value is True
