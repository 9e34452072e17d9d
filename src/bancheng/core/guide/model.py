"""The personal guide as a value: what you need, why, what it takes, when it is done.

Every face (web page, printed card, command line, desk) renders this and nothing else.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bancheng.core.catalogue.models import Basis
from bancheng.core.facts import Value


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in plain words, with the rule's own explanation (from its trace) and the article."""

    zh: str
    en: str
    basis: tuple[Basis, ...] = ()
    lines: tuple[str, ...] = ()
    lines_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One item of the theme: needed, not needed, or still open because an answer is missing."""

    part: str
    item: str
    version: date
    state: Literal["needed", "not_needed", "open"]
    reason: Reason
    authority: str  # organisation id
    after: tuple[str, ...]
    starts_day: int  # working-day offset from filing
    promised_days: int | None  # working days; None while open
    promised_unit: str
    statutory_days: int
    statutory_unit: str
    external: bool


@dataclass(frozen=True, slots=True)
class PlannedMaterial:
    """One paper of the whole theme, once, whatever number of parts need it."""

    id: str
    name: str
    name_en: str
    state: Literal["hand_in", "waived", "generated", "commitment", "may_follow"]
    parts: tuple[str, ...]
    reason: Reason  # why needed, or who already has it
    evidence: str = ""  # evidence type that waives it, or `part:<id>` whose result does
    accept: str = ""
    accept_en: str = ""
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """One element of the one form: asked once, whoever needs it."""

    element: str
    section: str
    parts: tuple[str, ...]
    state: Literal["known", "answered", "missing"]
    value: Value | None
    source: str  # `applicant`, `evidence:L03`, …; empty when missing
    required: bool


@dataclass(frozen=True, slots=True)
class PlannedWarning:
    """What will probably not pass, or what to watch for. Never a block."""

    id: str
    reason: Reason
    part: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The conclusion in numbers; `separately` is the same handled one by one (sourced base line)."""

    things: int
    hand_in: int
    not_needed_papers: int
    working_days: int | None  # the longest path, as promised; None while something is open
    statutory_days: int  # the longest path, as the law allows at most
    visits: int
    fee: Decimal
    separately_trips: int
    separately_materials: int
    separately_days: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a theme means for this person on this day. Same answers, same plan."""

    theme: str
    region: str
    as_of: date
    parts: tuple[PlannedPart, ...]
    warnings: tuple[PlannedWarning, ...]
    out_of_scope: tuple[PlannedWarning, ...]
    questions: tuple[str, ...]  # situation elements that matter, answered or not, in showing order
    next_question: str | None
    materials: tuple[PlannedMaterial, ...]
    form: tuple[FormRow, ...]
    totals: Totals
    finish: date | None  # promised day if filed today
    finish_provisional: bool
    ignored: tuple[str, ...] = ()  # answers given to questions that no longer apply: not used, not to be stored

    @property
    def complete(self) -> bool:
        """No question is open any more."""
        return self.next_question is None and not any(part.state == "open" for part in self.parts)
