"""The handbook's rules (§3.1 to §3.4), one by one, as far as no other file in tests/core exercises them; every number is held to have a test."""
import re
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from bancheng import packs
from bancheng.core import procedure as pr
from bancheng.core.catalogue.models import Item
from bancheng.core.clock import Amount, Limit, StartsFrom, Unit, due
from bancheng.core.guide import plan
from bancheng.core.licence import Change, NotPossible, Status, allow, status_at
from bancheng.core.licence import check as check_file
from bancheng.core.licence import write as write_file
from bancheng.core.review import decide, papers_for
from tests.core.clock.strategies import CALENDAR
from tests.core.conftest import DAY, GOOD, told
from tests.core.licence.examples import ISSUER, KEY, licence, sign, verify
from tests.core.procedure.story import APPLICANT, CLERK, DECIDER, INSPECTOR, REVIEWER, TERMS, Part, at
from tests.core.procedure.test_intake import refused

D = date.fromisoformat
RULES = [
    *(f"r{number:02}" for number in range(1, 38)),
    *("r01b", "r04b"),
    *(f"c{number:02}" for number in range(1, 8)),
    *(f"g{number:02}" for number in range(1, 5)),
    "s3_4",
]


def test_every_rule_has_a_test_that_bears_its_number():
    names = "\n".join(
        re.findall(r"^def (test_\w+)", "\n".join(file.read_text(encoding="utf-8") for file in Path(__file__).parents[1].rglob("test_*.py")), re.M)
    )
    assert [rule for rule in RULES if not re.search(rf"_{rule}_", names)] == []


def test_every_rule_that_refuses_is_one_of_the_handbooks():
    known = {*(rule.upper() for rule in RULES), *(f"I{number}" for number in range(1, 19))}
    known = {re.sub(r"^([RCG])(\d\d)B?$", r"\1-\2", rule) for rule in known} | {"R-04b", "§3.1", "§3.4"}
    for file in (Path(pr.__file__).parent).glob("*.py"):
        said = re.findall(r'"([RCGI]-?\d\d?b?|§3\.\d)"', file.read_text(encoding="utf-8"))
        assert set(said) <= known, file.name


def test_r01_working_days_from_the_day_after_and_make_up_days_count():
    found = due(Limit(Amount(5)), D("2026-02-12"), CALENDAR)
    assert found.date == D("2026-02-26"), "Saturday 14 February is worked, 15 to 23 February is the holiday"
    assert due(Limit(Amount(1)), D("2026-05-08"), CALENDAR).date == D("2026-05-09")


def test_r01b_other_laws_count_natural_days_from_receipt_and_roll_off_a_final_holiday():
    terms = replace(TERMS, statutory=Limit(Amount(15, Unit.NATURAL_DAY), StartsFrom.RECEIPT), promised=Limit(Amount(5)))
    part = Part(terms, now=at("2026-02-05")).received()
    found = dues_of(part).statutory
    assert found.date == D("2026-02-24"), "20 February lies in the holiday"
    assert "顺延到下一个工作日" in found.explain()
    part.do(pr.Accept(), on="2026-02-10")
    assert dues_of(part).statutory.date == found.date, "acceptance does not move a limit that runs from receipt"


def dues_of(part):
    return pr.dues(part.state, CALENDAR)


def test_r02_an_agent_files_as_the_applicant_does_and_a_clerk_may_take_it_in():
    for by in (APPLICANT, pr.Actor("agent:9", "", pr.Role.APPLICANT), CLERK):
        assert Part().do(pr.Receive(by)).state.stage is pr.Stage.RECEIVED


@pytest.mark.parametrize("missing", ["name", "plain", "basis", "limits", "authority", "result"])
def test_r03_an_item_cannot_be_written_without_what_a_guide_must_publish(town, missing):
    given = town.item("food-permit", DAY).model_dump()
    Item.model_validate(given)
    del given[missing]
    with pytest.raises(ValidationError, match=missing):
        Item.model_validate(given)


