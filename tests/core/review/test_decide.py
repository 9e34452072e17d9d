"""智能审批: approve, ask for papers once, or hand over to a person. Never refuse."""
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bancheng import packs
from bancheng.core.catalogue import Catalogue
from bancheng.core.facts import Fact
from bancheng.core.review import BadRecord, HandedIn, decide, papers_for, read_record, record_json, replay
from tests.core.conftest import AT, DAY, GOOD, told

TOWN = Catalogue.build(packs.read(GOOD).definitions)
PERMIT = TOWN.item("food-permit", DAY)
STAFF = ({"name": "张三", "certified_until": date(2026, 12, 31)},)
SAID = {"food.kinds": ("热食",), "premises.area_m2": Decimal(80), "procedure.choice": "告知承诺"}
KNOWN = {"licence.held": True, "licence.status": "有效", "credit.serious": False, "staff": STAFF}
HELD = frozenset({"L01", "L03"})


def facts_of(said=SAID, known=KNOWN):
    return {**told(said), **told(known, "evidence:L03")}


def review(facts=None, uploads=None, held=HELD, choice="告知承诺", **more):
    facts = facts_of() if facts is None else facts
    papers = papers_for(TOWN, PERMIT, facts, DAY, held, uploads or {})
    return decide(TOWN, PERMIT, facts, papers, DAY, choice, evidence=held, **more)


def results(record):
    return {finding.point: finding.result for finding in record.findings}


def test_all_points_pass_and_papers_are_there():
    record = review()
    assert record.outcome == "approve"
    assert results(record) == {"licence-valid": "pass", "health": "pass", "commitment": "pass", "on-site": "not_applicable"}
    assert record.findings[0].sentence == "营业执照有效。"
    assert record.findings[0].basis[0].article == "第三十五条"
    assert {used.element for used in record.facts} >= {"licence.status", "staff", "credit.serious", "procedure.choice"}
    assert record.release == TOWN.digest


def test_papers_as_they_stand():
    papers = papers_for(TOWN, PERMIT, facts_of(), DAY, frozenset({"L03"}), {"floor-plan": HandedIn("ab" * 32)})
    assert {paper.material: paper.state for paper in papers} == {
        "application": "generated", "licence-copy": "waived", "identity": "missing", "floor-plan": "handed_in", "no-ban": "commitment",
    }  # fmt: skip


def test_one_correction_lists_everything():
    uploads = {"raw-fish-plan": HandedIn("cd" * 32, ("看不清",))}
    facts = facts_of({**SAID, "food.kinds": ("生食水产品",), "procedure.choice": "一般程序"})
    record = review(facts, uploads, frozenset({"L03"}), "一般程序")
    assert record.outcome == "correction"
    assert [missing.material for missing in record.missing] == ["identity", "floor-plan", "raw-fish-plan"]
    assert "看不清" in record.missing[2].reason
    assert "标明尺寸" in record.missing[1].reason


def test_a_paper_nobody_reported_on_counts_as_missing():
    facts = facts_of({**SAID, "procedure.choice": "一般程序"})
    record = decide(TOWN, PERMIT, facts, (), DAY, "一般程序", evidence=frozenset())
    assert [missing.material for missing in record.missing] == ["licence-copy", "identity", "floor-plan"]


def test_the_ordinary_procedure_needs_a_person_on_site():
    record = review(facts_of({**SAID, "procedure.choice": "一般程序"}), {"floor-plan": HandedIn("ab" * 32)}, choice="一般程序")
    assert record.outcome == "person"
    assert results(record)["on-site"] == "person"
    assert "现场符合" in record.reason


def test_bad_credit_falls_back_to_the_ordinary_procedure():
    record = review(facts_of(known={**KNOWN, "credit.serious": True}))
    assert record.outcome == "person"
    assert results(record)["commitment"] == "fail"
    assert "一般程序" in record.reason


def test_unknown_is_not_failed():
    known = {key: value for key, value in KNOWN.items() if key != "credit.serious"}
    record = review(facts_of(known=known))
    assert record.outcome == "person"
    assert results(record)["commitment"] == "unknown"


