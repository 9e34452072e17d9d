"""The pages of efficiency supervision: lights, lists, trails, urging; what is told to whom; the reason that everybody reads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.supervision.models import Alert, Overrun, Urge
from bancheng.apps.timers.actions.run_due import run_due
from tests.web.desk import stories

pytestmark = [pytest.mark.db, pytest.mark.django_db]
KFQ, GT = "LC-KFQ-SPJ", "LC-GT-SPJ"
ONE = timedelta(days=1)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def late(city, at):
    """A hotel whose promise was broken yesterday; the worker has run what was due."""
    part = stories.hygiene()
    day: date = part.promised_due + ONE
    with at(day.year, day.month, day.day, 9, 30):
        while run_due():
            pass
        yield part


@pytest.fixture
def overseer(late):
    return stories.officer("watch", "LC-SPJ", "overseer", name="纪明")


def test_every_number_opens_its_cases(late, overseer, desk):
    client = desk(overseer)
    assert client.get("/desk/").headers["Location"] == "/desk/oversight/", "the first page of the role"
    page = client.get("/desk/oversight/")
    assert page.context["running"] == 1
    red = next(kind for kind in page.context["kinds"] if kind["key"] == "red")
    assert red["count"] == 1
    for table in page.context["tables"]:
        [row] = table["rows"]
        [cell] = [cell for cell in row["cells"] if cell["count"]]
        assert late.number in text(client.get(cell["href"]))
    assert late.number in text(client.get(red["href"])) and "超期 1 个工作日" in text(client.get(red["href"]))
    for other in ("green", "yellow", "over_statutory", "paused"):
        assert "没有这样的办件" in text(client.get(f"/desk/oversight/cases/?light={other}"))


@pytest.mark.parametrize("query", ["light=x&organisation=x&theme=x&after=x", "after=20269999.1", "after=20260101.x", "after=" + "9" * 60])
def test_what_is_unknown_in_an_address_is_left_out(late, overseer, desk, query):
    answer = desk(overseer).get(f"/desk/oversight/cases/?{query}")
    assert answer.status_code == 200 and late.number in text(answer)


def test_opening_a_trail_is_a_look_and_shows_no_application(late, overseer, desk):
    client = desk(overseer)
    before = len(stream.read(f"look:{late.joint.holder}"))
    page = text(client.get(f"/desk/oversight/case/{late.number}/"))
    assert "亮红灯，报效能监督" in page and "承诺办结" in page and "没有按承诺办完" in page
    assert "371502" not in page.replace(late.number, "").replace("/37", "") or "371502199003070019" not in page
    assert "陈静" not in page and "王建国" not in page
    looks = stream.read(f"look:{late.joint.holder}")
    assert len(looks) == before + 1 and "效能监督" in looks[-1].payload["why"] and looks[-1].actor == overseer.reference
    assert client.get(f"/desk/case/{late.number}/").status_code == 403, "papers are for those who handle the case"


def test_a_case_beyond_reach_is_like_one_that_is_not_there(late, desk):
    client = desk(stories.officer("county", GT, "overseer"))
    for number in (late.number, "371502202611230099999"):
        assert client.get(f"/desk/oversight/case/{number}/").status_code == 404
        assert client.post(f"/desk/oversight/case/{number}/urge/", {"kind": "urge", "text": "快"}).status_code == 404
    assert not Urge.objects.exists()
    assert late.number not in text(client.get("/desk/oversight/cases/")) and client.get("/desk/oversight/").context["running"] == 0


def test_urge_and_follow_up_and_the_answers(late, overseer, desk):
    watch, handler = desk(overseer), desk(stories.officer("rev", KFQ, "reviewer", name="姜波"))
    where = f"/desk/oversight/case/{late.number}/urge/"
    for typed, words in (
        ({"kind": "urge", "text": ""}, "不能空着"),
        ({"kind": "follow_up", "text": "请说明", "until": ""}, "哪天以前答复"),
        ({"kind": "follow_up", "text": "请说明", "until": now.today().isoformat()}, "今天以后"),
    ):
        answer = watch.post(where, typed)
        assert answer.status_code == 400 and words in text(answer) and typed["text"] in text(answer)
    assert watch.post(where, {"kind": "urge", "text": "请抓紧办"}).status_code == 302
    assert watch.post(where, {"kind": "follow_up", "text": "为什么拖了这么久", "until": (now.today() + ONE).isoformat()}).status_code == 302
    page = text(handler.get("/desk/alerts/"))
    assert "请抓紧办" in page and "为什么拖了这么久" in page and "要说明超时原因" in page
    urged, followed = Urge.objects.order_by("pk")
    assert handler.post(f"/desk/alerts/urge/{urged.pk}/").status_code == 302
    assert handler.post(f"/desk/alerts/urge/{followed.pk}/", {"text": ""}).status_code == 400
    assert handler.post(f"/desk/alerts/urge/{followed.pk}/", {"text": "周五前看现场"}).status_code == 302
    assert "周五前看现场" in text(watch.get("/desk/alerts/")) and "周五前看现场" in text(watch.get(f"/desk/oversight/case/{late.number}/"))
    stranger = desk(stories.officer("other", GT, "reviewer"))
    assert stranger.post(f"/desk/alerts/urge/{followed.pk}/", {"text": "x"}).status_code == 404
    assert "没有新的提醒" in text(stranger.get("/desk/alerts/"))


def test_taking_note_of_a_light(late, overseer, desk):
    handler = stories.officer("rev", KFQ, "reviewer")
    client = desk(handler)
    yellow = Alert.objects.get(rung="yellow")
    assert "亮灯提醒" in text(client.get("/desk/alerts/"))
    assert client.post(f"/desk/alerts/{yellow.pk}/seen/").status_code == 302
    yellow.refresh_from_db()
    assert yellow.seen_by == handler.reference
    assert desk(overseer).post(f"/desk/alerts/{yellow.pk}/seen/").status_code == 404, "told to somebody else"


def test_the_reason_of_an_overrun_is_published(late, desk):
    """R-33."""
    public, client = Client(), desk(stories.officer("rev", KFQ, "reviewer"))
    assert "还没有要说明的" in text(public.get("/overdue"))
    where = f"/desk/alerts/reason/{late.number}/"
    assert "会向社会公开" in text(client.get(where))
    refused = client.post(where, {"text": "聊城凤凰台酒店有限公司没有接电话"})
    assert refused.status_code == 400 and "没有接电话" in text(refused), "nothing typed is lost"
    assert client.post(where, {"text": "现场核查排到了第二周，我们没有安排好。"}).status_code == 302
    page = text(public.get("/overdue"))
    assert "现场核查排到了第二周" in page and "聊城凤凰台酒店" not in page and late.number not in page
    assert "现场核查排到了第二周" in text(public.get("/en/overdue"))
    assert client.post(where, {"text": "换个说法"}).status_code == 400
    assert Overrun.objects.get().reason.text == "现场核查排到了第二周，我们没有安排好。"
    assert public.get("/overdue?after=x").status_code == 200
    assert desk(stories.officer("other", GT, "reviewer")).get(where).status_code == 404


def test_the_report_is_a_page_and_a_spreadsheet(late, overseer, desk):
    client = desk(overseer)
    day = late.received_at.astimezone(now.ZONE).date()
    page = client.get(f"/desk/report/?kind=day&day={day}")
    assert page.context["total"] == ["1", "1", "0", "0", "0", "1", "100.0%"] and "办件日报" in text(page)
    month = client.get("/desk/report/?kind=month")
    assert month.context["total"] == ["0", "0", "0", "0", "1", "0", "没有收件"], "the promise was broken in December"
    assert "这段时间没有办件" in text(client.get("/desk/report/?day=2020-02-02"))
    answer = client.get(f"/desk/report/sheet/?kind=month&day={day}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report-2026-11.xlsx"' and answer.content.startswith(b"PK")
    for bad in ("2026-13-40", "9999-01-01", "x"):
        refused = client.get(f"/desk/report/?day={bad}")
        assert refused.status_code == 400 and "errsum" in text(refused)
        assert client.get(f"/desk/report/sheet/?day={bad}").status_code == 200, "of today"
    assert desk(stories.officer("rev", KFQ, "reviewer")).get("/desk/report/sheet/").status_code == 403


def test_every_saving_opens_its_cases(city, desk):
    """Handbook §2.7; on the theme's page the same figures without names."""
    public, client = Client(), desk(stories.officer("watch", "LC-SPJ", "overseer"))
    assert "还没有办完的件" in text(public.get("/themes/public-place-hygiene")) and "还没有办完的件" in text(client.get("/desk/figures/"))
    granted = stories.hygiene(choice="告知承诺")
    while run_due():
        pass
    page = client.get("/desk/figures/")
    row = next(row for row in page.context["rows"] if row["cases"])
    assert row["cells"][0] == {"before": "3", "after": "0", "share": "少 100%"}
    cases = text(client.get(row["href"]))
    assert granted.joint.number in cases and f"/desk/oversight/case/{granted.number}/" in cases
    shown = text(public.get("/themes/public-place-hygiene"))
    assert "已经办完 1 件" in shown and "待核实" in shown and granted.joint.number not in shown and "工作人员：" not in shown
    assert "工作人员：看这些办件" in text(client.get("/themes/public-place-hygiene"))
    assert "1 case finished" in text(public.get("/en/themes/public-place-hygiene"))
    assert client.get("/desk/figures/no-such-theme/").status_code == 404
    assert desk(stories.officer("rev", KFQ, "reviewer")).get("/desk/figures/").status_code == 403
