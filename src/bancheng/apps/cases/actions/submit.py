"""File an application (提交).

1. What is filed is frozen: plan, answers, facts with their sources, evidence, files, release.
2. The applicant signs its digest; where a commitment was chosen, both sides sign it (C-04).
3. One joint case with a number and a query code, one sub-case for each part, one sealed receipt (收件凭证).
4. That commits. Deciding is a second transaction (`advance`); where it stops, the worker goes on.

Filing the same draft twice finds the first case.
"""
from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bancheng import now
from bancheng.apps import messages
from bancheng.apps.audit import stream
from bancheng.apps.cases import drafts, papers, signing
from bancheng.apps.cases import facts as case_facts
from bancheng.apps.cases.actions.change import take_back
from bancheng.apps.cases.actions.intake import not_taken_in, take_in
from bancheng.apps.cases.going_on import go_on
from bancheng.apps.cases.models import CaseFile, Draft, JointCase, SubCase
from bancheng.apps.cases.numbers import case_number, code
from bancheng.apps.cases.signing import Confirmation
from bancheng.apps.cases.spine import Happened, transition
from bancheng.apps.cases.terms import COMMITMENT, choice_of, joint_handling, terms_of
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.licences import bans
from bancheng.apps.subjects.principal import Principal
from bancheng.core import canonical
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item
from bancheng.core.clock import day_of_receipt
from bancheng.core.facts import Facts
from bancheng.core.guide.model import PlannedPart
from bancheng.core.procedure import Actor, Refused, Role, Start

log = logging.getLogger(__name__)
VALID_UNTIL = "有效期至"
"""What the last day of a licence is called on it."""


