"""Papers that may follow (容缺受理), as an applicant meets them: committed to before filing, accepted at once, handed in, or not in time."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from bancheng import now, packs
from bancheng.apps.audit import stream
from bancheng.apps.cases import drafts, following, stories
from bancheng.apps.cases.actions import gap, grant, officers
from bancheng.apps.cases.models import Draft, JointCase, SubCase
from bancheng.apps.cases.queries import Part
from bancheng.apps.cases.spine import state_of
from bancheng.apps.catalogue import actions as catalogues
from bancheng.apps.files.actions.store import keep
from bancheng.apps.messages.models import Message
from bancheng.apps.timers import clock
from bancheng.core.catalogue.models import Item, Scenario
from bancheng.core.procedure import Refused
from bancheng.web.desk.deed_fields import Asked
from bancheng.web.desk.step_forms import FORMS
from tests.apps.cases.conftest import city, officer, work  # noqa: F401
from tests.people import zhao
from tests.web.portal.signed_in import sign_in
from tests.web.portal.test_apply import picture
from tests.web.portal.test_english_mine import page as english

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
SIGN = {"read": "1", "follows": "1"}


@pytest.fixture
def draft(city, pack, client) -> Draft:  # noqa: F811
    """The hotel by ordinary procedure, everything there but the floor plan; its owner is signed in."""
    story = stories.tell(pack, "hotel")
    principal = stories.principal_of(story)
    draft = stories.draft_of(story, principal, procedure__choice="一般程序")
    draft.files.all().delete()
    sign_in(client, principal.person, principal.entity.uscc)
    return draft


def there(name: str, draft: Draft, *more: object) -> str:
    return reverse(name, args=[draft.pk, *more])


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def committed(client, draft: Draft) -> JointCase:
    """Committed on the page of papers, signed, filed."""
    assert client.post(there("draft-follow", draft, "floor-plan"), {"later": "1"}).status_code == 302
    answer = client.post(there("check", draft), SIGN)
    assert answer.status_code == 302, answer.content.decode()
    return JointCase.objects.get(draft=draft)


def types(part: SubCase) -> list[str]:
    return [row.type for row in stream.read(part.stream)]


def test_g01_a_paper_that_decides_nothing_is_offered_to_follow_and_one_that_decides_is_not(draft, client):
    page = text(client.get(there("materials", draft)))
    assert "承诺受理后 3 个工作日内补交" in page, "five days are promised, and a gap ends two days before (G-03)"
    assert client.post(there("draft-follow", draft, "test-report"), {"later": "1"}).status_code == 404
    assert "还没有上传" in text(client.post(there("check", draft), {"read": "1"})), "not committed to yet"
    client.post(there("draft-follow", draft, "floor-plan"), {"later": "1"})
    assert "签名时一起承诺" in text(client.get(there("materials", draft)))
    client.post(there("draft-follow", draft, "floor-plan"), {"later": "0"})
    draft.refresh_from_db()
    assert draft.follow == []


def test_g02_nothing_is_filed_before_the_commitment_is_read(draft, client):
    client.post(there("draft-follow", draft, "floor-plan"), {"later": "1"})
    page = text(client.get(there("check", draft)))
    assert "补交承诺" in page and "受理后 3 个工作日内补交" in page
    unread = text(client.post(there("check", draft), {"read": "1"}))
    assert "请先阅读并勾选补交承诺" in unread and 'href="#follows"' in unread
    assert not JointCase.objects.exists()


def test_g02_with_a_bad_credit_record_nothing_may_follow(draft):
    opened = drafts.open_(draft)
    assert set(opened.may_follow) == {"floor-plan"}
    for id in ("credit.serious", "credit.false_commitment"):
        bad = opened.facts | {id: replace(opened.facts[id], value=True)}
        assert following.may_follow(opened.catalogue, opened.plan, bad) == {}
    unknown = {key: fact for key, fact in opened.facts.items() if not key.startswith("credit.")}
    assert following.may_follow(opened.catalogue, opened.plan, unknown) == {}, "unknown is not good"


def test_g03_accepted_at_once_handed_in_on_the_page_of_the_case_and_only_then_granted(draft, client, officer):  # noqa: F811
    joint = committed(client, draft)
    part = joint.parts.get()
    assert "correction_asked" not in types(part) and "gap_opened" in types(part)
    state = state_of(part)
    assert part.stage == "reviewing" and state.gap.missing == ("floor-plan",) and part.promised_due > state.gap.until
    notice = joint.documents.get(kind="gap")
    assert joint.number in notice.content["commitment"] and joint.submission["follow"] == {"floor-plan": 3}
    page = text(client.get(reverse("case", args=[joint.number])))
    assert "以前补交" in page and "方位示意图" in page
    here = reverse("case-follow", args=[joint.number, part.number])
    assert here in page
    assert "还没有选文件" in text(client.post(here))
    fake = SimpleUploadedFile("plan.pdf", b"not a pdf", "application/pdf")
    assert "floor-plan-err" in text(client.post(here, {"floor-plan": fake}))
    assert state_of(part).gap is not None
    inspector, decider = officer("inspector", part.organisation), officer("decider", part.organisation)
    reviewer = officer("reviewer", part.organisation, besides=decider)
    officers.record_onsite_check(inspector, officer("reviewer", part.organisation, besides=inspector), part.number, True, "布局合适")
    with pytest.raises(Refused) as caught:
        grant.propose_grant(reviewer, part.number)
    assert caught.value.rule == "G-03", "nothing is granted before the gap is filled"
    answer = client.post(here, {"floor-plan": picture()})
    assert answer.status_code == 302 and "supplied=1" in answer.url
    assert state_of(part).gap is None and part.reviews.count() == 2
    grant.propose_grant(reviewer, part.number)
    grant.confirm_grant(decider, part.number)
    part.refresh_from_db()
    assert part.outcome == "granted"
    assert client.get(here).status_code == 302, "a second click"
    page = text(client.get(reverse("case", args=[joint.number])))
    assert "后补的材料收到了" in page and here not in page
    with pytest.raises(Refused) as caught:
        gap.hand_in(part.number, joint.person, {"floor-plan": []})
    assert caught.value.rule == "G-03"


def test_g03_where_nothing_is_left_to_judge_the_paper_that_followed_brings_the_licence_at_once(draft, client, pack):
    definitions = [one for one in packs.read(pack).definitions if not isinstance(one, Scenario)]
    by_rule = []
    for one in definitions:
        ours = isinstance(one, Item) and one.id == "public-place-hygiene-new"
        by_rule.append(one.model_copy(update={"review_points": tuple(point for point in one.review_points if point.by == "rule")}) if ours else one)
    catalogues.publish(by_rule, "system:test")
    joint = committed(client, draft)
    part = joint.parts.get()
    assert (part.stage, part.outcome) == ("reviewing", ""), "all points pass, and still nothing before the paper is there"
    client.post(reverse("case-follow", args=[joint.number, part.number]), {"floor-plan": picture()})
    part.refresh_from_db()
    assert part.outcome == "granted" and part.automatic and not part.tasks.filter(closed_at=None, kind="review").exists()


def test_r04_what_was_handed_in_is_looked_at_first_and_the_officer_finds_the_commitment_in_the_form(draft, client, pack, officer):  # noqa: F811
    story = stories.tell(pack, "hotel")
    drafts.add_file(draft, "test-report", keep(stories.picture("report"), "png"), "report.png")
    joint = committed(client, draft)
    part = joint.parts.get()
    assert part.stage == "received" and "容缺受理" in part.tasks.get().why and story.company in joint.holder
    reviewer = officer("reviewer", part.organisation)
    papers, until, commitment = FORMS["gap"].fields(Asked(reviewer, Part(part), QueryDict()))
    assert papers["values"] == ["floor-plan"] and joint.number in commitment["value"]
    gap.accept_with_gap(reviewer, part.number, tuple(papers["values"]), date.fromisoformat(until["value"]), commitment["value"])
    part.refresh_from_db()
    assert part.accepted_at is not None and state_of(part).gap.missing == ("floor-plan",)


def test_r04_plain_acceptance_by_a_person_keeps_the_commitment_too(draft, client, officer):  # noqa: F811
    drafts.add_file(draft, "test-report", keep(stories.picture("report"), "png"), "report.png")
    part = committed(client, draft).parts.get()
    officers.accept(officer("reviewer", part.organisation), part.number)
    assert state_of(part).gap.missing == ("floor-plan",) and "gap_opened" in types(part)


def test_r06_after_the_five_days_the_law_has_accepted_and_nothing_more_is_agreed_on(draft, client, officer):  # noqa: F811
    drafts.add_file(draft, "test-report", keep(stories.picture("report"), "png"), "report.png")
    part = committed(client, draft).parts.get()
    clock.move(timedelta(days=(part.notice_due - now.today()).days + 1))
    officers.accept(officer("reviewer", part.organisation), part.number)
    assert state_of(part).deemed and state_of(part).gap is None


def test_g04_not_in_time_tells_the_applicant_and_a_person_may_end_it_never_the_clock(draft, client, officer):  # noqa: F811
    joint = committed(client, draft)
    part = joint.parts.get()
    reviewer = officer("reviewer", part.organisation)
    with pytest.raises(Refused) as caught:
        officers.terminate(reviewer, part.number, "gap_not_filled", "没有补")
    assert caught.value.rule == "G-04", "the day has not passed"
    clock.move(timedelta(days=(state_of(part).gap.until - now.today()).days + 1))
    work(2)
    part.refresh_from_db()
    assert part.stage == "reviewing", "only a person ends it"
    assert Message.objects.filter(template="gap_passed").exists()
    assert [task.why for task in part.tasks.filter(closed_at=None, kind="review")] == ["后补材料的期限已过还没有补齐，请催办，或者终止办理"]
    page = text(client.get(reverse("case", args=[joint.number])))
    assert "请马上补" in page
    officers.terminate(reviewer, part.number, "gap_not_filled", "三次催补都没有补")
    part.refresh_from_db()
    assert part.stage == "terminated"
    here = reverse("case-follow", args=[joint.number, part.number])
    assert client.get(here).status_code == 302


def test_late_is_better_than_never(draft, client):
    joint = committed(client, draft)
    part = joint.parts.get()
    clock.move(timedelta(days=20))
    work(2)
    answer = client.post(reverse("case-follow", args=[joint.number, part.number]), {"floor-plan": picture()})
    assert answer.status_code == 302 and state_of(part).gap is None


def test_somebody_else_neither_commits_nor_hands_in(draft, client):
    other = Client()
    sign_in(other, zhao())
    assert other.post(there("draft-follow", draft, "floor-plan"), {"later": "1"}).status_code == 404
    joint = committed(client, draft)
    here = reverse("case-follow", args=[joint.number, joint.parts.get().number])
    assert other.get(here).status_code == other.post(here, {"floor-plan": picture()}).status_code == 404


def test_all_of_it_in_english(draft, client):
    with override("en"):
        assert "Nothing is issued before it is there" in english(client.get(there("materials", draft)))
        client.post(there("draft-follow", draft, "floor-plan"), {"later": "1"})
        assert "you commit to it when you sign" in english(client.get(there("materials", draft)))
        assert "Commitment to hand in later" in english(client.post(there("check", draft), {"read": "1"}))
        assert client.post(there("check", draft), SIGN).status_code == 302
        joint = JointCase.objects.get(draft=draft)
        assert "please hand in by" in english(client.get(reverse("case", args=[joint.number])))
        assert "You committed to hand them in by" in english(client.post(reverse("case-follow", args=[joint.number, joint.parts.get().number])))
