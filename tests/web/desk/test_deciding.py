"""Two people decide at the desk: a review with an on-site check, a refusal, a commitment's check; and what is refused says why."""

from __future__ import annotations

import pytest

from bancheng.apps.cases.models import SubCase
from bancheng.apps.licences import queries as licences
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
