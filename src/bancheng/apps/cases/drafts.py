"""An application while it is being filled in.

A draft is a handful of answers; everything shown about it (guide, form, materials) is computed from them. What a person types is kept even when it cannot be
read yet, so nothing is lost; what sources know is kept beside it with its source and time.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bancheng import now
from bancheng.apps.cases import facts as case_facts
from bancheng.apps.cases.following import may_follow
from bancheng.apps.cases.models import Draft, DraftFile
from bancheng.apps.cases.numbers import code
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.files.models import StoredFile
from bancheng.core import guide
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue import values as element_values
from bancheng.core.catalogue.values import BadValue
from bancheng.core.facts import Fact
from bancheng.core.guide.model import Plan


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft with all that is computed from it now."""

    draft: Draft
    catalogue: Catalogue
    facts: dict[str, Fact]
    plan: Plan
    files: dict[str, list[DraftFile]]
    unavailable: frozenset[str]  # evidence types whose source did not answer
    may_follow: dict[str, int]  # papers not handed in that may follow, with the working days from acceptance (G-01, G-03)

    @property
    def following(self) -> dict[str, int]:
        """Those of them that the applicant commits to hand in later."""
        return {material: days for material, days in self.may_follow.items() if material in self.draft.follow}

    def unsettled(self) -> dict[str, str]:
        """Element ids whose typed text could not be read yet, with that text."""
        return {key: text for key, text in self.draft.typed.items() if key in self.catalogue.elements}


def create(theme: str, region: str, answers: Mapping[str, Any], owner: str = "", holder: str = "") -> Draft:
    """A new draft under the current release."""
    return Draft.objects.create(
        code=code(10),
        theme=theme,
        region=region,
        release=catalogues.current().digest,
        owner=owner,
        holder=holder,
        answers=dict(answers),
        saved_at=now.business(),
    )


def held(draft: Draft) -> Draft:
    """The draft as it is now, held until the caller's transaction ends, so that two requests at once do not undo each other."""
    return Draft.objects.select_for_update().get(pk=draft.pk)


def add_file(draft: Draft, material: str, file: StoredFile, name: str) -> None:
    """Put a stored file to the papers of a draft; the same file twice is one."""
    with transaction.atomic():
        if not draft.files.filter(material=material, file=file).exists():
            DraftFile.objects.create(draft=draft, material=material, file=file, name=name, added_at=now.business())


def handed_in(draft: Draft, material: str) -> int:
    """How many files of a paper are there now."""
    return draft.files.filter(material=material).count()


def file_of(draft: Draft, pk: int) -> DraftFile | None:
    """A file of the draft; None where it has no such file."""
    return draft.files.select_related("file").filter(pk=pk).first()


def take_away(row: DraftFile) -> None:
    """Take a file away from the papers again; what was stored is swept once nothing refers to it."""
    row.delete()


def follow(draft: Draft, material: str, later: bool) -> None:
    """The applicant commits to hand a paper in after acceptance, or takes that back."""
    with transaction.atomic():
        draft = held(draft)
        draft.follow = sorted({*draft.follow, material} if later else set(draft.follow) - {material})
        draft.save(update_fields=["follow"])


def discard(draft: Draft) -> None:
    """Throw a draft away; until it is swept it can be fetched back."""
    draft.discarded_at = now.business()
    draft.save(update_fields=["discarded_at"])


def fetch_back(draft: Draft) -> None:
    """It was not meant to be thrown away."""
    draft.discarded_at = None
    draft.save(update_fields=["discarded_at"])


