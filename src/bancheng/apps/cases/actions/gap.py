"""Acceptance with a gap (容缺受理, G-01 to G-04): what does not decide the review may follow, on the applicant's written commitment."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from bancheng import now
from bancheng.apps.cases import inputs as case_inputs
from bancheng.apps.cases import papers
from bancheng.apps.cases.actions.review_again import record_for_person
from bancheng.apps.cases.actions.review_now import notice_of_acceptance, settle
from bancheng.apps.cases.inputs import Inputs
from bancheng.apps.cases.models import CaseFile, SubCase
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.spine import catalogue_of, find, item_of, lock, state_of, transition
from bancheng.apps.cases.tasks import close_tasks
from bancheng.apps.cases.terms import holds
from bancheng.apps.files.models import StoredFile
from bancheng.apps.staff.models import Officer
from bancheng.core.clock import Amount, due
from bancheng.core.procedure import RULES, Accept, AcceptWithGap, Actor, FillGap, Role, Stage, last_day_of_gap
from bancheng.core.review.model import DecisionRecord


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
        _accept(sub_case, inputs, officer.actor("reviewer"), materials, until, commitment)
    return sub_case


def accept(sub_case: SubCase, inputs: Inputs, by: Actor) -> None:
    """Accept with its notice, with a gap where the applicant committed to one, and review once more for whoever decides; in the caller's transaction.

    Raises:
        Refused.
    """
    follow = committed(sub_case, inputs, case_inputs.run(catalogue_of(sub_case), item_of(sub_case), inputs))
    if follow:
        _accept(sub_case, inputs, by, follow, last_day(sub_case, follow), commitment_of(sub_case))
        return
    transition(sub_case, Accept(by))
    notice_of_acceptance(sub_case)
    tell(sub_case, "accepted")
    record_for_person(sub_case, inputs, by)


def committed(sub_case: SubCase, inputs: Inputs, record: DecisionRecord) -> tuple[str, ...]:
    """What is missing, was committed to when filing, and may still follow if the part is accepted today (G-01 to G-03, R-06)."""
    terms, missing = state_of(sub_case).terms, {one.material for one in record.missing}
    promised = missing & sub_case.joint.submission.get("follow", {}).keys()
    found = tuple(material for material in (terms.deferrable if terms else ()) if material in promised)
    late = sub_case.notice_due is not None and now.today() > sub_case.notice_due
    return found if found and not late and _creditworthy(sub_case, inputs) and _latest(sub_case) is not None else ()


def last_day(sub_case: SubCase, materials: Sequence[str]) -> date:
    """Until when they follow if the part is accepted today: as committed to, and never later than the law leaves room for (G-03)."""
    latest, promised = _latest(sub_case) or now.today(), sub_case.joint.submission.get("follow", {})
    ends = [due(Amount(promised[one]), now.today(), catalogue_of(sub_case).calendar).date for one in materials if one in promised]
    return min((end for end in (*ends, latest) if end is not None), default=latest)


def commitment_of(sub_case: SubCase) -> str:
    """How the applicant's commitment is named: it is part of what was signed when filing (G-02)."""
    joint = sub_case.joint
    return f"提交申请 {joint.number} 时签署的补交承诺（摘要 {joint.submission_digest[:12]}）"


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


def hand_in(number: str, person: str, files: Mapping[str, Sequence[tuple[StoredFile, str]]], *, actor: str = "", on_behalf: str = "") -> None:
    """The applicant hands in what was to follow, all of it or a part (material → stored file and its name); the review runs again at once.

    Late is better than never: until somebody ends the case for it (G-04) the papers are taken. `actor`: who hands them in for the person, at a counter.

    Raises:
        Refused (G-03).
    """
    with transaction.atomic():
        sub_case = lock(number)
        materials = tuple(material for material, rows in files.items() if rows)
        transition(sub_case, FillGap(Actor(person, "", Role.APPLICANT), materials), actor=actor, on_behalf=on_behalf)
        at, joint = now.business(), sub_case.joint
        rounds = dict(joint.files.filter(material__in=materials).order_by("round").values_list("material", "round"))
        for material in materials:
            for stored, name in files[material]:
                CaseFile.objects.create(joint=joint, material=material, file=stored, name=name, round=rounds.get(material, 0) + 1, added_at=at)
    _review_filled(number)


def _review_filled(number: str) -> None:
    """With the papers there: granted by rule where nothing is left to judge, otherwise the person who has it in hand sees them."""
    inputs = case_inputs.gather(find(number))
    with transaction.atomic():
        sub_case = lock(number)
        state = state_of(sub_case)
        if state.stage not in (Stage.ACCEPTED, Stage.REVIEWING) or state.review is not None:
            return
        record = case_inputs.run(catalogue_of(sub_case), item_of(sub_case), inputs)
        if record.outcome == "correction" or state.gap is not None or state.proposal is not None:
            record_for_person(sub_case, inputs, RULES)
        else:
            close_tasks(sub_case, "review")
            settle(sub_case, inputs, record)


def _accept(sub_case: SubCase, inputs: Inputs, by: Actor, materials: tuple[str, ...], until: date, commitment: str) -> None:
    transition(sub_case, AcceptWithGap(by, materials, until, commitment, creditworthy=_creditworthy(sub_case, inputs)))
    names = {material.id: material.name for material in item_of(sub_case).materials}
    papers.of_part(
        sub_case,
        "gap",
        accepted_at=now.business().isoformat(timespec="minutes"),
        promised_due=sub_case.promised_due.isoformat() if sub_case.promised_due else "",
        statutory_due=sub_case.statutory_due.isoformat() if sub_case.statutory_due else "",
        gaps=[names.get(one, one) for one in materials],
        until=until.isoformat(),
        commitment=commitment.strip(),
    )
    record_for_person(sub_case, inputs, by)
    tell(sub_case, "accepted_with_gap", count=len(materials), until=until.isoformat())


def _creditworthy(sub_case: SubCase, inputs: Inputs) -> bool:
    item = item_of(sub_case)
    return item.gap_when is not None and holds(catalogue_of(sub_case), item.gap_when, inputs.facts, now.today())


def _latest(sub_case: SubCase) -> date | None:
    return last_day_of_gap(state_of(sub_case), now.today(), catalogue_of(sub_case).calendar)
