"""One joint case at the desks of three authorities: each finds its own part and nobody else's."""
from __future__ import annotations

import pytest

from bancheng import now
from bancheng.apps.cases import stories as told
from bancheng.apps.cases.actions import grant, officers
from bancheng.apps.cases.actions.advance import catch_up
from tests.web.desk import stories

pytestmark = [pytest.mark.db, pytest.mark.django_db]
CULTURE, POLICE, FIRE = "LC-GT-WLJ", "LC-GT-GAJ", "LC-GT-XFJY"


@pytest.fixture
def cafe(city, pack):
    """A net café whose preparation has been agreed to: police and fire brigade have done their part on the spot."""
    joint = told.file(told.tell(pack, "net-cafe"))
    first, second = (stories.officer(name, CULTURE, "reviewer", "decider", "inspector") for name in ("su", "qiao"))
    part = joint.parts.get(part="preparation")
    officers.accept(first, part.number)
    grant.propose_grant(first, part.number)
    grant.confirm_grant(second, part.number)
    catch_up()
    return {part.part: part for part in joint.parts.all()}, first, second


def test_each_authority_sees_its_own_part_only(cafe, desk):
    parts, culture, _ = cafe
    police = stories.officer("yan", POLICE, "reviewer", "supervisor")
    fire = stories.officer("he", FIRE, "reviewer", "supervisor")
    assert (parts["network-security"].outcome, parts["fire"].outcome) == ("granted", "granted")
    for officer, own in ((culture, {"preparation", "final"}), (police, {"network-security"}), (fire, {"fire"})):
        sitting = desk(officer)
        for id, part in parts.items():
            status = sitting.get(f"/desk/case/{part.number}/").status_code
            assert status == (200 if id in own else 404), (officer.username, id)


def test_the_police_are_told_of_the_licence_that_culture_issued(cafe, desk):
    """互联网上网服务营业场所管理条例 art. 11: the culture office notifies the police; R-28: the push opens the case to who supervises."""
    parts, first, second = cafe
    final, police = parts["final"], stories.officer("yan", POLICE, "supervisor")
    if final.stage == "received":
        officers.accept(first, final.number)
    officers.record_onsite_check(first, second, final.number, True, "四十台，与申请一致")
    grant.propose_grant(first, final.number)
    grant.confirm_grant(second, final.number)
    sitting = desk(police)
    assert "互联网上网服务营业场所最终审核" in sitting.get("/desk/inbox/").content.decode()
    assert sitting.get(f"/desk/case/{final.number}/").status_code == 200


def test_a_check_without_a_day_and_one_with_a_day_stand_in_the_list(cafe, desk):
    """The police look from the opening on (art. 32), which nobody knows yet; the fire brigade within 20 working days (C-06)."""
    parts, *_ = cafe
    police, fire = stories.officer("yan", POLICE, "supervisor"), stories.officer("he", FIRE, "supervisor")
    for officer, id, day in ((police, "network-security", False), (fire, "fire", True)):
        sitting = desk(officer)
        page = sitting.get("/desk/", {"tab": "check"}).content.decode()
        assert parts[id].number in page
        assert (parts[id].tasks.get(kind="after_check").due is not None) == day
        assert sitting.get(f"/desk/case/{parts[id].number}/").status_code == 200


def test_the_police_record_the_opening_and_their_check_has_a_day(cafe, desk):
    """C-06, counted from the opening (art. 32)."""
    parts, *_ = cafe
    part = parts["network-security"]
    sitting, where = desk(stories.officer("yan", POLICE, "supervisor")), f"/desk/case/{part.number}/do/opening/"
    assert where in sitting.get(f"/desk/case/{part.number}/").content.decode()
    assert sitting.post(where, {"day": ""}).status_code == 400
    early = sitting.post(where, {"day": "2026-01-05"})
    assert early.status_code == 409 and "规则 C-06" in early.content.decode()
    assert sitting.post(where, {"day": now.today().isoformat()}).status_code == 302
    assert part.tasks.get(kind="after_check").due is not None
    assert "事后核查从这一天算起" in sitting.get(f"/desk/case/{part.number}/").content.decode()
    assert desk(stories.officer("he", FIRE, "supervisor")).post(where, {"day": now.today().isoformat()}).status_code == 404