def test_a_certificate_that_has_run_out_fails_on_the_day():
    expired = ({"name": "张三", "certified_until": date(2026, 2, 11)},)
    assert results(review(facts_of(known={**KNOWN, "staff": expired})))["health"] == "fail"


def test_a_fact_past_its_date_is_unknown():
    facts = {**facts_of(), "licence.status": Fact("有效", "evidence:L03", AT, until=date(2026, 2, 11))}
    assert results(review(facts))["licence-valid"] == "unknown"


def test_a_register_that_says_otherwise_is_for_a_person():
    facts = {**facts_of(), "licence.status": Fact("有效", "applicant", AT)}
    record = review(facts, registry={"licence.status": Fact("注销", "evidence:L03", AT)})
    assert record.outcome == "person"
    finding = next(finding for finding in record.findings if finding.point == "register:licence.status")
    assert "注销" in finding.sentence
    agreeing = review(facts, registry={"licence.status": Fact("有效", "evidence:L03", AT)})
    assert agreeing.outcome == "approve"


def test_nothing_is_approved_on_what_only_the_applicant_said():
    facts = {**facts_of(), "licence.status": Fact("有效", "applicant", AT)}
    record = review(facts)
    assert record.outcome == "person"
    assert "unconfirmed:licence.status" in results(record)


def test_the_choice_counts_even_if_the_form_did_not_say_it():
    said = {key: value for key, value in SAID.items() if key != "procedure.choice"}
    assert review(facts_of(said)).outcome == "approve"


def test_records_read_back_and_replay_byte_for_byte():
    facts = {**facts_of(), "licence.status": Fact("有效", "applicant", AT)}
    for record in (review(), review(facts, registry={"licence.status": Fact("注销", "evidence:L03", AT)}), review(held=frozenset())):
        data = record_json(record)
        assert record_json(read_record(TOWN, data)) == data
        assert replay(TOWN, data) == data


def test_a_changed_record_does_not_replay():
    data = record_json(review(facts_of(known={**KNOWN, "credit.serious": True})))
    forged = data.replace(b'"outcome":"person"', b'"outcome":"approve"')
    assert forged != data
    assert replay(TOWN, forged) != forged


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"item": 1}', "{}".encode("utf-16")])
def test_what_is_no_record_is_refused(data):
    with pytest.raises(BadRecord):
        read_record(TOWN, data)


def test_a_record_of_another_release_is_refused():
    other = Catalogue.build([d for d in TOWN.definitions if getattr(d, "id", "") != "bad-credit"])
    with pytest.raises(BadRecord, match="release"):
        replay(other, record_json(review()))


@given(
    st.dictionaries(st.sampled_from([*SAID, *KNOWN]), st.booleans()),
    st.sets(st.sampled_from(["floor-plan", "identity", "raw-fish-plan", "licence-copy"])),
    st.frozensets(st.sampled_from(["L01", "L03"])),
    st.sampled_from(["告知承诺", "一般程序", ""]),
    st.sampled_from(["有效", "注销", None]),
)
def test_never_refuses_and_always_replays(dropped, uploads, held, choice, status):
    """I7 and I12, whatever is known and handed in."""
    facts = {**facts_of(), "licence.status": Fact(status, "evidence:L03", AT)}
    facts = {id: fact for id, fact in facts.items() if not dropped.get(id)}
    files = {id: HandedIn("ef" * 32) for id in uploads}
    record = review(facts, files, held, choice)
    assert record.outcome in ("approve", "correction", "person")
    if record.outcome == "approve":
        assert set(results(record).values()) <= {"pass", "not_applicable"}
        assert not record.missing
    data = record_json(record)
    assert replay(TOWN, data) == data
    assert record_json(review(dict(reversed(facts.items())), files, held, choice)) == data


def test_a_licence_that_is_not_held_waives_nothing():
    papers = papers_for(TOWN, PERMIT, facts_of(), DAY, HELD, {})
    record = decide(TOWN, PERMIT, facts_of(), papers, DAY, "告知承诺", evidence=frozenset({"L03"}))
    assert [missing.material for missing in record.missing] == ["identity"]
