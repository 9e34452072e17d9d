"""When a limit ends, and how that was counted.

A limit is a budget of days and every day that counts uses one up. The day of the event never counts (民法典 art. 201).
Working days are used up by working days (行政许可法 art. 82). Calendar days are used up by every day, months and years
by the days up to the corresponding day (民法典 art. 202); such a period that would end on a day off ends on the next
working day (art. 203). Days under a suspension use up nothing. An extension of the same unit enlarges the budget; one
of another unit is counted on from where the limit would have ended.

The steps are kept as values and put into words by `Due.explain`, so the date and its explanation cannot differ.
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bancheng.core.clock.calendar import Calendar, DayKind, OutOfCalendar, next_day
from bancheng.core.clock.explain import Step, StepKind, explain
from bancheng.core.clock.limit import Amount, Ledger, Limit, Suspension, Unit


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit.

    `date` is None while a suspension is open: the clock stands still and no honest date exists. `provisional` is True
    where the count asked about days whose holiday notice is not published yet.
    """

    date: date | None
    provisional: bool
    steps: tuple[Step, ...]

    def explain(self, lang: str = "zh") -> str:
        """How the date was counted, in plain Chinese (`zh`) or English (`en`)."""
        return explain(self.steps, lang)


def due(limit: Limit | Amount, started: Ledger | date, calendar: Calendar) -> Due:
    """The last day of a limit that started on a day, with what its ledger says since.

    Raises:
        OutOfCalendar: the count runs past the year 9999.
    """
    amount = limit.amount if isinstance(limit, Limit) else limit
    ledger = started if isinstance(started, Ledger) else Ledger(started)
    walk = _Walk(calendar, ledger.suspensions)
    day: date | None = ledger.started
    for budget in _budgets(amount, ledger):
        if day is not None:
            day = walk.use_up(budget, day)
    steps = [Step(StepKind.START, ledger.started, amount=amount)]
    steps += [Step(StepKind.EXTENDED, ledger.started, amount=e.amount, notice=e.notice) for e in ledger.extensions]
    steps += walk.met
    unpublished = sorted(walk.asked_years - calendar.years)
    steps += [Step(StepKind.PROVISIONAL, date(year, 1, 1)) for year in unpublished]
    if day is not None:
        steps.append(Step(StepKind.END, day))
    return Due(day, bool(unpublished), tuple(steps))


def _budgets(amount: Amount, ledger: Ledger) -> list[Amount]:
    """The limit with the extensions of its own unit added, then those of another unit."""
    same = sum(e.amount.number for e in ledger.extensions if e.amount.unit == amount.unit)
    others = [e.amount for e in ledger.extensions if e.amount.unit != amount.unit]
    return [replace(amount, number=amount.number + same), *others]


_OUT_OF_THE_ORDINARY = {
    DayKind.WEEKEND: StepKind.WEEKEND,
    DayKind.HOLIDAY: StepKind.HOLIDAY,
    DayKind.MAKE_UP: StepKind.MAKE_UP,
}


@dataclass(slots=True)
class _Walk:
    """One walk along the calendar: what was met on the way, and which years' notices were asked about."""

    calendar: Calendar
    suspensions: tuple[Suspension, ...]
    met: list[Step] = field(default_factory=list)
    asked_years: set[int] = field(default_factory=set)

    def use_up(self, amount: Amount, start: date) -> date | None:
        """The day on which an amount is used up, or None where an open suspension stops the walk."""
        working = amount.unit is Unit.WORKING_DAY
        left = (corresponding_day(start, amount) - start).days if not working else amount.number
        day = start
        while left:
            day = next_day(day)
            stopped = self._stopped(day)
            if stopped is not None:
                if stopped.end is None:
                    return None
                continue
            if not working or self._is_working(day):
                left -= 1
        while not self._is_working(day, rolling=True):
            day = next_day(day)
            while (stopped := self._stopped(day)) is not None:
                if stopped.end is None:
                    return None
                day = next_day(day)
        return day

    def _is_working(self, day: date, rolling: bool = False) -> bool:
        self.asked_years.add(day.year)
        kind = self.calendar.kind(day)
        works = kind in (DayKind.WORKDAY, DayKind.MAKE_UP)
        if rolling:
            if not works:
                self._note(Step(StepKind.ROLLED, day, day))
        elif kind in _OUT_OF_THE_ORDINARY:
            self._note(Step(_OUT_OF_THE_ORDINARY[kind], day, day))
        return works

    def _stopped(self, day: date) -> Suspension | None:
        """The suspension that covers a day, an open one first: their order must not matter."""
        covering = sorted(
            (s for s in self.suspensions if s.covers(day)), key=lambda s: (s.end is not None, s.start, s.kind, s.notice)
        )
        if not covering:
            return None
        found = covering[0]
        if found.end is None:
            self.met.append(Step(StepKind.STOPPED, found.start, word=found.kind.value, notice=found.notice))
        else:
            self._note(Step(StepKind.SUSPENDED, day, day, word=found.kind.value, notice=found.notice))
        return found

    def _note(self, step: Step) -> None:
        """Add a day, joined to the run before it where it continues that."""
        if self.met:
            run = self.met[-1]
            same = (run.kind, run.word, run.notice) == (step.kind, step.word, step.notice)
            if same and run.last is not None and run.last + timedelta(days=1) == step.first:
                self.met[-1] = replace(run, last=step.last)
                return
        self.met.append(step)


def corresponding_day(start: date, amount: Amount) -> date:
    """The day that lies so much later by the calendar alone (民法典 art. 202), on whatever kind of day it falls.

    Raises:
        ValueError: the amount is of working days, which need a calendar.
        OutOfCalendar: that day lies beyond the year 9999.
    """
    if amount.unit is Unit.WORKING_DAY:
        raise ValueError("working days are counted with a calendar")
    if amount.unit is Unit.NATURAL_DAY:
        return _plus(start, amount.number)
    months = start.year * 12 + start.month - 1 + amount.number * (12 if amount.unit is Unit.YEAR else 1)
    for day in range(start.day, start.day - 4, -1):  # no such day in that month: its last day
        try:
            return date(months // 12, months % 12 + 1, day)
        except ValueError:
            continue
    raise OutOfCalendar


def _plus(start: date, days: int) -> date:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise OutOfCalendar from None
