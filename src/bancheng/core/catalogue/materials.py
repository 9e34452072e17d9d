"""Which papers an item asks for, and what makes each of them unnecessary.

The set of papers depends on the item version and the answers only (invariant I5). What is held by somebody else already changes how a paper is met,
never whether it belongs to the list, so that the person always sees why something need not be handed in (R-08, R-35).
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bancheng.core.catalogue.catalogue import Catalogue
from bancheng.core.catalogue.models import Item, Material
from bancheng.core.facts import Value
from bancheng.core.rules import UNKNOWN, Result

State = Literal["hand_in", "waived", "generated", "commitment", "may_follow"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One paper of one item as it applies here.

    Attributes:
        state: how it is met; `waived` names the evidence in `evidence`.
        certain: False while its condition hangs on a fact nobody has told yet; it is then listed to be on the safe side.
        condition: the answer of its `when`, None where it is always asked for.
        looked_up: whether the evidence was really found (False: it will be looked up, nobody has yet).
    """

    material: Material
    state: State
    certain: bool
    condition: Result | None
    evidence: str = ""
    looked_up: bool = False


def requirements(
    catalogue: Catalogue,
    item: Item,
    known: Mapping[str, Value],
    as_of: date,
    evidence: frozenset[str] | None,
) -> list[Requirement]:
    """The papers of an item, in the order of the pack.

    `evidence` holds the types that were found and are valid; None means that nobody has looked yet (a guide before signing in). A paper that an office
    issued then counts as waived, with `looked_up` False; one of the applicant's own (a lease, a test report) does not, since it may well not be found.
    """
    found = []
    for material in item.materials:
        condition = catalogue.evaluate(material.when, known, as_of) if material.when else None
        if condition is not None and condition.value is not True and condition.value is not UNKNOWN:
            continue
        certain = condition is None or condition.value is True
        state, proof, looked_up = _state(catalogue, material, known, as_of, evidence)
        found.append(Requirement(material, state, certain, condition, proof, looked_up))
    return found


def _state(
    catalogue: Catalogue, material: Material, known: Mapping[str, Value], as_of: date, evidence: frozenset[str] | None
) -> tuple[State, str, bool]:
    if material.source == "generated":
        return "generated", "", False
    if material.source == "commitment":
        return "commitment", "", False
    for proof in material.waived_by:
        if evidence is not None and proof in evidence:
            return "waived", proof, True
    if evidence is None and material.waived_by and material.source == "government":
        return "waived", material.waived_by[0], False
    if material.deferrable_when and catalogue.evaluate(material.deferrable_when, known, as_of).value is True:
        return "may_follow", "", False
    return "hand_in", "", False
