"""A part of a case that tests tell stories with."""
from datetime import date, datetime, timedelta

from bancheng.core.clock import CHINA, Amount, Limit, StartsFrom, Unit
from bancheng.core.procedure import (
    Accept,
    Actor,
    Command,
    CorrectionItem,
    Event,
    Fault,
    Receive,
    RecordReview,
    ReviewOutcome,
    Role,
    Start,
    State,
    Terms,
    decide,
    fold,
)
from tests.core.clock.strategies import CALENDAR

APPLICANT = Actor("person:1", "", Role.APPLICANT)
CLERK = Actor("clerk", "lc-spj", Role.INTAKE)
REVIEWER = Actor("reviewer", "lc-spj", Role.REVIEWER)
HEAD = Actor("head", "lc-spj", Role.HEAD)
DECIDER = Actor("decider", "lc-spj", Role.DECIDER)
INSPECTOR = Actor("inspector", "lc-spj", Role.INSPECTOR)
PROVINCE = Actor("province", "sd-registry", Role.OTHER_SYSTEM)

TERMS = Terms(
    item="public-place-hygiene-new",
    version=date(2025, 1, 20),
    release="r1",
    statutory=Limit(Amount(20), StartsFrom.ACCEPTANCE, "行政许可法第四十二条"),
    promised=Limit(Amount(10)),
    commitment=True,
    after_check=Limit(Amount(2, Unit.MONTH), StartsFrom.DECISION),
)
ITEMS = (CorrectionItem("floor_plan", Fault.INCOMPLETE, "缺第二页"),)


def at(day: str, clock: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=CHINA)


class Part:
    """Runs commands one after another, an hour apart unless told, and keeps what happened."""

    def __init__(self, terms: Terms = TERMS, now: datetime | None = None, **start: object) -> None:
        self.state = State()
        self.events: list[Event] = []
        self.now = now or at("2026-03-02")
        self.do(Start(APPLICANT, terms, **start))

    def do(self, *commands: Command, on: str | None = None) -> "Part":
        if on is not None:
            self.now = at(on)
        for command in commands:
            for event in decide(self.state, command, self.now, CALENDAR):
                self.events.append(event)
                self.state = fold(self.state, event)
            self.now += timedelta(minutes=1)
        return self

    def received(self) -> "Part":
        return self.do(Receive(APPLICANT))

    def accepted(self) -> "Part":
        return self.received().do(Accept())

    def reviewed(self, outcome: ReviewOutcome = ReviewOutcome.APPROVE) -> "Part":
        return self.accepted().do(RecordReview("rec", outcome))
