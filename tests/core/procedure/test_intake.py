"""From the door to acceptance, rule by rule."""
from dataclasses import replace
from datetime import date

import pytest

from bancheng.core.procedure import (
    RULES,
    Accept,
    Accepted,
    AskCorrection,
    CorrectionItem,
    DeemAccepted,
    Fault,
    NonAcceptance,
    Outcome,
    Receive,
    RecordReview,
    RefuseAcceptance,
    Refused,
    ReviewOutcome,
    Stage,
    Start,
    SupplyCorrection,
    Terminate,
    TerminationReason,
    WithdrawApplication,
    dues,
)
from tests.core.clock.strategies import CALENDAR
from tests.core.procedure.story import APPLICANT, CLERK, ITEMS, REVIEWER, TERMS, Part, at

D = date.fromisoformat


def refused(rule: str):
    return pytest.raises(Refused, match=f"^{rule}: ")


def test_r13_a_part_waits_for_the_results_it_needs():
    part = Part(waits_for=("registration",))
    assert part.state.stage is Stage.WAITING
    with refused("R-13") as caught:
        part.received()
    assert "registration" in caught.value.message
    assert part.do(Receive(RULES, results=("registration",))).state.stage is Stage.RECEIVED


def test_i1_a_part_starts_once():
    with refused("I1"):
        Part().do(Start(APPLICANT, TERMS))


def test_trap_28_filed_on_a_holiday_counts_as_received_on_the_next_working_day():
    part = Part(now=at("2026-02-16", "23:59"))
    part.now = at("2026-02-16", "23:59")
    part.received()
    assert part.state.received_at == at("2026-02-16", "23:59")
    assert part.state.received_day == D("2026-02-24")
    assert dues(part.state, CALENDAR).notice.date == D("2026-03-02")


def test_r04_accept_starts_the_limits():
    part = Part().received()
    assert dues(part.state, CALENDAR).statutory is None
    part.do(Accept())
    found = dues(part.state, CALENDAR)
    assert part.state.accepted_day == D("2026-03-02")
    assert (found.promised.date, found.statutory.date) == (D("2026-03-16"), D("2026-03-30"))
    assert found.notice is None


def test_r36_acceptance_pins_the_version_then_in_force():
    newer = replace(TERMS, version=D("2026-03-02"))
    assert Part().received().do(Accept(terms=newer)).state.terms == newer
    assert Part().received().do(Accept()).state.terms == TERMS


def test_r06_silence_accepts_as_of_the_day_of_receipt():
    part = Part(now=at("2026-02-12")).received()
    with refused("R-06"):
        part.do(DeemAccepted(), on="2026-02-26")
    part.do(DeemAccepted(), on="2026-02-27")
    assert part.state.deemed
    assert part.state.accepted_day == D("2026-02-12")
    assert part.state.stage is Stage.ACCEPTED


def test_r06_accepting_too_late_is_deemed_acceptance_too():
    part = Part(now=at("2026-02-12")).received().do(Accept(CLERK), on="2026-03-05")
    assert isinstance(part.events[-1], Accepted)
    assert part.state.deemed
    assert part.state.accepted_day == D("2026-02-12")


@pytest.mark.parametrize(
    "command", [AskCorrection(CLERK, ITEMS), RefuseAcceptance(CLERK, NonAcceptance.NOT_REQUIRED, "不需要许可")]
)
def test_r06_after_the_five_days_neither_correction_nor_refusal_is_possible(command):
    with refused("R-06"):
        Part(now=at("2026-02-12")).received().do(command, on="2026-02-27")


def test_r04_only_rules_and_staff_accept():
    with refused("R-04"):
        Part().received().do(Accept(APPLICANT))


def test_r04_not_accepting_names_reason_and_competent_authority():
    part = Part().received()
    with refused("R-07"):
        part.do(RefuseAcceptance(CLERK, NonAcceptance.NOT_REQUIRED, " "))
    with refused("R-04"):
        part.do(RefuseAcceptance(CLERK, NonAcceptance.WRONG_AUTHORITY, "不归我们管"))
    part.do(RefuseAcceptance(CLERK, NonAcceptance.WRONG_AUTHORITY, "不归我们管", go_to="lc-cgj"))
    assert (part.state.stage, part.state.outcome) == (Stage.NOT_ACCEPTED, Outcome.NOT_ACCEPTED)


