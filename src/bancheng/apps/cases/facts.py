"""Facts as JSON and back, and how what an applicant typed joins what sources said.

A fact from a source stands, unless the applicant said it is wrong (`corrected`): then the applicant's value is used as a claim, and the review sees
by its source that nobody has confirmed it.
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue import values as element_values
from bancheng.core.facts import Fact, Facts


def to_json(catalogue: Catalogue, facts: Facts) -> dict[str, Any]:
    """Facts as plain JSON, sorted by element."""
    return {
        key: {
            "value": element_values.to_json(catalogue.elements[key], fact.value),
            "source": fact.source,
            "at": fact.at.isoformat(),
            "until": fact.until.isoformat() if fact.until else None,
        }
        for key, fact in sorted(facts.items())
    }


def from_json(catalogue: Catalogue, data: Mapping[str, Any]) -> dict[str, Fact]:
    """The facts that `to_json` wrote; elements that the release does not know are left out."""
    return {
        key: Fact(
            value=element_values.from_json(catalogue.elements[key], row["value"]),
            source=row["source"],
            at=datetime.fromisoformat(row["at"]),
            until=date.fromisoformat(row["until"]) if row.get("until") else None,
        )
        for key, row in data.items()
        if key in catalogue.elements
    }


def join(catalogue: Catalogue, known: Facts, answers: Mapping[str, Any], corrected: Collection[str], at: datetime) -> dict[str, Fact]:
    """Facts of an application: what sources know, then what the applicant said where sources are silent or said to be wrong."""
    facts = dict(known)
    for key, raw in answers.items():
        element = catalogue.elements.get(key)
        if element is None or raw is None or (key in known and key not in corrected):
            continue
        facts[key] = Fact(element_values.from_json(element, raw), "applicant", at)
    return facts
