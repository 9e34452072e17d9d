"""Looking up: never without a basis, always with a trace, never held up by a source that is slow, down or wrong."""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from bancheng import now
from bancheng.apps.sources import lookup, providers
from bancheng.apps.sources.base import Evidence, Holder, NoBasis, NotFound, Question, Record, Unavailable
from bancheng.apps.sources.contrib.http import records
from bancheng.apps.sources.lookup import best, look_up, look_up_all
from bancheng.apps.sources.models import Answer, Query
from bancheng.apps.sources.queries import uses
from bancheng.apps.subjects.principal import Principal
from tests.apps.sources.city import city
from tests.people import HOTEL, LI, WANG, ZHAO, for_company, li, wang
from tests.sandbox_server import sandbox  # noqa: F401

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def question(catalogue, evidence="L01", holder=None, purpose="open-restaurant", **more):
    basis = more.pop("basis", "食品安全法第四十五条")
    holder = holder or Holder("person", WANG)
    return Question("person:x", holder, catalogue.evidence[evidence], purpose, "person:x", basis, **more)


def test_there_is_no_question_without_basis_or_purpose(catalogue):
    with pytest.raises(NoBasis):
        question(catalogue, basis=" ")
    with pytest.raises(NoBasis):
        question(catalogue, purpose="")


@pytest.mark.parametrize("fault", [{"basis": ""}, {"purpose": ""}])
def test_the_database_refuses_a_query_without_basis_or_purpose(fault):
    row = {"purpose": "p", "basis": "b", **fault}
    with pytest.raises(IntegrityError), transaction.atomic():
        Query.objects.create(
            subject="s", holder_index="h", evidence="L01", evidence_name="n", source="s", by="b",
            at=now.business(), outcome="found", **row,
        )  # fmt: skip


def test_what_is_found_is_evidence_with_its_time_and_end(sandbox, catalogue):  # noqa: F811
    said = look_up(question(catalogue, "L09"))
    assert isinstance(said, Evidence)
    assert (said.fields["有效期至"], said.until, said.reference) == ("2027-01-04", date(2027, 1, 4), "JK-0001")
    assert said.at.astimezone(now.ZONE).date() == date(2026, 1, 5)
    assert said.valid(date(2027, 1, 4)) and not said.valid(date(2027, 1, 5))
    row = Query.objects.get()
    assert (row.outcome, row.source, row.basis, row.reason) == ("found", "health", "食品安全法第四十五条", "")


def test_nothing_found_is_not_silence(sandbox, catalogue):  # noqa: F811
    assert look_up(question(catalogue, "L09", Holder("person", LI))) == NotFound("L09")
    assert Query.objects.get().outcome == "not_found"
    assert not Answer.objects.exists(), "what is not there today may be there in a minute"


@pytest.mark.parametrize(("mode", "reason"), [("slow", "slow"), ("down", "down"), ("garbage", "garbled")])
def test_a_source_that_fails_is_silent(sandbox, catalogue, hurried, mode, reason):  # noqa: F811
    sandbox.behave(registry=mode)
    began = time.monotonic()
    assert look_up(question(catalogue)) == Unavailable("L01", reason)
    assert time.monotonic() - began < 0.9, "a page does not wait for it"
    row = Query.objects.get()
    assert (row.outcome, row.reason) == ("unavailable", reason)


def test_a_source_that_lies_is_believed_for_now_and_compared_later(sandbox, catalogue):  # noqa: F811
    sandbox.behave(registry="wrong")
    said = look_up(question(catalogue))
    assert isinstance(said, Evidence) and said.fields["姓名"] == "旧王小满"


def test_several_sources_are_asked_side_by_side(sandbox, catalogue):  # noqa: F811
    sandbox.behave(registry="slow")  # one second each
    people = [Holder("person", number) for number in (WANG, LI, ZHAO)]
    began = time.monotonic()
    said = look_up_all([question(catalogue, "L09", person) for person in people])
    assert time.monotonic() - began < 2.5
    assert [type(outcome) for outcome in said] == [Evidence, NotFound, Evidence]


def test_after_several_failures_a_source_is_left_in_peace(sandbox, catalogue, at, hurried):  # noqa: F811
    sandbox.behave(registry="down")
    with at(2026, 3, 2, 9, 0):
        reasons = [look_up(question(catalogue)).reason for _ in range(providers.REST_AFTER + 1)]
        assert reasons == ["down"] * providers.REST_AFTER + ["resting"]
        sandbox.behave(registry="ok")
        assert look_up(question(catalogue)).reason == "resting"
        assert isinstance(look_up(question(catalogue, "L03", Holder("entity", HOTEL))), Evidence), "only this source rests"
    with at(2026, 3, 2, 9, 1):
        assert isinstance(look_up(question(catalogue)), Evidence)


