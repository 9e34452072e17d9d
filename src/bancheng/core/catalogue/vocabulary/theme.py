"""Themes that join items into one thing, and the stories that test them."""
from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import field_validator

from bancheng.core.catalogue.vocabulary.base import Basis, Definition, Feel, Id
from bancheng.core.catalogue.vocabulary.service import Caution, Faq


class Part(Definition):
    """One item inside a theme: when it is needed, why, and whose result it waits for.

    Attributes:
        when: needed when this holds; always, if empty.
        why, why_not: said to the person; without `why_not` the rule's own explanation is shown.
        after: ids of parts whose results it waits for.
        basis: default: that of the item.
    """

    id: Id
    item: str
    when: Feel | None = None
    why: str
    why_en: str = ""
    why_not: str = ""
    why_not_en: str = ""
    after: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()


class Theme(Definition):
    """一件事: items as one thing. A theme may also select one of several items.

    Attributes:
        icon: name in the icon sprite.
        stage: life stage under which it is listed.
        synonyms, synonyms_en: everyday words that find it.
        lead: role of the organisation that leads.
        handled_together: 统一、联合或者集中办理 (行政许可法 art. 26): all parts together take 45 working days at most, 15 more with the
            approval of the government of the same level (R-13).
        national_batch: batch of the national list of 一件事.
        asks: situation elements in the order a person would expect; the guide may ask in a better one.
        warnings: said when they hold.
        out_of_scope: said when the theme is not the right place; never a block.
    """

    id: Id
    name: str
    name_en: str = ""
    plain: str
    plain_en: str = ""
    icon: str = "building-store"
    audience: tuple[Literal["natural_person", "legal_entity"], ...] = ("legal_entity",)
    stage: str = ""
    synonyms: tuple[str, ...] = ()
    synonyms_en: tuple[str, ...] = ()
    lead: str
    handled_together: bool = False
    national_batch: str = ""
    effective_from: date
    effective_to: date | None = None
    asks: tuple[str, ...]  # situation elements in the order a person would expect; the guide may ask in a better one
    parts: tuple[Part, ...]
    warnings: tuple[Caution, ...] = ()
    out_of_scope: tuple[Caution, ...] = ()
    faq: tuple[Faq, ...] = ()
    verified: bool = False


class Expectation(Definition):
    """What must come out. Anything left out is not looked at; a tuple is compared as a set.

    Parts are named by their id in the theme, materials by theirs. `warnings` are ids of cautions and of review points whose rule already fails
    before filing. `outcome`, `failing` and `unknown` are keyed by part; the last two list review points. `promised_days` is the whole plan's,
    `statutory_days` the longest of the needed parts. `uploads` of the scenario: the materials really handed in.
    """

    needed: tuple[str, ...] | None = None
    not_needed: tuple[str, ...] | None = None
    open: tuple[str, ...] | None = None
    next_question: str | None = None
    warnings: tuple[str, ...] | None = None
    out_of_scope: tuple[str, ...] | None = None
    hand_in: tuple[str, ...] | None = None
    waived: tuple[str, ...] | None = None
    promised_days: int | None = None
    statutory_days: int | None = None
    outcome: dict[str, Literal["approve", "correction", "person"]] | None = None
    failing: dict[str, tuple[str, ...]] | None = None
    unknown: dict[str, tuple[str, ...]] | None = None


class Scenario(Definition):
    """A story with its expected outcome, beside what it tests (`core.scenarios` runs it)."""

    id: Id
    story: str
    theme: str
    as_of: date
    region: str = ""
    answers: dict[str, object] = {}
    known: dict[str, object] = {}  # facts from evidence, as if looked up
    evidence: tuple[str, ...] = ()  # evidence types held and valid: they waive materials
    silent: tuple[str, ...] = ()  # evidence types whose source does not answer: what people typed stays unconfirmed
    uploads: tuple[str, ...] | Literal["all"] = "all"
    expect: Expectation

    @field_validator("answers", "known", mode="before")
    @classmethod
    def _as_typed(cls, raw: Any) -> Any:
        """Answers as people type them: a date written without quotes is its text, so that files and stored JSON say the same."""
        return _typed(raw)


def _typed(raw: Any) -> Any:
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, (list, tuple)):
        return tuple(_typed(member) for member in raw)
    if isinstance(raw, dict):
        return {key: _typed(member) for key, member in raw.items()}
    return raw
