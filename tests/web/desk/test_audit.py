"""The auditor: a stream with its seals, a forged event named, who looked at whose data."""

from __future__ import annotations

import pytest
from django.db import connection

from bancheng.apps.audit import guards, heads, stream
from bancheng.apps.audit.actions.seal import seal
from tests.web.desk import stories

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture(autouse=True)
def _own_heads(monkeypatch, tmp_path):
    """Seal heads lie in a file beside the database, which a test's rollback does not touch."""
    monkeypatch.setattr(heads, "path", lambda: tmp_path / "seals.log")


@pytest.fixture
def part(city):
    return stories.hygiene()


@pytest.fixture
def auditor(part, desk):
    return desk(stories.officer("audit", "LC-SPJ", "auditor", name="史正"))


def test_a_case_is_found_with_its_seals(part, auditor):
    page = text(auditor.get(f"/desk/audit/?q={part.number}"))
    assert "等下一批封存" in page and "对不上" not in page and "review_recorded" in page
    seal()
    assert "第 1 批" in text(auditor.get(f"/desk/audit/?q=case:{part.number}"))
    assert "没有这条记录" in text(auditor.get("/desk/audit/?q=case:1"))
    me = stream.read(next(name for name in _streams() if name.startswith("staff:")))
    assert [event.payload["what"] for event in me if event.type == "audited"] == [f"case:{part.number}"] * 2


def test_a_forged_event_is_named(part, auditor):
    seal()
    assert "没有发现改动" in text(auditor.post("/desk/audit/check/"))
    with connection.cursor() as cursor:
        for statement in guards.removals(connection.vendor):
            cursor.execute(statement)
        cursor.execute("UPDATE audit_event SET actor = 'staff:99' WHERE stream = %s AND sequence = 2", [part.stream])
    assert "对不上" in text(auditor.get(f"/desk/audit/?q={part.number}"))
    page = text(auditor.post("/desk/audit/check/"))
    assert "被改过" in page and f"{part.stream}#2" in page


def test_who_looked(part, auditor, desk):
    desk(stories.officer("rev", part.organisation, "reviewer", name="姜波")).get(f"/desk/case/{part.number}/")
    page = text(auditor.get("/desk/audit/looks/"))
    assert "姜波" in page and "办理时查看申请" in page and "个人信息保护法" in page
    assert part.number in text(auditor.get(f"/desk/audit/looks/?who=REV&case={part.number}"))
    assert "没有查看记录" in text(auditor.get("/desk/audit/looks/?who=nobody"))


def _streams() -> set[str]:
    from bancheng.apps.audit.models import Event

    return set(Event.objects.filter(type="audited").values_list("stream", flat=True))
