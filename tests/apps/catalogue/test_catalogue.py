"""Publishing: checked, stored once, never changed; drafts go the same way."""
from datetime import date

import pytest

from bancheng import packs
from bancheng.apps.audit import stream
from bancheng.apps.catalogue import actions, queries
from bancheng.apps.catalogue.actions.draft import Closed, SamePerson, Stale
from bancheng.apps.catalogue.models import Definition, Release, ReleasePointer
from bancheng.core import scenarios
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue import models as m
from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.problems import problem

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def nothing_remembered():
    queries._built.clear()


@pytest.fixture(autouse=True)
def check(monkeypatch):
    """The check itself is tested with the catalogue; here it finds a fault where a region is called 错."""

    def checked(definitions, complete=True):
        faults = [problem("defined-twice", key_of(d), key=key_of(d), file="x", line=1)
                  for d in definitions if getattr(d, "name", "") == "错"]
        return scenarios.Verdict(Catalogue.build(definitions), tuple(faults))

    monkeypatch.setattr(scenarios, "check", checked)


def region(id="gaotang", name="高唐县"):
    return m.Region(id=id, name=name, level="county")


def city(*more, note="甲"):
    brand = m.Brand(name="试", name_en="Test", slogan=note)
    year = m.CalendarYear(year=2026, off=(date(2026, 1, 1),), work=(), source="国办发明电")
    return (m.PackInfo(id="test", name="试", region="test", brand=brand), region("test", "市"), year, *more)


def test_what_was_published_is_in_force_and_recorded():
    with pytest.raises(queries.NoRelease):
        queries.current()
    release = actions.publish(city(), by="staff:1", note="第一版")
    assert queries.current().pack.brand.slogan == "甲"
    assert queries.current().digest == release.digest
    assert queries.current() is queries.current(), "built once"
    (event,) = stream.read("release:1")
    assert (event.type, event.actor, event.payload["digest"]) == ("release.published", "staff:1", release.digest)


def test_the_same_again_changes_nothing_and_a_definition_is_stored_once():
    first = actions.publish(city(), by="staff:1")
    assert actions.publish(city(), by="staff:2") == first
    second = actions.publish(city(region()), by="staff:1")
    assert (first.number, second.number) == (1, 2)
    assert Definition.objects.count() == 4


def test_a_case_finds_the_release_it_was_pinned_to():
    first = actions.publish(city(), by="staff:1")
    actions.publish(city(note="乙"), by="staff:1")
    queries._built.clear()
    assert queries.release(first.digest).pack.brand.slogan == "甲"
    assert queries.current().pack.brand.slogan == "乙"
    with pytest.raises(queries.NoRelease):
        queries.release("0" * 64)


def test_a_page_is_made_of_one_release_and_who_publishes_sees_the_new_one(django_assert_num_queries):
    first = actions.publish(city(), by="staff:1")
    with queries.steady():
        assert queries.current_release() == first
        with django_assert_num_queries(0):
            assert queries.current_release() == first
        second = actions.publish(city(note="乙"), by="staff:1")
        assert queries.current_release() == second
        ReleasePointer.objects.update(release=first)  # somebody else, meanwhile
        assert queries.current_release() == second
    assert queries.current_release() == first


def test_an_earlier_state_can_be_published_again():
    first = actions.publish(city(), by="staff:1")
    actions.publish(city(note="乙"), by="staff:1")
    third = actions.publish(city(), by="staff:1")
    assert third.number == 3 and third.content == first.content
    assert queries.current().pack.brand.slogan == "甲"


def test_live_data_are_not_pinned():
    """A new region gives a new release under which cases of the old one still find their items."""
    first = actions.publish(city(), by="staff:1")
    second = actions.publish(city(region()), by="staff:1")
    assert first.digest == second.digest and first.content != second.content
    queries._built.clear()
    assert "gaotang" in queries.release(first.digest).regions


def test_what_has_faults_is_not_published():
    with pytest.raises(actions.Faulty) as caught:
        actions.publish(city(region(name="错")), by="staff:1")
    assert caught.value.problems[0].where == "region:gaotang"
    assert not Release.objects.exists()


