"""A plan as the page shows it: the conclusion in figures first, then what is needed and why, what is not, papers, days, counters.

Nothing is decided here; every word comes from the plan or from the catalogue it was made of.
"""
from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bancheng import now
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item
from bancheng.core.clock import Amount, Unit, due
from bancheng.core.guide import Plan, PlannedMaterial, PlannedPart, PlannedWarning
from bancheng.core.stations import Position, counters
from bancheng.web.portal import halls
from bancheng.web.portal.words import because, either, lang, laws, lines, name, span, validity

_SHOWN_COUNTERS = 3
_PAPERS = ("hand_in", "may_follow", "commitment", "generated", "waived")
_LEAST_BAR = Decimal("0.15")  # days; what is done on the same day still has a bar to see


def present(catalogue: Catalogue, plan: Plan, position: Position | None = None) -> dict[str, Any]:
    """Everything the result part of a guide page shows."""
    needed = [part for part in plan.parts if part.state == "needed"]
    items = {part.part: catalogue.item(part.item, part.version) for part in plan.parts}
    return {
        "plan": plan,
        "begun": bool(needed or plan.out_of_scope) or any(part.state == "not_needed" for part in plan.parts),
        "figures": figures(plan, [items[part.part] for part in needed]),
        "needed": [_part(catalogue, part, items[part.part]) for part in needed],
        "not_needed": [_part(catalogue, part, items[part.part]) for part in plan.parts if part.state == "not_needed"],
        "open": [_part(catalogue, part, items[part.part]) for part in plan.parts if part.state == "open"],
        "warnings": [_warning(warning) for warning in plan.warnings],
        "out_of_scope": [_warning(warning) for warning in plan.out_of_scope],
        "papers": sorted((_paper(catalogue, paper) for paper in plan.materials), key=lambda paper: _PAPERS.index(paper["state"])),
        "lanes": lanes(catalogue, plan, items),
        "days": plan.totals.working_days,
        "finish": plan.finish,
        "finish_why": finish_why(catalogue, plan),
        "counters": _counters(catalogue, plan, position),
        "summary": summary(plan),
    }


def figures(plan: Plan, items: list[Item]) -> list[dict[str, Any]]:
    """The conclusion: things, papers, days, money."""
    totals = plan.totals
    if not totals.things and not plan.complete:
        words = (_("事要办"), _("材料要交"), _("工作日办完"), _("要交的费"))
        return [{"value": "…", "unit": "", "label": word} for word in words]
    days = "…" if totals.working_days is None else totals.working_days
    charged = [item.fee for item in items if item.fee.charged]
    fee: dict[str, Any] = {"value": totals.fee, "unit": _("元"), "label": _("要交的费") if charged else _("不收费")}
    if any(not one.amount for one in charged):
        fee = {"value": "…", "unit": "", "label": _("按标准收费")}
    same_day = totals.working_days == 0 and totals.things > 0
    return [
        {"value": totals.things, "unit": _("件"), "label": _("事要办")},
        {"value": totals.hand_in, "unit": _("份"), "label": _("材料要交")},
        {"value": _("当天") if same_day else days, "unit": "" if same_day or days == "…" else _("天"), "label": _("工作日办完")},
        fee,
    ]


def summary(plan: Plan) -> str:
    """The conclusion in one line: `3 件事 · 1 份材料 · 3 天`."""
    totals = plan.totals
    words = [
        ngettext("%(n)s 件事", "%(n)s 件事", totals.things) % {"n": totals.things},
        ngettext("%(n)s 份材料", "%(n)s 份材料", totals.hand_in) % {"n": totals.hand_in},
    ]
    if totals.working_days is not None:
        words.append(span(totals.working_days, "working_day"))
    return " · ".join(words)


