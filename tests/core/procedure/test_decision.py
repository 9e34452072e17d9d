"""Review, grant, refusal and what follows, rule by rule."""
from dataclasses import replace
from datetime import date

import pytest

from bancheng.core.clock import CHINA, Amount, Light, Limit, StartsFrom, Suspension, SuspensionKind, Unit
from bancheng.core.procedure import (
    RULES,
    Actor,
    AfterCheckResult,
    Close,
    CloseAfterCheck,
    ConfirmGrant,
    CountersignRefusal,
    Deliver,
    ExternalAnswer,
    ExternalResult,
    Grant,
    Granted,
    OpenAfterCheck,
    Outcome,
    ProposeGrant,
    ProposeRefusal,
    Push,
    RecordOnsiteCheck,
    RecordOpening,
    RecordReview,
    RefusalDecided,
    RequestPerson,
    ReturnProposal,
    ReviewOutcome,
    Role,
    Stage,
    TimerKind,
    dues,
    light,
    provisional,
    timers,
)
from tests.core.clock.strategies import CALENDAR
from tests.core.procedure.story import APPLICANT, CLERK, DECIDER, INSPECTOR, PROVINCE, REVIEWER, TERMS, Part, at
from tests.core.procedure.test_intake import refused

D = date.fromisoformat
REFUSAL = ProposeRefusal(REVIEWER, "面积不符", "许可法第三十八条", "六十日内可以申请行政复议", "lc-gov")


def test_i7_all_points_pass_and_the_rules_grant():
    part = Part().reviewed().do(Grant("rec"))
    assert (part.state.stage, part.state.outcome) == (Stage.DECIDED, Outcome.GRANTED)
    assert part.state.decision.by == RULES
    assert part.state.decided_day == D("2026-03-02")


@pytest.mark.parametrize("before", [lambda p: p, lambda p: p.received(), lambda p: p.accepted()])
def test_i1_nothing_is_granted_before_acceptance_and_review(before):
    with refused("I1"):
        before(Part()).do(Grant("rec"))


def test_i12_a_grant_rests_on_a_review_made_after_acceptance():
    part = Part().received().do(RecordReview("early", ReviewOutcome.APPROVE))
    with refused("I1"):
        part.do(Grant("early"))
    part = Part().reviewed()
    with refused("I12"):
        part.do(Grant("another"))
    with refused("I12"):
        part.do(RecordReview(" ", ReviewOutcome.APPROVE))


def test_i7_what_is_not_approved_or_has_discretion_goes_to_a_person():
    with refused("I7"):
        Part().reviewed(ReviewOutcome.PERSON).do(Grant("rec"))
    with refused("I7"):
        Part(replace(TERMS, automatic=False)).reviewed().do(Grant("rec"))
    with refused("I7"):
        Part().reviewed().do(REFUSAL, Grant("rec"))


def test_r31_who_asked_for_a_person_gets_one():
    part = Part().accepted().do(RequestPerson(APPLICANT), RequestPerson(APPLICANT), RecordReview("r", ReviewOutcome.APPROVE))
    assert [event.type for event in part.events].count("person_requested") == 1
    with refused("R-31"):
        part.do(Grant("r"))
    part.do(ProposeGrant(REVIEWER, "r"), ConfirmGrant(DECIDER))
    assert part.state.outcome is Outcome.GRANTED


def test_r17_a_grant_by_people_takes_two():
    part = Part().reviewed(ReviewOutcome.PERSON)
    with refused("R-17"):
        part.do(Grant("rec", by=DECIDER))
    with refused("R-17"):
        part.do(ConfirmGrant(DECIDER))
    part.do(ProposeGrant(Actor("decider", "lc-spj", Role.REVIEWER), "rec"))
    with refused("R-17"):
        part.do(ConfirmGrant(DECIDER))
    with refused("R-17"):
        part.do(CountersignRefusal(Actor("other", "lc-spj", Role.DECIDER)))
    part.do(ConfirmGrant(Actor("other", "lc-spj", Role.DECIDER)))
    assert part.state.decision.proposed_by.id == "decider"


def test_r27_intake_cannot_decide():
    part = Part().reviewed(ReviewOutcome.PERSON)
    for command in (ProposeGrant(CLERK, "rec"), replace(REFUSAL, by=CLERK), ConfirmGrant(REVIEWER)):
        with refused("R-27"):
            part.do(command)


