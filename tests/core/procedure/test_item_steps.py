"""Steps that only some items know: gap, hearing, first review, inspectors, consultation, version, renewal, bans."""
from dataclasses import replace
from datetime import date

import pytest

from bancheng.core.clock import Amount, Limit, StartsFrom, SuspensionKind, Unit
from bancheng.core.procedure import (
    RULES,
    TIMER,
    Accept,
    AcceptWithGap,
    Actor,
    AssignInspectors,
    CallHearing,
    ConfirmGrant,
    CorrectOnTheSpot,
    CountersignRefusal,
    Deceit,
    DeemAccepted,
    DeemRenewed,
    FillGap,
    Grant,
    LowerReview,
    NonAcceptance,
    Outcome,
    ProposeGrant,
    ProposeRefusal,
    RecordFirstReview,
    RecordHearing,
    RecordOnsiteCheck,
    RecordReview,
    RefuseAcceptance,
    Renewal,
    RequestHearing,
    ReviewOutcome,
    Role,
    Stage,
    Suspend,
    SwitchVersion,
    TellHearingRight,
    Terminate,
    TerminationReason,
    TimerKind,
    apply_by,
    ban_in_force,
    banned_until,
    dues,
    is_deemed_renewed,
    last_day_of_gap,
    timers,
)
from tests.core.clock.strategies import CALENDAR
from tests.core.procedure.story import APPLICANT, CLERK, DECIDER, INSPECTOR, REVIEWER, TERMS, Part, at
from tests.core.procedure.test_intake import refused

D = date.fromisoformat
REFUSAL = ProposeRefusal(REVIEWER, "面积不符", "许可法第三十八条", "六十日内可以申请行政复议", "lc-gov")
GAP_TERMS = replace(TERMS, deferrable=("floor_plan", "lease"))
GAP = AcceptWithGap(CLERK, ("floor_plan",), D("2026-03-10"), "承诺书 1 号")
HEARD = replace(TERMS, special=(SuspensionKind.HEARING,))
CHAIR = Actor("chair", "lc-spj", Role.DECIDER)
LOWER = Actor("lower", "gt-spj", Role.REVIEWER)
WATER = Actor("water", "lc-slj", Role.REVIEWER)


def kinds(part: Part) -> set[TimerKind]:
    return {spec.kind for spec in timers(part.state, CALENDAR)}


def test_r04_3_what_can_be_mended_there_is_mended_there_without_a_notice_or_a_new_clock():
    part = Part().received().do(RecordReview("early", ReviewOutcome.PERSON))
    before = dues(part.state, CALENDAR).notice
    with refused("R-04"):
        part.do(CorrectOnTheSpot(CLERK, ()))
    with refused("R-04"):
        part.do(CorrectOnTheSpot(APPLICANT, ("floor_plan",)))
    part.do(CorrectOnTheSpot(CLERK, ("floor_plan",)))
    assert part.state.stage is Stage.RECEIVED
    assert part.state.review is None, "reviewed anew"
    assert dues(part.state, CALENDAR).notice == before
    assert part.state.correction == (), "the one round of correction is still there"


def test_g01_only_papers_that_do_not_decide_the_review_may_follow():
    with refused("G-01") as caught:
        Part(GAP_TERMS).received().do(replace(GAP, materials=("floor_plan", "health_report")))
    assert "health_report" in caught.value.message
    for materials in ((), ("lease", "lease")):
        with refused("G-01"):
            Part(GAP_TERMS).received().do(replace(GAP, materials=materials))
    with refused("G-01"):
        Part(GAP_TERMS).accepted().do(GAP)


def test_g02_with_a_written_commitment_and_not_with_a_bad_credit_record():
    part = Part(GAP_TERMS).received()
    with refused("G-02"):
        part.do(replace(GAP, commitment=" "))
    with refused("G-02"):
        part.do(replace(GAP, creditworthy=False))
    with refused("R-04"):
        part.do(replace(GAP, by=APPLICANT))