def test_only_a_few_catalogues_are_kept(monkeypatch):
    monkeypatch.setattr(queries, "KEEP", 2)
    for note in "甲乙丙":
        actions.publish(city(note=note), by="staff:1")
        queries.current()
    assert len(queries._built) == 2
    assert [release.number for release in queries.releases()] == [3, 2, 1]


def test_a_draft_is_published_by_the_same_check():
    actions.publish(city(), by="staff:1")
    draft = actions.open_draft("staff:2", "加一个县")
    assert actions.change(draft, "region", {"id": "gaotang", "name": "错", "level": "county"}) == "region:gaotang"
    assert [fault.where for fault in actions.problems(draft)] == ["region:gaotang"]
    with pytest.raises(actions.Faulty):
        actions.publish_draft(draft, "staff:3")
    actions.change(draft, "region", {"id": "gaotang", "name": "高唐县", "level": "county"})
    assert actions.problems(draft) == ()
    assert "gaotang" not in queries.current().regions, "nobody sees a draft"
    release = actions.publish_draft(draft, "staff:3")
    assert queries.current().regions["gaotang"].name == "高唐县"
    assert (release.by, release.note) == ("staff:3", "加一个县")
    with pytest.raises(Closed):
        actions.change(draft, "region", None, "region:gaotang")


def test_a_definition_is_taken_out_renamed_or_left_as_it_was():
    actions.publish(city(region()), by="staff:1")
    draft = actions.open_draft("staff:2", "改")
    actions.change(draft, "region", {"id": "chiping", "name": "茌平区", "level": "county"}, key="region:gaotang")
    assert set(draft.changes.values_list("key", flat=True)) == {"region:gaotang", "region:chiping"}
    actions.take_back(draft, "region:chiping")
    with pytest.raises(SamePerson):
        actions.publish_draft(draft, "staff:2")
    actions.publish_draft(draft, "staff:3")
    assert set(queries.current().regions) == {"test"}


def test_a_draft_says_what_does_not_fit():
    actions.publish(city(), by="staff:1")
    draft = actions.open_draft("staff:2", "改")
    with pytest.raises(ValueError, match="level"):
        actions.change(draft, "region", {"id": "x", "name": "x", "level": "galaxy"})
    with pytest.raises(ValueError, match="planet"):
        actions.change(draft, "planet", {"id": "x"})


def test_a_draft_that_was_overtaken_is_not_published():
    actions.publish(city(), by="staff:1")
    draft = actions.open_draft("staff:2", "改")
    actions.publish(city(note="乙"), by="staff:1")
    with pytest.raises(Stale):
        actions.publish_draft(draft, "staff:3")


def test_changes_are_carried_on_to_the_newest_release_unless_somebody_else_made_one_there():
    actions.publish(city(region()), by="staff:1")
    draft = actions.open_draft("staff:2", "改")
    actions.change(draft, "region", {"id": "gaotang", "name": "高唐", "level": "county"})
    actions.change(draft, "region", {"id": "chiping", "name": "茌平区", "level": "county"})
    actions.publish(city(region(name="高唐新县")), by="staff:1")
    fresh, left_out = actions.renew(draft, "staff:2")
    assert left_out == ["region:gaotang"]
    assert [changed.key for changed in fresh.changes.all()] == ["region:chiping"]
    actions.publish_draft(fresh, "staff:3")
    assert queries.current().regions["gaotang"].name == "高唐新县"


def test_what_is_exported_is_what_was_published(tmp_path):
    release = actions.publish(city(region()), by="staff:1")
    packs.write(queries.current().definitions, tmp_path / "out")
    assert Catalogue.build(packs.read(tmp_path / "out").definitions).digest == release.digest


def test_a_fingerprint_follows_the_files(tmp_path):
    (tmp_path / "pack.yaml").write_text("id: x")
    (tmp_path / "demo").mkdir()
    before = actions.fingerprint(tmp_path)
    (tmp_path / "demo" / "people.yaml").write_text("[]")
    assert actions.fingerprint(tmp_path) == before
    (tmp_path / "regions.yaml").write_text("[]")
    assert actions.fingerprint(tmp_path) != before
