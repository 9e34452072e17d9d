"""The decision record as bytes, read back, and derived again.

A record holds everything the decision rested on: item version, release, day, choice, the facts that rules read with source and time, the papers, what
registers said. Deciding again from these must give the same bytes (`replay`); a difference means the record, the release or the product was changed.
"""
from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bancheng.core import canonical
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Basis
from bancheng.core.catalogue.values import BadValue, from_json
from bancheng.core.facts import Fact
from bancheng.core.review.deciding import decide
from bancheng.core.review.model import DecisionRecord, FactUsed, Finding, Missing, Paper


class BadRecord(ValueError):
    """The bytes are no decision record, or one of another release."""


def record_json(record: DecisionRecord) -> bytes:
    """The record as canonical bytes: what is hashed, kept and compared."""
    plain = {field.name: _plain(getattr(record, field.name)) for field in fields(record)}
    return canonical.dumps(plain)


def read_record(catalogue: Catalogue, data: bytes) -> DecisionRecord:
    """The record that `record_json` wrote.

    Raises:
        BadRecord: the bytes are no record, or name elements the catalogue does not have.
    """
    try:
        raw = canonical.loads(data)
        findings = tuple(
            Finding(**{**found, "elements": tuple(found["elements"]), "basis": tuple(Basis(**b) for b in found["basis"])})
            for found in raw["findings"]
        )
        return DecisionRecord(
            **{
                **raw,
                "version": date.fromisoformat(raw["version"]),
                "as_of": date.fromisoformat(raw["as_of"]),
                "facts": _facts(catalogue, raw["facts"]),
                "registry": _facts(catalogue, raw["registry"]),
                "held": tuple(raw["held"]),
                "papers": tuple(Paper(**{**paper, "problems": tuple(paper["problems"])}) for paper in raw["papers"]),
                "findings": findings,
                "missing": tuple(Missing(**one) for one in raw["missing"]),
            }
        )
    except (ValueError, KeyError, TypeError, BadValue) as fault:
        raise BadRecord(f"these bytes are no decision record of this release: {fault}") from fault


def replay(catalogue: Catalogue, data: bytes) -> bytes:
    """Decide again from what a record holds; equal bytes prove it.

    Raises:
        BadRecord: the bytes are no record of this release.
        NotInCatalogue: the release does not have the item version.
    """
    record = read_record(catalogue, data)
    if record.release != catalogue.digest:
        raise BadRecord(f"the record was made under release {record.release}, this is {catalogue.digest}")
    item = catalogue.item(record.item, record.version)
    again = decide(
        catalogue,
        item,
        {used.element: Fact(used.value, used.source, used.at) for used in record.facts},
        record.papers,
        record.as_of,
        record.choice,
        evidence=frozenset(record.held),
        registry={used.element: Fact(used.value, used.source, used.at) for used in record.registry},
    )
    return record_json(again)


def _facts(catalogue: Catalogue, raw: list[dict[str, Any]]) -> tuple[FactUsed, ...]:
    return tuple(
        FactUsed(
            one["element"],
            from_json(catalogue.elements[one["element"]], one["value"]),
            one["source"],
            datetime.fromisoformat(one["at"].replace("Z", "+00:00")),
        )
        for one in raw
    )


def _plain(value: Any) -> Any:
    """A value as canonical JSON takes it: models and dataclasses as their fields, whole Decimals as they are."""
    if isinstance(value, Basis):
        return value.model_dump()
    if isinstance(value, (tuple, list)):
        return [_plain(member) for member in value]
    if isinstance(value, (Finding, FactUsed, Paper, Missing)):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, (str, bool, int, Decimal, date)) or value is None:
        return value
    raise TypeError(f"{type(value).__name__} cannot stand in a decision record")
