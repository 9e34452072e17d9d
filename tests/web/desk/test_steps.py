"""Deeds that only some cases need, as officers do them: special procedures, more time, papers that follow, a hearing; and what is refused is recorded."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bancheng import documents
from bancheng.apps.audit import stream
from bancheng.apps.cases.models import IssuedDocument, SubCase
from bancheng.apps.cases.queries import Part
from bancheng.apps.messages.models import Message
from tests.web.desk import stories

pytestmark = [pytest.mark.db, pytest.mark.django_db]
KFQ = "LC-KFQ-SPJ"


def of(answer) -> str:
    """The page, or where it leads."""
    return str(answer.status_code) + answer.content.decode()


def do(client: Client, part: SubCase, key: str, **typed):
    return client.post(f"/desk/case/{part.number}/do/{key}/", typed)


def events(part: SubCase) -> list[str]:
    return [row.type for row in stream.read(part.stream)]


def paper(part: SubCase, kind: str) -> IssuedDocument:
    return IssuedDocument.objects.get(sub_case=part, kind=kind)


@pytest.fixture
def staff(city):
    """The people of one approval bureau."""
    return {
        "review": stories.officer("rev", KFQ, "reviewer", name="姜波"),
        "decide": stories.officer("dec", KFQ, "decider", "reviewer", name="田雨"),
        "head": stories.officer("head", KFQ, "head", name="常虹"),
    }


@pytest.fixture
def waiting(city, monkeypatch) -> SubCase:
    """A part whose papers nobody has looked at yet."""
    monkeypatch.setattr(stories.officers, "accept", lambda officer, number: None)
    part = stories.hygiene()
    assert part.stage == "received"
    return part


def test_r14_a_test_stops_the_clock_in_writing_takes_longer_in_writing_and_the_clock_runs_on(staff, desk, at):
    part = stories.hygiene()
    part.refresh_from_db()
    before = part.promised_due
    reviewer = desk(staff["review"])
    assert "暂停计时" in of(reviewer.get(f"/desk/case/{part.number}/"))
    form = of(reviewer.get(f"/desk/case/{part.number}/do/suspend/"))
    assert "检测" in form and "专家评审" in form and "拍卖" not in form, "only what the item lists"
    typed = {"kind": "testing", "start": "2026-11-24", "planned_end": "2026-11-25", "why": "空气质量要现场检测"}
    for wrong in ({"kind": "auction"}, {"why": " "}, {"start": "x"}, {"planned_end": "9999-12-31"}, {"start": "0001-01-01"}):
        assert do(reviewer, part, "suspend", **typed | wrong).status_code == 400
    refused = do(reviewer, part, "suspend", **typed | {"start": "2026-11-20"})
    assert refused.status_code == 409 and "规则 R-14" in of(refused)
    assert do(reviewer, part, "suspend", **typed).status_code == 302
    part.refresh_from_db()
    assert (part.stage, part.promised_due) == ("special_procedure", None)
    notice = paper(part, "suspension")
    assert Part(part).state.special.notice == notice.number
    assert documents.case("suspension", notice.content)
    assert Message.objects.filter(template="suspended").exists()
    page = of(reviewer.get(f"/desk/case/{part.number}/"))
    assert "检测，暂停计时" in page and "恢复计时" in page

    with at(2026, 11, 25, 10):
        reviewer = desk(staff["review"])
        assert do(reviewer, part, "prolong", planned_end="2026-11-26", why="样品要复测").status_code == 302
        assert do(reviewer, part, "propose-grant", why="x").status_code == 409, "nothing is decided meanwhile"
    with at(2026, 11, 27, 10):
        reviewer = desk(staff["review"])
        late = do(reviewer, part, "resume", last="2026-11-27")
        assert late.status_code == 409 and "2026-11-26" in of(late)
        assert do(reviewer, part, "resume", last="2026-11-26").status_code == 302
        part.refresh_from_db()
        assert part.stage == "reviewing"
        assert (part.promised_due - before).days == 3, "24 to 26 November do not count"
    assert IssuedDocument.objects.filter(sub_case=part, kind="suspension").count() == 2


def test_r12_the_head_extends_once_with_a_reason_and_a_reviewer_cannot(staff, desk):
    part = stories.hygiene()
    part.refresh_from_db()
    before = part.statutory_due
    reviewer, head = desk(staff["review"]), desk(staff["head"])
    assert do(reviewer, part, "extend", days="5", reason="x").status_code == 403
    assert "要由有“负责人”岗位的同事来做" in of(reviewer.get(f"/desk/case/{part.number}/"))
    for wrong in ({"days": "0", "reason": "x"}, {"days": "十", "reason": "x"}, {"days": "5", "reason": ""}):
        assert do(head, part, "extend", **wrong).status_code == 400
    too_long = do(head, part, "extend", days="11", reason="要向外地核实")
    assert too_long.status_code == 409 and "规则 R-12" in of(too_long) and "要向外地核实" in of(too_long), "nothing typed is lost"
    assert do(head, part, "extend", days="10", reason="要向外地核实").status_code == 302
    part.refresh_from_db()
    assert (part.statutory_due - before).days == 14
    notice = paper(part, "extension")
    assert notice.content["statutory_due"] == part.statutory_due.isoformat()
    assert documents.case("extension", notice.content)
    again = do(head, part, "extend", days="1", reason="还不够")
    assert again.status_code == 409 and "规则 R-12" in of(again)
    assert events(part).count("violation_recorded") == 2
    assert events(part).count("extended") == 1
    assert IssuedDocument.objects.filter(sub_case=part, kind="extension").count() == 1, "what was refused left no paper"
    assert "延长时限" in of(head.get(f"/desk/case/{part.number}/"))


def test_r05_a_second_demand_is_refused_by_its_rule_and_recorded_as_an_incident(staff, desk, waiting):
    part, reviewer = waiting, desk(staff["review"])
    assert do(reviewer, part, "correction", material="floor-plan", **{"reason-floor-plan": "缺第二页"}).status_code == 302
    answer = do(reviewer, part, "correction", material="floor-plan", **{"reason-floor-plan": "还要盖章"})
    assert answer.status_code == 409 and "规则 R-05" in of(answer)
    assert events(part).count("correction_asked") == 1
    assert events(part)[-1] == "violation_recorded"
    page = of(reviewer.get(f"/desk/case/{part.number}/"))
    assert "不合规定的操作，已拒绝并记录" in page and "一次告知补正" in page


def test_g_a_secondary_paper_follows_by_a_day_and_nothing_is_granted_before(staff, desk, waiting):
    part, reviewer = waiting, desk(staff["decide"])
    form = of(reviewer.get(f"/desk/case/{part.number}/do/gap/"))
    assert "平面图" in form and "检测或评价报告" not in form
    last = re.search(r'name="until" value="([0-9-]+)"', form).group(1)
    typed = {"papers": "floor-plan", "until": last, "commitment": "11 月 23 日签的承诺书"}
    assert do(reviewer, part, "gap", **typed | {"papers": ""}).status_code == 400
    late = do(reviewer, part, "gap", **typed | {"until": "2026-12-20"})
    assert late.status_code == 409 and "规则 G-03" in of(late)
    main = do(reviewer, part, "gap", **typed | {"papers": "test-report"})
    assert main.status_code == 409 and "规则 G-01" in of(main)
    assert do(reviewer, part, "gap", **typed).status_code == 302
    part.refresh_from_db()
    assert part.accepted_at is not None and part.promised_due is not None
    assert documents.case("gap", paper(part, "gap").content)
    page = of(reviewer.get(f"/desk/case/{part.number}/"))
    assert "容缺的材料还没有补齐，不能发证" in page and "：floor-plan" not in page
    assert do(reviewer, part, "fill-gap", papers="floor-plan").status_code == 302
    assert Part(part).state.gap is None
    assert "容缺的材料还没有补齐" not in of(reviewer.get(f"/desk/case/{part.number}/"))


def test_r18_a_hearing_from_its_right_to_the_decision_by_its_minutes(staff, desk, at):
    part = stories.hygiene()
    reviewer = desk(staff["review"])
    assert do(reviewer, part, "hearing-right", concerned="楼上住户的休息").status_code == 302
    assert documents.case("hearing_right", paper(part, "hearing_right").content)
    assert "还可以申请听证" in of(reviewer.get(f"/desk/case/{part.number}/"))
    assert do(reviewer, part, "hearing-request").status_code == 302
    chair = str(staff["decide"].pk)
    soon = do(reviewer, part, "hearing-call", day="2026-11-26", place="三楼会议室", chair=chair)
    assert soon.status_code == 409 and "规则 R-18" in of(soon) and "三楼会议室" in of(soon)
    assert do(reviewer, part, "hearing-call", day="2026-12-03", place="三楼会议室", chair="0").status_code == 400
    assert do(reviewer, part, "hearing-call", day="2026-12-03", place="三楼会议室", chair=chair).status_code == 302
    assert "田雨" in str(paper(part, "hearing").content)
    assert documents.case("hearing", paper(part, "hearing").content)
    with at(2026, 12, 3, 15):
        decider = desk(staff["decide"])
        unsigned = do(decider, part, "hearing-record", minutes="听笔〔2026〕1 号")
        assert unsigned.status_code == 409 and "签字" in of(unsigned)
        assert do(decider, part, "hearing-record", minutes="听笔〔2026〕1 号", signed="yes").status_code == 302
        reviewer = desk(staff["review"])
        assert do(reviewer, part, "propose-refusal", reason="影响他人休息", other_clause="《公共场所卫生管理条例》第七条").status_code == 302
    proposed = [row.payload for row in stream.read(part.stream) if row.type == "refusal_proposed"]
    assert [one["minutes"] for one in proposed] == ["听笔〔2026〕1 号"]


def test_s3_4_a_department_is_asked_sees_the_case_and_answers(staff, desk):
    part = stories.hygiene()
    health = stories.officer("doctor", "LC-KFQ-WJW", "reviewer", name="白洁")
    reviewer, doctor = desk(staff["review"]), desk(health)
    assert doctor.get(f"/desk/case/{part.number}/").status_code == 404, "not theirs"
    typed = {"body": "LC-KFQ-WJW", "question": "消毒间够不够大", "own": "yes"}
    for wrong in ({"body": KFQ}, {"question": ""}, {"own": "maybe"}):
        assert do(reviewer, part, "consult", **typed | wrong).status_code == 400
    assert do(reviewer, part, "consult", **typed).status_code == 302
    again = do(reviewer, part, "consult", **typed)
    assert again.status_code == 409 and "规则 §3.4" in of(again)
    page = of(reviewer.get(f"/desk/case/{part.number}/"))
    assert "征求 经济技术开发区卫健局 的意见" in page and "还在等这些部门的意见：经济技术开发区卫健局。" in page and "LC-KFQ-WJW" not in page
    assert "消毒间够不够大" in of(doctor.get("/desk/"))
    page = of(doctor.get(f"/desk/case/{part.number}/"))
    assert page.startswith("200") and "答复意见" in page and "提出批准" not in page
    assert "答复意见" not in of(reviewer.get(f"/desk/case/{part.number}/")), "only who was asked answers"
    assert do(doctor, part, "answer", agrees="no", words="").status_code == 400
    assert do(doctor, part, "answer", agrees="no", words="面积不够，请扩大").status_code == 302
    assert do(doctor, part, "answer", agrees="yes", words="又同意了").status_code == 409
    assert "面积不够，请扩大" in of(reviewer.get(f"/desk/case/{part.number}/"))
    assert not part.tasks.filter(kind="consult", closed_at=None).exists()


def test_r28_a_decision_by_the_wrong_organisation_is_refused_and_recorded(staff, desk):
    part = stories.hygiene()
    stranger = desk(stories.officer("far", "LC-GT-SPJ", "reviewer", "decider"))
    for key in ("propose-grant", "grant"):
        assert do(stranger, part, key, why="x").status_code == 404, "what is not theirs looks like what does not exist"
    assert stranger.get(f"/desk/case/{part.number}/do/grant/").status_code == 404
    assert events(part)[-2:] == ["violation_recorded"] * 2
    assert do(stranger, part, "grant").status_code == 404
    last = stream.read(part.stream)[-1]
    assert (last.payload["rule"], last.actor) == ("R-28", f"staff:{stories.Officer.objects.get(username='far').pk}")


def test_r17_one_signature_where_two_are_needed_is_refused_and_recorded(staff, desk):
    part = stories.hygiene()
    alone = desk(staff["decide"])
    assert do(alone, part, "propose-refusal", reason="没有消毒间", other_clause="《公共场所卫生管理条例》第七条").status_code == 302
    answer = do(alone, part, "countersign")
    assert answer.status_code == 409 and "规则 R-17" in of(answer)
    last = stream.read(part.stream)[-1]
    assert (last.type, last.payload["rule"]) == ("violation_recorded", "R-17")
    part.refresh_from_db()
    assert part.outcome == ""


def test_r04_3_what_is_mended_there_and_then_needs_no_notice(staff, desk, waiting):
    part, reviewer = waiting, desk(staff["review"])
    due = part.notice_due
    assert do(reviewer, part, "mend", papers="no-such-paper").status_code == 400
    assert do(reviewer, part, "mend", papers="floor-plan").status_code == 302
    part.refresh_from_db()
    assert (part.stage, part.notice_due) == ("received", due), "no new clock"
    assert events(part)[-2:] == ["corrected_on_the_spot", "review_recorded"]
    assert not IssuedDocument.objects.filter(sub_case=part, kind="correction").exists()
    page = of(reviewer.get(f"/desk/case/{part.number}/"))
    assert "当场更正" in page and "一次告知补正" in page, "the one notice is still there to be sent"
