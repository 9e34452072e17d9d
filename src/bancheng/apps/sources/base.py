"""The contract with whoever already knows something: a registry, a licence library, a file of another issuer.

A question says whose data, which kind of evidence, in whose matter, what for, by whom, and on which basis. Without a
basis there is no question: the value cannot be made (handbook I16, D-01). An answer is evidence, or that there is none,
or that the source is silent. Silence is no fault of the applicant: the row becomes an input.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from bancheng.apps import keys
from bancheng.apps.subjects.models import Consent, index_of
from bancheng.core.catalogue.models import EvidenceType

Reason = Literal["slow", "down", "garbled", "resting", "no_number"]
IN_FORCE = frozenset({"有效", "存续", "在营", "在业", "经营异常"})
"""States in which a document counts; every other one, also one nobody has heard of, waives nothing. A business listed
as abnormal (经营异常) still has its licence: what that means for an item is for the item's rules to say."""
LAPSED = frozenset({"未生效", "过期", "撤销", "撤回", "注销", "吊销", "变更", "暂扣"})


class NoBasis(ValueError):
    """Nobody's data are looked up without a legal basis or a consent."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose data: `person` by identity number, `entity` by unified social credit code."""

    kind: Literal["person", "entity"]
    number: str

    @property
    def wire(self) -> str:
        """As sources are asked: `person:<number>`."""
        return f"{self.kind}:{self.number}"

    @property
    def index(self) -> str:
        """Keyed index; for a person the same by which the person is found."""
        return index_of(self.number) if self.kind == "person" else keys.blind_index(f"uscc:{self.number}")


@dataclass(frozen=True, slots=True)
class Question:
    """One look-up.

    Attributes:
        subject: reference of the person or company in whose matter it is.
        purpose: what for: a theme's id, or a few words.
        by: who asks: `person:…`, `staff:…`, `rules`.
        basis: the law that allows it; or `consent`, the person's own agreement.

    Raises:
        NoBasis: neither basis nor consent, or no purpose.
    """

    subject: str
    holder: Holder
    evidence: EvidenceType
    purpose: str
    by: str
    basis: str = ""
    consent: Consent | None = None

    def __post_init__(self) -> None:
        if not self.purpose.strip():
            raise NoBasis(f"{self.evidence.id} is looked up for nothing: name the purpose")
        if not self.basis.strip() and self.consent is None:
            raise NoBasis(f"{self.evidence.id} is looked up without legal basis or consent")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a source said: the document's fields by their own names, since when, until when, under which reference."""

    type: str
    fields: Mapping[str, Any]
    holder: Holder
    at: datetime
    until: date | None = None
    reference: str = ""

    def valid(self, on: date) -> bool:
        """Is the document in force on a day? One that is not waives nothing (I9, I10)."""
        state = self.fields.get("状态")
        return (self.until is None or self.until >= on) and (state is None or state in IN_FORCE)


@dataclass(frozen=True, slots=True)
class NotFound:
    """The source answered: it knows nothing of this holder."""

    type: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The source did not answer in time, or not in a form that can be read."""

    type: str
    reason: Reason


Outcome = Evidence | NotFound | Unavailable


class SourceFailed(Exception):
    """A source is silent."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Record:
    """One document as a source gives it."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    reference: str = ""
    at: datetime | None = None
    until: date | None = None


class Source(Protocol):
    """What every connector can do. It waits no longer than `seconds` and touches no database."""

    seconds: float

    def ask(self, question: Question) -> list[Record]:
        """All documents of this kind that the holder has; an empty list when there is none.

        Raises:
            SourceFailed: no answer in time, or none that can be read.
        """
        ...
