"""What is known is not asked; what is silent becomes an input; what contradicts goes to a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from bancheng import now
from bancheng.apps.sources import providers
from bancheng.apps.sources.base import Record
from bancheng.apps.sources.queries import known, look_up_for_case, staff_rows
from bancheng.apps.subjects.actions.authorise import authorise
from bancheng.apps.subjects.actions.consent import agree
from bancheng.apps.subjects.principal import Principal
from bancheng.core.facts import Fact
from tests.people import HOTEL, WANG, ZHAO, for_company, li, wang, zhao
from tests.sandbox_server import sandbox  # noqa: F401

pytestmark = [pytest.mark.db, pytest.mark.django_db]
DAY = (2026, 3, 2, 9, 0)


@dataclass
class Case:
    item: str = "public-place-hygiene-new"


def test_facts_carry_their_source(sandbox, catalogue, at):  # noqa: F811
    with at(*DAY):
        said = known(for_company(li(), HOTEL), catalogue, ["L03", "L01", "L09"], "public-place-hygiene")
    assert said.facts["entity.name"].value == "聊城清泉宾馆有限公司"
    assert said.facts["entity.name"].source == "evidence:L03"
    assert said.evidence == {"L03"} and said.unavailable == frozenset()


def test_a_person_without_company_is_asked_nothing_of_one(sandbox, catalogue):  # noqa: F811
    said = known(Principal(wang()), catalogue, ["L03", "L01"], "open-restaurant")
    assert said.evidence == {"L01"}
    assert "entity.name" not in said.facts


def test_a_silent_source_leaves_its_rows_open(sandbox, catalogue, hurried):  # noqa: F811
    sandbox.behave(registry="slow")
    said = known(Principal(wang()), catalogue, ["L01"], "open-restaurant")
    assert (said.facts, said.evidence, said.unavailable) == ({}, frozenset(), {"L01"})


def test_without_consent_nothing_is_asked(sandbox, catalogue):  # noqa: F811
    principal = Principal(wang())
    assert known(principal, catalogue, ["L22"], "open-restaurant").needs_consent == {"L22"}
    agree(principal, "L22", "open-restaurant", "同意查询我的社保记录")
    assert known(principal, catalogue, ["L22"], "open-restaurant").needs_consent == frozenset()
    assert known(principal, catalogue, ["L22"], "another").needs_consent == {"L22"}, "for this purpose only"


def test_a_licence_that_lapsed_is_known_but_waives_nothing(catalogue, monkeypatch, at):
    records = [Record({"编号": "W1", "有效期至": "2026-03-01", "状态": "有效", "面积": "49.5"}, "W1")]
    monkeypatch.setattr(providers, "_shelves", [lambda evidence, holder: records if evidence.id == "L11" else []])
    with at(*DAY):
        said = known(for_company(li(), HOTEL), catalogue, ["L11"], "p")
    assert said.evidence == frozenset()
    assert said.facts["permit.valid_until"].value == date(2026, 3, 1)
    assert said.facts["permit.area_m2"].value == Decimal("49.5")


def test_a_field_that_cannot_be_read_is_left_to_the_applicant(catalogue, monkeypatch):
    records = [Record({"编号": "W1", "有效期至": "明年"}, "W1")]
    monkeypatch.setattr(providers, "_shelves", [lambda evidence, holder: records if evidence.id == "L11" else []])
    said = known(for_company(li(), HOTEL), catalogue, ["L11"], "p")
    assert said.unavailable == {"L11"} and "permit.valid_until" not in said.facts
    assert said.facts["permit.no"].value == "W1"


def rows(*people):
    return tuple({"name": name, "id_no": number} for name, number in people)


def test_each_member_of_staff_is_looked_up(sandbox, catalogue, at):  # noqa: F811
    with at(*DAY):
        principal, kind = Principal(wang()), catalogue.evidence["L09"]
        said = staff_rows(principal, catalogue, kind, rows(("王小满", WANG), ("赵大川", ZHAO)), "p")
        assert [row["cert_valid_until"] for row in said.rows] == [date(2027, 1, 4), date(2025, 1, 4)]
        assert said.complete and not said.valid, "one certificate has expired"
        only = staff_rows(principal, catalogue, kind, rows(("王小满", WANG)), "p")
        assert only.valid


def test_a_strangers_certificate_is_not_shown(sandbox, catalogue):  # noqa: F811
    said = staff_rows(Principal(li()), catalogue, catalogue.evidence["L09"], rows(("李四", WANG)), "p")
    assert said.filled == () and "cert_valid_until" not in said.rows[0]


def test_silence_leaves_what_was_typed(sandbox, catalogue, hurried):  # noqa: F811
    sandbox.behave(registry="down")
    typed = ({"name": "王小满", "id_no": WANG, "cert_valid_until": date(2026, 12, 1)},)
    said = staff_rows(Principal(wang()), catalogue, catalogue.evidence["L09"], typed, "p")
    assert said.rows == typed and said.unavailable == (0,) and not said.complete


def test_a_case_under_review_is_asked_afresh_and_contradictions_are_told(sandbox, catalogue, at):  # noqa: F811
    with at(*DAY):
        principal = for_company(li(), HOTEL)
        known(principal, catalogue, ["L03"], "p")
        sandbox.behave(registry="wrong")
        stated = {
            "entity.name": Fact("聊城清泉宾馆有限公司", "applicant", now.business()),
            "staff": Fact(rows(("王小满", WANG)), "applicant", now.business()),
        }
        sandbox_said = look_up_for_case(Case(), principal.reference, principal.actor, ["L03", "L09"], stated)
    assert sandbox_said.facts["entity.name"].value == "旧聊城清泉宾馆有限公司"
    (difference,) = sandbox_said.differences
    assert (difference.evidence, difference.element, difference.stated) == ("L03", "entity.name", "聊城清泉宾馆有限公司")
    assert "L09" not in sandbox_said.evidence, "the registry named somebody else"


def test_a_case_finds_its_staff_certified(sandbox, catalogue, at):  # noqa: F811
    with at(*DAY):
        principal = for_company(li(), HOTEL)
        stated = {"staff": Fact(rows(("王小满", WANG)), "applicant", now.business())}
        said = look_up_for_case(Case(), principal.reference, principal.actor, ["L09"], stated)
    assert said.evidence == {"L09"}
    assert said.facts["staff"].source == "evidence:L09"
    assert said.facts["staff"].value[0]["cert_valid_until"] == date(2027, 1, 4)


def test_for_an_agent_the_company_head_is_looked_up_where_the_head_is_meant(sandbox, catalogue, at):  # noqa: F811
    with at(*DAY):
        head = for_company(li(), HOTEL)
        given = authorise(head, "赵大川", ZHAO, [], date(2026, 12, 31))
        agent = Principal(zhao(), given.entity, given)
        agree(agent, "L22", "p", "同意")
        known(agent, catalogue, ["L22", "L01"], "p")
    from bancheng.apps.sources.models import Query

    whose = dict(Query.objects.values_list("evidence", "holder_index"))
    assert whose == {"L22": head.person.id_index, "L01": agent.person.id_index}
