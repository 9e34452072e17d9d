"""After the decision: the supervising department is told, checks, and a false commitment is revoked by two; decisions are published in time."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases import publication
from bancheng.apps.licences import queries as licences
from bancheng.cli import main
from tests.web.desk import stories

pytestmark = [pytest.mark.db, pytest.mark.django_db]
KFQ, HEALTH = "LC-KFQ-SPJ", "LC-KFQ-WJW"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def granted(city):
    """A hotel that got its permit on a commitment."""
    return stories.hygiene(choice="告知承诺")


def check(client, part, result: str, **more):
    return client.post(f"/desk/case/{part.number}/do/after-check/", {"result": result, "found": "到店看了消毒间", **more})


def test_the_supervisor_is_told_and_takes_note(granted, desk):
    client = desk(stories.officer("health", HEALTH, "supervisor", name="白洁"))
    page = text(client.get("/desk/inbox/"))
    assert granted.number in page and "以告知承诺方式批准" in page and "知悉" in page
    push = granted.pushes.get()
    assert client.post(f"/desk/inbox/{push.pk}/seen/").status_code == 302
    push.refresh_from_db()
    first = push.seen_at
    assert first and client.post(f"/desk/inbox/{push.pk}/seen/").status_code == 302
    push.refresh_from_db()
    assert push.seen_at == first
    assert [event.type for event in stream.read(granted.stream)].count("push_seen") == 1


def test_a_check_is_passed(granted, desk):
    client = desk(stories.officer("health", HEALTH, "supervisor"))
    assert "事后核查" in text(client.get("/desk/")) and granted.number in text(client.get("/desk/"))
    assert check(client, granted, "passed").status_code == 302
    page = text(client.get(f"/desk/case/{granted.number}/"))
    assert "事后核查：合格" in page and "到店看了消毒间" in page
    assert check(client, granted, "passed").status_code == 409, "it is closed"


def test_a_false_commitment_is_rectified_then_revoked_by_two(granted, desk):
    health = desk(stories.officer("health", HEALTH, "supervisor"))
    decider, reviewer = stories.officer("dec", KFQ, "decider"), stories.officer("rev", KFQ, "reviewer", name="姜波")
    assert "责令限期整改" in text(check(health, granted, "failed")), "first it is to be put right"
    late = check(health, granted, "rectify", until=now.today().isoformat())
    assert late.status_code == 400 and "要在今天以后" in text(late) and "到店看了消毒间" in text(late)
    assert check(health, granted, "rectify", until=(now.today() + timedelta(days=15)).isoformat()).status_code == 302
    assert check(health, granted, "failed").status_code == 302
    client = desk(decider)
    assert "应当撤销" in text(client.get("/desk/?tab=check"))
    typed = {"reason": "没有消毒间，整改后仍没有", "second": str(reviewer.pk)}
    address = f"/desk/case/{granted.number}/do/revoke/"
    assert client.post(address, {**typed, "code": "123456"}).status_code == 400
    assert client.post(address, {**typed, "second": str(decider.pk), "code": stories.code(decider)}).status_code == 400, "two people"
    assert client.post(address, {**typed, "code": stories.code(reviewer)}).status_code == 302
    assert licences.of_case(granted.number)[0].standing(now.business()).status == "revoked"
    assert "证照已撤销" in text(client.get(f"/desk/case/{granted.number}/"))
    assert granted.pushes.filter(kind="revoked").exists()


def test_codes_are_not_guessed_beside_a_colleague(granted, desk):
    health = desk(stories.officer("health", HEALTH, "supervisor"))
    decider, reviewer = stories.officer("dec", KFQ, "decider"), stories.officer("rev", KFQ, "reviewer")
    check(health, granted, "rectify", until=(now.today() + timedelta(days=15)).isoformat())
    check(health, granted, "failed")
    client = desk(decider)
    typed = {"reason": "不符合", "second": str(reviewer.pk)}
    for _ in range(5):
        client.post(f"/desk/case/{granted.number}/do/revoke/", {**typed, "code": "000000"})
    answer = client.post(f"/desk/case/{granted.number}/do/revoke/", {**typed, "code": stories.code(reviewer)})
    assert answer.status_code == 400 and "锁住了" in text(answer)
    assert licences.of_case(granted.number)[0].standing(now.business()).status == "valid"


def test_decisions_are_published_once_with_the_columns_of_the_list(granted, desk):
    client = desk(stories.officer("rev", KFQ, "reviewer"))
    page = text(client.get("/desk/publication/"))
    assert "待公示" in page and "聊城凤凰台酒店有限公司" in page and "91371500MA3TE1T45E" in page
    answer = client.post("/desk/publication/", {})
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == publication.COLUMNS and len(rows) == 2
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["许可类别"], row["当前状态"], row["许可机关"]) == ("普通", "有效", "聊城经济技术开发区行政审批服务部")
    assert "宾馆、旅店、民宿" in row["许可内容"] and "王建国" not in answer.content.decode()
    assert row["许可证书名称"] == "公共场所卫生许可证" and row["许可编号"] and row["有效期至"] == "2030-11-22"
    client.post("/desk/publication/", {})
    assert [event.type for event in stream.read(granted.stream)].count("published") == 1
    assert "已公示" in text(client.get("/desk/publication/"))


def test_the_other_bureau_has_nothing_to_publish(granted, desk):
    client = desk(stories.officer("other", "LC-GT-SPJ", "reviewer"))
    assert "没有要公示的决定" in text(client.get("/desk/publication/"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=x", "请填日期"),
        ("from=2026-11-23&to=2026-11-01", "对调"),
        ("from=2020-01-01&to=2026-01-01", "一年"),
        ("from=0001-01-01&to=0001-01-02", "2000 年"),
        ("from=9999-12-31&to=9999-12-31", "2999 年"),
    ],
)
def test_days_that_make_no_sense_say_so(city, desk, query, words):
    answer = desk(stories.officer("rev", KFQ, "reviewer")).get(f"/desk/publication/?{query}")
    assert answer.status_code == 400 and words in text(answer)


def test_the_command_writes_the_list_and_names_what_is_late(granted, at, tmp_path, capsys):
    target = tmp_path / "list.csv"
    with at(2026, 12, 20, 9, 0):
        assert main(["publication", "--from", "2026-12-01"]) == 1
        assert f"OVERDUE since 2026-12-02: {granted.number}" in capsys.readouterr().out
        assert main(["publication", "--from", "2026-11-20", "--csv", str(target)]) == 0
    assert "聊城凤凰台酒店有限公司" in target.read_text(encoding="utf-8-sig")
    assert main(["publication", "--from", "yesterday"]) == 1
    assert "write it as 2026-02-12" in capsys.readouterr().err
    assert main(["publication", "--from", "0001-01-01"]) == 1 and "check the year" in capsys.readouterr().err


def test_a_formula_becomes_a_text():
    row = publication.Decision("1", ("=HYPERLINK(1)", *[""] * 17), now.today(), None, None)
    assert "'=HYPERLINK(1)" in publication.text([row])
