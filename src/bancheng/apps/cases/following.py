"""Papers that may follow after acceptance (容缺, G-01 to G-03), before anything is filed: which, and how long the applicant has."""
from __future__ import annotations

from datetime import date

from bancheng.apps.cases.terms import holds, terms_of
from bancheng.core.catalogue import Catalogue
from bancheng.core.facts import Facts
from bancheng.core.guide.model import Plan, PlannedPart
from bancheng.core.procedure import State, last_day_of_gap


def may_follow(catalogue: Catalogue, plan: Plan, facts: Facts) -> dict[str, int]:
    """Material id → working days from acceptance, for papers that are to be handed in and may follow in every part that needs them."""
    rooms = {part.part: _room(catalogue, part, facts, plan.as_of) for part in plan.parts if part.state == "needed"}
    found: dict[str, int] = {}
    for paper in plan.materials:
        days = [rooms[part].get(paper.id, 0) for part in paper.parts if part in rooms]
        if paper.state == "hand_in" and days and all(days):
            found[paper.id] = min(days)
    return found


def _room(catalogue: Catalogue, part: PlannedPart, facts: Facts, as_of: date) -> dict[str, int]:
    """For one part, were it received and accepted today; the core counts the days."""
    item = catalogue.item(part.item, part.version)
    if part.external or item.gap_when is None or not holds(catalogue, item.gap_when, facts, as_of):
        return {}
    state = State(terms=terms_of(catalogue, item, facts, as_of), received_day=as_of, materials_day=as_of)
    last = last_day_of_gap(state, as_of, catalogue.calendar)
    if last is None or state.terms is None:
        return {}
    days = catalogue.calendar.count(as_of, last)
    return dict.fromkeys(state.terms.deferrable, days)