def test_g03_the_gap_is_two_days_shorter_than_the_promise_and_at_most_twenty():
    part = Part(GAP_TERMS).received()
    assert last_day_of_gap(part.state, D("2026-03-02"), CALENDAR) == D("2026-03-12"), "eight of ten working days"
    for until in ("2026-03-13", "2026-03-02"):
        with refused("G-03"):
            part.do(replace(GAP, until=D(until)))
    long = replace(GAP_TERMS, statutory=Limit(Amount(60)), promised=Limit(Amount(40)))
    assert last_day_of_gap(Part(long).received().state, D("2026-03-02"), CALENDAR) == D("2026-03-30")
    short = Part(replace(GAP_TERMS, promised=Limit(Amount(2)))).received()
    with refused("G-03") as caught:
        short.do(GAP)
    assert "太短" in caught.value.message


def test_g03_the_clock_runs_and_nothing_is_granted_before_the_gap_is_filled():
    part = Part(GAP_TERMS).received().do(replace(GAP, materials=("floor_plan", "lease")))
    assert (part.state.stage, part.state.accepted_day) == (Stage.ACCEPTED, D("2026-03-02"))
    found = dues(part.state, CALENDAR)
    assert (found.promised.date, found.gap) == (D("2026-03-16"), D("2026-03-10"))
    assert TimerKind.GAP_PASSED in kinds(part)
    part.do(RecordReview("r1", ReviewOutcome.APPROVE))
    for command in (Grant("r1"), ProposeGrant(REVIEWER, "r1")):
        with refused("G-03"):
            part.do(command)
    with refused("G-03"):
        part.do(FillGap(APPLICANT, ("health_report",)))
    part.do(FillGap(APPLICANT, ("floor_plan",)))
    assert part.state.gap.missing == ("lease",)
    part.do(FillGap(APPLICANT, ("lease",)))
    assert part.state.gap is None
    with refused("G-03"):
        part.do(FillGap(APPLICANT, ("lease",)))
    with refused("I12"):
        part.do(Grant("r1"))
    part.do(RecordReview("r2", ReviewOutcome.APPROVE), Grant("r2"))
    assert part.state.outcome is Outcome.GRANTED


def test_g04_what_is_not_filled_in_time_is_ended_by_a_person():
    part = Part(GAP_TERMS).received().do(GAP)
    command = Terminate(REVIEWER, TerminationReason.GAP_NOT_FILLED, "逾期没有补齐平面图")
    with refused("G-04"):
        part.do(command, on="2026-03-10")
    with refused("I7"):
        part.do(replace(command, by=TIMER), on="2026-03-11")
    part.do(command, on="2026-03-11")
    assert part.state.outcome is Outcome.TERMINATED


def test_r15_the_lower_level_reviews_first_within_its_own_limit():
    terms = replace(
        TERMS, organisation="lc-spj", first_review=LowerReview("gt-spj"), statutory=Limit(Amount(20), StartsFrom.EVENT)
    )
    part = Part(terms).reviewed(ReviewOutcome.PERSON)
    found = dues(part.state, CALENDAR)
    assert (found.first_review.date, found.statutory) == (D("2026-03-30"), None)
    assert TimerKind.FIRST_REVIEW_PASSED in kinds(part)
    for command in (ProposeGrant(REVIEWER, "rec"), REFUSAL, RecordFirstReview(REVIEWER, True, "同意")):
        with refused("R-15"):
            part.do(command)
    part.do(RecordFirstReview(LOWER, True, "符合条件，同意上报"), on="2026-03-10")
    assert dues(part.state, CALENDAR).first_review is None
    assert dues(part.state, CALENDAR).statutory.date == D("2026-04-08"), "the upper level's twenty days begin now"
    with refused("R-15"):
        part.do(RecordFirstReview(LOWER, True, "再报一次"))
    with refused("R-28"):
        part.do(ProposeGrant(LOWER, "rec"))
    part.do(ProposeGrant(REVIEWER, "rec"), ConfirmGrant(DECIDER))
    assert part.state.outcome is Outcome.GRANTED
    with refused("R-15"):
        Part().accepted().do(RecordFirstReview(LOWER, True, "同意"))


def called(part: Part) -> Part:
    part.do(TellHearingRight(REVIEWER, "听告 1 号"), RequestHearing(APPLICANT))
    return part.do(CallHearing(REVIEWER, D("2026-03-16"), CHAIR, "听通 1 号"))