def test_r17_i8_a_refusal_has_reason_clause_remedy_organ_and_two_people():
    part = Part().reviewed(ReviewOutcome.PERSON)
    for field in ("reason", "clause", "remedy", "remedy_organ"):
        with refused("R-17"):
            part.do(replace(REFUSAL, **{field: " "}))
    part.do(REFUSAL)
    with refused("R-17"):
        part.do(REFUSAL)
    with refused("R-17"):
        part.do(CountersignRefusal(Actor(REVIEWER.id, "lc-spj", Role.DECIDER)))
    part.do(CountersignRefusal(DECIDER))
    decision = part.state.decision
    assert part.state.outcome is Outcome.REFUSED
    assert (decision.clause, decision.remedy_organ) == ("许可法第三十八条", "lc-gov")
    assert (decision.proposed_by, decision.by) == (REVIEWER, DECIDER)
    assert decision.reason_digest


def test_r17_a_proposal_can_be_sent_back():
    part = Part().reviewed(ReviewOutcome.PERSON)
    with refused("R-17"):
        part.do(ReturnProposal(DECIDER, "再核对"))
    part.do(REFUSAL)
    with refused("R-17"):
        part.do(ReturnProposal(DECIDER, ""))
    part.do(ReturnProposal(DECIDER, "再核对"), ProposeGrant(REVIEWER, "rec"), ConfirmGrant(DECIDER))
    assert part.state.outcome is Outcome.GRANTED


@pytest.mark.parametrize("by", [RULES, APPLICANT, PROVINCE])
def test_i7_nobody_but_a_person_refuses(by):
    part = Part().reviewed(ReviewOutcome.PERSON)
    with refused("I7"):
        part.do(replace(REFUSAL, by=by))
    part.do(REFUSAL)
    with refused("I7"):
        part.do(CountersignRefusal(by))


def test_i7_an_automatic_refusal_cannot_even_be_built():
    words = {"reason_digest": "d", "clause": "c", "remedy": "r", "remedy_organ": "o"}
    for one, other in ((RULES, DECIDER), (REVIEWER, RULES), (DECIDER, DECIDER)):
        with pytest.raises(ValueError, match="R-17"):
            RefusalDecided(at=at("2026-03-02"), by=other, proposed_by=one, **words)
    with pytest.raises(ValueError, match="R-17"):
        RefusalDecided(at=at("2026-03-02"), by=DECIDER, proposed_by=REVIEWER, **{**words, "clause": ""})
    with pytest.raises(ValueError, match="R-17"):
        Granted(at=at("2026-03-02"), by=DECIDER, record_digest="rec")


def test_r09_an_onsite_check_takes_two_different_officers():
    part = Part().accepted()
    for team in ((), (INSPECTOR,), (INSPECTOR, INSPECTOR), (INSPECTOR, APPLICANT)):
        with refused("R-09"):
            part.do(RecordOnsiteCheck(team, True, "符合"))
    with refused("R-09"):
        part.do(RecordOnsiteCheck((INSPECTOR, REVIEWER), True, ""))
    part.do(RecordOnsiteCheck((INSPECTOR, REVIEWER), True, "符合"))
    assert part.state.onsite_passed is True


def test_r14_an_onsite_check_does_not_stop_the_clock():
    part = Part().accepted()
    before = dues(part.state, CALENDAR)
    part.do(RecordOnsiteCheck((INSPECTOR, REVIEWER), True, "符合"), on="2026-03-10")
    assert dues(part.state, CALENDAR) == before


def test_r09_no_grant_without_the_check_that_is_needed_nor_after_one_that_failed():
    part = Part(replace(TERMS, onsite_check=True)).reviewed()
    with refused("R-09"):
        part.do(Grant("rec"))
    part.do(RecordOnsiteCheck((INSPECTOR, REVIEWER), False, "没有消毒间"))
    with refused("R-09"):
        part.do(Grant("rec"))
    with refused("R-09"):
        part.do(ProposeGrant(REVIEWER, "rec"))
    part.do(RecordOnsiteCheck((INSPECTOR, REVIEWER), True, "已整改"), Grant("rec"))
    assert part.state.outcome is Outcome.GRANTED


def test_r14_a_suspension_in_the_ledger_moves_both_limits():
    part = Part().accepted()
    hearing = Suspension(SuspensionKind.HEARING, D("2026-03-05"), None, "听证通知书")
    found = dues(replace(part.state, suspensions=(hearing,)), CALENDAR)
    assert (found.promised.date, found.statutory.date) == (None, None)


