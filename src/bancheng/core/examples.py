"""A worked example of a theme: what it saves, shown before anybody has answered anything.

Figures on a card must come from somewhere. They come from the pack's own scenarios: of the stories of a theme the one that needs the most things, planned
on its own day (of several the one with the most papers: a promise may not look better than it is), beside the sourced base line of the same
items handled one by one.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bancheng.core.catalogue import Catalogue, NotInCatalogue
from bancheng.core.catalogue.models import Scenario, Separately
from bancheng.core.catalogue.values import BadValue
from bancheng.core.guide import Plan, plan
from bancheng.core.scenarios import facts_of


@dataclass(frozen=True, slots=True)
class Example:
    """One story of a theme with its plan, and where the base line comes from."""

    scenario: Scenario
    plan: Plan
    sources: tuple[str, ...]
    verified: bool


def example(catalogue: Catalogue, theme: str, as_of: date) -> Example | None:
    """The story of a theme that needs the most things; None where no story has a complete plan and a sourced base line."""
    best: Example | None = None
    for id in sorted(catalogue.scenarios):
        scenario = catalogue.scenarios[id]
        if scenario.theme != theme:
            continue
        found = _planned(catalogue, scenario, as_of)
        if found is not None and (best is None or _size(found.plan) > _size(best.plan)):
            best = found
    return best


def _size(found: Plan) -> tuple[int, int, int]:
    return found.totals.things, found.totals.hand_in, found.totals.working_days or 0


def _planned(catalogue: Catalogue, scenario: Scenario, as_of: date) -> Example | None:
    """A story told on its own day, if everything it rests on is still in force as it was then."""
    day = scenario.as_of
    try:
        facts = facts_of(catalogue, scenario)
        story = plan(catalogue, scenario.theme, facts, day, scenario.region, frozenset(scenario.evidence))
        if catalogue.theme(scenario.theme, day) != catalogue.theme(scenario.theme, as_of):
            return None
        items = [catalogue.item(part.item, as_of) for part in story.parts if part.state == "needed"]
    except (BadValue, NotInCatalogue):
        return None  # a story of an older version of the theme
    if any(catalogue.item(item.id, day) != item for item in items):
        return None
    alone: list[Separately] = [item.separately for item in items if item.separately is not None]
    usable = story.complete and items and len(alone) == len(items) and not story.out_of_scope and not story.warnings
    if not usable or story.totals.working_days is None:
        return None
    sources = tuple(dict.fromkeys(one.source for one in alone))
    return Example(scenario, story, sources, all(one.verified for one in alone))
