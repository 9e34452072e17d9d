"""How a date was counted, first as values (`Step`), then in plain words.

The steps are what the count really met on its way: the start, runs of days that did not count, make-up days that did,
suspensions, extensions, the roll off a final day off, and the end. Words are made from nothing else.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bancheng.core.clock.limit import Amount, Unit


class StepKind(StrEnum):
    START = "start"
    EXTENDED = "extended"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    SUSPENDED = "suspended"
    STOPPED = "stopped"
    """A suspension that is still open: no end can be given."""
    ROLLED = "rolled"
    PROVISIONAL = "provisional"
    END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the count met: from `first` to `last` (None: that day only)."""

    kind: StepKind
    first: date
    last: date | None = None
    amount: Amount | None = None
    word: str = ""
    """For a suspension, its kind."""
    notice: str = ""


_WEEKDAY_ZH = "一二三四五六日"
_WEEKDAY_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
PROCEDURE_ZH = {
    "hearing": "听证",
    "tender": "招标",
    "auction": "拍卖",
    "inspection": "检验",
    "testing": "检测",
    "quarantine": "检疫",
    "appraisal": "鉴定",
    "expert_review": "专家评审",
}


def explain(steps: Sequence[Step], lang: str = "zh") -> str:
    """The steps as one sentence. `lang` is `zh` or `en`.

    Raises:
        ValueError: another language.
    """
    if lang not in ("zh", "en"):
        raise ValueError(f"a date is explained in zh or en, not in {lang}")
    phrase = _zh if lang == "zh" else _en
    said: list[str] = []
    year = 0
    for step in steps:
        text, year = phrase(step, year), (step.last or step.first).year
        if text not in said:  # every weekend is the same phrase: once is enough
            said.append(text)
    return "；".join(said) + "。" if lang == "zh" else "; ".join(said) + "."


def _zh(step: Step, year: int) -> str:
    day, span = _day_zh(step.first, year), _span_zh(step, year)
    match step.kind:
        case StepKind.START:
            assert step.amount is not None
            if step.amount.number == 0:
                return f"当场办结，就在 {day}当天"
            first = _day_zh(step.first + timedelta(days=1), step.first.year)
            text = step.amount.text()
            if step.amount.unit in (Unit.MONTH, Unit.YEAR):
                return f"从 {day}起算（当天不算），数满 {text}"
            return f"{day}当天不算，从 {first}起数 {text}"
        case StepKind.EXTENDED:
            assert step.amount is not None
            return f"经批准延长 {step.amount.text()}（{step.notice}）"
        case StepKind.WEEKEND:
            return "周末不算"
        case StepKind.HOLIDAY:
            return f"{span}放假，不算"
        case StepKind.MAKE_UP:
            return f"{day}（周{_WEEKDAY_ZH[step.first.weekday()]}）调休上班，算"
        case StepKind.SUSPENDED:
            return f"{span}在{PROCEDURE_ZH[step.word]}，依法不算（{step.notice}）"
        case StepKind.STOPPED:
            return f"{day}起{PROCEDURE_ZH[step.word]}还没有结束，暂停计时，现在定不了最后一天（{step.notice}）"
        case StepKind.ROLLED:
            return f"到期日遇上 {span}不上班，顺延到下一个工作日"
        case StepKind.PROVISIONAL:
            return f"{step.first.year} 年的放假安排还没有公布，先按周一到周五上班计算，公布后会重新计算"
        case StepKind.END:
            return f"最后一天是 {_day_zh(step.first, 0)}（周{_WEEKDAY_ZH[step.first.weekday()]}）"


def _en(step: Step, year: int) -> str:
    day, span = _day_en(step.first, year), _span_en(step, year)
    match step.kind:
        case StepKind.START:
            assert step.amount is not None
            if step.amount.number == 0:
                return f"Done on the spot, on {day}"
            return f"{step.amount.text('en')} counted from the day after {day}"
        case StepKind.EXTENDED:
            assert step.amount is not None
            return f"extended with approval by {step.amount.text('en')} ({step.notice})"
        case StepKind.WEEKEND:
            return "weekends do not count"
        case StepKind.HOLIDAY:
            return f"{span}: holiday, not counted"
        case StepKind.MAKE_UP:
            return f"{day} ({_WEEKDAY_EN[step.first.weekday()]}) is a make-up working day, counted"
        case StepKind.SUSPENDED:
            return f"{span}: {step.word.replace('_', ' ')}, not counted by law ({step.notice})"
        case StepKind.STOPPED:
            return (
                f"the clock has stood still since {day} for {step.word.replace('_', ' ')}, "
                f"so there is no last day yet ({step.notice})"
            )
        case StepKind.ROLLED:
            return f"the last day would fall on a day off ({span}) and moves to the next working day"
        case StepKind.PROVISIONAL:
            return (
                f"the holidays of {step.first.year} are not announced yet: Monday to Friday are taken as working days "
                "and the date will be counted again"
            )
        case StepKind.END:
            return f"the last day is {_day_en(step.first, 0)} ({_WEEKDAY_EN[step.first.weekday()]})"


def _day_zh(day: date, year: int) -> str:
    return f"{day.month} 月 {day.day} 日" if day.year == year else f"{day.year} 年 {day.month} 月 {day.day} 日"


def _span_zh(step: Step, year: int) -> str:
    first, last = step.first, step.last or step.first
    if first == last:
        return _day_zh(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_day_zh(first, year)}到 {last.day} 日"
    return f"{_day_zh(first, year)}到 {_day_zh(last, first.year)}"


def _day_en(day: date, year: int) -> str:
    return f"{day.day} {_MONTH_EN[day.month - 1]}" + ("" if day.year == year else f" {day.year}")


def _span_en(step: Step, year: int) -> str:
    first, last = step.first, step.last or step.first
    if first == last:
        return _day_en(first, year)
    return f"{_day_en(first, last.year)} to {_day_en(last, year)}"
