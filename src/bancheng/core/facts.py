"""Facts: what is known about a subject, from whom, since when and until when.

Unknown is neither null nor zero: a fact nobody has told us is simply absent. `values` gives what rules read; a fact past its expiry is as absent
as one that never came.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

#: A FEEL value: None, bool, Decimal, str, date, duration, tuple of values, mapping of values (see `core.rules`).
Value = Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one element.

    Attributes:
        value: typed as the element says (`core.catalogue.values`).
        source: `applicant`, `evidence:L03` (a licence or a record that was looked up), `generated`, `officer`.
        at: when the source said so.
        until: last day on which it may be relied on; None when it does not expire.
    """

    value: Value
    source: str
    at: datetime
    until: date | None = None


Facts = Mapping[str, Fact]


def values(facts: Facts, as_of: date) -> dict[str, Value]:
    """What rules may read on a day: expired facts are left out, which makes them unknown."""
    return {key: fact.value for key, fact in facts.items() if fact.until is None or fact.until >= as_of}
