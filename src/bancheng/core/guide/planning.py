"""Walk 1: a question becomes a guide.

1. `answers` says which answers count and what to ask next.
2. Each part of the theme is needed, not needed, or open, with the reason from its rule's trace.
3. `papers` joins the materials, `timetable` the days; the one form is the union of the elements the needed items ask for.
4. Warnings: what the theme cautions, and every review rule that already fails. They never block (R-04b).
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Caution, Item, Limit, Part, Theme
from bancheng.core.facts import Facts, Value
from bancheng.core.guide.answers import settle
from bancheng.core.guide.model import FormRow, Plan, PlannedMaterial, PlannedPart, PlannedWarning, Reason, Totals
from bancheng.core.guide.papers import papers
from bancheng.core.guide.timetable import Slot, ancestors, predecessors, timetable
from bancheng.core.guide.words import lines, sentence, waiting_for
from bancheng.core.rules import UNKNOWN, missing


@dataclass(frozen=True, slots=True)
class _Judged:
    """A part with its state, and the version of its item that was looked at."""

    part: Part
    item: Item
    state: Literal["needed", "not_needed", "open"]
    reason: Reason


def plan(
    catalogue: Catalogue,
    theme_id: str,
    facts: Facts,
    as_of: date,
    region: str = "",
    evidence: frozenset[str] | None = None,
) -> Plan:
    """What a theme means for this person on this day.

    `region` is where the business is (default: the pack's own). `evidence` names the evidence types that were found and are valid; None means that
    nobody has looked yet, as before signing in.

    Raises:
        NotInCatalogue: no such theme in force, or no such region.
    """
    theme = catalogue.theme(theme_id, as_of)
    place = catalogue.region(region or catalogue.pack.region).id
    settled = settle(catalogue, theme, facts, as_of)
    known = settled.known
    judged = [_judge(catalogue, part, known, as_of) for part in theme.parts]
    needed = [one for one in judged if one.state == "needed"]
    before = predecessors(theme.parts, frozenset(one.part.id for one in needed))
    promised = {one.part.id: promised_limit(catalogue, one.item, known, as_of) for one in needed}
    statutory = {one.part.id: one.item.limits.statutory for one in needed}
    slots = _slots(catalogue, before, promised, as_of)
    longest = timetable(before, statutory, as_of, catalogue.calendar)
    pairs = {one.part.id: one.item for one in needed}
    earlier = {id: [(other, pairs[other]) for other in ancestors(id, before)] for id in pairs}
    materials = papers(
        catalogue, list(pairs.items()), earlier, known, as_of, evidence, frozenset(settled.unanswered)
    )
    decided = not settled.unanswered and not any(one.state == "open" for one in judged)
    finish = max((slot.finish for slot in slots.values()), default=None) if slots is not None and decided else None
    return Plan(
        theme=theme.id,
        region=place,
        as_of=as_of,
        parts=tuple(_planned(catalogue, one, place, before, promised, slots or longest) for one in judged),
        warnings=_warnings(catalogue, theme, needed, known, as_of),
        out_of_scope=_cautions(catalogue, theme.out_of_scope, known, as_of),
        questions=tuple(settled.questions),
        next_question=settled.unanswered[0] if settled.unanswered else None,
        materials=materials,
        form=_form(catalogue, needed, facts, as_of),
        totals=_totals([one.item for one in needed], materials, slots if decided else None, longest),
        finish=finish,
        finish_provisional=finish is not None and any(slot.provisional for slot in (slots or {}).values()),
        ignored=settled.ignored,
    )


def promised_limit(catalogue: Catalogue, item: Item, known: dict[str, Value], as_of: date) -> Limit | None:
    """The promise that applies: the first whose condition holds; None while that hangs on something unknown.

    Where no promise applies, the law's own limit does.
    """
    for limit in item.limits.promised:
        value = catalogue.evaluate(limit.when, known, as_of).value if limit.when else True
        if value is True:
            return limit
        if value is UNKNOWN:
            return None
    return item.limits.statutory


def _judge(catalogue: Catalogue, part: Part, known: dict[str, Value], as_of: date) -> _Judged:
    result = catalogue.evaluate(part.when, known, as_of) if part.when else None
    value = True if result is None else result.value
    item = catalogue.find_item(part.item, as_of)
    basis = part.basis or (item.basis if item else ())
    zh_lines, en_lines = lines(result)
    if item is None:
        nearest = catalogue.items[part.item][0]
        zh = f"“{nearest.name}”在 {as_of.isoformat()} 不办理（从 {nearest.effective_from.isoformat()} 起办理）。"
        en = f"Not offered on {as_of.isoformat()}; it starts on {nearest.effective_from.isoformat()}."
        return _Judged(part, nearest, "not_needed", Reason(zh, en, nearest.basis))
    if value is True:
        return _Judged(part, item, "needed", Reason(part.why, part.why_en or part.why, basis, zh_lines, en_lines))
    if value is UNKNOWN and part.when:
        zh, en = waiting_for(catalogue, missing(catalogue.rule(part.when), known, as_of))
        return _Judged(part, item, "open", Reason(zh, en, basis, zh_lines, en_lines))
    zh, en = (part.why_not, part.why_not_en or part.why_not) if part.why_not or result is None else sentence(result)
    return _Judged(part, item, "not_needed", Reason(zh, en, basis, zh_lines, en_lines))


def _slots(
    catalogue: Catalogue, before: dict[str, tuple[str, ...]], promised: dict[str, Limit | None], as_of: date
) -> dict[str, Slot] | None:
    """The promised timetable, None while one promise is open."""
    limits = {id: limit for id, limit in promised.items() if limit is not None}
    return timetable(before, limits, as_of, catalogue.calendar) if len(limits) == len(promised) else None


def _planned(
    catalogue: Catalogue,
    one: _Judged,
    region: str,
    before: dict[str, tuple[str, ...]],
    promised: dict[str, Limit | None],
    slots: dict[str, Slot],
) -> PlannedPart:
    organisation = catalogue.find(one.item.authority, region)
    limit = promised.get(one.part.id)
    slot = slots.get(one.part.id)
    return PlannedPart(
        part=one.part.id,
        item=one.item.id,
        version=one.item.effective_from,
        state=one.state,
        reason=one.reason,
        authority=organisation.id if organisation else "",
        after=before.get(one.part.id, ()),
        starts_day=slot.starts if slot else 0,
        promised_days=limit.days if limit else None,
        promised_unit=limit.unit if limit else "working_day",
        statutory_days=one.item.limits.statutory.days,
        statutory_unit=one.item.limits.statutory.unit,
        external=one.item.external is not None,
    )


def _cautions(
    catalogue: Catalogue, cautions: Sequence[Caution], known: dict[str, Value], as_of: date
) -> tuple[PlannedWarning, ...]:
    found = []
    for caution in cautions:
        result = catalogue.evaluate(caution.when, known, as_of)
        if result.value is True:
            zh_lines, en_lines = lines(result)
            reason = Reason(caution.text, caution.text_en or caution.text, caution.basis, zh_lines, en_lines)
            found.append(PlannedWarning(caution.id, reason))
    return tuple(found)


def _warnings(
    catalogue: Catalogue, theme: Theme, needed: Sequence[_Judged], known: dict[str, Value], as_of: date
) -> tuple[PlannedWarning, ...]:
    found = list(_cautions(catalogue, theme.warnings, known, as_of))
    for one in needed:
        for point in one.item.review_points:
            if not point.rule or (point.when and catalogue.evaluate(point.when, known, as_of).value is not True):
                continue
            result = catalogue.evaluate(point.rule, known, as_of)
            if result.value is not False:
                continue
            zh, en = sentence(result)
            zh_lines, en_lines = lines(result)
            text, text_en = point.warn or point.failed or zh, point.warn_en or point.failed_en or en
            found.append(PlannedWarning(point.id, Reason(text, text_en, point.basis, zh_lines, en_lines), one.part.id))
    return tuple(found)


def _form(catalogue: Catalogue, needed: Sequence[_Judged], facts: Facts, as_of: date) -> tuple[FormRow, ...]:
    """The one form: every element once, in the order in which sections and elements first appear."""
    parts: dict[str, list[str]] = {}
    for one in needed:
        for id in one.item.form:
            parts.setdefault(id, []).append(one.part.id)
    sections = list(dict.fromkeys(catalogue.elements[id].section for id in parts))
    rows = []
    for id in sorted(parts, key=lambda id: sections.index(catalogue.elements[id].section)):
        element = catalogue.elements[id]
        fact = facts.get(id)
        if fact is not None and fact.until is not None and fact.until < as_of:
            fact = None
        state: Literal["known", "answered", "missing"] = "missing"
        if fact is not None:
            state = "answered" if fact.source == "applicant" else "known"
        value = fact.value if fact else None
        source = fact.source if fact else ""
        rows.append(FormRow(id, element.section, tuple(parts[id]), state, value, source, not element.optional))
    return tuple(rows)


def _totals(
    items: Sequence[Item],
    materials: Sequence[PlannedMaterial],
    slots: dict[str, Slot] | None,
    longest: dict[str, Slot],
) -> Totals:
    own = [material for material in materials if material.state in ("hand_in", "may_follow")]
    alone = [item.separately for item in items if item.separately is not None]
    return Totals(
        things=len(items),
        hand_in=len(own),
        not_needed_papers=len(materials) - len(own),
        working_days=max((slot.ends for slot in slots.values()), default=0) if slots is not None else None,
        statutory_days=max((slot.ends for slot in longest.values()), default=0),
        visits=max((item.visits for item in items), default=0),
        fee=sum((item.fee.amount for item in items if item.fee.charged), Decimal(0)),
        separately_trips=sum(one.trips for one in alone),
        separately_materials=sum(one.materials for one in alone),
        separately_days=sum(one.working_days for one in alone),
    )
