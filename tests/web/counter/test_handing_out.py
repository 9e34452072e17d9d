"""One counter hands out, with proof; until then the ten days run (R-16)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases import counter_queries, desk_queries, drafts, stories
from bancheng.apps.cases.actions import refuse
from bancheng.apps.cases.actions.submit import submit
from bancheng.apps.cases.models import Note, SubCase
from bancheng.apps.cases.projections import differences
from bancheng.apps.cases.queries import NoSuchCase
from bancheng.apps.cases.signing import Confirmation, OnPaper, code_of
from bancheng.apps.cases.spine import state_of
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.subjects.actions.serve import Visitor, open_service
from bancheng.apps.subjects.models import Person
from bancheng.apps.subjects.principal import Principal
from bancheng.apps.timers.models import Timer
from bancheng.core import procedure
from tests.apps.cases.conftest import work
from tests.documents.reading import text as text_of
from tests.web.desk import stories as desk_stories
from tests.web.portal.signed_in import sign_in

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
LI = "371526198512120025"


@pytest.fixture
def kept(file):
    """A noodle shop filed online whose owner wants to collect the result at the hall, decided by the rules."""
    joint = file("noodle-shop", delivery__way="自取")
    work()
    return SubCase.objects.get(joint=joint, part__contains="catering")


def give(client, waits: SubCase, **proof: str):
    sent = {"part": waits.number, "kind": "signature", "id_no": LI, "receipt": "2026-送-8"} | proof
    return client.post(reverse("counter-hand-over", args=[waits.joint.number]), sent)


def test_electronic_delivery_is_immediate(file):
    joint = file("noodle-shop")
    work()
    part = SubCase.objects.get(joint=joint, part__contains="catering")
    (delivered,) = [event for event in stream.read(part.stream) if event.type == "delivered"]
    assert delivered.payload["proof"].startswith("licence:") and part.stage == "closed"
    assert not part.tasks.filter(closed_at=None).exists()


def test_what_is_to_be_collected_waits_and_the_ten_days_run(kept):
    """R-16: decided and licensed, not delivered; the last day is ten working days after the decision, and a timer watches it."""
    assert (kept.outcome, kept.stage) == ("granted", "decided")
    task = kept.tasks.get(kind="hand_out", closed_at=None)
    due = procedure.dues(state_of(kept), catalogues.current().calendar).delivery
    assert due is not None and (task.due, task.organisation) == (due.date, "LC-GT-SPJ")
    assert catalogues.current().calendar.count(kept.decided_at.astimezone(now.ZONE).date(), task.due) == 10
    assert Timer.objects.filter(kind="case.delivery_passed", key__startswith=f"{kept.stream}:").exists()
    kept.joint.refresh_from_db()
    assert kept.joint.finished_at is None, "the whole is not over before the result is in somebody's hands"


def test_the_applicant_signs_for_it(kept, clerk, seat):
    client = seat(clerk)
    page = client.get("/desk/counter/hand-out/").content.decode()
    assert kept.joint.number in page and "等申请人来领" in page
    page = client.get(reverse("counter-hand-over", args=[kept.joint.number])).content.decode()
    assert "小餐饮登记证" in page and "准予" in page
    assert give(client, kept).status_code == 302
    kept.refresh_from_db()
    assert kept.stage == "closed" and not kept.tasks.filter(closed_at=None).exists()
    (delivered,) = [event for event in stream.read(kept.stream) if event.type == "delivered"]
    kind, mark = delivered.payload["proof"].split(":")
    assert kind == "signature" and Note.objects.get(digest=mark).text == "申请人本人当面签收，身份证已核对，送达回证 2026-送-8"
    assert (delivered.actor, delivered.on_behalf) == (clerk.reference, kept.joint.holder)
    assert not Timer.objects.filter(kind="case.delivery_passed", key__startswith=f"{kept.stream}:", state="waiting").exists()
    work()
    kept.joint.refresh_from_db()
    assert kept.joint.finished_at is not None and list(differences()) == []
    assert give(client, kept).status_code == 404, "nothing waits any more"


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        ({"id_no": ""}, "身份证号"),
        ({"receipt": " "}, "请打印送达回证"),
        ({"id_no": "371526199204180020"}, "代领人的姓名"),
        ({"id_no": "371526199204180020", "name": "周敏"}, "委托书"),
        ({"kind": "mail"}, "邮件号"),
        ({"kind": "mail", "parcel": "第一个"}, "邮件号"),
        ({"kind": "pigeon"}, "怎么发出"),
        ({"part": ""}, "勾选"),
        ({"part": "371526202611230099999"}, "勾选"),
    ],
)
def test_without_proof_nothing_is_handed_out(kept, clerk, seat, proof, words):
    answer = give(seat(clerk), kept, **proof)
    assert answer.status_code == 400 and words in answer.content.decode()
    kept.refresh_from_db()
    assert kept.stage == "decided"


@pytest.mark.parametrize(
    ("proof", "told"),
    [
        ({"id_no": "371526199204180020", "name": "周敏", "paper": "2026-委-3"}, "代领人周敏（委托书 2026-委-3）当面签收，身份证已核对，送达回证 2026-送-8"),
        ({"id_no": "周敏 371526199204180020", "paper": "2026-委-3"}, "代领人周敏（委托书 2026-委-3）当面签收，身份证已核对，送达回证 2026-送-8"),
        ({"kind": "mail", "parcel": "ＥＭ 1234 5678 9CN"}, "邮寄送达，邮件号 EM123456789CN"),
        ({"kind": "electronic"}, "申请人当面改为电子送达"),
    ],
)
def test_who_got_it_and_how_is_kept(kept, clerk, seat, proof, told):
    assert give(seat(clerk), kept, **proof).status_code == 302
    assert Note.objects.get(sub_case=kept, kind="delivery").text == told
    assert all("周敏" not in event.payload_text for event in stream.read(kept.stream))


def test_the_papers_are_printed_where_they_are_handed_out(kept, clerk, seat):
    client = seat(clerk)
    decision = kept.documents.get(kind="granted")
    answer = client.get(reverse("counter-hand-document", args=[kept.joint.number, decision.pk]))
    assert decision.number.replace(" ", "") in text_of(answer.content)
    page = client.get(reverse("counter-hand-over", args=[kept.joint.number])).content.decode()
    licence = page.split("/licence/")[1].split("/")[0]
    assert client.get(reverse("counter-hand-licence", args=[kept.joint.number, licence])).headers["Content-Type"] == "application/pdf"
    words = text_of(client.get(reverse("counter-hand-receipt", args=[kept.joint.number])).content)
    assert "送达回证" in words and "签收人签字" in words and kept.joint.number in words
    receipt = kept.joint.documents.get(kind="receipt")
    assert client.get(reverse("counter-hand-document", args=[kept.joint.number, receipt.pk])).status_code == 404


def test_the_applicant_reads_where_to_collect_it(kept, client):
    sign_in(client, Person.objects.get(pk=kept.joint.person.partition(":")[2]))
    page = client.get(reverse("case", args=[kept.joint.number])).content.decode()
    assert "请带身份证到高唐县审批服务局窗口" in page
    assert "Collect it with your identity card at" in client.get(f"/en/case/{kept.joint.number}").content.decode()


def test_a_refusal_is_handed_out_too(file, officer, seat):
    """Whoever chose paper gets the refusal on paper, with proof: without an account nobody would find it."""
    (part,) = file("hotel", procedure__choice="一般程序", delivery__way="邮寄", delivery__address="东关街 30 号").parts.all()
    reviewer = officer("reviewer", part.organisation)
    refuse.propose_refusal(reviewer, part.number, "没有独立的消毒间", "公共场所卫生管理条例第三条")
    refuse.countersign_refusal(officer("decider", part.organisation, besides=reviewer), part.number)
    part.refresh_from_db()
    assert (part.outcome, part.stage) == ("refused", "decided")
    client = seat(desk_stories.officer("hall", "LC-KFQ-SPJ", "intake"))
    page = client.get(reverse("counter-hand-over", args=[part.joint.number])).content.decode()
    assert "不予许可决定书" in page and "东关街 30 号" in page
    assert give(client, part, kind="mail", parcel="EM123456789CN").status_code == 302
    part.refresh_from_db()
    assert part.stage == "closed"


def test_how_it_goes_out_is_what_the_applicant_said_not_how_the_task_is_worded(kept, seat, client):
    """A sentence for people decides nothing: reworded, it still is collected where somebody wanted to collect it."""
    kept.tasks.filter(kind="hand_out").update(why="不用寄，等申请人来领")
    page = seat(desk_stories.officer("hall", "LC-GT-SPJ", "intake")).get(reverse("counter-hand-over", args=[kept.joint.number])).content.decode()
    assert re.search(r'value="signature"[^>]* checked', page) and not re.search(r'value="mail"[^>]* checked', page)
    sign_in(client, Person.objects.get(pk=kept.joint.person.partition(":")[2]))
    assert "请带身份证到高唐县审批服务局窗口" in client.get(reverse("case", args=[kept.joint.number])).content.decode()


def test_it_is_handed_out_at_one_counter_only(kept, seat):
    village = desk_stories.officer("village", "LC-GT-SPJ", "intake")
    type(village).objects.filter(pk=village.pk).update(station="st-gt-gh")
    for stranger in (desk_stories.officer("zone", "LC-KFQ-SPJ", "intake"), village):
        client = seat(stranger)
        assert kept.joint.number not in client.get("/desk/counter/hand-out/").content.decode()
        assert client.get(reverse("counter-hand-over", args=[kept.joint.number])).status_code == 404
        assert give(client, kept).status_code == 404
    assert seat(desk_stories.officer("decides", "LC-GT-SPJ", "decider")).get("/desk/counter/hand-out/").status_code == 403


def test_the_counter_that_took_it_in_hands_it_out(city, pack, clerk):
    """The hall of another county took it in: there it waits, although the county decides."""
    hall = desk_stories.officer("dcf", "LC-DCF-SPJ", "intake")
    service = open_service(hall, Visitor("371526198512120025", "李秀英", "apply"))
    principal = Principal(Person.objects.get(), service=service)
    draft = stories.draft_of(stories.tell(pack, "noodle-shop"), principal, delivery__way="邮寄", delivery__address="高唐县官道北街 20 号")
    paper = OnPaper(code_of(drafts.open_(draft)), "2026-0117")
    joint = submit(draft.pk, principal, Confirmation(now.business(), "high", paper=paper))
    work()
    part = SubCase.objects.get(joint=joint, part__contains="catering")
    task = part.tasks.get(kind="hand_out")
    assert (part.organisation, task.organisation, task.why) == ("LC-GT-SPJ", "LC-DCF-SPJ", "等寄给申请人")
    assert not counter_queries.hand_outs(clerk) and counter_queries.hand_outs(hall) == [task]
    with pytest.raises(NoSuchCase):
        desk_queries.case_for(hall, part.number)  # handing out does not open the file


def test_the_last_day_passes_and_somebody_is_told(kept, monkeypatch):
    moment = now.business()
    monkeypatch.setattr(now, "_offset", lambda: timedelta(days=40))
    assert now.business() > moment
    work()
    assert kept.tasks.filter(kind="review", closed_at=None).get().why.startswith("送达期限已过")
