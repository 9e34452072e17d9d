"""The main job, without a browser: from a draft to a licence, and what may go otherwise."""
from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from bancheng.apps.audit import stream
from bancheng.apps.cases import queries, stories
from bancheng.apps.cases.actions import applicant, grant, officers, refuse
from bancheng.apps.cases.actions.advance import advance
from bancheng.apps.cases.actions.ask_correction import ask_correction
from bancheng.apps.cases.actions.submit import Confirmation, NotReady, submit
from bancheng.apps.cases.actions.supply_correction import supply_correction
from bancheng.apps.cases.models import IssuedDocument, JointCase, Review, SubCase
from bancheng.apps.cases.projections import differences
from bancheng.apps.cases.replaying import replay
from bancheng.apps.files.actions.store import keep
from bancheng.apps.licences import actions as licences
from bancheng.apps.licences import queries as licence_queries
from bancheng.apps.licences.models import Licence
from bancheng.apps.messages.models import Message
from bancheng.apps.messages.queries import inbox
from bancheng.core.procedure import Refused
from tests.apps.cases.conftest import work

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


def test_hotel_by_commitment_has_its_licence_at_once(file):
    joint = file("hotel")
    (part,) = joint.parts.all()
    assert (part.outcome, part.stage, part.automatic) == ("granted", "closed", True)
    (licence,) = licence_queries.of_case(part.number)
    assert licence_queries.status(licence.identifier).status == "valid"
    assert list(IssuedDocument.objects.filter(joint=joint).order_by("pk").values_list("kind", flat=True)) == [
        "receipt",
        "acceptance",
        "granted",
    ]
    task = part.tasks.get(kind="after_check", closed_at=None)
    assert task.organisation == part.supervisor
    assert task.due is not None and (task.due - part.decided_at.date()).days >= 60  # C-06: sixty days from the decision
    assert part.pushes.get().kind == "granted_by_commitment"
    told = set(inbox([joint.person]).values_list("template", flat=True))
    assert {"granted", "check_due"} <= told, "who commits is told until when the check comes"
    assert joint.finished_at is not None
    assert list(differences()) == []


def test_noodle_shop_waits_for_its_business_licence_then_is_registered(file):
    joint = file("noodle-shop")
    registration, catering = joint.parts.order_by("order")
    assert (registration.stage, catering.stage) == ("pushed", "waiting")
    work()
    joint.refresh_from_db()
    registration, catering = joint.parts.order_by("order")
    assert (registration.outcome, catering.outcome) == ("granted", "granted"), catering.tasks.values_list("why")
    assert catering.automatic
    assert joint.holder.startswith("entity:92371526")
    (licence,) = licence_queries.of_case(catering.number)
    assert licence.owner == joint.holder
    assert licence_queries.held_by(joint.person) == [licence], "its owner applied before the shop was registered"
    assert list(differences()) == []


def test_every_decision_replays_byte_for_byte(file):
    file("hotel")
    file("noodle-shop")
    work()
    replayed = list(replay())
    assert len(replayed) == 2
    assert all(one.same for one in replayed)


def test_a_changed_record_does_not_replay(file):
    file("hotel")
    row = Review.objects.get()
    row.record = row.record.replace('"as_of":"20', '"as_of":"19')
    row.save()
    assert [one.same for one in replay()] == [False]


def test_filing_twice_is_filing_once(city, pack):
    story = stories.tell(pack, "hotel")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal)
    yes = Confirmation(joint_at(), "high", committed=True)
    first, second = submit(draft.pk, principal, yes), submit(draft.pk, principal, yes)
    assert first.pk == second.pk
    assert JointCase.objects.count() == SubCase.objects.count() == Licence.objects.count() == 1


def joint_at():
    from bancheng import now

    return now.business()


