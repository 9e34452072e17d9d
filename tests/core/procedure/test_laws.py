"""Random histories: whatever is tried, the invariants hold, and the events alone rebuild the state."""
import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bancheng.core import procedure as pr
from bancheng.core.canonical import dumps, loads
from bancheng.core.clock import Amount, Calendar, Limit, StartsFrom, SuspensionKind, Unit, local_day
from tests.core.clock.strategies import CALENDAR
from tests.core.procedure.story import APPLICANT, CLERK, DECIDER, HEAD, INSPECTOR, ITEMS, PROVINCE, REVIEWER, TERMS, at

actors = st.sampled_from(
    [APPLICANT, CLERK, REVIEWER, DECIDER, HEAD, INSPECTOR, PROVINCE, pr.RULES, pr.TIMER,
     pr.Actor(REVIEWER.id, "lc-spj", pr.Role.DECIDER)]
)  # fmt: skip
words = st.sampled_from(["", "理由"])
records = st.sampled_from(["r1", "r2"])
amounts = st.builds(Amount, st.integers(0, 20), st.sampled_from([Unit.WORKING_DAY, Unit.NATURAL_DAY]))
limits = st.builds(Limit, amounts, st.sampled_from(list(StartsFrom)))
terms = st.builds(
    pr.Terms,
    item=st.just("item"),
    version=st.just(TERMS.version),
    release=st.just("r1"),
    statutory=limits,
    promised=limits,
    automatic=st.booleans(),
    onsite_check=st.booleans(),
    after_check=st.none() | limits,
    special=st.sampled_from([(), (SuspensionKind.HEARING, SuspensionKind.TESTING)]),
    deferrable=st.sampled_from([(), ("floor_plan", "lease")]),
    hearing=st.sampled_from([False, False, False, True]),
    affects_others=st.sampled_from([False, False, False, True]),
    inspection=st.sampled_from([False, False, False, True]),
    first_review=st.sampled_from([None, None, None, pr.LowerReview("lc-spj")]),
    renewal=st.sampled_from([None, None, None, pr.Renewal(at("2026-03-20").date(), at("2026-03-10").date())]),
    banned_until=st.sampled_from([None, None, None, at("2026-03-12").date()]),
    joint=st.none() | st.builds(pr.JointHandling, st.just(at("2026-03-02").date()), st.just("聊城市人民政府")),
)
days = st.dates(at("2026-03-01").date(), at("2026-05-10").date())
kinds = st.sampled_from(list(SuspensionKind))
papers = st.sampled_from([(), ("floor_plan",), ("floor_plan", "lease")])
commands = st.one_of(
    st.builds(pr.Receive, actors, st.sampled_from([(), ("a",)])),
    st.builds(pr.Accept, actors, st.none() | terms),
    st.builds(pr.DeemAccepted, actors),
    st.builds(pr.RefuseAcceptance, actors, st.sampled_from(list(pr.NonAcceptance)), words, words),
    st.builds(pr.AskCorrection, actors, st.sampled_from([(), ITEMS])),
    st.builds(pr.SupplyCorrection, actors),
    st.builds(pr.RecordReview, records, st.sampled_from(list(pr.ReviewOutcome)), by=st.just(pr.RULES)),
    st.builds(pr.RequestPerson, st.just(APPLICANT)),
    st.builds(pr.Grant, records, actors),
    st.builds(pr.RecordOnsiteCheck, st.lists(actors, max_size=3).map(tuple), st.booleans(), words),
    st.builds(pr.ProposeGrant, actors, records),
    st.builds(pr.ConfirmGrant, actors),
    st.builds(pr.ProposeRefusal, actors, words, words, words, words),
    st.builds(pr.CountersignRefusal, actors),
    st.builds(pr.ReturnProposal, actors, words),
    st.builds(pr.WithdrawApplication, actors),
    st.builds(pr.Terminate, actors, st.sampled_from(list(pr.TerminationReason)), words),
    st.builds(pr.Deliver, actors, words),
    st.builds(pr.Close, actors),
    st.builds(pr.OpenAfterCheck, actors),
    st.builds(
        pr.CloseAfterCheck, actors, st.sampled_from(list(pr.AfterCheckResult)), words,
        st.none() | st.just(at("2026-12-01").date()),
    ),
    st.builds(pr.Push, st.sampled_from(["", "S1", "S2"]), actors),
    st.builds(pr.Suspend, actors, kinds, words, st.just(at("2026-03-02").date()), days),
    st.builds(pr.Suspend, actors, kinds, st.just("通 1 号"), days, days),
    st.builds(pr.Prolong, actors, words, days),
    st.builds(pr.Resume, actors, days),
    st.builds(pr.Extend, actors, amounts, words, words, words),
    st.builds(pr.ProjectDates, st.just(pr.TIMER), words, st.just(Calendar())),
    st.builds(pr.RecordIncident, actors, words, words),
    st.builds(pr.CorrectOnTheSpot, actors, papers),
    st.builds(pr.AcceptWithGap, actors, papers, days, words, st.booleans()),
    st.builds(pr.FillGap, actors, papers),
    st.builds(pr.RecordFirstReview, actors, st.booleans(), words),
    st.builds(pr.AssignInspectors, actors, st.lists(actors, max_size=3).map(tuple)),
    st.builds(pr.TellHearingRight, actors, words),
    st.builds(pr.RequestHearing, actors),
    st.builds(pr.CallHearing, actors, days, actors, words),
    st.builds(pr.RecordHearing, actors, words, st.booleans()),
    st.builds(pr.Consult, actors, st.sampled_from(["", "lc-slj"]), words, st.booleans()),
    st.builds(pr.AnswerConsultation, st.sampled_from([REVIEWER, pr.Actor("water", "lc-slj", pr.Role.REVIEWER)]), st.booleans(), words),
    st.builds(pr.NoteSilence),
    st.builds(pr.SwitchVersion, actors, terms),
    st.builds(pr.DeemRenewed),
    st.builds(pr.RecordOpening, actors, days),
    st.builds(pr.ExternalAnswer, actors, st.sampled_from(["S1", "S2"]), st.sampled_from(list(pr.ExternalResult))),
)  # fmt: skip
waits = st.sampled_from([0, 0, 0, 1, 24, 24 * 9])

