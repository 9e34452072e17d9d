"""What stops, lengthens and re-counts the limits of a part; the ladder; incidents."""
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings

from bancheng.core.clock import Amount, Calendar, Light, Limit, SuspensionKind, Unit, start_of_day
from bancheng.core.procedure import (
    RULES,
    Actor,
    AskCorrection,
    CorrectionItem,
    DatesProjected,
    Deliver,
    Extend,
    Fault,
    Grant,
    JointHandling,
    ProjectDates,
    Prolong,
    ProposeGrant,
    RecordIncident,
    RecordOnsiteCheck,
    RecordReview,
    Resume,
    ReviewOutcome,
    Role,
    Stage,
    Suspend,
    TimerKind,
    WithdrawApplication,
    dues,
    light,
    reproject,
    timers,
)
from tests.core.clock.strategies import CALENDAR, Y2025, Y2026
from tests.core.procedure.story import APPLICANT, CLERK, DECIDER, HEAD, INSPECTOR, ITEMS, REVIEWER, TERMS, Part, at
from tests.core.procedure.test_intake import refused
from tests.core.procedure.test_laws import histories, run

D = date.fromisoformat
LISTED = replace(TERMS, special=(SuspensionKind.TESTING, SuspensionKind.EXPERT_REVIEW))
TEST = Suspend(REVIEWER, SuspensionKind.TESTING, "特告〔2026〕1 号", D("2026-03-05"), D("2026-03-12"))
MORE = Extend(HEAD, Amount(10), "要向外地核实", "延告〔2026〕1 号")
TOGETHER = replace(LISTED, joint=JointHandling(D("2026-03-02"), "高唐县人民政府"))


def test_r14_the_days_of_a_special_procedure_do_not_count_first_and_last_included():
    part = Part(LISTED).accepted()
    assert dues(part.state, CALENDAR).statutory.date == D("2026-03-30")
    part.do(TEST, on="2026-03-04")
    found = dues(part.state, CALENDAR)
    assert part.state.stage is Stage.SPECIAL_PROCEDURE
    assert (found.promised.date, found.statutory.date, found.special) == (None, None, D("2026-03-12"))
    assert light(part.state, D("2026-06-01"), CALENDAR) is Light.GREEN, "the clock stands still"
    assert [spec.kind for spec in timers(part.state, CALENDAR)] == [TimerKind.SPECIAL_PASSED]
    part.do(Resume(REVIEWER, D("2026-03-12")), on="2026-03-13")
    assert part.state.stage is Stage.REVIEWING
    assert part.state.special is None
    found = dues(part.state, CALENDAR)
    assert found.statutory.date == D("2026-04-08"), "six working days later"
    assert "3 月 5 日到 12 日在检测，依法不算（特告〔2026〕1 号）" in found.statutory.explain()


def test_r14_only_kinds_the_item_lists_and_only_with_a_written_notice():
    part = Part(LISTED).accepted()
    for wrong in (
        replace(TEST, kind=SuspensionKind.HEARING),
        replace(TEST, notice=" "),
        replace(TEST, start=D("2026-03-01")),
        replace(TEST, planned_end=D("2026-03-04")),
    ):
        with refused("R-14"):
            part.do(wrong)
    with refused("R-14"):
        Part().accepted().do(TEST)
    for by in (CLERK, INSPECTOR, RULES, APPLICANT):
        with refused("R-27"):
            part.do(replace(TEST, by=by))
    assert part.state.stage is Stage.ACCEPTED


def test_r14_not_before_acceptance_not_while_one_is_open_not_after_the_decision():
    with refused("R-14"):
        Part(LISTED).received().do(TEST)
    part = Part(LISTED).accepted().do(TEST)
    with refused("R-14"):
        part.do(TEST)
    done = Part(LISTED).reviewed().do(Grant("rec"))
    for command in (TEST, Resume(REVIEWER, D("2026-03-02"))):
        with refused("R-14"):
            done.do(command)