def test_r18_told_asked_for_within_five_days_and_held_within_twenty():
    part = Part(HEARD).reviewed(ReviewOutcome.PERSON)
    with refused("R-18"):
        part.do(RequestHearing(APPLICANT))
    part.do(TellHearingRight(REVIEWER, "听告 1 号"))
    with refused("R-18"):
        part.do(TellHearingRight(REVIEWER, "听告 2 号"))
    with refused("R-18"):
        part.do(RequestHearing(RULES))
    with refused("R-18"):
        part.do(RequestHearing(APPLICANT), on="2026-03-10")
    part.do(RequestHearing(APPLICANT), on="2026-03-09")
    events = len(part.events)
    part.do(RequestHearing(APPLICANT))
    assert len(part.events) == events
    assert dues(part.state, CALENDAR).hearing.date == D("2026-04-07")
    assert TimerKind.HEARING_PASSED in kinds(part)
    with refused("R-18"):
        part.do(CallHearing(REVIEWER, D("2026-04-08"), CHAIR, "听通 1 号"))


def test_r18_seven_days_notice_and_a_chair_who_did_not_review():
    part = Part(HEARD).reviewed(ReviewOutcome.PERSON)
    with refused("R-18"):
        part.do(CallHearing(REVIEWER, D("2026-03-16"), CHAIR, "听通 1 号"))
    part.do(RecordOnsiteCheck((INSPECTOR, REVIEWER), True, "符合"))
    part.do(TellHearingRight(REVIEWER, "听告 1 号"), RequestHearing(APPLICANT))
    for wrong in (
        CallHearing(REVIEWER, D("2026-03-10"), CHAIR, "听通 1 号"),
        CallHearing(REVIEWER, D("2026-03-16"), CHAIR, ""),
        CallHearing(REVIEWER, D("2026-03-16"), INSPECTOR, "听通 1 号"),
        CallHearing(REVIEWER, D("2026-03-16"), APPLICANT, "听通 1 号"),
    ):
        with refused("R-18"):
            part.do(wrong)
    part.do(CallHearing(REVIEWER, D("2026-03-11"), CHAIR, "听通 1 号"))
    assert part.state.hearing.chair == CHAIR


def test_r18_signed_minutes_by_the_chair_and_the_decision_rests_on_them():
    part = called(Part(HEARD).reviewed(ReviewOutcome.PERSON))
    for command in (ProposeGrant(REVIEWER, "rec"), REFUSAL):
        with refused("R-18"):
            part.do(command)
    with refused("R-18"):
        part.do(RecordHearing(CHAIR, "笔录 1 号", True), on="2026-03-15")
    for wrong in (
        RecordHearing(REVIEWER, "笔录 1 号", True),
        RecordHearing(CHAIR, "", True),
        RecordHearing(CHAIR, "笔录 1 号", False),
    ):
        with refused("R-18"):
            part.do(wrong, on="2026-03-16")
    part.do(RecordHearing(CHAIR, "笔录 1 号", True))
    assert dues(part.state, CALENDAR).hearing is None
    for command in (RecordHearing(CHAIR, "笔录 2 号", True), CallHearing(REVIEWER, D("2026-04-16"), CHAIR, "听通 2 号")):
        with refused("R-18"):
            part.do(command)
    for minutes in ("", "笔录 2 号"):
        with refused("R-18"):
            part.do(replace(REFUSAL, minutes=minutes))
    part.do(replace(REFUSAL, minutes="笔录 1 号"), CountersignRefusal(DECIDER))
    assert part.state.outcome is Outcome.REFUSED
    assert [event.minutes for event in part.events if event.type == "refusal_proposed"] == ["笔录 1 号"]


def test_r18_while_a_hearing_may_still_be_asked_for_nothing_is_decided_and_the_rules_never_decide_after_one():
    part = Part(HEARD).reviewed().do(TellHearingRight(REVIEWER, "听告 1 号"))
    with refused("R-18"):
        part.do(Grant("rec"), on="2026-03-09")
    assert part.do(Grant("rec"), on="2026-03-10").state.outcome is Outcome.GRANTED
    heard = called(Part(HEARD).reviewed()).do(RecordHearing(CHAIR, "笔录 1 号", True), on="2026-03-16")
    with refused("R-18"):
        heard.do(Grant("rec"))


