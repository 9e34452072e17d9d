"""The guide: what is needed and why, what is not, which papers, how long."""
from datetime import date
from decimal import Decimal

import pytest

from bancheng.core import canonical
from bancheng.core.catalogue import NotInCatalogue
from bancheng.core.facts import Fact
from bancheng.core.guide import plan, plan_data, text
from tests.core.conftest import AT, DAY, told

SMALL = {"licence.held": False, "food.kinds": ("热食",), "premises.area_m2": Decimal("49.5")}
LARGE = {**SMALL, "premises.area_m2": Decimal(50), "procedure.choice": "一般程序"}


def states(found):
    return {part.part: part.state for part in found.parts}


def papers(found):
    return {material.id: material.state for material in found.materials}


def test_nothing_said_yet_everything_is_open(town):
    found = plan(town, "open-shop", {}, DAY)
    assert set(states(found).values()) == {"open"}
    assert found.next_question == "food.kinds"
    assert not found.complete
    assert found.finish is None
    assert found.totals.working_days is None
    assert found.materials == ()


def test_the_line_between_49_5_and_50(town):
    small = plan(town, "open-shop", told(SMALL), DAY)
    large = plan(town, "open-shop", told(LARGE), DAY)
    assert states(small) == {"registration": "needed", "small-food": "needed", "food-permit": "not_needed"}
    assert states(large) == {"registration": "needed", "small-food": "not_needed", "food-permit": "needed"}
    assert small.complete
    assert large.complete


def test_reasons_come_from_the_pack_and_from_the_trace(town):
    found = plan(town, "open-shop", told(SMALL), DAY)
    small, permit = found.parts[1], found.parts[2]
    assert small.reason.zh == "店小，也不卖生鱼片。"
    assert any("49.5" in line for line in small.reason.lines)
    assert permit.reason.zh  # no why_not in the pack: rendered from the trace
    assert permit.reason.en
    assert small.reason.basis[0].law == "山东省食品小作坊小餐饮和食品摊点管理条例"


def test_an_earlier_result_waives_a_later_paper(town):
    found = plan(town, "open-shop", told(SMALL), DAY)
    licence = next(material for material in found.materials if material.id == "licence-copy")
    assert (licence.state, licence.evidence) == ("waived", "part:registration")


def test_before_signing_in_government_papers_are_looked_up_later(town):
    found = plan(town, "open-shop", told(LARGE), DAY)
    assert papers(found)["identity"] == "waived"
    assert papers(found)["lease"] == "hand_in"
    assert "登录后" in next(material for material in found.materials if material.id == "identity").reason.zh


def test_a_paper_that_was_not_found_is_handed_in(town):
    found = plan(town, "open-shop", told(LARGE), DAY, evidence=frozenset())
    identity = next(material for material in found.materials if material.id == "identity")
    assert identity.state == "hand_in"
    assert "居民身份证" in identity.reason.zh
    assert identity.parts == ("registration", "food-permit")


def test_every_way_a_paper_can_be_met(town):
    answers = {**LARGE, "licence.held": True, "procedure.choice": "告知承诺", "food.kinds": ("热食", "生食水产品")}
    found = plan(town, "open-shop", told(answers), DAY, evidence=frozenset({"L01", "L03"}))
    assert papers(found) == {
        "application": "generated",
        "licence-copy": "waived",
        "identity": "waived",
        "floor-plan": "may_follow",
        "raw-fish-plan": "hand_in",
        "no-ban": "commitment",
    }
    assert found.totals.hand_in == 2
    assert found.totals.not_needed_papers == 4


def test_days_run_along_the_line_over_the_spring_festival(town):
    found = plan(town, "open-shop", told(LARGE), DAY)
    permit = found.parts[2]
    assert permit.after == ("registration",)
    assert permit.starts_day == 1
    assert found.totals.working_days == 6
    assert found.totals.statutory_days == 23
    assert found.finish == date(2026, 2, 27)  # 02-13, then 02-14 (a Saturday at work), 02-24 to 02-27
    assert not found.finish_provisional