def test_r07_acceptance_and_non_acceptance_are_dated_and_refusal_gives_its_reason():
    assert Part().accepted().events[-1].day == D("2026-03-02")
    part = Part().received()
    with refused("R-07"):
        part.do(pr.RefuseAcceptance(CLERK, pr.NonAcceptance.NOT_REQUIRED, " "))
    part.do(pr.RefuseAcceptance(CLERK, pr.NonAcceptance.NOT_REQUIRED, "不需要许可"))
    assert part.events[-1].at.date() == D("2026-03-02")


def test_r08_what_data_sharing_gives_is_not_asked_for(town):
    item = town.item("food-permit", DAY)
    facts = told({"food.kinds": ("热食",), "premises.area_m2": Decimal(80), "procedure.choice": "一般程序"})
    states = {paper.material: paper.state for paper in papers_for(town, item, facts, DAY, frozenset({"L01", "L03"}), {})}
    assert (states["licence-copy"], states["identity"]) == ("waived", "waived")


def test_r11_twenty_working_days_from_acceptance():
    part = Part(now=at("2026-03-02")).received()
    assert dues_of(part).statutory is None
    part.do(pr.Accept(), on="2026-03-04")
    assert dues_of(part).statutory.date == D("2026-04-01")


def test_r20_nothing_else_happens_by_silence():
    """Of all commands only three may come from a timer: deemed acceptance, deemed renewal, a consulted department's silence."""
    silent = {command.__name__ for command in pr.LIFE if getattr(command, "__dataclass_fields__", {}).get("by") is not None
              and command.__dataclass_fields__["by"].default == pr.TIMER}  # fmt: skip
    assert silent == {"DeemAccepted", "DeemRenewed", "NoteSilence"}
    part = Part().reviewed()
    for command in (pr.Grant("rec", by=pr.TIMER), pr.ProposeGrant(pr.TIMER, "rec"), pr.Accept(pr.TIMER)):
        with pytest.raises(pr.Refused):
            part.do(command)


def test_r21_acceptances_of_one_day_stand_in_an_order():
    first, second = Part(now=at("2026-03-02")).accepted(), Part(now=at("2026-03-02", "10:05")).accepted()
    assert first.state.accepted_day == second.state.accepted_day
    assert first.state.accepted_at < second.state.accepted_at
    assert "quantity" in Item.model_fields["procedure_kind"].annotation.__args__


def codes(folder: Path, broken: str) -> set[str]:
    """What the check says to our small town with one slip in it."""
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    shutil.copytree(GOOD.parent / "broken" / broken, folder, dirs_exist_ok=True)
    return {found.code for found in packs.check(folder).problems}


def test_r22_a_fee_needs_a_law(town, tmp_path):
    assert not town.item("food-permit", DAY).fee.charged
    assert "fee-incomplete" in codes(tmp_path, "fee-incomplete")


VALID = (at("2026-03-02"), D("2026-03-02"), D("2030-03-01"))


def standing(status, moment="2027-06-01"):
    return status_at(*VALID, (Change(status, at("2027-05-01")),), at(moment))


def test_r23_revoked_is_void_from_the_start():
    assert standing(Status.REVOKED, "2026-06-01").status is Status.REVOKED


def test_r24_withdrawn_ends_what_was_lawful():
    assert standing(Status.WITHDRAWN, "2026-06-01").status is Status.VALID
    assert standing(Status.WITHDRAWN).status is Status.WITHDRAWN


def test_r25_cancelling_is_the_formality_after_the_end_and_forfeiture_is_none_of_the_others():
    for ended in (Status.REVOKED, Status.WITHDRAWN, Status.FORFEITED, Status.EXPIRED):
        allow(ended, Status.CANCELLED)
    with pytest.raises(NotPossible):
        allow(Status.CANCELLED, Status.FORFEITED)


def test_r32_no_channel_may_be_the_only_one(tmp_path):
    assert "online-only" in codes(tmp_path, "online-only")


def test_r34_a_signed_file_is_the_licence_and_any_change_shows():
    file = write_file(sign(licence()))
    known = {ISSUER: {KEY.public_key_hex.lower()}}
    assert check_file(file, verify, known).kind == "genuine"
    assert check_file(file.replace(b"2030", b"2031"), verify, known).kind == "forged"


def test_r35_no_paper_without_a_law_that_wants_it(tmp_path):
    assert "basis-missing" in codes(tmp_path, "basis-missing")


