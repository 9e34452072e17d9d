"""Sitting down at a draft: whose it is, and what sources already know, so that it is not asked.

The first time somebody who is signed in opens a draft, it becomes theirs, and every source that knows something the form needs is asked once, side by
side, within a few seconds. A source that stays silent is asked again on demand; its rows are inputs meanwhile. Members of staff have their certificates
looked up by identity number whenever the list has changed.
"""
from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bancheng import now
from bancheng.apps.cases import drafts
from bancheng.apps.cases import facts as case_facts
from bancheng.apps.cases.drafts import Opened
from bancheng.apps.cases.models import Draft, JointCase
from bancheng.apps.sources import queries as sources
from bancheng.apps.subjects.principal import Principal
from bancheng.core.canonical import digest
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue import values as element_values
from bancheng.core.catalogue.models import Element
from bancheng.core.facts import Fact
from bancheng.core.guide.model import Plan

_ROUNDS = 3  # what a source says can make another part necessary, and that part wants to know something else
_GOOD_FOR = timedelta(days=1)


class NoSuchDraft(LookupError):
    """There is no such draft, or it is somebody else's: nobody learns which."""


class NotCovered(Exception):
    """The agent's authorisation does not reach to the theme of this draft."""


def find(principal: Principal, draft_id: Any) -> Draft:
    """A draft that this principal may fill in.

    Raises:
        NoSuchDraft: see there.
        NotCovered: acting for a company without being authorised for this theme.
    """
    draft = Draft.objects.filter(pk=draft_id, discarded_at=None).first()
    if draft is None or draft.owner not in ("", principal.person.reference):
        raise NoSuchDraft(str(draft_id))
    if not principal.may(draft.theme):
        raise NotCovered(draft.theme)
    return draft


def by_return_code(code: str) -> Draft | None:
    """The draft under the code that was shown when it was begun, unless it was thrown away."""
    return Draft.objects.filter(code=code, discarded_at=None).first()


def thrown_away(principal: Principal, draft_id: Any) -> Draft | None:
    """One's own draft that was thrown away and can be fetched back."""
    return Draft.objects.filter(pk=draft_id, owner=principal.person.reference).exclude(discarded_at=None).first()


def filed(draft: Draft) -> JointCase | None:
    """The case that this draft has become."""
    return JointCase.objects.filter(draft=draft).first()


def enter(draft: Draft, principal: Principal, *, again: bool = False) -> Opened:
    """Open a draft for its owner, asking sources where nobody has asked yet (`again`: those that were silent, too)."""
    if (draft.owner, draft.holder) != (principal.person.reference, principal.reference):
        draft.owner, draft.holder, draft.known, draft.corrected = principal.person.reference, principal.reference, {}, []
        draft.save(update_fields=["owner", "holder", "known", "corrected"])
    opened = drafts.open_(draft)
    told: set[str] = set() if _stale(draft) else set(draft.known.get("asked", []))
    if again:
        told -= opened.unavailable
    asked = set(told)
    held = {kind for kind in draft.known.get("evidence", []) if kind in asked}
    silent = {kind for kind in opened.unavailable if kind in asked}
    for _ in range(_ROUNDS):
        missing = [kind for kind in wanted(opened.catalogue, opened.plan) if kind not in asked]
        if not missing:
            break
        said = sources.known(principal, opened.catalogue, missing, draft.theme, fresh=again)
        asked |= set(missing)
        held |= said.evidence
        silent |= said.unavailable
        staff = draft.known.get("staff", {})
        drafts.take_known(draft, said.facts, frozenset(held), frozenset(silent), now.business())
        draft.known = draft.known | {"asked": sorted(asked), "staff": staff}
        draft.save(update_fields=["known"])
        opened = drafts.open_(draft)
    if settle_staff(draft, principal, opened, ask=True, again=again) | _offer_phone(draft, principal, opened):
        opened = drafts.open_(draft)
    return opened


