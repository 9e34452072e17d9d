"""Papers at the counter: seen as originals, checked side by side, accepted or asked for once (R-04, R-05, R-07, I15)."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bancheng.apps.audit import stream
from bancheng.apps.cases import stories
from bancheng.apps.cases.actions import grant, officers
from bancheng.apps.cases.models import DraftFile, SubCase
from bancheng.apps.cases.projections import differences
from bancheng.apps.staff.models import NotAllowed
from bancheng.apps.subjects.models import Person
from bancheng.apps.subjects.principal import Principal
from bancheng.core.procedure import Refused
from tests.documents.reading import text as text_of
from tests.web.counter.test_filing import sign
from tests.web.counter.test_serving import begin
from tests.web.desk import stories as desk_stories

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
MATERIAL = "floor-plan"
WORDS = "看不清消毒间的位置，请重新画清楚"


@pytest.fixture
def handed_in(file) -> SubCase:
    """A hotel by the ordinary procedure: a person looks at its papers before it is accepted."""
    (part,) = file("hotel", accepted=False, procedure__choice="一般程序").parts.all()
    assert part.stage == "received"
    return part


@pytest.fixture
def hall(city):
    """A clerk of the hall whose organisation handles the hotel."""
    return desk_stories.officer("hall", "LC-KFQ-SPJ", "intake", name="许静")


def check(client, part: SubCase, deed: str, **typed: str):
    return client.post(reverse("counter-papers", args=[part.number]), {"deed": deed} | {key.replace("_", "-"): value for key, value in typed.items()})


def ticked(client, part: SubCase) -> dict[str, str]:
    page = client.get(reverse("counter-papers", args=[part.number])).content.decode()
    return dict.fromkeys(re.findall(r'name="(ok-[\w-]+)"', page), "1")


def test_side_by_side_what_is_wanted_and_what_is_there(handed_in, hall, seat):
    client = seat(hall)
    assert handed_in.number in client.get("/desk/counter/").content.decode()
    page = client.get(reverse("counter-papers", args=[handed_in.number])).content.decode()
    assert "受理标准：" in page and f"ok-{MATERIAL}" in page
    row = handed_in.joint.files.get(material=MATERIAL)
    answer = client.get(reverse("counter-file", args=[handed_in.number, row.pk]))
    assert answer.headers["Content-Type"] == "image/png" and answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_all_good_is_accepted_with_its_notice_and_the_back_office_decides(handed_in, hall, seat, officer):
    client = seat(hall)
    assert check(client, handed_in, "accept", **ticked(client, handed_in)).status_code == 302
    handed_in.refresh_from_db()
    assert handed_in.stage in ("accepted", "reviewing") and handed_in.documents.filter(kind="acceptance").exists()
    (accepted,) = [event for event in stream.read(handed_in.stream) if event.type == "accepted"]
    assert (accepted.actor, accepted.payload["by"]["role"], accepted.payload["deemed"]) == (hall.reference, "intake", False)
    (checked,) = [event for event in stream.read(handed_in.stream) if event.type == "papers_checked"]
    assert MATERIAL in checked.payload["good"] and not checked.payload["bad"]
    assert handed_in.tasks.filter(kind="review", closed_at=None, organisation="LC-KFQ-SPJ").exists()
    with pytest.raises(NotAllowed):
        grant.propose_grant(hall, handed_in.number)  # I15: taking in is not deciding
    inspector = officer("inspector", "LC-KFQ-SPJ")
    officers.record_onsite_check(inspector, officer("inspector", "LC-KFQ-SPJ", besides=inspector), handed_in.number, True, "符合")
    assert grant.propose_grant(officer("reviewer", "LC-KFQ-SPJ"), handed_in.number)
    assert list(differences()) == []


def test_each_paper_is_looked_at_before_anything_happens(handed_in, hall, seat):
    client = seat(hall)
    answer = check(client, handed_in, "accept")
    assert answer.status_code == 400 and "还没有核对" in answer.content.decode()
    handed_in.refresh_from_db()
    assert handed_in.stage == "received"


def test_a_draft_of_one_notice_is_read_before_it_goes_out(handed_in, hall, seat):
    """R-05: everything in one notice; it is sent only after it was shown as a whole."""
    client = seat(hall)
    fine = {key: value for key, value in ticked(client, handed_in).items() if key != f"ok-{MATERIAL}"}
    answer = check(client, handed_in, "draft", **fine, **{f"reason-{MATERIAL}": WORDS})
    page = answer.content.decode()
    assert answer.status_code == 200 and "补正告知书草稿：共 1 样" in page and WORDS in page
    assert not handed_in.corrections.exists()
    assert check(client, handed_in, "accept", **fine, **{f"reason-{MATERIAL}": WORDS}).status_code == 200, "a bad paper is no acceptance"
    assert check(client, handed_in, "send", **fine, **{f"reason-{MATERIAL}": WORDS}).status_code == 302
    handed_in.refresh_from_db()
    assert handed_in.stage == "correction_required"
    (notice,) = handed_in.corrections.all()
    assert notice.items == [{"material": MATERIAL, "reason": WORDS}]
    document = handed_in.documents.get(kind="correction")
    desk = seat(desk_stories.officer("reads", "LC-KFQ-SPJ", "reviewer"))
    assert "消毒间" in text_of(desk.get(reverse("desk-document", args=[handed_in.number, document.pk])).content)
    again = check(client, handed_in, "send", **fine, **{f"reason-{MATERIAL}": WORDS})
    assert again.status_code == 400 and "没有办成" in again.content.decode(), "there is no second notice"


def test_what_is_missing_is_brought_to_the_counter(handed_in, hall, seat):
    """R-32: asked on paper or online, answered where the applicant likes; the trail says who typed for whom."""
    client = seat(hall)
    fine = {key: value for key, value in ticked(client, handed_in).items() if key != f"ok-{MATERIAL}"}
    check(client, handed_in, "send", **fine, **{f"reason-{MATERIAL}": WORDS})
    who = {"id_no": "371502199003070019", "name": "王建国", "for": "entity", "uscc": handed_in.joint.holder.partition(":")[2]}
    answer = begin(client, **who, purpose="correct")
    assert answer.headers["Location"] == "/progress" and handed_in.joint.number in client.get("/progress").content.decode()
    scan = SimpleUploadedFile("plan.png", stories.picture("plan"), "image/png")
    answer = client.post(reverse("case-correct", args=[handed_in.joint.number, handed_in.number]), {MATERIAL: scan})
    assert answer.headers["Location"].endswith("?supplied=1")
    (supplied,) = [event for event in stream.read(handed_in.stream) if event.type == "correction_supplied"]
    assert (supplied.actor, supplied.on_behalf) == (hall.reference, handed_in.joint.holder)
    assert supplied.payload["by"]["id"] == handed_in.joint.person


def test_a_tick_and_a_complaint_contradict_each_other(handed_in, hall, seat):
    client = seat(hall)
    answer = check(client, handed_in, "draft", **ticked(client, handed_in), **{f"reason-{MATERIAL}": WORDS})
    assert answer.status_code == 400 and "只留一样" in answer.content.decode()


def test_another_hall_does_not_check_it(handed_in, clerk, seat):
    client = seat(clerk)
    assert handed_in.number not in client.get("/desk/counter/").content.decode()
    assert client.get(reverse("counter-papers", args=[handed_in.number])).status_code == 404
    assert check(client, handed_in, "accept").status_code == 404
    row = handed_in.joint.files.first()
    assert client.get(reverse("counter-file", args=[handed_in.number, row.pk])).status_code == 404


def test_a_paper_nobody_ticked_is_refused_below_the_page_too(handed_in, hall):
    from bancheng.apps.cases.actions.check_papers import accept_papers

    with pytest.raises(Refused, match="R-04"):
        accept_papers(hall, handed_in.number, [])


def test_an_original_that_was_seen_stands_in_the_file_as_a_slip(clerk, seat, pack):
    """Nobody keeps a copy; the reviewer finds who saw the original, when, and against what."""
    client = seat(clerk)
    begin(client)
    draft = stories.draft_of(stories.tell(pack, "noodle-shop"), Principal(Person.objects.get()))
    draft.files.all().delete()
    page = client.get(reverse("materials", args=[draft.id])).content.decode()
    assert "已核原件" in page
    answer = client.post(reverse("counter-original", args=[draft.id, "premises-proof"]))
    assert answer.status_code == 302
    slip = DraftFile.objects.get(draft=draft)
    assert slip.name.startswith("已核原件：")
    words = text_of(client.get(reverse("draft-file", args=[draft.id, slip.pk])).content)
    assert "原件核验单" in words and "程晓" in words and "李秀英" in words and "（电子印章）" in words
    assert sign(client, draft).status_code == 302
    assert client.post(reverse("counter-original", args=[draft.id, "no-such-paper"])).status_code == 404


def test_only_who_serves_sees_originals(clerk, seat, pack):
    story = stories.tell(pack, "noodle-shop")
    draft = stories.draft_of(story, stories.principal_of(story))
    assert seat(clerk).post(reverse("counter-original", args=[draft.id, "premises-proof"])).status_code == 404
