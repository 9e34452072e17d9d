"""The decision record: what was looked at, what each point came to, what follows. Canonical JSON; same inputs, same bytes."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from bancheng.core.catalogue.models import Basis
from bancheng.core.facts import Value


@dataclass(frozen=True, slots=True)
class Paper:
    """One material as it stands: handed in (file digest), waived by evidence, generated, or missing; `problems` as found by content checks."""

    material: str
    state: Literal["handed_in", "waived", "generated", "commitment", "may_follow", "missing"]
    digest: str = ""
    evidence: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact that a rule read, with where and when it came from."""

    element: str
    value: Value
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """One review point and what it came to."""

    point: str
    name: str
    result: Literal["pass", "fail", "unknown", "person", "not_applicable"]
    rule: str
    sentence: str
    sentence_en: str
    trace: Any
    elements: tuple[str, ...]
    basis: tuple[Basis, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A paper that is incomplete or ill-formed, and what would make it right (one entry of the one correction notice)."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """The review of one sub-case on one day under one item version."""

    item: str
    version: date
    release: str
    as_of: date
    choice: str  # 告知承诺 | 一般程序 | ''
    facts: tuple[FactUsed, ...]
    registry: tuple[FactUsed, ...]  # what registers say today about elements that the applicant typed in
    held: tuple[str, ...]  # evidence types found and valid
    papers: tuple[Paper, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    outcome: Literal["approve", "correction", "person"]
    reason: str
    reason_en: str