def test_r14_nothing_is_decided_while_the_clock_stands_still_but_the_applicant_may_take_it_back():
    part = Part(LISTED).reviewed().do(TEST)
    for command in (Grant("rec"), ProposeGrant(REVIEWER, "rec")):
        with refused("I1"):
            part.do(command)
    assert part.do(WithdrawApplication(APPLICANT)).state.stage is Stage.TERMINATED


def test_r17_a_proposal_is_sent_back_before_a_special_procedure_begins():
    with refused("R-17"):
        Part(LISTED).reviewed().do(ProposeGrant(REVIEWER, "rec"), TEST)


def test_r14_days_beyond_those_told_count_unless_told_in_time():
    part = Part(LISTED).accepted().do(TEST)
    for last in ("2026-03-04", "2026-03-20"):
        with refused("R-14"):
            part.do(Resume(REVIEWER, D(last)), on="2026-03-16")
    with refused("R-14") as caught:
        part.do(Resume(REVIEWER, D("2026-03-16")), on="2026-03-16")
    assert "2026-03-12" in caught.value.message
    with refused("R-14"):
        part.do(Prolong(REVIEWER, "特告〔2026〕2 号", D("2026-03-20")))
    part.do(Resume(REVIEWER, D("2026-03-12")), on="2026-03-16")
    assert dues(part.state, CALENDAR).statutory.date == D("2026-04-08"), "what was not told counts"


def test_r14_a_procedure_that_takes_longer_is_told_again_in_time():
    part = Part(LISTED).accepted().do(TEST)
    for wrong in (Prolong(REVIEWER, " ", D("2026-03-16")), Prolong(REVIEWER, "特告 2 号", D("2026-03-12"))):
        with refused("R-14"):
            part.do(wrong, on="2026-03-12")
    with refused("R-27"):
        part.do(Prolong(CLERK, "特告 2 号", D("2026-03-16")))
    part.do(Prolong(REVIEWER, "特告〔2026〕2 号", D("2026-03-16")))
    assert dues(part.state, CALENDAR).special == D("2026-03-16")
    part.do(Resume(REVIEWER, D("2026-03-16")), on="2026-03-16")
    assert dues(part.state, CALENDAR).statutory.date == D("2026-04-10")


def test_r14_several_procedures_add_up_and_their_order_in_the_ledger_does_not_matter():
    part = Part(LISTED).accepted()
    part.do(TEST).do(Resume(REVIEWER, D("2026-03-12")), on="2026-03-13")
    part.do(Suspend(REVIEWER, SuspensionKind.EXPERT_REVIEW, "特告 2 号", D("2026-03-16"), D("2026-03-17")))
    part.do(Resume(REVIEWER, D("2026-03-17")), on="2026-03-18")
    found = dues(part.state, CALENDAR).statutory.date
    turned = replace(part.state, suspensions=part.state.suspensions[::-1])
    assert found == dues(turned, CALENDAR).statutory.date == D("2026-04-10")


def test_r14_an_on_site_check_never_stops_the_clock_and_has_no_kind_that_could():
    assert "onsite_check" not in set(SuspensionKind)
    part = Part(LISTED).accepted()
    before = dues(part.state, CALENDAR).statutory
    part.do(RecordOnsiteCheck((INSPECTOR, REVIEWER), True, "符合"), on="2026-03-10")
    assert dues(part.state, CALENDAR).statutory == before
    assert part.state.stage is Stage.REVIEWING


def test_r12_extended_once_by_the_head_by_ten_days():
    part = Part(LISTED).accepted().do(MORE)
    found = dues(part.state, CALENDAR)
    assert (found.promised.date, found.statutory.date) == (D("2026-03-30"), D("2026-04-14"))
    assert "经批准延长 10 个工作日（延告〔2026〕1 号）" in found.statutory.explain()
    with refused("R-12"):
        part.do(MORE)


