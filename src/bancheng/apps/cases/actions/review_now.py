"""Receive a part and review it at once (智能审批).

The review's outcome decides what follows, in one transaction with it:
- the applicant may not apply within a ban after deceit → a person looks, who does not accept it (R-26);
- nothing is missing but what the applicant committed to hand in after acceptance → accepted with a gap, by whoever accepts (G-01 to G-03);
- papers incomplete or ill-formed → one correction notice with everything else in it (R-05); on a second time a person looks;
- papers were handed in and a person has to look at the case anyway → that person looks at the papers first, and accepts or asks for correction within
  the five days (R-04); silence accepts (R-06);
- otherwise acceptance with its notice (R-07), and then
  - every point passes and nobody asked for a person → granted, licence issued and delivered;
  - anything else → a task for a person. The rules never refuse.
"""
from __future__ import annotations

from django.db import transaction

from bancheng import now
from bancheng.apps.cases import inputs as case_inputs
from bancheng.apps.cases import papers
from bancheng.apps.cases.actions.ask_correction import send_notice
from bancheng.apps.cases.actions.grant import carry_out
from bancheng.apps.cases.inputs import Inputs
from bancheng.apps.cases.models import Review, SubCase
from bancheng.apps.cases.spine import catalogue_of, item_of, lock, state_of, transition
from bancheng.apps.cases.tasks import open_task
from bancheng.apps.sources.actions.verify_later import verify_later
from bancheng.core import review
from bancheng.core.canonical import digest
from bancheng.core.procedure import (
    RULES,
    Accept,
    Grant,
    PointResult,
    Receive,
    RecordReview,
    ReviewOutcome,
    Stage,
    ban_in_force,
)
from bancheng.core.review.model import DecisionRecord


def review_now(number: str) -> None:
    """Receive (if not yet) and review a part; idempotent."""
    sub_case = SubCase.objects.select_related("joint").get(number=number)
    if sub_case.stage not in (Stage.WAITING, Stage.RECEIVED):
        return
    inputs = case_inputs.gather(sub_case)
    with transaction.atomic():
        sub_case = lock(number)
        if sub_case.stage == Stage.WAITING:
            transition(sub_case, Receive(RULES, state_of(sub_case).waits_for))
        if sub_case.stage == Stage.RECEIVED and state_of(sub_case).review is None:
            _review(sub_case, inputs)


def _review(sub_case: SubCase, inputs: Inputs) -> None:
    from bancheng.apps.cases.actions import gap

    catalogue, item = catalogue_of(sub_case), item_of(sub_case)
    record = case_inputs.run(catalogue, item, inputs)
    if (until := ban_in_force(state_of(sub_case), now.today())) is not None:
        transition(sub_case, _recorded(keep(sub_case, record), record))
        weigh(sub_case, record)
        why = f"申请人弄虚作假，{until} 以前（含当天）不得再次申请（行政许可法第七十八条、第七十九条），请核对后书面告知不予受理"
        open_task(sub_case, "review", why, due=sub_case.notice_due)
        return
    follow = gap.committed(sub_case, inputs, record)
    missing = [{"material": m.material, "reason": m.reason} for m in record.missing if m.material not in follow]
    if missing and not sub_case.corrections.exists():
        transition(sub_case, _recorded(keep(sub_case, record), record))
        send_notice(sub_case, RULES, missing)
        return
    if missing:
        open_task(sub_case, "review", "补交以后材料仍不齐，请人工处理")
        return
    judged = any(finding.result not in ("pass", "not_applicable") for finding in record.findings)
    if judged and any(paper.state == "handed_in" for paper in record.papers):
        transition(sub_case, _recorded(keep(sub_case, record), record))
        weigh(sub_case, record)
        how = "容缺受理（申请人承诺后补）" if record.missing else "受理"
        open_task(sub_case, "review", f"先看交来的材料：齐全、清楚就{how}，不行就一次告知补正", due=sub_case.notice_due)
        _ask_again(sub_case, inputs)
        return
    if record.missing:
        gap.accept(sub_case, inputs, RULES)
        _ask_again(sub_case, inputs)
        return
    transition(sub_case, Accept(RULES))
    notice_of_acceptance(sub_case)
    settle(sub_case, inputs, record)


def notice_of_acceptance(sub_case: SubCase) -> None:
    """受理通知书, with the days promised and allowed (R-07)."""
    papers.of_part(
        sub_case,
        "acceptance",
        accepted_at=now.business().isoformat(timespec="minutes"),
        promised_due=sub_case.promised_due.isoformat() if sub_case.promised_due else "",
        statutory_due=sub_case.statutory_due.isoformat() if sub_case.statutory_due else "",
        provisional=sub_case.provisional,
    )


def settle(sub_case: SubCase, inputs: Inputs, record: DecisionRecord) -> None:
    """After acceptance: grant by rules where nothing is left to judge, otherwise hand it to a person."""
    mark = keep(sub_case, record)
    transition(sub_case, _recorded(mark, record))
    state = state_of(sub_case)
    if record.outcome == "approve" and not state.person_requested and state.terms is not None and state.terms.automatic:
        transition(sub_case, Grant(mark))
        carry_out(sub_case, inputs.facts)
        return
    weigh(sub_case, record)
    open_task(sub_case, "review", "申请人要求人工办理" if state.person_requested else record.reason)
    _ask_again(sub_case, inputs)


def _ask_again(sub_case: SubCase, inputs: Inputs) -> None:
    """Sources that were silent are asked until they answer; what they say then is told to the person who reviews."""
    catalogue = catalogue_of(sub_case)
    for kind in sorted(inputs.silent):
        stated = {
            key: inputs.facts[key].value
            for key in catalogue.evidence[kind].fields.values()
            if key in inputs.facts and inputs.facts[key].source == "applicant"
        }
        if stated:
            verify_later(sub_case.number, sub_case.joint.holder, sub_case.joint.person, kind, stated, sub_case.item)


def weigh(sub_case: SubCase, record: DecisionRecord) -> None:
    """How much there is to look at: what fails counts most. Lists at the desk begin with the heaviest."""
    results = [finding.result for finding in record.findings]
    sub_case.risk = min(99, 10 * results.count("fail") + 3 * results.count("unknown") + results.count("person"))
    sub_case.save(update_fields=["risk"])
    sub_case.tasks.filter(closed_at=None).update(risk=sub_case.risk)


def keep(sub_case: SubCase, record: DecisionRecord) -> str:
    """Keep the record of a review; returns its digest."""
    text = review.record_json(record).decode()
    mark = digest(text)
    Review.objects.create(
        sub_case=sub_case,
        number=sub_case.reviews.count() + 1,
        record=text,
        digest=mark,
        outcome=record.outcome,
        at=now.business(),
    )
    return mark


def _recorded(mark: str, record: DecisionRecord) -> RecordReview:
    findings = tuple(PointResult(finding.point, finding.result) for finding in record.findings)
    return RecordReview(mark, ReviewOutcome(record.outcome), findings)