def test_an_answer_is_used_again_for_a_day_and_each_purpose_is_a_use(sandbox, catalogue, at):  # noqa: F811
    with at(2026, 3, 2, 9, 0):
        first = look_up(question(catalogue))
        sandbox.behave(registry="down")
        assert look_up(question(catalogue)).fields == first.fields
        assert look_up(question(catalogue, purpose="public-place-hygiene")).fields == first.fields
        look_up(question(catalogue, purpose="public-place-hygiene"))
    assert list(Query.objects.order_by("pk").values_list("outcome", "purpose")) == [
        ("found", "open-restaurant"),
        ("reused", "public-place-hygiene"),
    ]
    with at(2026, 3, 3, 9, 1):
        assert isinstance(look_up(question(catalogue)), Unavailable)


def test_a_fresh_look_falls_back_on_the_kept_answer(sandbox, catalogue, at):  # noqa: F811
    with at(2026, 3, 2, 9, 0):
        look_up(question(catalogue))
        sandbox.behave(registry="down")
        assert isinstance(look_up(question(catalogue), fresh=True), Evidence)
    assert Query.objects.order_by("pk").last().outcome == "unavailable", "the trail says that it was silent"


def test_kinds_that_may_not_be_kept_are_not(sandbox, monkeypatch):  # noqa: F811
    look_up(question(city(keeps_days=0)))
    assert not Answer.objects.exists()


def test_a_trail_that_cannot_be_written_asks_nothing(sandbox, catalogue, monkeypatch):  # noqa: F811
    asked = []
    monkeypatch.setattr(lookup, "_written", lambda q: 1 / 0)
    monkeypatch.setattr(providers, "ask", lambda q, s: asked.append(q))
    with pytest.raises(ZeroDivisionError):
        look_up(question(catalogue))
    assert asked == []


def test_our_own_shelf_comes_first_and_is_never_kept(catalogue, monkeypatch):
    status = ["有效"]
    shelf = [lambda evidence, holder: [Record({"编号": "W1", "状态": status[0]}, "W1")] if evidence.id == "L11" else []]
    monkeypatch.setattr(providers, "_shelves", shelf)
    ask = question(catalogue, "L11", Holder("entity", HOTEL))
    assert look_up(ask).valid(date(2026, 3, 2))
    status[0] = "撤销"
    assert not look_up(ask).valid(date(2026, 3, 2)), "a revoked licence waives nothing, at once"


@pytest.mark.parametrize(
    ("state", "counts"), [("有效", True), ("经营异常", True), ("未生效", False), ("注销", False), ("从没听过", False)]
)
def test_only_a_document_in_force_counts(state, counts):
    said = Evidence("L11", {"状态": state}, Holder("entity", HOTEL), now.business())
    assert said.valid(date(2026, 3, 2)) is counts


def test_of_several_documents_the_one_in_force_speaks():
    def record(number, until, status="有效"):
        return Record({"编号": number, "有效期至": until, "状态": status}, number)

    found = [record("old", "2025-01-01"), record("new", "2028-01-01"), record("revoked", "2030-01-01", "撤销")]
    assert best(found, date(2026, 3, 2)).reference == "new"
    assert best([found[0], record("older", "2024-01-01")], date(2026, 3, 2)).reference == "old"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"records": [1]}', b'{"records": [{"fields": 1}]}', b'{"records": [{}]}'])
def test_an_answer_that_cannot_be_read_is_silence(body):
    from bancheng.apps.sources.base import SourceFailed

    with pytest.raises(SourceFailed):
        records(body)


def test_numbers_stay_exact():
    (record,) = records(b'{"records": [{"fields": {"a": 49.50, "b": 3, "c": [0.1]}, "at": "2026-03-02T09:00:00+08:00"}]}')
    assert record.fields == {"a": "49.50", "b": 3, "c": ["0.1"]}
    assert record.at == datetime(2026, 3, 2, 9, tzinfo=now.ZONE)


def test_the_person_sees_every_use_also_in_somebody_elses_matter(sandbox, catalogue):  # noqa: F811
    person = wang()
    look_up(question(catalogue, "L09"))  # as staff of somebody else's shop
    own = Question(person.reference, Holder("person", WANG), catalogue.evidence["L01"], "p", person.reference, "b")
    look_up(own)
    assert [(use.what, use.by) for use in uses(Principal(person))] == [("居民身份证", "self"), ("健康证明", "self")]
    assert uses(Principal(li())) == []
    assert uses(for_company(li(), HOTEL)) == []
