"""Where a person's number, telephone and name may stand: on the pages that are for them, and nowhere else (handbook §3.9 D-07, PIPL art. 51).

The two stories are told to their end, officers write reasons that name people, and then everything that is kept, logged or shown to others is gone through.
"""
from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client

from bancheng import now
from bancheng.apps.audit.models import Event
from bancheng.apps.cases import stories
from bancheng.apps.cases.actions import grant, officers, refuse
from bancheng.apps.cases.models import Correction, JointCase, Task
from bancheng.apps.cases.replaying import replay
from bancheng.apps.licences import queries as licences
from bancheng.apps.staff import one_time
from bancheng.apps.staff.models import Officer
from bancheng.apps.staff.queries import looks
from tests.apps.cases.conftest import city, file, officer, work  # noqa: F401
from tests.web.portal.signed_in import sign_in

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]

PUBLIC = {"catalogue_definition", "catalogue_draftdefinition", "catalogue_drafted"}
"""Tables that hold the pack: its stories are about fictional people, in the clear for everybody."""
NAMES = {"李秀英": "高唐县李秀英面馆", "王建国": "", "周敏": ""}
"""People of the stories, each with the public name of a business that contains theirs."""
NUMBERS = ["371526198512120025", "371502199003070019", "371526199204180020", "19906350001"]
TOLD = "王建国（371502199003070019，19906350001）的图看不清"


def personal(text: str) -> list[str]:
    """What of a person stands in a text; public names of businesses do not count."""
    for business in NAMES.values():
        text = text.replace(business, "") if business else text
    return [one for one in (*NUMBERS, *NAMES) if one in text]


