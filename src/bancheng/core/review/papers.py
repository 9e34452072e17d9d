"""How each paper of an item is met: handed in, waived by valid evidence, generated, replaced by a commitment, to follow, or missing.

A file that was handed in counts even where evidence would have waived it. Evidence waives only if it was found and is valid (I10): the caller names it.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.materials import Requirement, requirements
from bancheng.core.catalogue.models import Item
from bancheng.core.facts import Facts
from bancheng.core.review.model import Missing, Paper


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An uploaded file: its digest, and what content checks found wrong with it (in plain Chinese)."""

    digest: str
    problems: tuple[str, ...] = ()


def papers_for(
    catalogue: Catalogue,
    item: Item,
    facts: Facts,
    as_of: date,
    evidence: frozenset[str],
    uploads: Mapping[str, HandedIn],
) -> tuple[Paper, ...]:
    """The papers of an item as they stand, in the order of the pack."""
    known = catalogue.values(facts, as_of)
    return tuple(_paper(need, uploads) for need in requirements(catalogue, item, known, as_of, evidence))


def _paper(need: Requirement, uploads: Mapping[str, HandedIn]) -> Paper:
    id = need.material.id
    file = uploads.get(id)
    if file is not None:
        return Paper(id, "handed_in", file.digest, problems=file.problems)
    return Paper(id, "missing" if need.state == "hand_in" else need.state, evidence=need.evidence)


def incomplete(
    catalogue: Catalogue, item: Item, facts: Facts, as_of: date, evidence: frozenset[str], papers: tuple[Paper, ...]
) -> tuple[Missing, ...]:
    """Everything a correction notice must list: nothing may be left for a second one (R-05).

    The papers are held against the list of the item again: one that nobody reported on, or that was said to be waived by evidence that is not held,
    counts as missing; one that may follow after all does not.
    """
    reported = {paper.material: paper for paper in papers}
    found = []
    for need in requirements(catalogue, item, catalogue.values(facts, as_of), as_of, evidence):
        if not need.certain:
            continue
        paper = reported.get(need.material.id) or _paper(need, {})
        how = f"{need.material.accept}。" if need.material.accept else ""
        if need.state == "hand_in" and paper.state != "handed_in":
            found.append(Missing(need.material.id, f"还没有交“{need.material.name}”。{how}"))
        elif paper.problems:
            found.append(Missing(need.material.id, f"“{need.material.name}”要重新交：{'；'.join(paper.problems)}。{how}"))
    return tuple(found)
