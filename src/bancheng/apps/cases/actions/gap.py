"""Acceptance with a gap (容缺受理, G-01 to G-04): what does not decide the review may follow, on the applicant's written commitment."""
from __future__ import annotations

from datetime import date

from django.db import transaction

from bancheng import now
from bancheng.apps import messages
from bancheng.apps.cases import inputs as case_inputs
from bancheng.apps.cases import papers
from bancheng.apps.cases.actions.review_again import record_for_person
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import catalogue_of, find, item_of, lock, transition
from bancheng.apps.cases.terms import holds
from bancheng.apps.staff.models import Officer
from bancheng.core.procedure import AcceptWithGap, FillGap


def accept_with_gap(officer: Officer, number: str, materials: tuple[str, ...], until: date, commitment: str) -> SubCase:
    """An officer accepts what lacks papers that may follow; the notice lists them, the day, and what follows if they do not come.

    Args:
        materials: which papers follow; `until` by when; `commitment`: which writing of the applicant says so.

    Raises:
        NotAllowed, Refused (G-01, G-02, G-03).
    """
    officer.must("reviewer", find(number).organisation)
    inputs = case_inputs.gather(find(number))  # sources can be slow: before the transaction
    with transaction.atomic():
        sub_case = lock(number)
        officer.must("reviewer", sub_case.organisation)
        by, item, catalogue = officer.actor("reviewer"), item_of(sub_case), catalogue_of(sub_case)
        fit = item.gap_when is not None and holds(catalogue, item.gap_when, inputs.facts, now.today())
        transition(sub_case, AcceptWithGap(by, materials, until, commitment, creditworthy=fit))
        names = {material.id: material.name for material in item.materials}
        content = {
            "applicant": sub_case.joint.holder_name,
            "item": item.name,
            "accepted_at": now.business().isoformat(timespec="minutes"),
            "promised_due": sub_case.promised_due.isoformat() if sub_case.promised_due else "",
            "statutory_due": sub_case.statutory_due.isoformat() if sub_case.statutory_due else "",
            "gaps": [names.get(one, one) for one in materials],
            "until": until.isoformat(),
            "commitment": commitment.strip(),
        }
        papers.issue("gap", sub_case.joint, sub_case, sub_case.organisation, content)
        record_for_person(sub_case, inputs, by)
        params = {"item": item.name, "item_en": item.name_en, "count": len(materials), "until": until.isoformat(), "joint": sub_case.joint.number}
        messages.send(sub_case.joint.person, "accepted_with_gap", params, channels=("inbox", "sms"))
    return sub_case


def fill_gap(officer: Officer, number: str, materials: tuple[str, ...]) -> SubCase:
    """What was to follow is there; reviewed once more for whoever decides.

    Raises:
        NotAllowed, Refused (G-03).
    """
    officer.must(("reviewer", "intake"), find(number).organisation)
    inputs = case_inputs.gather(find(number))  # sources can be slow: before the transaction
    with transaction.atomic():
        sub_case = lock(number)
        role = "reviewer" if officer.has_role("reviewer") else "intake"
        officer.must(role, sub_case.organisation)
        by = officer.actor(role)
        transition(sub_case, FillGap(by, materials))
        record_for_person(sub_case, inputs, by)
    return sub_case
