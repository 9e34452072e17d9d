"""Answers are changed after filing and before acceptance: it is planned again, what changes is shown, and one signature exchanges one case for the other."""
from __future__ import annotations

import pytest

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases import drafts, stories
from bancheng.apps.cases.actions import applicant, officers
from bancheng.apps.cases.actions.change import begin_change, may_change
from bancheng.apps.cases.actions.submit import NotReady, submit
from bancheng.apps.cases.changes import changes_of
from bancheng.apps.cases.models import Draft, JointCase
from bancheng.apps.cases.projections import differences
from bancheng.apps.cases.queries import replacement_of
from bancheng.apps.cases.signing import Confirmation
from bancheng.core.procedure import Refused
from tests.apps.cases.conftest import work

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def principal(city, pack):
    return stories.principal_of(stories.tell(pack, "hotel"))


@pytest.fixture
def filed(file):
    """A hotel whose papers a person has to see first: nothing is accepted."""
    return file("hotel", accepted=False, procedure__choice="一般程序")


def sign(draft, principal) -> JointCase:
    return submit(draft.pk, principal, Confirmation(now.business(), "high", committed=True))


def test_another_kind_of_place_is_another_item(filed, principal):
    draft = begin_change(filed, principal)
    assert begin_change(filed, principal) == draft, "asked twice, begun once"
    drafts.save(draft, {"premises.kinds": ["图书馆"]})
    changes = changes_of(drafts.open_(draft))
    assert [(one.element.id, one.before, one.after) for one in changes.answers if one.element.id == "premises.kinds"] == [
        ("premises.kinds", "宾馆、旅店、民宿", "图书馆")
    ]
    assert [item.id for item in changes.parts_gone] == ["public-place-hygiene-new"]
    assert [item.id for item in changes.parts_added] == ["public-place-hygiene-filing"]
    assert changes.papers_gone
    assert JointCase.objects.count() == 1 and may_change(filed), "until it is signed the old one goes on"


def test_one_signature_exchanges_one_for_the_other(filed, principal):
    draft = begin_change(filed, principal)
    drafts.save(draft, {"premises.area_m2": "920"})
    after = sign(draft, principal)
    work()
    filed.refresh_from_db()
    assert filed.finished_at is not None
    assert set(filed.parts.values_list("outcome", flat=True)) == {"application_withdrawn"}
    assert not filed.parts.filter(tasks__closed_at=None, tasks__isnull=False).exists()
    assert after.parts.get().stage == "received" and after.files.count() == filed.files.count()
    assert [event.type for event in stream.read(f"joint:{filed.number}")][-1] == "replaced"
    assert sign(draft, principal) == after, "signed twice, filed once"
    assert list(differences()) == []


def test_the_second_of_two_drafts_says_which_one_was_filed(filed, principal):
    """Begun twice, as by two people who act for one company: the first that is signed takes the place, the second learns which."""
    first = begin_change(filed, principal)
    Draft.objects.filter(pk=first.pk).update(owner="person:somebody-else")
    second = begin_change(filed, principal)
    assert second != first
    Draft.objects.filter(pk=first.pk).update(owner=principal.person.reference)
    drafts.save(second, {"premises.area_m2": "800"})
    after = sign(second, principal)
    with pytest.raises(NotReady) as wrong:
        sign(first, principal)
    assert after.number in wrong.value.problems["guide"] and "已经受理" not in wrong.value.problems["guide"]
    with pytest.raises(Refused, match="R-36") as no:
        begin_change(filed, principal)
    assert after.number in no.value.message and after.number in no.value.message_en
    assert JointCase.objects.count() == 2 and replacement_of(filed) == after.number


def test_what_was_taken_back_is_said_to_be_taken_back(filed, principal):
    applicant.withdraw(filed.parts.get().number, filed.person)
    with pytest.raises(Refused, match="R-36") as no:
        begin_change(filed, principal)
    assert "已经撤回" in no.value.message and "taken back" in no.value.message_en


def test_r36_after_acceptance_answers_stand(filed, principal, officer):
    draft = begin_change(filed, principal)
    part = filed.parts.get()
    officers.accept(officer("reviewer", part.organisation), part.number)
    assert not may_change(filed)
    with pytest.raises(Refused, match="R-36"):
        begin_change(filed, principal)
    with pytest.raises(NotReady) as wrong:
        sign(draft, principal)
    assert "已经受理" in wrong.value.problems["guide"]
    assert JointCase.objects.count() == 1 and filed.parts.get().stage == "reviewing", "nothing was filed, nothing taken back"