def test_r18_a_hearing_required_by_law_needs_no_request_and_its_days_stop_the_clock_by_their_own_notice():
    part = Part(replace(HEARD, hearing=True)).reviewed(ReviewOutcome.PERSON)
    with refused("R-18"):
        part.do(ProposeGrant(REVIEWER, "rec"))
    part.do(CallHearing(REVIEWER, D("2026-03-16"), CHAIR, "听通 1 号"))
    assert dues(part.state, CALENDAR).statutory.date == D("2026-03-30"), "a hearing alone stops nothing (R-14)"
    part.do(Suspend(REVIEWER, SuspensionKind.HEARING, "听通 1 号", D("2026-03-02"), D("2026-03-16")))
    assert dues(part.state, CALENDAR).statutory.date is None
    assert part.do(RecordHearing(CHAIR, "笔录 1 号", True), on="2026-03-16").state.hearing.minutes


def test_r10_whose_interests_are_touched_is_told_and_heard_first():
    part = Part(replace(TERMS, affects_others=True)).reviewed()
    for command in (Grant("rec"), ProposeGrant(REVIEWER, "rec"), REFUSAL):
        with refused("R-10"):
            part.do(command)
    part.do(TellHearingRight(REVIEWER, "告 1 号")).do(ProposeGrant(REVIEWER, "rec"), on="2026-03-10")
    assert part.state.proposal


def test_r30_two_inspectors_within_five_days_and_a_negative_result_names_the_standard():
    part = Part(replace(TERMS, inspection=True)).reviewed(ReviewOutcome.PERSON)
    assert dues(part.state, CALENDAR).inspectors.date == D("2026-03-09")
    assert TimerKind.INSPECTORS_PASSED in kinds(part)
    team = (INSPECTOR, Actor("inspector2", "lc-spj", Role.INSPECTOR))
    with refused("R-30"):
        part.do(RecordOnsiteCheck(team, True, "合格"))
    for wrong in ((), team[:1], (INSPECTOR, INSPECTOR), (INSPECTOR, APPLICANT)):
        with refused("R-30"):
            part.do(AssignInspectors(REVIEWER, wrong))
    part.do(AssignInspectors(REVIEWER, team))
    assert dues(part.state, CALENDAR).inspectors is None
    with refused("R-09"):
        part.do(ProposeGrant(REVIEWER, "rec"))
    with refused("R-30"):
        part.do(RecordOnsiteCheck((INSPECTOR, REVIEWER), True, "合格"))
    with refused("R-30"):
        part.do(RecordOnsiteCheck(team, False, "不合格"))
    part.do(RecordOnsiteCheck(team, False, "不合格", "GB 37487-2019 4.2"))
    assert part.state.onsite_checks[-1].standard == "GB 37487-2019 4.2"
    with refused("R-30"):
        Part().accepted().do(AssignInspectors(REVIEWER, team))


def test_r36_the_version_at_acceptance_stays_unless_the_applicant_asks_for_the_newer_one():
    newer = replace(TERMS, version=D("2026-03-01"), promised=Limit(Amount(3)))
    part = Part().reviewed()
    for wrong in (
        SwitchVersion(REVIEWER, newer),
        SwitchVersion(RULES, newer),
        SwitchVersion(APPLICANT, TERMS),
        SwitchVersion(APPLICANT, replace(newer, item="another")),
    ):
        with refused("R-36"):
            part.do(wrong)
    part.do(SwitchVersion(APPLICANT, newer))
    assert part.state.terms == newer
    assert dues(part.state, CALENDAR).promised.date == D("2026-03-05")
    with refused("I12"):
        part.do(Grant("rec"))
    with refused("R-17"):
        Part().reviewed().do(ProposeGrant(REVIEWER, "rec"), SwitchVersion(APPLICANT, newer))


RENEWAL = Renewal(D("2026-04-30"), D("2026-03-31"))