def test_r37_kinds_of_procedure_are_typed_and_anything_else_is_refused(town):
    given = town.item("food-permit", DAY).model_dump()
    for kind in ("ordinary", "registration", "inspection", "bidding", "examination", "quantity"):
        assert Item.model_validate({**given, "procedure_kind": kind}).procedure_kind == kind
    with pytest.raises(ValidationError, match="procedure_kind"):
        Item.model_validate({**given, "procedure_kind": "lottery"})


def test_c01_a_commitment_replaces_a_certificate_or_the_review_before_the_licence(town):
    item = town.item("food-permit", DAY)
    assert "commitment" in {material.source for material in item.materials}
    assert item.commitment_when


def test_c02_c04_commitment_needs_its_law_its_text_and_its_check(town, tmp_path):
    assert "commitment-incomplete" in codes(tmp_path, "commitment-incomplete")
    item = town.item("food-permit", DAY)
    assert all((item.commitment_basis, item.commitment_text, item.after_check))


SAID = {"food.kinds": ("热食",), "premises.area_m2": Decimal(80), "procedure.choice": "告知承诺"}
HELD = {"licence.held": True, "licence.status": "有效", "credit.serious": False, "staff": ({"name": "张三", "certified_until": D("2026-12-31")},)}


def reviewed(town, choice="告知承诺", **known):
    item = town.item("food-permit", DAY)
    facts = {**told({**SAID, "procedure.choice": choice}), **told({**HELD, **known}, "evidence:L03")}
    papers = papers_for(town, item, facts, DAY, frozenset({"L01", "L03"}), {})
    return decide(town, item, facts, papers, DAY, choice, evidence=frozenset({"L01", "L03"}))


def test_c03_the_applicant_chooses_and_bad_credit_leads_to_the_ordinary_procedure(town):
    assert reviewed(town).outcome == "approve"
    assert reviewed(town, **{"credit.serious": True}).outcome == "person"


def test_c04_what_is_committed_to_is_said_in_writing_sentence_by_sentence(town):
    assert town.item("food-permit", DAY).commitment_text == ("我们承诺符合条件。",)


def test_c05_complete_and_formal_is_decided_on_the_spot(town):
    found = plan(town, "open-shop", told({**SAID, "licence.held": True}), DAY)
    assert found.finish == DAY
    part = Part(replace(TERMS, promised=Limit(Amount(0)))).reviewed().do(pr.Grant("rec"))
    assert part.state.decided_day == part.state.accepted_day


def test_c07_the_licence_says_how_it_was_obtained():
    assert b"\xe4\xbb\xa5\xe5\x91\x8a\xe7\x9f\xa5\xe6\x89\xbf\xe8\xaf\xba\xe6\x96\xb9\xe5\xbc\x8f\xe5\x8f\x96\xe5\xbe\x97" in write_file(sign(licence()))


REFUSED_WITH_ITS_RULE = [
    ("R-17", lambda: Part().reviewed().do(pr.ProposeGrant(REVIEWER, "rec"), pr.ConfirmGrant(pr.Actor("reviewer", "lc-spj", pr.Role.DECIDER)))),
    ("R-28", lambda: Part(replace(TERMS, organisation="other")).reviewed().do(pr.ProposeGrant(REVIEWER, "rec"))),
    ("R-17", lambda: Part().reviewed().do(pr.Grant("rec", by=DECIDER))),
    ("R-12", lambda: Part().accepted().do(pr.Extend(pr.Actor("h", "lc-spj", pr.Role.HEAD), Amount(5), "理由", "延 1"), on="2026-04-01")),
    ("I1", lambda: Part().received().do(pr.Receive(APPLICANT))),
    ("R-04", lambda: Part().accepted().do(pr.Accept())),
    ("I18", lambda: Part(external=True).received().do(pr.Push("S1"), pr.ExternalAnswer(INSPECTOR, "S9", pr.ExternalResult.GRANTED))),
]


@pytest.mark.parametrize(("rule", "story"), REFUSED_WITH_ITS_RULE)
def test_bad_input_is_refused_with_its_rule_and_in_words(rule, story):
    with refused(rule) as caught:
        story()
    assert caught.value.message and caught.value.message_en