def test_without_the_commitment_read_nothing_is_filed(city, pack):
    story = stories.tell(pack, "hotel")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal)
    with pytest.raises(NotReady) as refused:
        submit(draft.pk, principal, Confirmation(joint_at(), "high"))
    assert set(refused.value.problems) == {"commitment"}
    assert JointCase.objects.count() == 0
    assert stream.read("joint:") == []


def test_ordinary_procedure_takes_two_on_site_and_two_to_grant(file, officer):
    joint = file("hotel", procedure__choice="一般程序")
    (part,) = joint.parts.all()
    assert part.stage == "reviewing"
    assert part.promised_due is not None and part.statutory_due is not None
    reviewer = officer("reviewer", part.organisation)
    decider = officer("decider", part.organisation, besides=reviewer)
    first, second = reviewer, decider
    with pytest.raises(Refused) as refused:
        grant.propose_grant(reviewer, part.number)
    assert refused.value.rule == "R-09"
    with pytest.raises(Refused, match="R-09"):
        officers.record_onsite_check(first, first, part.number, True, "消毒间、布局与图一致")
    officers.record_onsite_check(first, second, part.number, True, "消毒间、布局与图一致")
    grant.propose_grant(reviewer, part.number)
    with pytest.raises(Refused, match="R-17"):
        grant.confirm_grant(reviewer, part.number)
    grant.confirm_grant(decider, part.number)
    part.refresh_from_db()
    assert (part.outcome, part.automatic) == ("granted", False)
    assert Licence.objects.filter(sub_case=part.number).count() == 1
    assert list(differences()) == []


def test_refusal_takes_two_people_and_names_the_remedy(file, officer):
    joint = file("hotel", procedure__choice="一般程序")
    (part,) = joint.parts.all()
    reviewer = officer("reviewer", part.organisation)
    decider = officer("decider", part.organisation, besides=reviewer)
    refuse.propose_refusal(reviewer, part.number, "没有消毒间", "公共场所卫生管理条例第三条")
    refuse.countersign_refusal(decider, part.number)
    part.refresh_from_db()
    assert part.outcome == "refused"
    document = IssuedDocument.objects.get(kind="refused")
    assert document.content["reason"] == "没有消毒间"
    assert document.content["remedy_organ"]
    assert not Licence.objects.exists()


def test_r31_a_person_who_asks_for_a_person_is_not_decided_by_rule(file):
    joint = file("hotel", procedure__choice="一般程序")
    (part,) = joint.parts.all()
    applicant.request_person(part.number, joint.person)
    part.refresh_from_db()
    assert part.wants_person


def test_i10_an_own_licence_waives_nothing_once_revoked(file):
    joint = file("hotel")
    (licence,) = licence_queries.held_by(joint.holder)
    licences.revoke(licence.identifier, "承诺不实", basis="行政许可法第六十九条", actor="staff:1")
    assert licence_queries.status(licence.identifier).status == "revoked"


def test_a_source_that_is_down_hands_over_to_a_person_and_tells_later(city, pack, monkeypatch):
    """The row becomes an input; what was typed is not approved on its own; the register's later answer is told."""
    from bancheng.apps.sources.models import Recheck

    story = stories.tell(pack, "hotel")
    principal = stories.principal_of(story)
    city.behave(registry="down")
    draft = stories.draft_of(story, principal)
    assert "L32" in draft.known["unavailable"]
    from bancheng.apps.cases import drafts, entering
    from bancheng.apps.cases.models import DraftFile

    typed = {
        "entity.name": "聊城凤凰台酒店有限公司", "entity.uscc": story.company, "entity.legal_rep.name": "王建国",
        "premises.address": "经济技术开发区黄山路 66 号", "applicant.name": "王建国", "applicant.id_no": story.identity.id_no,
        "report.no": "WS2026-0112", "report.date": "2026-09-12", "report.conclusion": "合格",
        "report.institution": "聊城市东昌检测服务有限公司",
    }  # fmt: skip
    drafts.save(draft, typed)
    opened = entering.enter(draft, principal)
    for material in opened.plan.materials:
        if material.state == "hand_in":
            file = keep(stories.picture(material.id), "png")
            DraftFile.objects.create(draft=draft, material=material.id, file=file, name="p.png", added_at=joint_at())
    left = drafts.problems_of(drafts.open_(draft))
    assert not left, left
    joint = submit(draft.pk, principal, Confirmation(joint_at(), "high", committed=True))
    (part,) = joint.parts.all()
    assert (part.outcome, part.stage) == ("", "received"), "nothing is approved on what only the applicant has said"
    assert part.tasks.filter(kind="review", closed_at=None).exists()
    assert Recheck.objects.filter(case=part.number).exists()
    city.behave(registry="ok")
    for row in Recheck.objects.filter(case=part.number):
        from bancheng.apps.sources.actions.verify_later import recheck

        with transaction.atomic():
            recheck(row)
    states = set(Recheck.objects.filter(case=part.number).values_list("state", flat=True))
    assert "confirmed" in states and "different" not in states, "what was typed is what the registers say"
    assert any(event.type == "source_answered" for event in stream.read(part.stream))