def test_r19_undecided_when_the_licence_expires_is_deemed_renewed():
    part = Part(replace(TERMS, renewal=RENEWAL)).accepted()
    assert dues(part.state, CALENDAR).renewal == D("2026-04-30")
    assert TimerKind.RENEWAL_PASSED in kinds(part)
    with refused("R-19"):
        part.do(DeemRenewed(), on="2026-04-30")
    part.do(DeemRenewed(), on="2026-05-01")
    assert (part.state.stage, part.state.outcome) == (Stage.DECIDED, Outcome.GRANTED)
    assert part.events[-1].expired == D("2026-04-30")
    assert dues(part.state, CALENDAR).delivery is not None


def test_r19_not_for_who_applied_too_late_nor_for_what_is_no_renewal():
    late = Part(replace(TERMS, renewal=RENEWAL), now=at("2026-04-01")).accepted()
    assert dues(late.state, CALENDAR).renewal is None
    for part in (late, Part().accepted()):
        with refused("R-19"):
            part.do(DeemRenewed(), on="2026-05-01")


def test_r19_thirty_calendar_days_unless_a_law_counts_otherwise():
    expires = D("2026-04-30")
    assert apply_by(expires, Amount(30, Unit.NATURAL_DAY), CALENDAR) == D("2026-03-31")
    assert apply_by(expires, Amount(15), CALENDAR) == D("2026-04-09"), "16 to 30 April has eleven, the 10th to 15th four"
    assert apply_by(expires, Amount(1, Unit.MONTH), CALENDAR) == D("2026-03-31")
    assert is_deemed_renewed(RENEWAL, D("2026-03-31"), None, D("2026-05-01"))
    assert is_deemed_renewed(RENEWAL, D("2026-03-31"), D("2026-05-06"), D("2026-05-07")), "a late decision comes too late"
    assert not is_deemed_renewed(RENEWAL, D("2026-03-31"), D("2026-04-30"), D("2026-05-07"))
    assert not is_deemed_renewed(RENEWAL, D("2026-04-01"), None, D("2026-05-07"))


def test_r26_bans_after_deceit_where_safety_is_concerned():
    assert banned_until(Deceit.FALSE_MATERIALS, D("2026-03-02"), safety=True) == D("2027-03-02")
    assert banned_until(Deceit.OBTAINED, D("2024-02-29"), safety=True) == D("2027-02-28")
    assert banned_until(Deceit.OBTAINED, D("2026-03-02"), safety=False) is None
    part = Part().received()
    command = RefuseAcceptance(CLERK, NonAcceptance.BANNED, "一年内不得再次申请")
    for until in (None, D("2026-03-01")):
        with refused("R-26"):
            part.do(replace(command, banned_until=until))
    part.do(replace(command, banned_until=D("2026-12-31")))
    assert part.events[-1].banned_until == D("2026-12-31")
    with refused("I7"):
        Part().received().do(replace(command, by=RULES, kind=NonAcceptance.FALSE_MATERIALS))


def test_r26_within_a_ban_nothing_is_accepted_or_granted_and_after_it_everything_as_ever():
    banned = replace(GAP_TERMS, banned_until=D("2026-03-31"))
    for command in (Accept(), Accept(CLERK), GAP):
        with refused("R-26"):
            Part(banned).received().do(command)
    part = Part(banned).received().do(DeemAccepted(), on="2026-03-16")
    assert part.state.deemed, "silence accepts by law (R-06)"
    part.do(RecordReview("rec", ReviewOutcome.APPROVE))
    for command in (Grant("rec"), ProposeGrant(REVIEWER, "rec")):
        with refused("R-26"):
            part.do(command)
    part.do(ProposeGrant(REVIEWER, "rec"), on="2026-04-01")
    assert Part(banned, now=at("2026-04-01")).received().do(Accept()).state.accepted_day == D("2026-04-01"), "the last day counts, the next is free"
    assert ban_in_force(part.state, D("2026-03-31")) == D("2026-03-31") and ban_in_force(part.state, D("2026-04-01")) is None


def test_deemed_acceptance_leaves_no_room_for_a_gap():
    with refused("R-06"):
        Part(GAP_TERMS, now=at("2026-02-12")).received().do(GAP, on="2026-03-05")


@pytest.mark.parametrize("command", [Accept(), GAP])
def test_only_what_was_received_is_accepted(command):
    with pytest.raises(Exception, match="R-04|G-01"):
        Part(GAP_TERMS).do(command)
