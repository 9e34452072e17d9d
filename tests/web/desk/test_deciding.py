"""Two people decide at the desk: a review with an on-site check, a refusal, a commitment's check; and what is refused says why."""

from __future__ import annotations

import pytest
from django.db import transaction

from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import lock, transition
from bancheng.apps.licences import queries as licences
from bancheng.core.procedure import RULES, Receive
from tests.web.desk import stories

pytestmark = [pytest.mark.db, pytest.mark.django_db]
KFQ, HEALTH = "LC-KFQ-SPJ", "LC-KFQ-WJW"


def of(answer) -> str:
    """The page, or where it leads."""
    return str(answer.status_code) + answer.content.decode()


def do(client, part: SubCase, key: str, **typed):
    return client.post(f"/desk/case/{part.number}/do/{key}/", typed)


@pytest.fixture
def staff(city):
    """The people of one approval bureau."""
    return {
        "review": stories.officer("rev", KFQ, "reviewer", name="姜波"),
        "decide": stories.officer("dec", KFQ, "decider", name="田雨"),
        "look": stories.officer("ins", KFQ, "inspector", name="谭勇"),
        "beside": stories.officer("ins2", KFQ, "inspector", name="贾楠"),
    }


def test_an_on_site_check_by_two_then_a_grant_by_two(staff, desk):
    part = stories.hygiene()
    reviewer, decider, inspector = desk(staff["review"]), desk(staff["decide"]), desk(staff["look"])
    page = of(reviewer.get(f"/desk/case/{part.number}/"))
    assert page.startswith("200") and "消毒间和布局现场符合" in page and "批准前要先做现场核查" in page
    assert "409" in of(do(reviewer, part, "propose-grant", why="看过了"))[:3]

    typed = {"passed": "yes", "found": "消毒间、通风与图一致", "second": str(staff["beside"].pk)}
    wrong = do(inspector, part, "onsite", **typed, code="000000")
    assert wrong.status_code == 400 and "消毒间、通风与图一致" in of(wrong), "nothing typed is lost"
    done = do(inspector, part, "onsite", **typed, code=stories.code(staff["beside"]))
    assert done.status_code == 302, of(done)

    assert do(reviewer, part, "propose-grant", why="两位同事看过现场，符合要求").status_code == 302
    assert "403" in of(do(reviewer, part, "grant"))[:3], "a reviewer does not decide"
    page = of(decider.get(f"/desk/case/{part.number}/"))
    assert "姜波提出批准，等另一位同事签发" in page and "两位同事看过现场，符合要求" in page
    assert do(decider, part, "grant").status_code == 302
    part.refresh_from_db()
    assert (part.stage, part.outcome) == ("closed", "granted")
    assert len(licences.of_case(part.number)) == 1
    page = of(reviewer.get(f"/desk/case/{part.number}/"))
    assert "姜波提出，田雨签发" in page and "有效" in page


def test_a_refusal_takes_two_and_nothing_typed_is_lost(staff, desk):
    part = stories.hygiene()
    reviewer, decider = desk(staff["review"]), desk(staff["decide"])
    clause = "《公共场所卫生管理条例》第七条"
    empty = do(reviewer, part, "propose-refusal", reason="没有消毒间", clause="《编造的法》第一条")
    assert empty.status_code == 400 and "请选一条依据" in of(empty) and "没有消毒间" in of(empty)
    assert do(reviewer, part, "propose-refusal", reason="没有消毒间", clause=clause).status_code == 302
    page = of(reviewer.get(f"/desk/case/{part.number}/"))
    assert "姜波提出不予许可" in page and clause in page and "聊城市人民政府" in page
    assert "已经有一份意见在等签发" in page, "it says why nothing else is offered"
    assert do(reviewer, part, "propose-grant", why="x").status_code == 409

    assert do(decider, part, "return", why=" ").status_code == 400
    assert do(decider, part, "return", why="请再核实一次").status_code == 302
    assert "请再核实一次" in of(reviewer.get("/desk/"))
    assert do(reviewer, part, "propose-refusal", reason="没有消毒间，通风不够", clause="", other_clause=clause).status_code == 302
    assert "没有消毒间，通风不够" in of(decider.get(f"/desk/case/{part.number}/do/countersign/"))
    assert do(decider, part, "countersign").status_code == 302
    part.refresh_from_db()
    assert (part.stage, part.outcome) == ("closed", "refused")
    again = do(decider, part, "countersign")
    assert again.status_code == 409 and "可能已经有同事办过了" in of(again)
    assert part.documents.get(kind="refused").content["reason"] == "没有消毒间，通风不够"