class NotReady(Exception):
    """The draft cannot be filed yet; `problems` says by field or material what is still to do."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} things are still to do")


def submit(draft_id: Any, principal: Principal, confirmation: Confirmation) -> JointCase:
    """File a draft and start handling it.

    Raises:
        NotReady: something is missing; nothing has been filed.
    """
    from bancheng.apps.cases.actions.advance import advance

    with catalogues.steady():
        joint = _file(draft_id, principal, confirmation)
        try:
            advance(joint.number)
        except Exception:  # the case is filed; the worker goes on where this stopped
            log.exception("case %s was filed, the worker goes on with it", joint.number)
    joint.refresh_from_db()
    return joint


@transaction.atomic
def _file(draft_id: Any, principal: Principal, confirmation: Confirmation) -> JointCase:
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    before = JointCase.objects.filter(draft=draft).first()
    if before is not None:
        return before
    opened = drafts.open_(draft)
    problems = drafts.problems_of(opened)
    if not opened.plan.complete:
        problems["guide"] = _("还有问题没有回答，请先回到“先问清楚”答完")
    choice = choice_of(opened.facts, opened.plan.as_of)
    if choice == COMMITMENT and not confirmation.committed:
        problems["commitment"] = _("您选了书面承诺，请先阅读并勾选承诺内容")
    if opened.following and not confirmation.follows:
        problems["follow"] = _("有材料要受理后再补，请先阅读并勾选补交承诺")
    if wrong := signing.problem_of(opened, principal, confirmation):
        problems["signed"] = wrong
    if elsewhere := not_taken_in(opened, principal):
        problems["station"] = elsewhere
    if problems:
        raise NotReady(problems)
    catalogue, plan = opened.catalogue, opened.plan
    at = now.business()
    person = principal.person
    holder = principal.holder
    submission = {
        "plan": [part.part for part in plan.parts if part.state == "needed"],
        "facts": case_facts.to_json(catalogue, opened.facts),
        "evidence": sorted(draft.known.get("evidence", [])),
        "unavailable": sorted(opened.unavailable),
        "corrected": draft.corrected,
        "materials": {m.id: {"state": m.state, "evidence": m.evidence, "name": m.name} for m in plan.materials},
        "files": {m: [row.file.digest for row in rows] for m, rows in sorted(opened.files.items())},
        "follow": opened.following,
        "choice": choice,
        "as_of": plan.as_of.isoformat(),
        "release": catalogue.digest,
    }
    sealed = canonical.dumps(submission)
    channel = "counter" if principal.service else "online"
    joint = JointCase.objects.create(
        number=case_number(catalogue, draft.region, at.date()),
        query_code=code(8),
        draft=draft,
        theme=draft.theme,
        region=draft.region,
        channel=channel,
        release=catalogue.digest,
        person=person.reference,
        holder=holder.reference,
        holder_name=holder.name,
        submission=submission,
        submission_digest=canonical.digest(submission),
        signature=signing.sign(principal, sealed, confirmation),
        received_at=at,
    )
    told: dict[str, Any] = {"theme": joint.theme, "release": joint.release, "digest": joint.submission_digest, "channel": channel}
    told["handed_in"] = sorted(material for material, rows in opened.files.items() if rows)  # what it cost the applicant, for the figures
    stream.append(
        f"joint:{joint.number}",
        [Happened("submitted", told)],
        actor=principal.actor,
        on_behalf=principal.on_behalf,
    )
    needed = [part for part in plan.parts if part.state == "needed"]
    theme = catalogue.theme(draft.theme, plan.as_of)
    for order, part in enumerate(needed):
        _open_part(opened, joint, part, order, {p.part for p in needed}, principal)
    for material, rows in opened.files.items():
        for row in rows:
            CaseFile.objects.create(joint=joint, material=material, file=row.file, name=row.name, added_at=at)
    lead = catalogue.resolve(theme.lead, draft.region)
    papers.issue("receipt", joint, None, lead.id, _receipt(opened, joint, needed))
    named = {"item": theme.name, "item_en": theme.name_en, "joint": joint.number}
    messages.send(joint.person, "received", named, channels=("inbox", "sms"))
    if principal.service is not None and confirmation.paper is not None:
        take_in(joint, principal.service, confirmation.paper)
    try:
        take_back(draft, joint, principal)
    except Refused as refused:
        raise NotReady({"guide": refused.message_en if (get_language() or "").startswith("en") else refused.message}) from None
    go_on(joint)
    return joint


def _open_part(opened: drafts.Opened, joint: JointCase, part: PlannedPart, order: int, chosen: set[str], by: Principal) -> None:
    catalogue = opened.catalogue
    item = catalogue.item(part.item, part.version)
    expires = _expires(catalogue, item, opened.facts)
    theme = catalogue.theme(joint.theme, opened.plan.as_of)
    together = joint_handling(catalogue, theme, joint.region, len(chosen), day_of_receipt(joint.received_at, catalogue.calendar))
    banned = bans.last_day(by, item, opened.plan.as_of)
    terms = terms_of(catalogue, item, opened.facts, opened.plan.as_of, part.authority, together, joint.region, expires, banned)
    supervisor = catalogue.find(item.supervisor, joint.region) if item.supervisor else None
    sub_case = SubCase.objects.create(
        number=case_number(catalogue, joint.region, joint.received_at.date()),
        joint=joint,
        part=part.part,
        order=order,
        item=item.id,
        item_version=item.effective_from,
        release=catalogue.digest,
        organisation=part.authority,
        supervisor=supervisor.id if supervisor else "",
        external=part.external,
        choice=choice_of(opened.facts, opened.plan.as_of) if item.commitment_when else "",
        stage="draft",
    )
    applicant = Actor(by.person.reference, "", Role.APPLICANT)
    after = tuple(a for a in part.after if a in chosen)
    transition(sub_case, Start(applicant, terms, after, part.external), actor=by.actor, on_behalf=by.on_behalf)


def _expires(catalogue: Catalogue, item: Item, facts: Facts) -> date | None:
    """The last day of the licence that a renewal renews, as its register or its holder says; None where nobody does (R-19)."""
    evidence = catalogue.evidence.get(item.result.licence_type) if item.matter == "renewal" else None
    fact = facts.get(evidence.fields.get(VALID_UNTIL, "")) if evidence else None
    return fact.value if fact is not None and isinstance(fact.value, date) else None


def _receipt(opened: drafts.Opened, joint: JointCase, needed: list[PlannedPart]) -> dict[str, Any]:
    """What the receipt says: who, what, which papers, when."""
    catalogue = opened.catalogue
    return {
        "applicant": joint.holder_name,
        "theme": catalogue.theme(joint.theme, opened.plan.as_of).name,
        "received_at": joint.received_at.isoformat(timespec="minutes"),
        "items": [catalogue.item(part.item, part.version).name for part in needed],
        "materials": [m.name for m in opened.plan.materials if opened.files.get(m.id)],
        "waived": [m.name for m in opened.plan.materials if m.state in ("waived", "generated", "commitment")],
        "digest": joint.submission_digest,
    }