def test_i4_the_promise_is_never_later_than_the_law():
    terms = replace(TERMS, statutory=Limit(Amount(10, Unit.NATURAL_DAY)), promised=Limit(Amount(10)))
    found = dues(Part(terms).accepted().state, CALENDAR)
    assert found.promised.date == found.statutory.date == D("2026-03-12")


def test_i2_a_limit_runs_from_the_event_it_is_stored_with():
    from_receipt = replace(TERMS, statutory=Limit(Amount(15, Unit.NATURAL_DAY), StartsFrom.RECEIPT))
    assert dues(Part(from_receipt).received().state, CALENDAR).statutory.date == D("2026-03-17")
    from_event = replace(TERMS, statutory=Limit(Amount(5), StartsFrom.EVENT))
    assert dues(Part(from_event).accepted().state, CALENDAR).statutory is None


def test_r16_delivery_within_ten_days_publication_within_seven():
    part = Part().reviewed().do(Grant("rec"))
    found = dues(part.state, CALENDAR)
    assert (found.delivery.date, found.publication.date) == (D("2026-03-16"), D("2026-03-11"))
    with refused("R-16"):
        part.do(Close())
    with refused("R-16"):
        part.do(Deliver(CLERK, ""))
    part.do(Deliver(CLERK, "EMS-1"))
    assert dues(part.state, CALENDAR).delivery is None
    assert part.do(Close()).state.stage is Stage.CLOSED


def test_c06_after_check_opens_rectifies_fails_and_leads_to_revocation():
    part = Part().reviewed().do(Grant("rec"), OpenAfterCheck())
    assert dues(part.state, CALENDAR).after_check.date == D("2026-05-06"), "2 May is in the holiday"
    for wrong in (
        CloseAfterCheck(RULES, AfterCheckResult.PASSED, "符合"),
        CloseAfterCheck(INSPECTOR, AfterCheckResult.PASSED, ""),
        CloseAfterCheck(INSPECTOR, AfterCheckResult.FAILED, "不符合"),
        CloseAfterCheck(INSPECTOR, AfterCheckResult.RECTIFY, "缺消毒柜"),
        CloseAfterCheck(INSPECTOR, AfterCheckResult.RECTIFY, "缺消毒柜", until=D("2026-03-02")),
        OpenAfterCheck(),
    ):
        with refused("C-06"):
            part.do(wrong)
    part.do(CloseAfterCheck(INSPECTOR, AfterCheckResult.RECTIFY, "缺消毒柜", until=D("2026-03-20")))
    assert dues(part.state, CALENDAR).rectify == D("2026-03-20")
    assert not part.state.revocation_due
    part.do(CloseAfterCheck(INSPECTOR, AfterCheckResult.FAILED, "仍没有"), on="2026-03-23")
    assert part.state.revocation_due
    assert dues(part.state, CALENDAR).after_check is None
    with refused("C-06"):
        part.do(CloseAfterCheck(INSPECTOR, AfterCheckResult.PASSED, "符合"))


def test_c06_a_check_that_counts_from_the_opening_has_no_last_day_before_it():
    opening = replace(TERMS, after_check=Limit(Amount(20), StartsFrom.EVENT, "互联网上网服务营业场所管理条例第三十二条"))
    part = Part(opening).reviewed().do(Grant("rec"), OpenAfterCheck())
    decided = part.state.decided_day
    assert dues(part.state, CALENDAR).after_check is None
    assert TimerKind.AFTER_CHECK_PASSED not in {timer.kind for timer in timers(part.state, CALENDAR)}
    for wrong in (RecordOpening(APPLICANT, D("2026-04-01")), RecordOpening(APPLICANT, D("2026-03-01")), RecordOpening(RULES, decided)):
        with refused("C-06"):
            part.do(wrong)
    part.do(RecordOpening(APPLICANT, D("2026-03-09")), on="2026-03-10")
    assert dues(part.state, CALENDAR).after_check.date == D("2026-04-07"), "twenty working days, with Qingming between"
    assert TimerKind.AFTER_CHECK_PASSED in {timer.kind for timer in timers(part.state, CALENDAR)}
    events = len(part.events)
    part.do(RecordOpening(APPLICANT, D("2026-03-09")))
    assert len(part.events) == events, "saying it again changes nothing"
    with refused("C-06"):
        part.do(RecordOpening(APPLICANT, D("2026-03-10")))
    part.do(RecordOpening(INSPECTOR, D("2026-03-10")))
    assert part.state.opened == D("2026-03-10"), "an officer puts it right"
    part.do(CloseAfterCheck(INSPECTOR, AfterCheckResult.PASSED, "六条都做到了"))
    with refused("C-06"):
        part.do(RecordOpening(INSPECTOR, D("2026-03-09")))
    with refused("C-06"):
        Part().reviewed().do(Grant("rec"), OpenAfterCheck(), RecordOpening(APPLICANT, decided))


