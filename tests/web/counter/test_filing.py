"""Filing at the counter: the sheet that was signed is the one that is filed, the receipt is printed, and the record says who did it for whom."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bancheng.apps.audit import stream
from bancheng.apps.cases import drafts, stories
from bancheng.apps.cases.models import Draft, Intake, JointCase
from bancheng.apps.cases.projections import differences
from bancheng.apps.staff.queries import looks
from bancheng.apps.subjects.models import Person
from bancheng.apps.subjects.principal import Principal
from tests.documents.reading import text as text_of
from tests.web.counter.test_serving import begin
from tests.web.desk import stories as desk_stories

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def filled(clerk, seat, pack):
    """A clerk serves 李秀英, and her noodle shop is filled in: the clerk's browser, and the draft."""
    client = seat(clerk)
    begin(client)
    story = stories.tell(pack, "noodle-shop")
    draft = stories.draft_of(story, Principal(Person.objects.get()))
    return client, draft


def code_on(client, draft: Draft) -> str:
    page = client.get(reverse("check", args=[draft.id])).content.decode()
    found = re.search(r'name="sheet" value="(\w{8})"', page)
    assert found, page
    return found[1]


def sign(client, draft: Draft, **typed: object):
    sent = {"read": "1", "sheet": code_on(client, draft), "filed_under": "2026-0117"} | typed
    return client.post(reverse("check", args=[draft.id]), sent)


def test_a_signed_sheet_is_filed_with_the_clerk_as_witness(filled, clerk):
    client, draft = filled
    scan = SimpleUploadedFile("sheet.png", stories.picture("signed"), "image/png")
    answer = sign(client, draft, scan=scan)
    joint = JointCase.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/counter/case/{joint.number}/")
    intake = Intake.objects.get()
    person = Person.objects.get()
    assert (intake.joint, intake.organisation, intake.officer, intake.filed_under) == (joint, "LC-GT-SPJ", clerk.reference, "2026-0117")
    signed = joint.signature
    assert (signed["way"], signed["witness"], signed["by"], signed["sealed_by"]) == ("paper", clerk.reference, person.reference, "org:LC-GT-SPJ")
    assert signed["scan"] == intake.scan.digest and joint.channel == "counter"
    told = {event.type: event for event in stream.read(f"joint:{joint.number}")}
    assert {(told[kind].actor, told[kind].on_behalf) for kind in ("submitted", "signed_on_paper")} == {(clerk.reference, person.reference)}
    started = stream.read(joint.parts.first().stream)[0]
    assert (started.actor, started.on_behalf, started.payload["by"]["id"]) == (clerk.reference, person.reference, person.reference)
    assert list(differences()) == []


def test_the_sheet_says_everything_and_where_to_sign(filled):
    client, draft = filled
    answer = client.get(reverse("counter-sheet", args=[draft.id]))
    assert answer.headers["Content-Type"] == "application/pdf"
    words = text_of(answer.content)
    for expected in ("申请表", "李秀英", "高唐县官道北街", "申请人签字", "见证人：程晓", code_on(client, draft)):
        assert expected in words, expected


def test_what_was_changed_after_printing_is_not_filed(filled):
    client, draft = filled
    code = code_on(client, draft)
    assert not drafts.save(draft, {"food.seats": "18"})
    answer = sign(client, draft, sheet=code)
    assert answer.status_code == 200 and "请重新打印" in answer.content.decode()
    assert not JointCase.objects.exists()
    assert sign(client, draft).status_code == 302


@pytest.mark.parametrize(("typed", "words"), [({"filed_under": " "}, "档案号"), ({"read": ""}, "请本人看过、签过字"), ({"sheet": ""}, "请重新打印")])
def test_nothing_is_filed_without_a_signature(filled, typed, words):
    client, draft = filled
    answer = sign(client, draft, **typed)
    assert words in answer.content.decode() and not JointCase.objects.exists()


def test_a_scan_that_is_no_picture_is_refused_and_nothing_is_lost(filled):
    client, draft = filled
    answer = sign(client, draft, scan=SimpleUploadedFile("sheet.png", b"MZ not a picture", "image/png"))
    page = answer.content.decode()
    assert "field__err" in page and 'value="2026-0117"' in page and not JointCase.objects.exists()


def test_the_receipt_is_printed_with_seal_and_query_code(filled):
    """R-07."""
    client, draft = filled
    sign(client, draft)
    joint = JointCase.objects.get()
    page = client.get(f"/desk/counter/case/{joint.number}/").content.decode()
    assert joint.query_code in page and "收件凭证" in page
    receipt = joint.documents.get(kind="receipt")
    words = text_of(client.get(reverse("counter-document", args=[joint.number, receipt.pk])).content)
    assert joint.query_code in words and joint.number in words and "电子印章" in words
    assert [one.why for one in looks(joint.person) if one.case == joint.number][:2] == ["窗口查看收件", f"打印收件凭证 {receipt.number}"]


def test_a_hall_sees_its_own_intakes_only(filled, seat):
    client, draft = filled
    sign(client, draft)
    joint = JointCase.objects.get()
    receipt = joint.documents.get(kind="receipt")
    assert joint.number in client.get("/desk/counter/").content.decode()
    village = desk_stories.officer("village", "LC-GT-SPJ", "intake")
    type(village).objects.filter(pk=village.pk).update(station="st-gt-gh")
    for stranger in (desk_stories.officer("zone", "LC-KFQ-SPJ", "intake"), village):
        other = seat(stranger)
        assert joint.number not in other.get("/desk/counter/").content.decode()
        for address in (f"/desk/counter/case/{joint.number}/", reverse("counter-document", args=[joint.number, receipt.pk])):
            assert other.get(address).status_code == 404
    nothing = client.get("/desk/counter/case/371526202611230099999/")
    assert nothing.status_code == 404


def test_a_station_takes_in_what_it_lists(clerk, seat, pack):
    """R-27: a township centre of Gaotang takes in small catering, but no business registration."""
    type(clerk).objects.update(station="st-gt-gh")
    client = seat(clerk)
    begin(client)
    draft = stories.draft_of(stories.tell(pack, "noodle-shop"), Principal(Person.objects.get()))
    answer = sign(client, draft)
    assert "固河镇便民服务中心收不了这些" in answer.content.decode() and not JointCase.objects.exists()


def test_what_somebody_filed_elsewhere_is_not_the_clerks(filled, file, seat, clerk):
    """A clerk who serves a person sees what the own counter took in, or the own organisation handles."""
    client, _draft = filled
    elsewhere = file("hotel")
    begin(client, id_no="371502199003070019", name="王建国", purpose="progress")
    assert client.get(f"/case/{elsewhere.number}").status_code == 404
    assert elsewhere.number not in client.get("/progress").content.decode()
    own = file("noodle-shop")
    begin(client)
    assert client.get(f"/case/{own.number}").status_code == 200, "handled by the clerk's own organisation"
    assert [one.case for one in looks(own.person)].count(own.number) == 1
    client.get(f"/case/{own.number}")
    assert [one.case for one in looks(own.person)].count(own.number) == 1, "one look for each case and service"


def test_nobody_needs_a_telephone(clerk, seat, pack):
    """R-32: whoever has no telephone files at the counter all the same, and is asked for none."""
    client = seat(clerk)
    begin(client)
    principal = Principal(Person.objects.get())
    draft = stories.draft_of(stories.tell(pack, "noodle-shop"), principal, applicant__phone="")
    assert "applicant.phone" not in draft.answers
    assert sign(client, draft).status_code == 302
    assert "applicant.phone" not in JointCase.objects.get().submission["facts"]