GOOD = [
    pr.Receive(APPLICANT, ("a",)),
    pr.Accept(),
    pr.RecordReview("r1", pr.ReviewOutcome.APPROVE),
    pr.Grant("r1"),
    pr.Deliver(CLERK, "EMS"),
    pr.Close(),
]
BY_PEOPLE = [
    *GOOD[:2],
    pr.RecordReview("r1", pr.ReviewOutcome.PERSON),
    pr.ProposeRefusal(REVIEWER, "理由", "条款", "复议", "机关"),
    pr.CountersignRefusal(DECIDER),
    pr.Deliver(CLERK, "EMS"),
]
STOPPED = [
    *GOOD[:2],
    pr.Suspend(REVIEWER, SuspensionKind.TESTING, "通 1 号", at("2026-03-09").date(), at("2026-03-12").date()),
    pr.Resume(REVIEWER, at("2026-03-12").date()),
    pr.Extend(HEAD, Amount(5), "情况复杂", "延 1 号"),
    *GOOD[2:],
]
GAP = [
    GOOD[0],
    pr.AcceptWithGap(CLERK, ("floor_plan",), at("2026-03-04").date(), "承诺书"),
    pr.Consult(REVIEWER, "lc-slj", "排水"),
    pr.FillGap(APPLICANT, ("floor_plan",)),
    *GOOD[2:],
]
CORRECTED = [
    GOOD[0],
    *[pr.AskCorrection(CLERK, ITEMS), pr.SupplyCorrection(APPLICANT)] * 2,
    *GOOD[1:],
]


@st.composite
def histories(draw):
    """A likely path with random commands thrown in anywhere, or random commands only."""
    path = [*draw(st.sampled_from([[], GOOD, BY_PEOPLE, CORRECTED, STOPPED, GAP]))]
    for command in draw(st.lists(commands, max_size=25)):
        path.insert(draw(st.integers(0, len(path))), command)
    start = pr.Start(APPLICANT, draw(terms), draw(st.sampled_from([(), ("a",)])), draw(st.booleans()))
    return [(start, 0), *[(command, draw(waits)) for command in path]]


def run(history):
    """Yields every step that led to events: state before, events, state after."""
    state, now = pr.State(), at("2026-03-02")
    for command, hours in history:
        now += timedelta(hours=hours)
        try:
            events = pr.decide(state, command, now, CALENDAR)
        except pr.Refused as no:
            assert no.rule
            assert no.message
            assert no.message_en
            continue
        after = state
        for event in events:
            after = pr.fold(after, event)
        yield command, state, events, after, now
        state = after