def rows() -> Iterator[tuple[str, str, str]]:
    """Every value of every column, as the database has it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                    yield table, column, text


def everything_happens(file, officer) -> dict[str, JointCase]:  # noqa: F811
    """Granted by rules, granted by people, refused, corrected: with reasons that name people."""
    cases = {"hotel": file("hotel"), "shop": file("noodle-shop"), "refused": file("hotel", procedure__choice="一般程序")}
    cases["corrected"] = file("hotel", procedure__choice="一般程序", premises__area_m2="900")
    work()
    (part,) = cases["refused"].parts.all()
    reviewer = officer("reviewer", part.organisation)
    decider = officer("decider", part.organisation, besides=reviewer)
    refuse.propose_refusal(reviewer, part.number, TOLD, "公共场所卫生管理条例第三条")
    refuse.return_proposal(decider, part.number, TOLD)
    refuse.propose_refusal(reviewer, part.number, TOLD, "公共场所卫生管理条例第三条")
    refuse.countersign_refusal(decider, part.number)
    (part,) = cases["corrected"].parts.all()
    officers.record_onsite_check(reviewer, decider, part.number, True, TOLD)
    grant.propose_grant(reviewer, part.number, TOLD)
    grant.confirm_grant(decider, part.number)
    third = file("hotel", procedure__choice="一般程序", premises__area_m2="910")
    (part,) = third.parts.all()
    officers.terminate(reviewer, part.number, "entity_ended", TOLD)
    Correction.objects.create(sub_case=part, items=[{"material": "floor-plan", "reason": TOLD}], sent_at=now.business())
    return cases


def test_nothing_personal_is_kept_in_the_clear_or_logged(file, officer, caplog):  # noqa: F811
    caplog.set_level(logging.DEBUG)
    everything_happens(file, officer)
    assert all(one.same for one in replay())
    found = {(table, column): personal(text) for table, column, text in rows() if table not in PUBLIC and personal(text)}
    assert found == {}
    assert {event.type for event in Event.objects.all()} >= {"submitted", "granted", "refusal_decided"}
    assert personal(caplog.text) == []


def test_encrypted_columns_are_ciphertext_and_differ_each_time(file):  # noqa: F811
    file("hotel")
    seen = [text for table, column, text in rows() if (table, column) == ("subjects_person", "id_no")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, id_no, phone FROM subjects_person")
        values = [value for row in cursor.fetchall() for value in row if value]
    assert seen and values and all(len(value) > 40 and not re.search(r"[\u4e00-\u9fff]", value) for value in values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT submission, holder_name FROM cases_jointcase")
        assert all("371502199003070019" not in value and "{" not in value for row in cursor.fetchall() for value in row)


def test_what_was_written_in_the_clear_before_is_encrypted_by_the_update(file):  # noqa: F811
    (part,) = file("hotel", procedure__choice="一般程序").parts.all()
    correction = Correction.objects.create(sub_case=part, items=[], sent_at=now.business())
    task = part.tasks.get(kind="review", closed_at=None)
    update = import_module("bancheng.apps.cases.migrations.0003_officers_words_encrypted")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_task SET why = %s", [TOLD])
        cursor.execute("UPDATE cases_correction SET items = %s", [json.dumps([{"material": "a", "reason": TOLD}])])
    for _ in range(2):  # a second time changes nothing
        update.encrypt(None, SimpleNamespace(connection=connection))
        assert Task.objects.get(pk=task.pk).why == TOLD
        assert Correction.objects.get(pk=correction.pk).items == [{"material": "a", "reason": TOLD}]
    assert not [1 for table, _column, text in rows() if table in ("cases_task", "cases_correction") and personal(text)]


def test_strangers_and_lists_see_masks_and_every_look_is_told(file, officer):  # noqa: F811
    cases = everything_happens(file, officer)
    stranger = Client()
    joint = cases["shop"]
    stranger.post("/progress", {"number": joint.number, "code": joint.query_code})
    progress = stranger.get(f"/case/{joint.number}").content.decode()
    assert joint.number in progress and personal(progress) == []
    for licence in licences.held_by(cases["hotel"].holder):
        for address in (f"/verify/{licence.identifier}", f"/verify/{licence.identifier}?s={licence.short}", licences.verify_url(licence)):
            shown = stranger.get(address).content.decode()
            assert licence.number in shown
            assert [one for one in personal(shown) if one in NUMBERS] == [], address
            assert "王建国" not in shown, "the legal representative's name is masked"
    clerk = Officer.objects.filter(organisation=cases["corrected"].parts.get().organisation).order_by("pk").first()
    assert clerk is not None
    clerk.set_password("correct horse")
    clerk.roles = ["reviewer"]
    clerk.save()
    desk = Client()
    desk.post("/desk/sign-in/", {"username": clerk.username, "password": "correct horse", "code": one_time.current(clerk).text})
    for tab in ("review", "sign", "check", "running", "done"):
        assert [one for one in personal(desk.get(f"/desk/?tab={tab}").content.decode()) if one in NUMBERS] == []
    (part,) = cases["corrected"].parts.all()
    before = len(looks(part.joint.person))
    page = desk.get(f"/desk/case/{part.number}/").content.decode()
    assert [one for one in NUMBERS if one in re.sub(re.escape(TOLD), "", page)] == []
    whole = desk.post(f"/desk/case/{part.number}/show/staff/").content.decode()
    assert re.search(r"\b3\d{16}[\dX]\b", whole), "shown in full only when asked for"
    told = looks(part.joint.person)
    assert len(told) == before + 2 and "完整" in told[-1].why
    owner = Client()
    person = stories.sign_in(stories.tell(_pack(), "hotel").identity)
    sign_in(owner, person)
    mine = owner.get("/account/my-data/").content.decode()
    assert "完整" in mine and part.organisation not in ("", mine)


def test_addresses_carry_no_personal_data(file, officer):  # noqa: F811
    everything_happens(file, officer)
    owner = Client()
    story = stories.tell(_pack(), "noodle-shop")
    sign_in(owner, stories.sign_in(story.identity))
    seen, wanted = set(), ["/", "/me", "/account/", "/account/my-data/", "/me/messages", "/wallet"]
    while wanted and len(seen) < 60:
        here = wanted.pop(0)
        if here in seen:
            continue
        seen.add(here)
        answer = owner.get(here)
        assert personal(here) == []
        if answer.status_code == 302:
            wanted.append(answer.headers["Location"])
        elif "text/html" in answer.headers["Content-Type"]:
            assert answer.status_code in (200, 403), here
            wanted += [link.split("#")[0] for link in re.findall(r'(?:href|action)="(/[^"]*)"', answer.content.decode()) if _inside(link)]
    assert len(seen) >= 10


def _inside(link: str) -> bool:
    """A page of one's own that only shows something."""
    own = link.startswith(("/me", "/case", "/account", "/wallet", "/apply"))
    return own and not re.search(r"/(discard|keep|revoke|withdraw|person|pdf|file|papers)\b", link)


def _pack():
    from tests.conftest import ROOT

    return ROOT / "packs" / "liaocheng"