def test_one_person_with_both_roles_is_still_one_person(staff, desk):
    part = stories.hygiene()
    both = desk(stories.officer("both", KFQ, "reviewer", "decider"))
    assert do(both, part, "propose-refusal", reason="没有消毒间", clause="", other_clause="《条例》第七条").status_code == 302
    assert "提出意见和作出决定要由两个人办" in of(both.get(f"/desk/case/{part.number}/"))
    assert do(both, part, "countersign").status_code == 409


def test_a_review_is_made_again_and_an_end_needs_its_reason(staff, desk):
    part = stories.hygiene()
    reviewer = desk(staff["review"])
    assert do(reviewer, part, "review-again").status_code == 302
    assert part.reviews.count() == 3 and part.tasks.filter(closed_at=None, kind="review").count() == 1
    assert do(reviewer, part, "terminate", kind="entity_ended", why="").status_code == 400
    assert do(reviewer, part, "terminate", kind="other", why="x").status_code == 400, "one person refuses nothing by another name (R-17)"
    assert "其他原因" not in of(reviewer.get(f"/desk/case/{part.number}/do/terminate/"))
    assert do(reviewer, part, "terminate", kind="predecessor_failed", why="x").status_code == 400, "not for people to say"
    assert do(reviewer, part, "terminate", kind="entity_ended", why="公司已经注销。").status_code == 302
    part.refresh_from_db()
    assert part.stage == "terminated" and part.documents.get(kind="terminated").content["reason"] == "公司已经注销。"


@pytest.fixture
def received(city, monkeypatch):
    """Taken in and not looked at by the rules: what is left when a process stops, or papers stay incomplete after a correction."""
    with monkeypatch.context() as patch:
        patch.setattr("bancheng.apps.cases.actions.advance.review_now", lambda number: None)
        part = stories.hygiene()
    with transaction.atomic():
        transition(lock(part.number), Receive(RULES))
    part.refresh_from_db()
    return part


def test_accepting_by_hand_gives_a_notice_and_a_review(staff, desk, received):
    reviewer = desk(staff["review"])
    page = of(reviewer.get(f"/desk/case/{received.number}/"))
    assert "还没有审查记录" in page and "最晚告知受理或者补正" in page
    assert do(reviewer, received, "accept").status_code == 302
    received.refresh_from_db()
    assert received.stage == "reviewing" and received.documents.filter(kind="acceptance").count() == 1
    assert received.reviews.get().outcome == "person" and received.tasks.filter(kind="review", closed_at=None).exists()


def test_one_notice_for_everything(staff, desk, received):
    reviewer = desk(staff["review"])
    nothing = do(reviewer, received, "correction")
    assert nothing.status_code == 400 and "至少一样" in of(nothing)
    half = do(reviewer, received, "correction", **{"material": ["floor-plan", "test-report"], "reason-floor-plan": "没有标尺寸"})
    assert half.status_code == 400 and "没有标尺寸" in of(half) and "请写明“卫生检测或评价报告”" in of(half)
    whole = {"material": ["floor-plan"], "reason-floor-plan": "没有标尺寸，请标上再交。"}
    assert do(reviewer, received, "correction", **whole).status_code == 302
    received.refresh_from_db()
    assert received.stage == "correction_required"
    assert received.documents.get(kind="correction").content["items"][0]["reason"] == "没有标尺寸，请标上再交。"


def test_not_accepting_is_in_writing_and_says_where_to_go(staff, desk, received):
    reviewer = desk(staff["review"])
    wrong = do(reviewer, received, "not-accept", kind="wrong_authority", reason="不归我们管", go_to="")
    assert wrong.status_code == 400 and "请写明应当向哪个机关申请" in of(wrong) and "不归我们管" in of(wrong)
    assert do(reviewer, received, "not-accept", kind="wrong_authority", reason="不归我们管", go_to="市卫健委").status_code == 302
    received.refresh_from_db()
    assert received.outcome == "not_accepted"
    paper = received.documents.get(kind="not_accepted")
    assert (paper.content["reason"], paper.content["go_to"]) == ("不归我们管", "市卫健委")
    pdf = reviewer.get(f"/desk/case/{received.number}/document/{paper.pk}/")
    assert pdf.content.startswith(b"%PDF")