def test_r04_incomplete_papers_are_corrected_before_they_are_refused():
    part = Part().received()
    command = RefuseAcceptance(CLERK, NonAcceptance.STILL_INCOMPLETE, "补正后仍缺平面图")
    with refused("R-04"):
        part.do(command)
    part.do(AskCorrection(CLERK, ITEMS), SupplyCorrection(APPLICANT), command)
    assert part.state.stage is Stage.NOT_ACCEPTED


def test_i7_the_rules_cannot_refuse_acceptance():
    with refused("I7"):
        Part().received().do(RefuseAcceptance(RULES, NonAcceptance.NOT_REQUIRED, "不需要许可"))


def test_r04b_the_rules_ask_only_for_papers_their_review_found_wanting():
    part = Part().received()
    with refused("R-04b"):
        part.do(AskCorrection(RULES, ITEMS))
    part.do(RecordReview("rec", ReviewOutcome.PERSON))
    with refused("R-04b"):
        part.do(AskCorrection(RULES, ITEMS))
    part.do(RecordReview("rec2", ReviewOutcome.CORRECTION), AskCorrection(RULES, ITEMS))
    assert part.state.stage is Stage.CORRECTION_REQUIRED


def test_r04b_after_acceptance_nothing_can_be_asked_for():
    part = Part().accepted()
    with refused("R-04b"):
        part.do(AskCorrection(CLERK, ITEMS))
    with refused("R-04b"):
        part.do(RecordReview("rec", ReviewOutcome.CORRECTION))


def test_r05_one_notice_lists_everything_and_there_is_no_second():
    part = Part().received()
    with refused("R-05"):
        part.do(AskCorrection(CLERK, ()))
    with refused("R-05"):
        part.do(AskCorrection(CLERK, ITEMS * 2))
    part.do(AskCorrection(CLERK, ITEMS), SupplyCorrection(APPLICANT))
    with refused("R-05"):
        part.do(AskCorrection(CLERK, (CorrectionItem("lease", Fault.ILL_FORMED, "没有签字"),)))


def test_r04_the_notice_clock_starts_anew_when_the_correction_arrives():
    part = Part().received().do(AskCorrection(CLERK, ITEMS))
    assert dues(part.state, CALENDAR).notice is None, "the applicant's time is not the authority's"
    part.do(SupplyCorrection(APPLICANT), on="2026-04-01")
    assert dues(part.state, CALENDAR).notice.date == D("2026-04-09")
    part.do(DeemAccepted(), on="2026-04-10")
    assert part.state.accepted_day == D("2026-04-01")
    assert part.state.received_day == D("2026-03-02")


def test_events_carry_no_words_of_people():
    part = Part().received().do(AskCorrection(CLERK, ITEMS))
    assert "缺第二页" not in str(part.events[-1].to_payload())


def test_application_withdrawal_is_the_applicants_or_recorded_at_the_counter():
    for by in (APPLICANT, CLERK):
        part = Part().accepted().do(WithdrawApplication(by))
        assert (part.state.stage, part.state.outcome) == (Stage.TERMINATED, Outcome.APPLICATION_WITHDRAWN)
    with refused("I7"):
        Part().accepted().do(WithdrawApplication(RULES))


def test_i7_only_a_failed_predecessor_terminates_without_a_person():
    part = Part(waits_for=("registration",)).do(Terminate(RULES, TerminationReason.PREDECESSOR_FAILED))
    assert part.state.outcome is Outcome.TERMINATED
    with refused("I7"):
        Part().accepted().do(Terminate(RULES, TerminationReason.ENTITY_ENDED, "企业已注销"))
    with refused("I8"):
        Part().accepted().do(Terminate(REVIEWER, TerminationReason.ENTITY_ENDED))
    with refused("R-13"):
        Part().do(Terminate(RULES, TerminationReason.PREDECESSOR_FAILED))
    with refused("R-04"):
        Part().accepted().do(Terminate(REVIEWER, TerminationReason.CORRECTION_NOT_SUPPLIED, "逾期"))
    for part in (Part(), Part().accepted()):
        with refused("R-17"):
            part.do(Terminate(REVIEWER, TerminationReason.OTHER, "不想办了"))
    ended = Part().accepted().do(Terminate(REVIEWER, TerminationReason.ENTITY_ENDED, "企业已注销"))
    assert ended.state.stage is Stage.TERMINATED
    with refused("§3.1"):
        ended.do(WithdrawApplication(APPLICANT))


def test_a_moment_needs_a_zone():
    part = Part()
    part.now = part.now.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        part.received()
