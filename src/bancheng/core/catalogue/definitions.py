"""Definitions as data: what kinds there are, how each is keyed, how it is written as JSON and read back.

A release is a list of definitions, each stored under the digest of its canonical JSON. The JSON carries everything, defaults included: if a later
version of the product changes a default, what was published stays as it was.

Keys are `kind:id`, and `kind:id@effective_from` for what has dated versions (items, themes).
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bancheng.core.catalogue.models import (
    CalendarYear,
    Definition,
    Element,
    EvidenceType,
    Item,
    Organisation,
    PackInfo,
    Region,
    Scenario,
    Station,
    Theme,
)

KINDS: dict[str, type[Definition]] = {
    "pack": PackInfo,
    "region": Region,
    "organisation": Organisation,
    "station": Station,
    "calendar": CalendarYear,
    "element": Element,
    "evidence": EvidenceType,
    "item": Item,
    "theme": Theme,
    "scenario": Scenario,
}
"""Every kind of definition a pack may hold, in the order in which they build on each other."""

LIVE = frozenset({"region", "organisation", "station", "calendar"})
"""Kinds that are not pinned by a case: always the newest published."""

_KIND_OF = {model: kind for kind, model in KINDS.items()}


def kind_of(definition: Definition) -> str:
    """The kind's word (`item`)."""
    return _KIND_OF[type(definition)]


def key_of(definition: Definition) -> str:
    """The key under which a definition is unique in a pack (`item:small-catering@2025-01-20`)."""
    kind = kind_of(definition)
    if isinstance(definition, CalendarYear):
        return f"{kind}:{definition.year}"
    if isinstance(definition, (Item, Theme)):
        return f"{kind}:{definition.id}@{definition.effective_from.isoformat()}"
    return f"{kind}:{getattr(definition, 'id')}"  # noqa: B009 - every other kind has an id


def to_json(definition: Definition) -> dict[str, Any]:
    """The definition as plain data for `core.canonical` (exact numbers, dates), with its kind."""
    as_written = isinstance(definition, Scenario)  # what a story leaves out is not looked at, so it stays left out
    plain = definition.model_dump(mode="python", exclude_unset=as_written)
    if isinstance(definition, Item):
        # Canonical JSON sorts the keys of an object; printed fields have an order of their own, which a list keeps.
        plain["result"]["fields"] = list(definition.result.fields.items())
    return {"kind": kind_of(definition), "definition": plain}


def from_json(raw: Mapping[str, Any]) -> Definition:
    """Read back what `to_json` wrote and `core.canonical` stored.

    Raises:
        ValueError: not a known kind, or not valid for its kind (a release written by a newer product, say).
    """
    kind = raw.get("kind")
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of definition; known kinds: {', '.join(KINDS)}")
    try:
        return KINDS[kind].model_validate(raw["definition"])
    except ValidationError as fault:
        raise ValueError(f"a stored {kind} does not fit this version of the product: {fault}") from fault
