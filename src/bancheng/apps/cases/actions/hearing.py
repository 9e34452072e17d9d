"""The hearing (R-10, R-18): told of, asked for online or at a counter, called, held; and inspectors for what rests on inspection (R-30)."""
from __future__ import annotations

from datetime import date

from django.db import transaction

from bancheng import now
from bancheng.apps.cases import papers
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.spine import catalogue_of, lock, state_of, transition
from bancheng.apps.cases.tasks import close_tasks, open_task
from bancheng.apps.staff.models import Officer
from bancheng.core.clock import due
from bancheng.core.procedure import (
    HEARING_REQUEST,
    Actor,
    AssignInspectors,
    CallHearing,
    RecordHearing,
    RequestHearing,
    Role,
    State,
    TellHearingRight,
    dues,
)


def minutes_of(state: State) -> str:
    """The minutes on which a decision has to rest; empty where no hearing was held."""
    return state.hearing.minutes if state.hearing else ""


@transaction.atomic
def tell_right(officer: Officer, number: str, concerned: str) -> SubCase:
    """Tell in writing of the right to a hearing. `concerned`: whose major interests are touched, and how.

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    last = due(HEARING_REQUEST, now.today(), catalogue_of(sub_case).calendar).date
    paper = papers.of_part(sub_case, "hearing_right", concerned=concerned.strip(), until=last.isoformat() if last else "")
    transition(sub_case, TellHearingRight(officer.actor("reviewer"), paper.number))
    tell(sub_case, "hearing_right", until=last.isoformat() if last else "")
    return sub_case


@transaction.atomic
def request(officer: Officer, number: str) -> SubCase:
    """Record at the counter that somebody who was told asks for a hearing.

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    role = "reviewer" if officer.has_role("reviewer") else "intake"
    officer.must(role, sub_case.organisation)
    _requested(sub_case, officer.actor(role))
    return sub_case


@transaction.atomic
def request_online(number: str, person: str, *, actor: str = "", on_behalf: str = "") -> SubCase:
    """The applicant asks for the hearing they were told of; asking twice is asking once. `actor`: who does it for them, at a counter.

    Raises:
        Refused: nobody was told of it, or the five days are over (R-18).
    """
    sub_case = lock(number)
    _requested(sub_case, Actor(person, "", Role.APPLICANT), actor, on_behalf)
    return sub_case


def _requested(sub_case: SubCase, by: Actor, actor: str = "", on_behalf: str = "") -> None:
    """Whoever has the case in hand organises it within twenty days."""
    if transition(sub_case, RequestHearing(by), actor=actor, on_behalf=on_behalf):
        held_by = dues(state_of(sub_case), catalogue_of(sub_case).calendar).hearing
        close_tasks(sub_case, "review")
        open_task(sub_case, "review", "有人要求听证，要在二十日内举行", due=held_by.date if held_by else None)


@transaction.atomic
def call(officer: Officer, chair: Officer, number: str, day: date, place: str) -> SubCase:
    """Set day, place and chair, and tell in writing.

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    chair.must("decider", sub_case.organisation)
    paper = papers.of_part(sub_case, "hearing", day=day.isoformat(), place=place.strip(), chair=chair.name)
    transition(sub_case, CallHearing(officer.actor("reviewer"), day, chair.actor("decider"), paper.number))
    tell(sub_case, "hearing", day=day.isoformat())
    return sub_case


@transaction.atomic
def record(officer: Officer, number: str, minutes: str, signed: bool) -> SubCase:
    """The chair records the hearing; `minutes` is the number of the signed minutes.

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    officer.must("decider", sub_case.organisation)
    transition(sub_case, RecordHearing(officer.actor("decider"), minutes, signed))
    return sub_case


@transaction.atomic
def assign_inspectors(officer: Officer, inspectors: tuple[Officer, ...], number: str) -> SubCase:
    """Two or more inspectors, within five days of acceptance (R-30).

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    for inspector in inspectors:
        inspector.must("inspector", sub_case.organisation)
    transition(sub_case, AssignInspectors(officer.actor("reviewer"), tuple(one.actor("inspector") for one in inspectors)))
    return sub_case
