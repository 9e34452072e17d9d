"""What a law or a promise allows: so many days of one kind, counted from one event.

`Amount` is "5 working days"; `Limit` adds where it starts and why; `Ledger` is what happened to it since. A limit never
changes by running: suspensions and extensions are entries in the ledger, and every due date is computed from both.
"""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_LARGEST = {"working_day": 10_000, "natural_day": 20_000, "month": 600, "year": 100}


class Unit(StrEnum):
    """How a law words its days (handbook R-01b)."""

    WORKING_DAY = "working_day"
    NATURAL_DAY = "natural_day"
    MONTH = "month"
    YEAR = "year"


UNIT_ZH = {Unit.WORKING_DAY: "个工作日", Unit.NATURAL_DAY: "日（自然日）", Unit.MONTH: "个月", Unit.YEAR: "年"}
UNIT_EN = {Unit.WORKING_DAY: "working day", Unit.NATURAL_DAY: "calendar day", Unit.MONTH: "month", Unit.YEAR: "year"}


class StartsFrom(StrEnum):
    """The event whose day is day nought."""

    ACCEPTANCE = "acceptance"
    RECEIPT = "receipt"
    """Receipt of the application (小餐饮 15 日)."""
    RECEIPT_OF_MATERIALS = "receipt_of_materials"
    """Receipt of the last papers: later than RECEIPT only where a correction was asked for (网吧)."""
    DECISION = "decision"
    EVENT = "event"
    """Another event, recorded by itself; until then the limit does not run."""


class SuspensionKind(StrEnum):
    """The only procedures whose days do not count (行政许可法 art. 45, R-14). An on-site check is not among them."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"


class AmountError(ValueError):
    """A duration that cannot be read; says what to type instead."""

    def __init__(self, message: str, message_en: str) -> None:
        self.message = message
        self.message_en = message_en
        super().__init__(message_en)


@dataclass(frozen=True, slots=True)
class Amount:
    """So many of one unit; nought means "on the spot"."""

    number: int
    unit: Unit = Unit.WORKING_DAY

    def __post_init__(self) -> None:
        if not 0 <= self.number <= _LARGEST[self.unit]:
            raise AmountError(
                f"期限要在 0 到 {_LARGEST[self.unit]} 之间，您写的是 {self.number}。",
                f"A limit in this unit is between 0 and {_LARGEST[self.unit]}, not {self.number}.",
            )

    def text(self, lang: str = "zh") -> str:
        if lang == "en":
            return f"{self.number} {UNIT_EN[self.unit]}{'' if self.number == 1 else 's'}"
        return f"{self.number} {UNIT_ZH[self.unit]}"


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount, the event it counts from, and the law (`basis`) in whose words (`wording`) it stands."""

    amount: Amount
    starts_from: StartsFrom = StartsFrom.ACCEPTANCE
    basis: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days that do not count: `start` to `end`, both included (open while `end` is None), by a written notice.

    Raises:
        ValueError: no notice is named, or it ends before it starts (R-14).
    """

    kind: SuspensionKind
    start: date
    end: date | None
    notice: str

    def __post_init__(self) -> None:
        if not self.notice.strip():
            raise ValueError("a suspension needs a written notice (行政许可法 art. 45)")
        if self.end is not None and self.end < self.start:
            raise ValueError("a suspension cannot end before it starts")

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, approved by a person or government named by `approved_by` and told by a written notice (R-12, R-13).

    `granted` is the day of the approval: a promise that was broken before that day stays broken.
    """

    amount: Amount
    approved_by: str
    notice: str
    granted: date | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What happened to a limit: the day of the event it counts from, and what stopped or lengthened it since."""

    started: date
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()


_UNIT_WORDS = {
    Unit.WORKING_DAY: ("个工作日", "工作日", "wd", "working day", "working days", "workday", "workdays"),
    Unit.NATURAL_DAY: ("个自然日", "自然日", "日", "天", "d", "day", "days", "calendar day", "calendar days"),
    Unit.MONTH: ("个月", "月", "month", "months"),
    Unit.YEAR: ("年", "y", "year", "years"),
}
_UNITS = {word: unit for unit, words in _UNIT_WORDS.items() for word in words}


def parse_amount(text: str) -> Amount:
    """Read a duration as typed: 5工作日, 10日, 2个月, 1年, also 5 working days.

    Raises:
        AmountError: it cannot be read, or is out of range; the message shows how to write it.
    """
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().lower()
    found = re.fullmatch(r"([0-9]{1,6}) ?(\D+)", plain)
    unit = _UNITS.get(found.group(2).strip()) if found else None
    if found is None or unit is None:
        raise AmountError(
            f"看不懂“{text.strip()}”这个期限。请写成数字加单位，例如：5工作日、10日、2月、1年。",
            f"Cannot read “{text.strip()}” as a duration. Write a number and a unit, "
            "for example: 5工作日 (working days), 10日 (calendar days), 2月 (months), 1年 (year).",
        )
    return Amount(int(found.group(1)), unit)