def test_r12_not_by_another_role_not_without_reason_or_notice_not_for_longer():
    part = Part().accepted()
    for wrong in (
        *(replace(MORE, by=by) for by in (REVIEWER, DECIDER, CLERK, RULES)),
        replace(MORE, reason=" "),
        replace(MORE, notice=""),
        replace(MORE, amount=Amount(11)),
        replace(MORE, amount=Amount(0)),
        replace(MORE, amount=Amount(5, Unit.MONTH)),
    ):
        with refused("R-12"):
            part.do(wrong)
    with refused("R-12"):
        Part().received().do(MORE)
    with refused("R-12"):
        Part(replace(TERMS, extension=Amount(0))).accepted().do(replace(MORE, amount=Amount(1)))
    assert "外地" not in str(part.do(MORE).events[-1].to_payload()), "the reason stays in the notice"


def test_r12_before_the_limit_ends_not_after():
    assert Part().accepted().do(MORE, on="2026-03-30").state.extensions
    with refused("R-12") as caught:
        Part().accepted().do(MORE, on="2026-03-31")
    assert "2026-03-30" in caught.value.message


def test_r33_an_extension_does_not_mend_a_promise_that_was_broken_already():
    part = Part().accepted().do(MORE, on="2026-03-18")
    found = dues(part.state, CALENDAR)
    assert (found.promised.date, found.statutory.date) == (D("2026-03-16"), D("2026-04-14"))
    assert light(part.state, D("2026-03-18"), CALENDAR) is Light.RED


def test_r29_a_registration_may_be_extended_by_three_days():
    registration = replace(TERMS, statutory=Limit(Amount(3)), promised=Limit(Amount(1)), extension=Amount(3))
    part = Part(registration).accepted()
    with refused("R-12"):
        part.do(replace(MORE, amount=Amount(4)))
    part.do(replace(MORE, amount=Amount(3)))
    assert dues(part.state, CALENDAR).statutory.date == D("2026-03-10")


def test_r13_joint_handling_has_an_envelope_of_45_days_around_every_part():
    part = Part(TOGETHER, waits_for=("a",), now=at("2026-04-20")).do().state
    assert dues(part, CALENDAR).joint is None, "a part that waits has no clock yet"
    part = Part(TOGETHER).accepted()
    found = dues(part.state, CALENDAR)
    assert (found.joint.date, found.statutory.date) == (D("2026-05-08"), D("2026-03-30"))
    late = Part(TOGETHER, now=at("2026-04-20")).accepted()
    found = dues(late.state, CALENDAR)
    assert found.statutory.date == found.joint.date == D("2026-05-08"), "its own twenty days would end on 19 May"
    assert found.promised.date == D("2026-05-07")


def test_r13_the_envelope_is_extended_by_fifteen_by_the_government_named():
    part = Part(TOGETHER, now=at("2026-04-20")).accepted()
    joint = replace(MORE, amount=Amount(15))
    with refused("R-13") as caught:
        part.do(joint)
    assert "高唐县人民政府" in caught.value.message
    with refused("R-13"):
        part.do(replace(joint, by=DECIDER, approval="高政批〔2026〕3 号"))
    with refused("R-13"):
        part.do(replace(joint, amount=Amount(16), approval="高政批〔2026〕3 号"))
    part.do(replace(joint, approval="高政批〔2026〕3 号"))
    assert part.state.extensions[0].approved_by == "高唐县人民政府"
    assert dues(part.state, CALENDAR).statutory.date == D("2026-05-28")
    with refused("R-13"):
        part.do(replace(joint, approval="高政批〔2026〕4 号"))


