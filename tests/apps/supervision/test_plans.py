"""No list and no figure of supervision goes through all cases ever filed: the database answers from indexes of the work in hand, or of a period."""
from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bancheng import now
from bancheng.apps.cases import desk_queries
from bancheng.apps.cases.desk_queries import counted
from bancheng.apps.supervision import figures, queries
from bancheng.apps.supervision.report import month_of, report

pytestmark = [pytest.mark.db, pytest.mark.django_db]
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not say what it would do with more rows")


def plans(ask) -> list[str]:
    """How PostgreSQL would answer each query of a call, if reading a whole table, or sorting, cost much."""
    with CaptureQueriesContext(connection) as seen:
        ask()
    asked = [query["sql"] for query in seen.captured_queries if query["sql"].startswith("SELECT")]
    found = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            found.append("\n".join(row[0] for row in cursor.fetchall()))
    assert found
    return found


def whole(plan: str) -> list[str]:
    """Tables of cases that a plan reads from beginning to end."""
    return [line for line in plan.splitlines() if "Seq Scan on" in line and any(table in line for table in ("cases_", "supervision_", "audit_event"))]


@on_postgresql
@pytest.mark.parametrize("light", queries.KINDS)
def test_the_list_of_a_light_goes_along_an_index(overseer, light):
    for after in ("", "20260301.7"):
        for plan in plans(lambda after=after: queries.listing(overseer, light, after=after)):
            assert not whole(plan), plan
            assert "Limit" in plan or "Index" in plan


@on_postgresql
@pytest.mark.parametrize(
    "ask",
    [
        lambda who: queries.lights(who),
        lambda who: queries.unseen(who),
        lambda who: queries.urges(who),
        lambda who: queries.owed(who),
        lambda who: queries.said_by(who),
        lambda who: counted(queries.waiting(who)),
        lambda who: queries.published("9"),
        lambda who: report(who, *month_of(date(2026, 3, 1))),
        lambda who: figures.listing(who, "public-place-hygiene", "9"),
    ],
    ids=["lights", "unseen", "urges", "owed", "said", "waiting", "published", "report", "figures"],
)
def test_nothing_is_read_from_beginning_to_end(overseer, ask):
    overseer.roles = ["overseer", "head", "reviewer"]
    for plan in plans(lambda: ask(overseer)):
        assert not whole(plan), plan


@on_postgresql
@pytest.mark.parametrize("tab", desk_queries.TABS)
@pytest.mark.parametrize("page", [1, 3])
def test_a_list_of_the_desk_is_read_in_its_order_from_an_index(overseer, tab, page):
    """Nothing is sorted, or at most what shares one place in the order: 26 rows are read whether a thousand or a million lie there."""
    (plan,) = (plan for plan in plans(lambda: desk_queries.worklist(overseer, tab, page=page)) if "cases_" in plan)
    assert not whole(plan) and " Sort " not in plan and any(f"using {index} " in plan for index in ("to_do", "running", "done")), plan


@on_postgresql
@pytest.mark.parametrize("page", [1, 3])
def test_what_was_told_is_read_in_its_order_from_an_index(overseer, page):
    for plan in plans(lambda: desk_queries.inbox(overseer, page)):
        assert not whole(plan) and " Sort " not in plan and "using told" in plan, plan


@on_postgresql
def test_figures_are_counted_along_an_index(overseer):
    overseer.roles = ["reviewer"]
    (plan,) = plans(lambda: counted(desk_queries.waiting(overseer)))
    assert not whole(plan) and plan.count("to_do") == 3 and "told" in plan, plan


def test_a_list_takes_a_page_and_a_figure_what_is_in_hand(overseer):
    """On both databases: every query about cases has a limit, or names what is in hand or the period."""
    week = now.today() - timedelta(days=7), now.today()
    for ask in (lambda: queries.listing(overseer, "red"), lambda: queries.lights(overseer), lambda: report(overseer, *week)):
        with CaptureQueriesContext(connection) as seen:
            ask()
        for query in seen.captured_queries:
            sql = query["sql"]
            if '"cases_subcase"' in sql:
                assert "LIMIT" in sql or "GROUP BY" in sql and any(term in sql for term in ('"outcome" = ', '_at" >= ')), sql