def test_commitment_is_decided_the_same_day(town):
    found = plan(town, "open-shop", told({**LARGE, "licence.held": True, "procedure.choice": "告知承诺"}), DAY)
    assert found.totals.working_days == 0
    assert found.finish == DAY


def test_past_the_published_calendar_the_date_is_provisional(town):
    found = plan(town, "open-shop", told(LARGE), date(2026, 12, 30))
    assert found.finish_provisional


def test_what_sources_know_is_not_asked(town):
    known = {"licence.held": Fact(True, "evidence:L03", AT)}
    found = plan(town, "open-shop", {**told({"food.kinds": ("热食",), "premises.area_m2": Decimal(40)}), **known}, DAY)
    assert "licence.held" not in found.questions
    assert found.complete


def test_an_expired_fact_is_unknown_and_asked_again(town):
    stale = {"licence.held": Fact(True, "evidence:L03", AT, until=date(2026, 2, 11))}
    found = plan(town, "open-shop", {**told({"food.kinds": ("热食",), "premises.area_m2": Decimal(40)}), **stale}, DAY)
    assert found.next_question == "licence.held"


def test_an_answer_to_a_question_that_disappeared_does_not_count(town):
    answers = {"food.kinds": ("预包装食品",), "premises.area_m2": Decimal(80), "procedure.choice": "告知承诺", "licence.held": True}
    found = plan(town, "open-shop", told(answers), DAY)
    assert set(found.ignored) == {"premises.area_m2", "procedure.choice"}
    assert [aside.id for aside in found.out_of_scope] == ["packaged-only"]


def test_warnings_never_block(town):
    answers = {**LARGE, "licence.held": True, "procedure.choice": "告知承诺", "food.kinds": ("生食水产品",)}
    known = {"credit.serious": Fact(True, "evidence:L30", AT), "licence.status": Fact("注销", "evidence:L03", AT)}
    found = plan(town, "open-shop", {**told(answers), **known}, DAY)
    assert [warning.id for warning in found.warnings] == ["raw-fish", "licence-valid", "commitment"]
    assert found.warnings[1].reason.zh == "营业执照不是有效状态，请先恢复。"
    assert found.complete


def test_the_version_of_the_day(town):
    answers = told({**LARGE, "licence.held": True})
    assert plan(town, "open-shop", answers, date(2025, 12, 1)).totals.working_days == 10
    assert plan(town, "open-shop", answers, date(2026, 1, 1)).totals.working_days == 5


def test_who_decides_depends_on_the_place(town):
    assert plan(town, "open-shop", told(SMALL), DAY, "T-A-V").parts[0].authority == "ORG-A"
    assert plan(town, "open-shop", told(SMALL), DAY).parts[0].authority == ""  # no county chosen yet
    with pytest.raises(NotInCatalogue):
        plan(town, "open-shop", {}, DAY, "T-X")


def test_the_form_has_each_element_once_with_its_source(town):
    facts = {**told(LARGE), "applicant.name": Fact("张三", "evidence:L01", AT)}
    found = plan(town, "open-shop", facts, DAY)
    rows = {row.element: row for row in found.form}
    assert rows["applicant.name"].state == "known"
    assert rows["applicant.name"].parts == ("registration", "food-permit")
    assert rows["premises.area_m2"].state == "answered"
    assert rows["applicant.phone"].state == "missing"
    assert not rows["shop.opens_on"].required


def test_totals_against_handling_one_by_one(town):
    totals = plan(town, "open-shop", told(LARGE), DAY).totals
    assert (totals.things, totals.visits, totals.fee) == (2, 0, 0)
    assert (totals.separately_trips, totals.separately_materials, totals.separately_days) == (3, 10, 18)


def test_as_text_and_as_data(town):
    found = plan(town, "open-shop", told(LARGE), DAY)
    assert "食品经营许可" in text(town, found)
    assert "by law 20 working days" in text(town, found, "en")
    assert canonical.loads(canonical.dumps(plan_data(town, found)))["totals"]["things"] == 2
    asked = text(town, plan(town, "open-shop", {}, DAY))
    assert "您卖什么？" in asked