def test_r28_officers_of_another_organisation_take_no_step():
    part = Part(replace(LISTED, organisation="lc-spj")).accepted()
    stranger = Actor("other", "lc-wjw", Role.REVIEWER)
    for command in (
        replace(TEST, by=stranger),
        replace(MORE, by=Actor("head2", "lc-wjw", Role.HEAD)),
        ProposeGrant(stranger, "rec"),
        RecordOnsiteCheck((INSPECTOR, stranger), True, "符合"),
    ):
        with refused("R-28"):
            part.do(command)
    assert part.do(ProposeGrant(REVIEWER, "rec")).state.proposal


def test_r05_a_second_demand_is_refused_by_its_number_and_recorded_without_changing_anything():
    again = AskCorrection(CLERK, (CorrectionItem("lease", Fault.ILL_FORMED, "没有签字"),))
    part = Part().received().do(AskCorrection(CLERK, ITEMS))
    with refused("R-05"):
        part.do(again)
    before = part.state
    part.do(RecordIncident(CLERK, "R-05", "AskCorrection"))
    assert part.events[-1].type == "violation_recorded"
    assert replace(part.state, incidents=()) == before
    assert [(one.rule, one.what) for one in part.state.incidents] == [("R-05", "AskCorrection")]
    for wrong in (RecordIncident(CLERK, " ", "AskCorrection"), RecordIncident(CLERK, "R-05", "")):
        with refused("I11"):
            part.do(wrong)


def test_the_ladder_has_a_timer_for_each_colour_and_the_clock_of_the_light():
    part = Part().accepted()
    moments = {spec.kind: spec.due_at for spec in timers(part.state, CALENDAR)}
    for kind, colour in (
        (TimerKind.YELLOW, Light.YELLOW),
        (TimerKind.PROMISED_PASSED, Light.RED),
        (TimerKind.STATUTORY_PASSED, Light.OVER_STATUTORY),
    ):
        first = (moments[kind] + timedelta(hours=1)).date()
        assert light(part.state, first, CALENDAR) is colour
        assert light(part.state, first - timedelta(days=1), CALENDAR) is not colour


@settings(max_examples=300, deadline=None)
@given(histories())
def test_light_and_yellow_timer_never_disagree(history):
    for _, _, _, after, _ in run(history):
        moment = {spec.kind: spec.due_at for spec in timers(after, CALENDAR)}.get(TimerKind.YELLOW)
        for offset in range(0, 60, 3):
            day = D("2026-02-20") + timedelta(days=offset)
            colour = light(after, day, CALENDAR)
            if colour is Light.YELLOW:
                assert moment is not None
                assert start_of_day(day) >= moment
            if colour is Light.GREEN and moment is not None:
                assert start_of_day(day) < moment


def test_dates_are_projected_again_when_the_calendar_arrives_and_the_reason_is_recorded():
    without = Calendar.of([Y2025])
    part = Part(now=at("2026-02-12")).accepted()
    moved = {change.due: (change.before, change.after) for change in reproject(part.state, without, CALENDAR)}
    assert moved == {
        "promised": (D("2026-02-26"), D("2026-03-04")),
        "statutory": (D("2026-03-12"), D("2026-03-18")),
    }
    part.do(ProjectDates(RULES, "国办发明电〔2025〕7 号", without))
    assert isinstance(part.events[-1], DatesProjected)
    assert part.events[-1].reason == "国办发明电〔2025〕7 号"
    before = list(part.events)
    part.do(ProjectDates(RULES, "更正", CALENDAR))
    assert part.events == before, "no date moved: nothing to record"
    with refused("R-01"):
        part.do(ProjectDates(RULES, "", without))


def test_days_that_were_are_not_projected_again():
    part = Part(now=at("2026-02-14")).accepted()
    assert part.state.received_day == D("2026-02-14"), "a Saturday that is worked"
    without = Calendar.of([Y2025])
    part.do(RecordReview("rec", ReviewOutcome.APPROVE), Grant("rec"), Deliver(CLERK, "EMS"))
    assert {change.due for change in reproject(part.state, without, Calendar.of([Y2025, Y2026]))} <= {
        "promised",
        "statutory",
        "publication",
    }