@settings(max_examples=600, deadline=None)
@given(histories())
def test_i1_i2_i4_i7_i8_hold_in_every_history(history):
    events = []
    for command, before, new, after, now in run(history):
        events.extend(new)
        types = [event.type for event in events]
        step = pr.LIFE[type(command)]
        assert (before.stage, after.stage) in step.moves or not new, "the drawing tells the truth"
        if after.outcome in (pr.Outcome.GRANTED, pr.Outcome.REFUSED) and not after.external:
            assert "accepted" in types[: types.index(after.decision.type if after.decision else "renewal_deemed")], "I1"
        if "granted" in [event.type for event in new]:
            assert before.gap is None, "G-03"
            assert before.special is None, "R-14"
            assert pr.ban_in_force(before, local_day(now)) is None, "R-26"
        if any(event.type == "accepted" and not event.deemed for event in new):
            assert pr.ban_in_force(before, local_day(now)) is None, "R-26"
            assert not any(one.is_open for one in before.consultations), "§3.4"
        found = pr.dues(after, CALENDAR)
        if after.accepted_day is None and after.terms.statutory.starts_from is StartsFrom.ACCEPTANCE:
            assert found.statutory is None, "I2"
        if found.promised and found.statutory and found.statutory.date:
            assert found.promised.date <= found.statutory.date, "I4"
        for stop in after.suspensions:
            assert stop.kind in after.terms.special, "I3, R-14"
            assert stop.notice, "I2"
        assert len(after.extensions) <= 1, "R-12"
        for event in new:
            if event.type in ("refusal_decided", "acceptance_refused"):
                assert event.by.is_officer, "I7"
                assert event.reason_digest, "I8"
            if event.type == "refusal_decided":
                assert event.proposed_by.id != event.by.id, "I8, R-17"
                assert all((event.clause, event.remedy, event.remedy_organ)), "I8"
            if event.type == "granted" and event.proposed_by is None:
                assert before.review.outcome is pr.ReviewOutcome.APPROVE, "I7"
                assert not before.person_requested, "R-31"
            if event.type == "terminated":
                assert event.by.is_officer or event.reason is pr.TerminationReason.PREDECESSOR_FAILED, "I7"
        assert types.count("correction_asked") <= 1, "R-05"


@settings(max_examples=300, deadline=None)
@given(histories())
def test_i12_events_alone_rebuild_the_state_through_canonical_json(history):
    events, state = [], pr.State()
    for _, _, new, after, _ in run(history):
        events.extend(new)
        state = after
    stored = [(event.type, loads(dumps(event.to_payload()))) for event in events]
    assert json.dumps(stored), "plain JSON values"
    restored = [pr.from_payload(kind, payload) for kind, payload in stored]
    assert restored == events
    assert pr.replay(restored) == state


@settings(max_examples=200, deadline=None)
@given(histories())
def test_timers_lie_ahead_of_what_started_them_and_can_be_asked_at_any_stage(history):
    for _, _, _, after, _ in run(history):
        specs = pr.timers(after, CALENDAR)
        assert len({spec.kind for spec in specs}) == len(specs)
        for spec in specs:
            assert spec.due_at > after.received_at or spec.kind is pr.TimerKind.YELLOW, "a short promise is yellow at once"
        pr.light(after, at("2026-06-01").date(), CALENDAR)


def test_the_good_path_reaches_the_end():
    """So that the random histories are known to pass through decisions."""
    for path, last in ((GOOD, "closed"), (BY_PEOPLE, "delivered"), (CORRECTED, "closed")):
        steps = list(run([(pr.Start(APPLICANT, TERMS), 0), *[(command, 1) for command in path]]))
        assert steps[-1][3].stage == last


def test_every_command_stands_in_the_life_and_every_event_can_be_read_back():
    assert set(pr.LIFE) == set(pr.Command.__args__)
    with pytest.raises(ValueError, match="unknown event type"):
        pr.from_payload("nonsense", {})


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"at": "2026-03-02T10:00:00+08:00", "by": "x", "day": "2026-03-02"},
        {"at": "2026-03-02T10:00:00+08:00", "by": {"id": 1, "organisation": "", "role": "applicant"}, "day": "x"},
        {"at": "2026-03-02T10:00:00+08:00", "by": {"id": "1", "organisation": "", "role": "king"}, "day": "2026-03-02"},
        {"at": 5, "by": {"id": "1", "organisation": "", "role": "applicant"}, "day": "2026-03-02"},
        {"at": "2026-03-02T10:00:00+08:00", "by": {"id": "1", "organisation": "", "role": "applicant"},
         "day": "2026-03-02", "name": "张三"},
    ],
)  # fmt: skip
def test_a_payload_that_does_not_fit_is_refused(payload):
    with pytest.raises(ValueError, match="."):
        pr.from_payload("received", payload)


def test_an_event_written_before_a_field_existed_still_reads():
    event = pr.from_payload(
        "terminated",
        {"at": "2026-03-02T02:00:00+00:00", "by": {"id": "x", "organisation": "o", "role": "reviewer"}, "reason": "other"},
    )
    assert event.note_digest == ""


def test_the_page_that_draws_the_life_is_up_to_date():
    """Write it again with: python -c "from bancheng.core.procedure import docs; print(docs(), end='')" > docs/procedure.md"""
    page = Path(__file__).parents[3] / "docs" / "procedure.md"
    assert page.read_text(encoding="utf-8") == pr.docs()
