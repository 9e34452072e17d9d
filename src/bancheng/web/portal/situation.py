"""A reader's situation while they look at a guide: where the place is, what they have answered, what is known about them.

Answers stay in the session, exactly as they were typed; each page reads them anew. So nothing typed is lost, an answer that cannot be read yet is shown
again with what to do about it, and an answer to a question that has disappeared comes back when its question does. Nothing personal is asked here.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict

from bancheng import now
from bancheng.apps.sources import queries as sources
from bancheng.apps.subjects import queries as subjects
from bancheng.core import guide
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Element, Region, Theme
from bancheng.core.catalogue.values import BadValue, parse, to_json
from bancheng.core.facts import Fact, Value
from bancheng.core.guide import Plan
from bancheng.web.portal import fields

COUNTY = "premises.region"
"""The element that repeats, in a form, which county the place is in."""

_KEY = "guide"
_SILENT = "guide-silent"
_QUIET = timedelta(minutes=1)  # a source that was silent is not asked again for this long: a page must stay quick
_LONGEST = 500  # characters kept of what was typed into one control


@dataclass(frozen=True, slots=True)
class Situation:
    """What one reader has said about one theme.

    Attributes:
        region: id of the region chosen, empty when none is yet.
        typed: element id → what was typed, readable or not.
        answers: element id → value, for what can be read.
        problems: element id → why it cannot be read.
        known: what sources say about who is signed in.
    """

    theme: Theme
    region: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)
    problems: Mapping[str, BadValue] = field(default_factory=dict)
    known: sources.Known = field(default_factory=sources.Known)
    signed_in: bool = False

    def facts(self) -> dict[str, Fact]:
        """What rules may read: sources first, then the reader's own answers where sources are silent."""
        at = now.business()
        told = {id: Fact(value, "applicant", at) for id, value in self.answers.items() if value is not None}
        return {**told, **self.known.facts}

    def plan(self, catalogue: Catalogue, as_of: date) -> Plan:
        """The guide for this situation."""
        evidence = self.known.evidence if self.signed_in else None
        return guide.plan(catalogue, self.theme.id, self.facts(), as_of, self.region, evidence)


def places(catalogue: Catalogue) -> list[Region]:
    """The regions a place can be in: counties and functional zones."""
    return [region for region in catalogue.regions.values() if region.level in ("county", "zone")]


def asked(catalogue: Catalogue, theme: Theme) -> dict[str, Element]:
    """The elements a theme asks about."""
    return {id: catalogue.elements[id] for id in theme.asks}


def load(request: HttpRequest, catalogue: Catalogue, theme: Theme) -> Situation:
    """The situation as the session has it, with what is known about who is signed in."""
    kept = request.session.get(_KEY, {}).get(theme.id, {})
    principal = subjects.principal(request)
    known = sources.Known()
    if principal is not None:
        silent = _silent(request)
        wanted = [id for id in evidence_of(catalogue, theme) if id not in silent]
        known = sources.known(principal, catalogue, wanted, theme.id)
        if known.unavailable:
            until = (now.real() + _QUIET).isoformat()
            request.session[_SILENT] = {**silent, **dict.fromkeys(sorted(known.unavailable), until)}
        known = replace(known, unavailable=known.unavailable | set(silent))
    return read(catalogue, theme, kept.get("region", ""), kept.get("typed", {}), known, principal is not None)


def read(
    catalogue: Catalogue,
    theme: Theme,
    region: str,
    typed: Mapping[str, Any],
    known: sources.Known | None = None,
    signed_in: bool = False,
) -> Situation:
    """A situation from what was typed."""
    known = known or sources.Known()
    answers: dict[str, Value] = {}
    problems: dict[str, BadValue] = {}
    for id, element in asked(catalogue, theme).items():
        if typed.get(id):
            try:
                answers[id] = parse(element, typed[id], now.today())
            except BadValue as problem:
                problems[id] = problem
    chosen = region if region in {place.id for place in places(catalogue)} else ""
    return Situation(theme, chosen, dict(typed), answers, problems, known, signed_in)


def take(request: HttpRequest, catalogue: Catalogue, theme: Theme) -> None:
    """Keep what a page sent: the region and the questions that stood on it. A correction that was offered and taken replaces what was typed."""
    elements = asked(catalogue, theme)
    kept = request.session.get(_KEY, {}).get(theme.id, {})
    typed = dict(kept.get("typed", {}))
    for id in fields.shown(request.POST, elements):
        typed[id] = _bounded(fields.sent(elements[id], request.POST))
    id, _, meant = request.POST.get("take", "").partition("=")
    if id in elements:
        typed[id] = meant[:_LONGEST]
    store(request, theme, _region(request.POST, kept.get("region", "")), typed)


def store(request: HttpRequest, theme: Theme, region: str, typed: Mapping[str, Any]) -> None:
    """Put a situation into the session."""
    kept = dict(request.session.get(_KEY, {}))
    kept[theme.id] = {"region": region[:40], "typed": {id: raw for id, raw in typed.items() if raw}}
    request.session[_KEY] = kept


def forget(request: HttpRequest, theme: Theme) -> None:
    """Begin again."""
    request.session[_KEY] = {id: kept for id, kept in request.session.get(_KEY, {}).items() if id != theme.id}


def shareable(catalogue: Catalogue, situation: Situation, plan: Plan) -> dict[str, Any]:
    """The answers that count and are nobody's personal data, as they are typed: what a short link may hold."""
    elements = asked(catalogue, situation.theme)
    return {
        id: fields.raw_of(elements[id], situation.answers[id])
        for id in plan.questions
        if id in situation.answers and elements[id].sensitivity == "public" and elements[id].type != "list"
    }


def counting(catalogue: Catalogue, situation: Situation, plan: Plan) -> dict[str, Any]:
    """The answers that count, as data for a draft. Where the form asks for the county too, the choice of place answers it."""
    elements = asked(catalogue, situation.theme)
    found = {id: to_json(elements[id], value) for id, value in situation.answers.items() if id in plan.questions}
    county = catalogue.elements.get(COUNTY)
    if county is not None and situation.region:
        named = catalogue.region(situation.region).name
        if any(option.value == named for option in county.options):
            found[COUNTY] = named
    return found


def evidence_of(catalogue: Catalogue, theme: Theme) -> list[str]:
    """The kinds of evidence that answer a theme's questions or replace one of its papers, as far as they are the applicant's own."""
    found = [kind for id in theme.asks for kind in catalogue.elements[id].known_by]
    for part in theme.parts:
        item = catalogue.find_item(part.item, now.today())
        found += [kind for material in (item.materials if item else ()) for kind in material.waived_by]
    return [kind for kind in dict.fromkeys(found) if kind in catalogue.evidence and catalogue.evidence[kind].holder != "staff"]


def _silent(request: HttpRequest) -> dict[str, str]:
    at = now.real()
    kept = request.session.get(_SILENT, {})
    return {id: until for id, until in kept.items() if datetime.fromisoformat(until) > at}


def _region(data: QueryDict, before: str) -> str:
    return data.get("region", before)


def _bounded(raw: Any) -> Any:
    if isinstance(raw, str):
        return raw[:_LONGEST]
    return [member[:_LONGEST] if isinstance(member, str) else member for member in raw[:100]]
