"""Default deny, for every address of the desk: nobody, the wrong role, another organisation. And what is not there."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from bancheng.apps.audit import stream
from bancheng.apps.catalogue import actions as catalogues
from bancheng.web.desk import urls
from tests.web.desk import stories

pytestmark = [pytest.mark.db, pytest.mark.django_db]
OPEN = {"desk-signin", "desk-signout"}
#: What an address needs, for a case, a push, a draft that exist.
CASE = {"desk-case": (), "desk-show": ("premises.area_m2",), "desk-file": (1,), "desk-document": (1,), "desk-deed": ("terminate",)}
OVERSEEN = {"desk-trail": (), "desk-urge": (), "desk-overrun": (), "desk-figures-theme": ()}
POSTS = {
    "desk-show",
    "desk-seen",
    "desk-draft-new",
    "desk-draft-check",
    "desk-draft-remove",
    "desk-draft-take-back",
    "desk-draft-renew",
    "desk-draft-publish",
    "desk-draft-discard",
    "desk-release-back",
    "desk-audit-check",
    "desk-urge",
    "desk-alert-seen",
}
ROLES = {"desk-inbox": "supervisor", "desk-seen": "supervisor", "desk-publication": "reviewer"}


def names() -> list[str]:
    found = []
    for one in urls.urlpatterns:
        found += [sub.name for sub in one.url_patterns] if hasattr(one, "url_patterns") else [one.name]
    return [name for name in found if name not in OPEN]


def address(name: str, number: str) -> str:
    if name in CASE | OVERSEEN:
        return reverse(name, args=[number, *(CASE | OVERSEEN)[name]])
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=[1])


def call(client: Client, name: str, number: str):
    where = address(name, number)
    return client.post(where) if name in POSTS else client.get(where)


def without_tokens(answer) -> str:
    return re.sub(r"csrf\S+ value=\S+", "", answer.content.decode())


def test_nobody_is_sent_to_sign_in(client):
    answers = {name: call(client, name, "371502202611230000017") for name in names()}
    led = {name: answer.status_code == 302 and answer.headers["Location"].startswith("/desk/sign-in/?next=") for name, answer in answers.items()}
    assert all(led.values()), led


@pytest.mark.parametrize(("role", "home"), [("catalogue_editor", "/desk/catalogue/"), ("publisher", "/desk/catalogue/"), ("auditor", "/desk/audit/")])
def test_who_has_no_cases_is_led_to_their_own_page(city, desk, role, home):
    answer = desk(stories.officer("one", "LC-SPJ", role)).get("/desk/")
    assert (answer.status_code, answer.headers["Location"]) == (302, home)


def test_who_has_no_role_is_told_so(city, desk):
    answer = desk(stories.officer("none", "LC-SPJ")).get("/desk/")
    assert answer.status_code == 403 and "岗位" in answer.content.decode()


def test_the_wrong_role_is_told_so(city, desk):
    number = stories.hygiene().number
    catalogues.open_draft("staff:0", "改")
    auditor = desk(stories.officer("audits", "LC-KFQ-SPJ", "auditor"))
    editor = desk(stories.officer("edits", "LC-KFQ-SPJ", "catalogue_editor", "publisher"))
    told = {}
    for name in names():
        if name not in ("desk", "desk-clock"):  # for every officer
            theirs = name.startswith(("desk-cat", "desk-def", "desk-dra", "desk-rel")) or ROLES.get(name) == "supervisor"
            answer = call(auditor if theirs else editor, name, number)
            told[name] = answer.status_code == 403 and "岗位" in answer.content.decode() and "回工作台" in answer.content.decode()
    assert all(told.values()), told


def test_another_organisation_finds_nothing(city, desk):
    part = stories.hygiene()
    before = len(stream.read(f"look:{part.joint.holder}"))
    client = desk(stories.officer("other", "LC-GT-SPJ", "reviewer", "decider"))
    for name in sorted(CASE):
        answer = call(client, name, part.number)
        assert answer.status_code == 404, name
        assert "聊城凤凰台酒店" not in answer.content.decode(), name
        same = call(client, name, "371502202611230099999")
        assert without_tokens(answer) == without_tokens(same), "no telling whether it is there"
    assert len(stream.read(f"look:{part.joint.holder}")) == before, "what is not seen is no look"


def test_another_organisation_sees_neither_rows_nor_pushes(city, desk):
    part = stories.hygiene(choice="告知承诺")
    client = desk(stories.officer("other", "LC-GT-WJW", "reviewer", "supervisor"))
    for tab in ("review", "sign", "check", "running", "done"):
        assert part.number not in client.get(f"/desk/?tab={tab}").content.decode()
    assert part.number not in client.get("/desk/inbox/").content.decode()
    assert client.post(f"/desk/inbox/{part.pushes.get().pk}/seen/").status_code == 404
    assert client.post(f"/desk/case/{part.number}/do/after-check/", {"result": "passed", "found": "x"}).status_code == 404


def test_the_supervisor_sees_a_case_only_once_it_was_told(city, desk):
    part = stories.hygiene()
    client = desk(stories.officer("health", "LC-KFQ-WJW", "supervisor", "reviewer", "decider"))
    assert client.get(f"/desk/case/{part.number}/").status_code == 404
    done = stories.hygiene(choice="告知承诺")
    assert client.get(f"/desk/case/{done.number}/").status_code == 200
    answer = client.post(f"/desk/case/{done.number}/do/terminate/", {"kind": "other", "why": "x"})
    assert answer.status_code == 409, "what another body decides is not this one's to end"


def test_ids_of_an_address_are_of_this_case(city, desk):
    one, other = stories.hygiene(), stories.hygiene(business=stories.GUESTHOUSE)
    client = desk(stories.officer("rev", one.organisation, "reviewer"))
    file, document = other.joint.files.get(), other.documents.first()
    assert client.get(f"/desk/case/{one.number}/file/{file.pk}/").status_code == 404
    assert client.get(f"/desk/case/{one.number}/document/{document.pk}/").status_code == 404
    assert client.post(f"/desk/case/{one.number}/show/no.such.element/").status_code == 404
    assert client.get(f"/desk/case/{one.number}/do/no-such-deed/").status_code == 404


def test_every_look_is_written_down(city, desk):
    part = stories.hygiene()
    rev = stories.officer("rev", part.organisation, "reviewer")
    client = desk(rev)
    page = client.get(f"/desk/case/{part.number}/").content.decode()
    assert "371502199709230045" not in page and "371502********0045" in page
    shown = client.post(f"/desk/case/{part.number}/show/staff/").content.decode()
    assert "371502199709230045" in shown
    part_only = client.post(f"/desk/case/{part.number}/show/staff/", headers={"HX-Request": "true"}).content.decode()
    assert "371502199709230045" in part_only and "<html" not in part_only
    file = client.get(f"/desk/case/{part.number}/file/{part.joint.files.get().pk}/")
    assert file.content == stories.PIXEL
    assert file.headers["Content-Type"] == "image/png" and file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''") and "no-store" in file.headers["Cache-Control"]
    assert file.headers["X-Frame-Options"] == "SAMEORIGIN" and "default-src 'none'" in file.headers["Content-Security-Policy"]
    pdf = client.get(f"/desk/case/{part.number}/document/{part.documents.first().pk}/")
    assert pdf.content.startswith(b"%PDF")
    looks = [(row.actor, row.payload["why"]) for row in stream.read(f"look:{part.joint.holder}")]
    assert [who for who, _ in looks] == [rev.reference] * 5
    assert any("从业人员" in why or "店里的人" in why for _, why in looks) and any("平面图" in why for _, why in looks)


def test_worklist_filters_and_pages(city, desk, monkeypatch):
    from bancheng.apps.cases import desk_queries

    parts = [stories.hygiene() for _ in range(3)]
    monkeypatch.setattr(desk_queries, "PAGE", 2)
    client = desk(stories.officer("rev", parts[0].organisation, "reviewer"))
    first = client.get("/desk/").content.decode()
    assert "下一页" in first and "审查中" in first and "数据截至" in first
    second = client.get("/desk/?page=2").content.decode()
    assert "上一页" in second and "下一页" not in second
    assert sum(part.number in first for part in parts) == 2 and sum(part.number in second for part in parts) == 1
    found = client.get(f"/desk/?q={parts[1].number[:20]}").content.decode()
    assert parts[1].number in found and parts[0].number not in found
    assert "没有符合筛选条件的办件" in client.get("/desk/?q=99").content.decode()
    assert "没有等签发的意见" in client.get("/desk/?tab=sign&item=nonsense&stage=nonsense&page=x").content.decode()
    assert client.get("/desk/?page=99999999999").status_code == 200
