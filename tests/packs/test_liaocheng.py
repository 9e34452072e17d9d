"""The pack of Liaocheng: it passes its own checker, its numbers are well formed, its calendar is the published one, its demo data fit it."""
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import chinese_calendar
import pytest
import yaml
from pydantic import BaseModel

from bancheng import packs
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import EvidenceType, Item
from bancheng.core.clock import CHINA
from bancheng.core.facts import Fact
from bancheng.core.guide import plan
from bancheng.core.guide.model import PlannedPart
from bancheng.core.identifiers import check_citizen_id, check_uscc

PACK = Path(__file__).resolve().parents[2] / "packs" / "liaocheng"
COUNTIES = {"371502", "371503", "371521", "371522", "371524", "371525", "371526", "371581"}
ZONES = {"LC-KFQ", "LC-GXQ", "LC-DJQ"}
BY_RULE = {
    "small-catering-registration",
    "prepackaged-food-filing",
    "sign-disclosure",
    "fire-safety-check",
    "net-cafe-network-security",
    "public-place-hygiene-new",
    "public-place-hygiene-amendment",
    "public-place-hygiene-renewal",
    "public-place-hygiene-replacement",
    "public-place-hygiene-cancellation",
    "public-place-hygiene-filing",
}
FORMULAS = {"when", "rule", "deferrable_when", "commitment_when", "gap_when"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.build(packs.read(PACK).definitions)


def demo(name: str) -> list[dict]:
    return yaml.safe_load((PACK / "demo" / f"{name}.yaml").read_text(encoding="utf-8"))


def test_the_checker_finds_nothing_and_every_story_comes_out_as_told() -> None:
    checked = packs.check(PACK)
    assert [str(problem) for problem in checked.problems] == []
    assert checked.scenarios >= 190
    assert checked.passed == checked.scenarios


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_calendar_is_the_published_one(catalogue: Catalogue, year: int) -> None:
    assert year in catalogue.calendar.years
    day = date(year, 1, 1)
    while day.year == year:
        assert catalogue.calendar.is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_counties_carry_national_codes_and_zones_carry_none(catalogue: Catalogue) -> None:
    assert {r.code for r in catalogue.regions.values() if r.level == "county"} == COUNTIES
    assert {r.id for r in catalogue.regions.values() if r.level == "zone"} == ZONES
    assert all(not catalogue.region(zone).code for zone in ZONES)
    assert catalogue.region("LC-CP").former_codes == ("371523",)
    codes = [r.code for r in catalogue.regions.values() if r.code]
    assert len(codes) == len(set(codes))


def test_every_body_has_one_valid_code_and_two_phones(catalogue: Catalogue) -> None:
    codes = [o.uscc for o in catalogue.organisations.values()]
    assert len(codes) == len(set(codes))
    for organisation in catalogue.organisations.values():
        checked = check_uscc(organisation.uscc)
        assert checked.ok, organisation.id
        assert checked.warnings == (), organisation.id
        assert checked.value.category == "11"
        assert organisation.phone != organisation.complaint_phone
        assert re.fullmatch(r"0635-\d{7}", organisation.phone)
        assert organisation.review_organ.endswith("人民政府")


def test_every_role_that_an_item_names_is_held_in_every_county_and_zone(catalogue: Catalogue) -> None:
    places = [r.id for r in catalogue.regions.values() if r.level in ("county", "zone")]
    roles = {role for versions in catalogue.items.values() for item in versions for role in (item.authority, item.supervisor)}
    for place in places:
        for role in roles - {""}:
            assert catalogue.resolve(role, place).region == place


def test_a_town_is_served_by_its_county(catalogue: Catalogue) -> None:
    assert catalogue.resolve("county-approval", "LC-GT-GH").id == "LC-GT-SPJ"


def test_counters_only_take_in(catalogue: Catalogue) -> None:
    assert len(catalogue.stations) >= 12
    assert {s.region for s in catalogue.stations.values()} >= {"LC-GT-GH", "LC-GT-LLS", "LC-GT-QP", "LC-KFQ", "LC"}
    for station in catalogue.stations.values():
        assert set(station.items) <= set(catalogue.items)
        assert not station.verified


def test_what_can_be_decided_by_rule_is_shown_by_a_story(catalogue: Catalogue) -> None:
    approved = set()
    for scenario in catalogue.scenarios.values():
        theme = catalogue.theme(scenario.theme, scenario.as_of)
        items = {part.id: part.item for part in theme.parts}
        approved |= {items[part] for part, outcome in (scenario.expect.outcome or {}).items() if outcome == "approve"}
    assert approved == BY_RULE


def test_a_new_food_licence_always_meets_a_person(catalogue: Catalogue) -> None:
    item = catalogue.item("food-licence-new", date(2026, 3, 10))
    on_site = [point for point in item.review_points if point.by == "person"]
    assert [point.inspectors for point in on_site] == [2]
    assert on_site[0].when is None


def test_commitment_tells_what_follows_and_is_checked_afterwards(catalogue: Catalogue) -> None:
    item = catalogue.item("public-place-hygiene-new", date(2026, 3, 10))
    assert item.after_check is not None
    assert (item.after_check.within.days, item.after_check.within.unit) == (60, "natural_day")
    assert item.after_check.on_failure == ("责令限期整改", "撤销")
    told = "".join(item.commitment_text)
    assert all(word in told for word in ("条件", "撤销", "信用", "公开"))
    assert item.result.note_when[0][1] == "以告知承诺方式取得"
    credit = next(point for point in item.review_points if point.id == "commitment-credit")
    assert credit.otherwise == "ordinary_procedure"


def parts(catalogue: Catalogue, theme: str, region: str, **answers: object) -> dict[str, PlannedPart]:
    """The needed parts of a theme for some answers (`premises__area_m2=320`)."""
    at = datetime(2026, 1, 1, tzinfo=CHINA)
    facts = {id.replace("__", "."): Fact(value, "applicant", at) for id, value in answers.items()}
    found = plan(catalogue, theme, facts, date(2026, 3, 10), region)
    return {part.part: part for part in found.parts if part.state == "needed"}


LARGE = {
    "entity__licence_held": False,
    "entity__type": "公司",
    "food__kinds": ("热食",),
    "premises__area_m2": Decimal(320),
    "drain__to_sewer": True,
    "procedure__choice": "告知承诺",
    "sign__wanted": False,
}


def test_a_large_restaurant_waits_only_for_its_business_licence(catalogue: Catalogue) -> None:
    """Handbook §4.5: registration (1) → food licence (5), fire check (on the spot), sewer permit (5): 6 working days."""
    found = parts(catalogue, "open-restaurant", "LC-GT", **LARGE)
    assert {id: part.after for id, part in found.items()} == {
        "company": (), "food-licence": ("company",), "fire": ("company",), "drainage": ("company",),
    }  # fmt: skip
    assert found["fire"].authority == "LC-GT-XFJY"
    assert max(part.starts_day + (part.promised_days or 0) for part in found.values()) == 6


def test_a_net_cafe_has_two_phases_and_three_authorities(catalogue: Catalogue) -> None:
    """互联网上网服务营业场所管理条例 art. 11: consent, then police and fire side by side, then the final approval."""
    found = parts(catalogue, "open-netcafe", "LC-DCF", entity__licence_held=True, entity__type="公司", procedure__choice="告知承诺")
    assert {id: (part.authority, part.after) for id, part in found.items()} == {
        "preparation": ("LC-DCF-WLJ", ()),
        "network-security": ("LC-DCF-GAJ", ("preparation",)),
        "fire": ("LC-DCF-XFJY", ("preparation",)),
        "final": ("LC-DCF-WLJ", ("network-security", "fire")),
    }
    for id, days in (("net-cafe-preparation", 20), ("net-cafe-final", 15)):
        law = catalogue.item(id, date(2026, 3, 10)).limits.statutory
        assert (law.days, law.unit, law.starts_from) == (days, "working_day", "receipt")
    final = catalogue.item("net-cafe-final", date(2026, 3, 10))
    assert [point.inspectors for point in final.review_points if point.by == "person"] == [2]
    assert final.result.valid.years is None and final.result.valid.until_element is None


def test_the_fire_check_is_by_commitment_or_by_two_officers(catalogue: Catalogue) -> None:
    """消防法 art. 15: commitment is the rule, checked within 20 working days; otherwise 10 working days for the check and 3 to decide."""
    item = catalogue.item("fire-safety-check", date(2026, 3, 10))
    assert item.after_check is not None
    assert (item.after_check.within.days, item.after_check.within.unit) == (20, "working_day")
    assert (item.limits.statutory.days, item.limits.promised[0].days) == (13, 0)
    (on_site,) = [point for point in item.review_points if point.by == "person"]
    assert on_site.inspectors == 2 and on_site.when == '办理方式 = "一般程序"'
    threshold = next(one for one in catalogue.pack.parameters if one.id == "fire.public_place_m2")
    assert threshold.value == 300 and not threshold.verified


def test_substance_is_never_asked_for_as_a_correction(catalogue: Catalogue) -> None:
    for versions in catalogue.items.values():
        for item in versions:
            assert all(point.otherwise != "correction" for point in item.review_points), item.id


def test_the_same_bookshop_before_and_after_the_law_changed(catalogue: Catalogue) -> None:
    at = datetime(2024, 1, 1, tzinfo=CHINA)
    facts = {"hygiene.matter": Fact("新办", "applicant", at), "premises.kinds": Fact(("书店",), "applicant", at)}
    needed = {}
    for day in (date(2024, 12, 16), date(2025, 1, 19), date(2025, 1, 20), date(2025, 2, 20)):
        found = plan(catalogue, "public-place-hygiene", facts, day, "LC-GT")
        needed[day] = [part.item for part in found.parts if part.state == "needed"]
    assert list(needed.values()) == [["public-place-hygiene-new"]] * 2 + [["public-place-hygiene-filing"]] * 2




def test_our_own_licences_speak_the_words_in_which_they_are_looked_up(catalogue: Catalogue) -> None:
    kept = {"编号", "状态", "有效期至"}
    for versions in catalogue.items.values():
        for item in versions:
            kind = item.result.licence_type
            if kind and item.result.fields:
                evidence = catalogue.evidence[kind]
                if kind == "L03":
                    assert set(item.result.fields) <= set(evidence.fields)
                else:
                    assert set(evidence.fields) - kept <= set(item.result.fields), (item.id, kind)


def test_demo_people_and_companies_have_valid_numbers() -> None:
    people = demo("people")
    assert all(check_citizen_id(person["id_no"], date(2026, 1, 1)).ok for person in people)
    assert len({person["id_no"] for person in people}) == len(people)
    known = {person["id_no"] for person in people}
    for entity in demo("entities"):
        checked = check_uscc(entity["uscc"])
        assert checked.ok, entity["name"]
        assert checked.warnings == (), entity["name"]
        assert entity["legal_rep"] in known


def test_demo_records_are_of_kinds_and_fields_that_the_pack_knows(catalogue: Catalogue) -> None:
    holders = {f"person:{p['id_no']}" for p in demo("people")} | {f"entity:{e['uscc']}" for e in demo("entities")}
    references = set()
    for record in demo("records"):
        evidence: EvidenceType = catalogue.evidence[record["evidence"]]
        assert set(evidence.fields) <= set(record["fields"]), record["reference"]
        assert record["holder"] in holders or record["holder"].startswith("premises:")
        assert record["reference"] not in references
        references.add(record["reference"])


def test_demo_staff_cover_every_role_and_two_deciders_a_bureau(catalogue: Catalogue) -> None:
    from bancheng.apps.staff.models import Officer

    staff = demo("staff")
    assert {role for officer in staff for role in officer["roles"]} == set(Officer.ROLES)
    assert {officer["organisation"] for officer in staff} <= set(catalogue.organisations)
    for bureau in ("LC-GT-SPJ", "LC-KFQ-SPJ", "LC-GT-WJW", "LC-GT-CGJ"):
        assert sum("decider" in officer["roles"] for officer in staff if officer["organisation"] == bureau) >= 2


def texts(value: object, field: str = "") -> Iterator[tuple[str, str]]:
    """All texts that people read, with their field; formulas are left out."""
    match value:
        case str() if field not in FORMULAS:
            yield field, value
        case BaseModel():
            for name in type(value).model_fields:
                if not (isinstance(value, Item) and name == "result") or name != "fields":
                    yield from texts(getattr(value, name), name)
        case tuple():
            for member in value:
                yield from texts(member, field)


def test_no_half_width_punctuation_beside_chinese(catalogue: Catalogue) -> None:
    beside = re.compile(r"[\u3400-\u9fff][,:;?!()]|[,:;?!()][\u3400-\u9fff]")
    skipped = {"fields", "note_when", "name", "id"}
    found = [
        (field, text)
        for definition in catalogue.definitions
        for field, text in texts(definition)
        if field not in skipped and beside.search(text)
    ]
    assert found == []


def test_what_the_citizen_reads_is_there_in_english_too(catalogue: Catalogue) -> None:
    for versions in catalogue.themes.values():
        for theme in versions:
            assert theme.plain_en and theme.synonyms_en
            assert all(part.why_en and part.why_not_en for part in theme.parts)
            assert all(caution.text_en for caution in (*theme.warnings, *theme.out_of_scope))
            for id in theme.asks:
                element = catalogue.elements[id]
                assert element.question and element.question_en, id
                assert all(option.label_en for option in element.options), id
    for versions in catalogue.items.values():
        for item in versions:
            assert item.name_en and item.plain_en and item.result.name_en
            assert all(material.name_en and material.plain_en for material in item.materials)
            assert all(point.name_en and (point.by == "person" or point.failed_en) for point in item.review_points), item.id
            assert all(faq.question_en and faq.answer_en for faq in item.faq)
            assert all(catalogue.elements[id].question_en for id in item.form), item.id


def test_printed_fields_keep_the_order_of_the_pack_when_published(pack):
    """Found in use: canonical JSON sorts keys, and licences printed their lines in code-point order."""
    from bancheng import packs
    from bancheng.core import canonical
    from bancheng.core.catalogue.definitions import from_json, to_json
    from bancheng.core.catalogue.models import Item

    for definition in packs.read(pack).definitions:
        if isinstance(definition, Item):
            back = from_json(canonical.loads(canonical.dumps(to_json(definition))))
            assert isinstance(back, Item)
            assert list(back.result.fields) == list(definition.result.fields), definition.id
