"""Consulted departments (handbook §3.4): an internal limit, and what their silence means."""

from datetime import date

from bancheng.core.procedure import (
    Actor,
    AnswerConsultation,
    Consult,
    Grant,
    NoteSilence,
    Outcome,
    ProposeGrant,
    Role,
    TimerKind,
    dues,
    timers,
)
from tests.core.clock.strategies import CALENDAR
from tests.core.procedure.story import CLERK, REVIEWER, Part
from tests.core.procedure.test_intake import refused

D = date.fromisoformat
WATER = Actor("water", "lc-slj", Role.REVIEWER)


def test_s3_4_a_silent_department_is_deemed_to_agree_by_name():
    part = Part().reviewed().do(Consult(REVIEWER, "lc-slj", "排水口位置"))
    assert dues(part.state, CALENDAR).consultation.date == D("2026-03-05")
    assert TimerKind.CONSULTATION_PASSED in {spec.kind for spec in timers(part.state, CALENDAR)}
    with refused("§3.4") as caught:
        part.do(Grant("rec"))
    assert "lc-slj" in caught.value.message
    assert part.do(NoteSilence(), on="2026-03-05").state.consultations[0].is_open, "its last day is not over"
    part.do(NoteSilence(), on="2026-03-06")
    assert (part.events[-1].organisation, part.events[-1].deemed) == ("lc-slj", True)
    with refused("§3.4"):
        part.do(AnswerConsultation(WATER, False, "不同意"))
    assert part.do(Grant("rec")).state.outcome is Outcome.GRANTED


def test_s3_4_silence_never_replaces_a_decision_of_its_own():
    part = Part().reviewed().do(Consult(REVIEWER, "lc-slj", "排水许可", own_decision=True))
    part.do(NoteSilence(), on="2026-03-06")
    assert part.events[-1].deemed is False
    assert part.state.consultations[0].silent
    assert dues(part.state, CALENDAR).consultation is None, "the rung is climbed once"
    events = len(part.events)
    part.do(NoteSilence())
    assert len(part.events) == events
    with refused("§3.4"):
        part.do(Grant("rec"))
    assert part.do(AnswerConsultation(WATER, True, "同意"), Grant("rec")).state.outcome is Outcome.GRANTED


def test_s3_4_who_is_asked_answers_once_and_disagreement_is_for_a_person():
    part = Part().reviewed()
    for wrong in (Consult(REVIEWER, "", "排水口"), Consult(REVIEWER, "lc-slj", " "), Consult(CLERK, "lc-slj", "排水口")):
        with refused("§3.4"):
            part.do(wrong)
    with refused("§3.4"):
        part.do(AnswerConsultation(WATER, True, "同意"))
    part.do(Consult(REVIEWER, "lc-slj", "排水口位置"))
    with refused("§3.4"):
        part.do(Consult(REVIEWER, "lc-slj", "再问一次"))
    with refused("§3.4"):
        part.do(AnswerConsultation(WATER, False, ""))
    part.do(AnswerConsultation(WATER, False, "离管网太远"))
    with refused("I7"):
        part.do(Grant("rec"))
    assert part.do(ProposeGrant(REVIEWER, "rec")).state.proposal, "people weigh it"