def open_(draft: Draft) -> Opened:
    """Compute guide, form and materials of a draft as they are today, under the release that is current today."""
    catalogue = catalogues.current()
    facts = facts_of(catalogue, draft)
    evidence = frozenset(draft.known.get("evidence", ()))
    plan = guide.plan(catalogue, draft.theme, facts, now.today(), draft.region, evidence)
    files: dict[str, list[DraftFile]] = {}
    for row in draft.files.select_related("file").order_by("added_at", "pk"):
        files.setdefault(row.material, []).append(row)
    later = {material: days for material, days in may_follow(catalogue, plan, facts).items() if not files.get(material)}
    return Opened(draft, catalogue, facts, plan, files, frozenset(draft.known.get("unavailable", ())), later)


def facts_of(catalogue: Catalogue, draft: Draft) -> dict[str, Fact]:
    """What is known for this draft: from sources, then from the applicant."""
    known = case_facts.from_json(catalogue, draft.known.get("facts", {}))
    return case_facts.join(catalogue, known, draft.answers, draft.corrected, draft.saved_at)


def save(draft: Draft, typed: Mapping[str, Any], corrected: list[str] | None = None) -> dict[str, BadValue]:
    """Take over what was typed; returns what cannot be read, with what to do about it.

    An empty answer removes the earlier one. What the theme never asks for (look-ups, forged fields) is not taken over.
    """
    catalogue = catalogues.current()
    problems: dict[str, BadValue] = {}
    answers, unread = dict(draft.answers), dict(draft.typed)
    asked = asked_elements(catalogue, draft.theme)
    for key, raw in typed.items():
        element = catalogue.elements.get(key)
        if element is None or key not in asked:
            continue
        answers.pop(key, None)
        unread.pop(key, None)
        if raw in ("", [], None):
            continue
        try:
            answers[key] = element_values.to_json(element, element_values.parse(element, raw))
        except BadValue as problem:
            problems[key] = problem
            unread[key] = raw
    draft.answers, draft.typed, draft.saved_at = answers, unread, now.business()
    if corrected is not None:
        draft.corrected = sorted(set(corrected))
    draft.save(update_fields=["answers", "typed", "saved_at", "corrected"])
    return problems


def asked_elements(catalogue: Catalogue, theme: str) -> frozenset[str]:
    """Everything an applicant may be asked in a theme: its situation questions and the forms of its items."""
    found = catalogue.theme(theme, now.today())
    items = (version for part in found.parts for version in catalogue.items.get(part.item, ()))
    return frozenset(found.asks) | {id for item in items for id in item.form}


def problems_of(opened: Opened) -> dict[str, str]:
    """Everything that still keeps the draft from being filed, by field or material, in words that say what to do."""
    found: dict[str, str] = {}
    elements, lang = opened.catalogue.elements, "en" if (get_language() or "").startswith("en") else "zh"
    for row in opened.plan.form:
        element = elements[row.element]
        question = element.question_en if lang == "en" and element.question_en else element.question
        if row.element in opened.draft.typed:
            try:
                element_values.parse(element, opened.draft.typed[row.element])
            except BadValue as problem:
                found[row.element] = problem.message_en if lang == "en" else problem.message
        elif row.state == "missing" and row.required:
            found[row.element] = question or _("请填写%(label)s") % {"label": element_values.label(element, lang)}
    for material in opened.plan.materials:
        if material.state == "hand_in" and not opened.files.get(material.id) and material.id not in opened.following:
            paper = material.name_en if lang == "en" and material.name_en else material.name
            found[f"material:{material.id}"] = _("还没有上传“%(name)s”") % {"name": paper}
    return found


def take_known(draft: Draft, known_facts: Mapping[str, Fact], evidence: frozenset[str], unavailable: frozenset[str], at: datetime) -> None:
    """Keep what sources answered; an earlier answer stays where a source is silent now."""
    catalogue = catalogues.current()
    before = draft.known.get("facts", {})
    draft.known = {
        **draft.known,
        "facts": {**before, **case_facts.to_json(catalogue, known_facts)},
        "evidence": sorted(evidence),
        "unavailable": sorted(unavailable),
        "at": at.isoformat(),
    }
    draft.save(update_fields=["known"])
