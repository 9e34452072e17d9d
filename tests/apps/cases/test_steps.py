"""Steps that only some cases know, with the timers and papers around them: joint handling, consulted departments, inspectors, what was refused."""
from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases import telling
from bancheng.apps.cases.actions import extend, gap, hearing, incident, suspend
from bancheng.apps.cases.models import IssuedDocument, SubCase
from bancheng.apps.cases.queries import Part
from bancheng.apps.cases.spine import lock, state_of, transition
from bancheng.apps.cases.terms import joint_handling, terms_of
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.apps.timers import clock
from bancheng.apps.timers.actions.run_due import run_due
from bancheng.core.procedure import Accept, AnswerConsultation, Consult, Refused
from tests.apps.cases.conftest import work

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def part(file) -> SubCase:
    """The hotel's permit by the ordinary procedure: received, its papers still to be looked at."""
    (found,) = file("hotel", procedure__choice="一般程序").parts.all()
    return found


def accepted(part: SubCase, officer) -> SubCase:
    with transaction.atomic():
        sub_case = lock(part.number)
        if sub_case.stage == "received":
            transition(sub_case, Accept(officer("reviewer", part.organisation).actor("reviewer")))
    return SubCase.objects.get(pk=part.pk)


def wait(days: int) -> None:
    """Business time goes on, and the worker with it."""
    clock.move(timedelta(days=days))
    run_due()


def test_r13_parts_of_one_thing_stand_under_one_envelope(city, file):
    joint = file("hotel", procedure__choice="一般程序")
    catalogue = catalogues.current()
    day = date(2026, 3, 2)
    restaurant = catalogue.theme("open-restaurant", day)
    found = joint_handling(catalogue, restaurant, "LC-GT", 3, day)
    assert found.since == day
    assert found.government == catalogue.organisations["LC-GT-SPJ"].review_organ
    assert joint_handling(catalogue, restaurant, "LC-GT", 1, day) is None, "one part alone is not handled together"
    (part,) = joint.parts.all()
    assert state_of(part).terms.joint is None, "the hotel's permit is one thing alone"
    several = [state_of(one).terms.joint for one in file("large-restaurant").parts.all()]
    assert len(several) > 1
    assert {one.limit.amount.number for one in several} == {45}
    assert {one.since for one in several} == {several[0].since}, "one envelope around all of them"
    assert state_of(part).terms.organisation == part.organisation


def test_r28_terms_name_who_decides_and_another_organisation_is_refused(part, officer):
    accepted(part, officer)
    stranger = officer("reviewer", "LC-GT-SPJ" if part.organisation != "LC-GT-SPJ" else "LC-KFQ-SPJ")
    with pytest.raises(NotAllowed):
        suspend.suspend(stranger, part.number, "testing", now.today(), now.today(), "检测")
    with transaction.atomic(), pytest.raises(Refused) as caught:
        transition(lock(part.number), Consult(stranger.actor("reviewer"), "LC-GT-CGJ", "看一看"))
    assert caught.value.rule == "R-28"


def test_what_was_refused_leaves_nothing_but_its_record(part, officer):
    part = accepted(part, officer)
    head = officer("head", part.organisation)
    papers = IssuedDocument.objects.count()
    with pytest.raises(Refused) as caught:
        extend.extend(head, part.number, 30, "太久")
    assert IssuedDocument.objects.count() == papers
    incident.record_incident(head, part.number, caught.value, "延长时限")
    last = stream.read(part.stream)[-1]
    assert (last.type, last.payload["rule"]) == ("violation_recorded", "R-12")
    assert state_of(SubCase.objects.get(pk=part.pk)).incidents


def test_s3_4_silence_of_a_consulted_department_is_noted_by_the_timer(part, officer):
    part = accepted(part, officer)
    reviewer = officer("reviewer", part.organisation).actor("reviewer")
    with transaction.atomic():
        transition(lock(part.number), Consult(reviewer, "LC-GT-CGJ", "招牌位置"))
        transition(lock(part.number), Consult(reviewer, "LC-GT-WJW", "卫生条件", own_decision=True))
    wait(1)
    assert all(one.is_open for one in state_of(part).consultations)
    wait(10)
    agreed, silent = state_of(SubCase.objects.get(pk=part.pk)).consultations
    assert (agreed.agrees, agreed.silent) == (True, True)
    assert (silent.agrees, silent.silent) == (None, True), "its own decision is still needed"
    doctor = officer("reviewer", "LC-GT-WJW")
    with transaction.atomic():
        transition(lock(part.number), AnswerConsultation(doctor.actor("reviewer"), True, "同意"))