def _offer_phone(draft: Draft, principal: Principal, opened: Opened) -> bool:
    """The number that the identity service knows stands in the form already, to be changed if another one is better.

    It answers the first question for a number, which is about whoever fills in; the others are about somebody else (an agent).
    """
    phone = principal.person.phone
    row = next((row for row in opened.plan.form if opened.catalogue.elements[row.element].kind == "phone"), None)
    if not phone or row is None or row.state != "missing" or row.element in draft.typed:
        return False
    draft.answers = {**draft.answers, row.element: phone}
    draft.save(update_fields=["answers"])
    return True


def wanted(catalogue: Catalogue, plan: Plan) -> list[str]:
    """Evidence types that fill an element of the form, prove a paper, answer a question, or are read by the review of what is needed."""
    from bancheng.apps.cases.inputs import evidence_wanted

    found = [kind for id in (*(row.element for row in plan.form), *plan.questions) for kind in catalogue.elements[id].known_by]
    for part in plan.parts:
        if part.state == "needed":
            found += evidence_wanted(catalogue, catalogue.item(part.item, part.version))
    theme = catalogue.theme(plan.theme, plan.as_of)
    found += [kind for id in theme.asks for kind in catalogue.elements[id].known_by]
    return list(dict.fromkeys(found))


def settle_staff(draft: Draft, principal: Principal, opened: Opened, *, ask: bool, again: bool = False) -> bool:
    """Keep the certificates beside the members of staff they belong to; returns whether anything changed.

    Without `ask` (autosave) nobody is asked: what was found stays while the same people stand in the list, and goes when they do not.
    """
    changed = False
    for row in opened.plan.form:
        element = opened.catalogue.elements[row.element]
        kinds = [kind for field in element.fields for kind in field.known_by]
        if element.type == "list" and kinds:
            changed |= _settle_list(draft, principal, opened.catalogue, element, kinds[0], ask, again)
    if changed:
        draft.save(update_fields=["answers", "known"])
    return changed


def _settle_list(
    draft: Draft, principal: Principal, catalogue: Catalogue, element: Element, kind: str, ask: bool, again: bool
) -> bool:
    rows = draft.answers.get(element.id, []) if element.id not in draft.typed else []
    before: dict[str, Any] = draft.known.get("staff", {}).get(element.id, {})
    people = digest([[row.get("name"), row.get("id_no")] for row in rows])
    looked_up = [field.id for field in element.fields if field.known_by]
    same = before.get("people") == people and not (again and before.get("silent"))
    if same:
        found: dict[str, Any] = before
        filled = [row | certificate for row, certificate in zip(rows, before["certificates"], strict=True)]
    elif ask and rows:
        typed = element_values.from_json(element, rows)
        said = sources.staff_rows(principal, catalogue, catalogue.evidence[kind], typed, draft.theme, fresh=again)
        filled = element_values.to_json(element, said.rows)
        found = {
            "people": people,
            "certificates": [{id: row.get(id) for id in looked_up} for row in filled],
            "found": list(said.filled),
            "silent": list(said.unavailable),
            "complete": said.complete,
            "valid": said.valid,
        }
    else:
        found, filled = {}, [{**row, **dict.fromkeys(looked_up)} for row in rows]
    known = dict(draft.known)
    facts, evidence = dict(known.get("facts", {})), set(known.get("evidence", []))
    facts.pop(element.id, None)
    evidence.discard(kind)
    if found.get("complete"):
        value = element_values.from_json(element, filled)
        facts |= case_facts.to_json(catalogue, {element.id: Fact(value, f"evidence:{kind}", now.business())})
        if same and element.id in draft.known.get("facts", {}):
            facts[element.id]["at"] = draft.known["facts"][element.id]["at"]
    if found.get("valid"):
        evidence.add(kind)
    known |= {"facts": facts, "evidence": sorted(evidence), "staff": {**known.get("staff", {}), element.id: found}}
    answers = {**draft.answers, element.id: filled} if rows else draft.answers
    if (known, answers) == (draft.known, draft.answers):
        return False
    draft.known, draft.answers = known, answers
    return True


def _stale(draft: Draft) -> bool:
    at = draft.known.get("at")
    return not at or now.business() - datetime.fromisoformat(at) > _GOOD_FOR