def test_c06_no_after_check_without_a_limit_or_a_grant():
    with refused("C-06"):
        Part(replace(TERMS, after_check=None)).reviewed().do(Grant("rec"), OpenAfterCheck())
    with refused("C-06"):
        Part().reviewed(ReviewOutcome.PERSON).do(REFUSAL, CountersignRefusal(DECIDER), OpenAfterCheck())


def test_i18_an_external_part_is_pushed_and_answered_once():
    part = Part(external=True).received()
    with refused("I18"):
        part.do(ExternalAnswer(PROVINCE, "SD-1", ExternalResult.GRANTED))
    part.do(Push("SD-1"), Push("SD-1"))
    with refused("I18"):
        part.do(Push("SD-2"))
    with refused("I18"):
        part.do(ExternalAnswer(PROVINCE, "SD-9", ExternalResult.GRANTED))
    part.do(*[ExternalAnswer(PROVINCE, "SD-1", ExternalResult.GRANTED, "doc")] * 2)
    assert [event.type for event in part.events] == ["started", "received", "pushed", "externally_answered"]
    assert (part.state.stage, part.state.outcome) == (Stage.DECIDED, Outcome.GRANTED)
    with refused("I18"):
        part.do(ExternalAnswer(PROVINCE, "SD-1", ExternalResult.REFUSED))
    part.do(Deliver(CLERK, "一并送达"), Close())
    assert part.do(ExternalAnswer(PROVINCE, "SD-1", ExternalResult.GRANTED, "doc")).state.stage is Stage.CLOSED


def test_external_and_own_parts_do_not_mix():
    with refused("R-04"):
        Part(external=True).accepted()
    with refused("I18"):
        Part().received().do(Push("SD-1"))
    with refused("I18") as caught:
        Part(external=True).received().do(Push(" "))
    assert "编号" in caught.value.message


def test_timers_follow_the_state():
    part = Part()
    assert timers(part.state, CALENDAR) == ()
    (notice,) = timers(part.received().state, CALENDAR)
    assert (notice.kind, notice.due_at) == (TimerKind.DEEMED_ACCEPTANCE, at("2026-03-10", "00:00").astimezone(CHINA))
    part = Part().accepted()
    ladder = {TimerKind.YELLOW, TimerKind.PROMISED_PASSED, TimerKind.STATUTORY_PASSED}
    assert {t.kind for t in timers(part.state, CALENDAR)} == ladder
    part.do(RecordReview("rec", ReviewOutcome.APPROVE), Grant("rec"), OpenAfterCheck())
    assert {t.kind for t in timers(part.state, CALENDAR)} == {
        TimerKind.DELIVERY_PASSED,
        TimerKind.PUBLICATION_PASSED,
        TimerKind.AFTER_CHECK_PASSED,
    }
    part.do(CloseAfterCheck(INSPECTOR, AfterCheckResult.RECTIFY, "缺消毒柜", until=D("2026-03-20")))
    assert timers(part.state, CALENDAR)[-1].kind is TimerKind.RECTIFY_PASSED


def test_lights_of_a_part():
    part = Part()
    assert light(part.state, D("2026-03-02"), CALENDAR) is None
    part.accepted()
    for day, expected in (("2026-03-03", "green"), ("2026-03-13", "yellow"), ("2026-03-17", "red"), ("2026-04-01", "over_statutory")):
        assert light(part.state, D(day), CALENDAR) is Light(expected)
    part.do(RecordReview("rec", ReviewOutcome.APPROVE), Grant("rec"))
    assert light(part.state, D("2026-04-01"), CALENDAR) is None


def test_dates_past_the_published_calendar_are_provisional():
    part = Part(now=at("2027-01-04")).accepted()
    found = dues(part.state, CALENDAR)
    assert provisional(found)
    assert all(timer.provisional for timer in timers(part.state, CALENDAR))
    assert not provisional(dues(Part().accepted().state, CALENDAR))
