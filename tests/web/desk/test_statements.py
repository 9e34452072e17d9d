"""What the desk asks the database, page by page: lists stay one page long however many cases there are."""
from __future__ import annotations

import pytest
from django.db import connection

from tests import statements
from tests.web.desk import stories

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(connection.vendor != "sqlite", reason="statements are compared as SQLite gets them")]
KFQ = "LC-KFQ-SPJ"
PAGES = {
    "desk-to-review": ("/desk/?tab=review", "reviewer"),
    "desk-running": ("/desk/?tab=running", "reviewer"),
    "desk-done": ("/desk/?tab=done", "reviewer"),
    "desk-search": ("/desk/?tab=done&q=371502202611230000017", "reviewer"),
    "desk-case": ("/desk/case/{number}/", "reviewer"),
    "desk-alerts": ("/desk/alerts/", "reviewer"),
    "oversight": ("/desk/oversight/", "overseer"),
    "oversight-cases": ("/desk/oversight/cases/", "overseer"),
    "report": ("/desk/report/", "overseer"),
    "counter": ("/desk/counter/", "intake"),
    "counter-hand-out": ("/desk/counter/hand-out/", "intake"),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_statements_of_a_page(city, desk, name):
    path, role = PAGES[name]
    parts = [stories.hygiene(), stories.hygiene(choice="告知承诺")]
    client = desk(stories.officer("looks", KFQ, role))
    client.get("/desk/")  # what is remembered in the process is remembered
    with statements.asked() as found:
        answer = client.get(path.format(number=parts[0].number))
    assert answer.status_code == 200
    statements.same(name, found)


@pytest.mark.parametrize("name", ["desk-to-review", "desk-running", "desk-done", "oversight-cases"])
def test_a_longer_list_asks_no_more(city, desk, name):
    path, role = PAGES[name]
    client = desk(stories.officer("looks", KFQ, role))
    lengths = []
    for _ in range(3):
        stories.hygiene()
        stories.hygiene(choice="告知承诺")
        with statements.asked() as found:
            assert client.get(path).status_code == 200
        lengths.append(len(found))
    assert lengths[1] == lengths[2], lengths