def test_r14_a_special_procedure_that_takes_too_long_is_pressed_by_the_timer(part, officer):
    part = accepted(part, officer)
    reviewer = officer("reviewer", part.organisation)
    today = now.today()
    suspend.suspend(reviewer, part.number, "testing", today, today + timedelta(days=3), "空气质量要检测")
    part = SubCase.objects.get(pk=part.pk)
    assert part.promised_due is None
    part.tasks.update(closed_at=now.business())
    wait(5)
    assert any("特别程序告知的时间已过" in task.why for task in part.tasks.filter(closed_at=None))
    with pytest.raises(Refused):
        suspend.prolong(reviewer, part.number, now.today() + timedelta(days=9), "太晚了")
    suspend.resume(reviewer, part.number, today + timedelta(days=3))
    assert SubCase.objects.get(pk=part.pk).promised_due is not None


def test_g01_the_terms_list_what_may_follow_and_after_acceptance_it_is_too_late_to_agree_on_it(part, officer):
    assert state_of(part).terms.deferrable == ("floor-plan",)
    reviewer = officer("reviewer", part.organisation)
    accepted(part, officer)
    with pytest.raises(Refused) as caught:
        gap.accept_with_gap(reviewer, part.number, ("floor-plan",), now.today() + timedelta(days=1), "承诺书")
    assert caught.value.rule == "G-01"


def test_r30_inspectors_are_assigned_only_where_a_permit_rests_on_inspection(part, officer):
    part = accepted(part, officer)
    reviewer, inspector = officer("reviewer", part.organisation), officer("inspector", part.organisation)
    pair = (inspector, officer("inspector", part.organisation, besides=inspector))
    with pytest.raises(Refused) as caught:
        hearing.assign_inspectors(reviewer, pair, part.number)
    assert caught.value.rule == "R-30"


def test_an_item_that_people_must_handle_is_never_granted_by_rule(city):
    catalogue = catalogues.current()
    item = catalogue.item("public-place-hygiene-new", date(2026, 3, 2))
    for more in ({"hearing_required": True}, {"affects_others": True}, {"procedure_kind": "inspection"}):
        changed = item.model_copy(update={**more, "review_points": ()})
        assert terms_of(catalogue, changed, {}, date(2026, 3, 2)).automatic is False
    assert terms_of(catalogue, item.model_copy(update={"review_points": ()}), {}, date(2026, 3, 2)).automatic is True


def test_r13_in_joint_handling_the_government_extends_and_its_document_is_named(file, officer):
    joint = file("large-restaurant")
    work()
    part = next(one for one in joint.parts.all() if one.stage in ("received", "reviewing"))
    accepted(part, officer)
    head = Officer.objects.create(username="head", name="负责人", organisation=part.organisation, roles=["head"])
    with pytest.raises(Refused) as caught:
        extend.extend(head, part.number, 15, "几个部门要一起看现场")
    assert caught.value.rule == "R-13"
    extend.extend(head, part.number, 15, "几个部门要一起看现场", "政批〔2026〕3 号")
    paper = IssuedDocument.objects.get(sub_case=part, kind="extension")
    assert (paper.content["approval"], paper.content["days"]) == ("政批〔2026〕3 号", 15)
    assert paper.content["approved_by"] == state_of(part).terms.joint.government


def test_the_applicant_reads_what_stopped_the_clock_in_both_languages(part, officer):
    part = accepted(part, officer)
    reviewer, today = officer("reviewer", part.organisation), now.today()
    suspend.suspend(reviewer, part.number, "testing", today, today + timedelta(days=3), "空气质量要检测")
    shown = Part(SubCase.objects.get(pk=part.pk))
    assert "正在检测" in telling.standing_of(shown, [shown])
    assert "testing" in telling.standing_of(shown, [shown], "en")
    for lang, words in (("zh", "这些日子不算办理时间"), ("en", "its days do not count")):
        assert any(words in told.title for told in telling.timeline(part.joint, [shown], lang))