def lanes(catalogue: Catalogue, plan: Plan, items: dict[str, Item]) -> dict[str, Any]:
    """Who does what after whom; empty while a promise is still open."""
    needed = [part for part in plan.parts if part.state == "needed"]
    if plan.totals.working_days is None or not needed:
        return {}
    ends = {part.part: part.starts_day + (part.promised_days or 0) for part in needed}
    total = max(max(ends.values()), 1)
    decisive = _decisive(needed, ends)
    rows = []
    for part in needed:
        days = part.promised_days or 0
        start = min(Decimal(part.starts_day), total - _LEAST_BAR)
        rows.append(
            {
                "name": name(items[part.part]),
                "who": _who(catalogue, part),
                "start": start,
                "length": days or _LEAST_BAR,
                "state": "crit" if part.part in decisive else "plan",
                "label": span(days, part.promised_unit),
                "note": _after(part, items),
            }
        )
    return {"rows": rows, "total": total}


def finish_why(catalogue: Catalogue, plan: Plan) -> str:
    """How the day on which all is done was counted."""
    days = plan.totals.working_days
    if plan.finish is None or days is None:
        return ""
    counted = due(Amount(days, Unit.WORKING_DAY), plan.as_of, catalogue.calendar)
    return counted.explain(lang()) if counted.date == plan.finish and days else ""


def _decisive(needed: list[PlannedPart], ends: dict[str, int]) -> set[str]:
    """The parts that decide the last day: from the one that ends last, backwards through what it waits for."""
    last = max(needed, key=lambda part: (ends[part.part], part.starts_day))
    found, waiting = set(), [last]
    by_id = {part.part: part for part in needed}
    while waiting:
        part = waiting.pop()
        found.add(part.part)
        waiting += [by_id[id] for id in part.after if id in by_id and ends[id] == part.starts_day and id not in found]
    return found


def _after(part: PlannedPart, items: dict[str, Item]) -> str:
    if not part.after:
        return ""
    return _("等“%(name)s”办好") % {"name": name(items[part.after[-1]])}


def _who(catalogue: Catalogue, part: PlannedPart) -> str:
    organisation = catalogue.organisations.get(part.authority)
    return name(organisation) if organisation else ""


def _part(catalogue: Catalogue, part: PlannedPart, item: Item) -> dict[str, Any]:
    promised = None if part.promised_days is None else span(part.promised_days, part.promised_unit)
    return {
        "id": part.part,
        "name": name(item),
        "official": item.name if name(item) != item.name else "",
        "plain": either(item.plain, item.plain_en),
        "who": _who(catalogue, part),
        "span": promised or "",
        "statutory": span(part.statutory_days, part.statutory_unit),
        "statutory_laws": laws(item.limits.statutory.basis),
        "why": because(part.reason),
        "lines": lines(catalogue, part.reason),
        "laws": laws(part.reason.basis),
        "result": name(item.result) if item.result.kind != "none" else "",
        "validity": validity(item.result.valid) if item.result.kind in ("licence", "approval") else "",
        "external": part.external,
    }


def _warning(warning: PlannedWarning) -> dict[str, Any]:
    return {"text": because(warning.reason), "laws": laws(warning.reason.basis)}


def _paper(catalogue: Catalogue, paper: PlannedMaterial) -> dict[str, Any]:
    tags = {
        "hand_in": (_("要交"), "brand"),
        "may_follow": (_("可以后补"), "warn"),
        "commitment": (_("书面承诺代替"), "ok"),
        "generated": (_("系统生成"), "ok"),
        "waived": (_("不用交"), "ok"),
    }
    tag, kind = tags[paper.state]
    own = paper.state in ("hand_in", "may_follow")
    return {
        "name": either(paper.name, paper.name_en),
        "state": paper.state,
        "tag": tag,
        "kind": kind,
        "why": because(paper.reason),
        "accept": either(paper.accept, paper.accept_en) if own else "",
        "laws": laws(paper.reason.basis),
    }


def _counters(catalogue: Catalogue, plan: Plan, position: Position | None) -> list[dict[str, Any]]:
    items = {part.item: part.authority for part in plan.parts if part.state == "needed"}
    if not items:
        return []
    found = counters(catalogue, plan.region, items, now.business(), position)
    return [halls.shown(catalogue, counter) for counter in found[:_SHOWN_COUNTERS]]