def test_who_founds_a_business_keeps_their_case_while_the_identity_service_has_not_heard_of_it(file, pack):
    """Signing in again says “no company yet”; the applicant is not shut out, and nobody else gets in."""
    joint = file("noodle-shop")
    work()
    joint.refresh_from_db()
    principal = stories.principal_of(stories.tell(pack, "noodle-shop"))
    assert joint.holder.startswith("entity:") and not queries._holders(principal, "")[1:]
    assert queries.joint_for(principal, joint.number) == joint
    assert list(queries.cases_of(principal)) == [joint]
    stranger = stories.principal_of(stories.tell(pack, "hotel"))
    with pytest.raises(queries.NoSuchCase):
        queries.joint_for(stranger, joint.number)
    assert joint not in queries.cases_of(stranger)


def test_r04_papers_a_person_must_see_are_seen_before_acceptance(file, officer):
    """An unreadable plan is asked for again, once; what comes is seen again, and then accepted."""
    joint = file("hotel", procedure__choice="一般程序", accepted=False)
    (part,) = joint.parts.all()
    assert (part.stage, part.accepted_at) == ("received", None)
    assert part.tasks.get(closed_at=None).due == part.notice_due
    advance(joint.number)
    assert part.reviews.count() == 1, "looking again changes nothing"
    reviewer = officer("reviewer", part.organisation)
    ask_correction(reviewer, part.number, [{"material": "floor-plan", "reason": "照片糊了，看不清消毒间"}])
    part.refresh_from_db()
    assert part.stage == "correction_required"
    supply_correction(part.number, joint.person, {"floor-plan": [(keep(stories.picture("plan"), "png"), "plan.png")]})
    advance(joint.number)
    part.refresh_from_db()
    assert part.stage == "received"
    officers.accept(reviewer, part.number)
    part.refresh_from_db()
    assert part.stage == "reviewing"
    kinds = IssuedDocument.objects.filter(joint=joint).values_list("kind", flat=True)
    assert sorted(kinds) == ["acceptance", "correction", "receipt"]
    assert list(Message.objects.filter(subject=joint.person).order_by("pk").values_list("template", flat=True)) == ["received", "correction", "accepted"]


def test_r06_silence_about_papers_accepts(file, at):
    with at(2026, 3, 2, 10):
        joint = file("hotel", procedure__choice="一般程序", accepted=False)
    with at(2026, 3, 10, 10):
        work()
        (part,) = joint.parts.all()
        assert part.stage in ("accepted", "reviewing")
        assert part.accepted_at is not None and part.promised_due == date(2026, 3, 9), "counted from the day of receipt"
        task = part.tasks.get(closed_at=None)
        assert "视为受理" in task.why and task.due == part.promised_due, "nobody is told to look whether to accept"
    assert list(Message.objects.order_by("pk").values_list("template", flat=True)) == ["received", "deemed_accepted"]
