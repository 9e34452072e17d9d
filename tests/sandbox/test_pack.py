"""The pack's fictional people, records and officers: the sandbox can begin with them, and the product can read what it says."""

from __future__ import annotations

import pytest

from bancheng import now, packs
from bancheng.apps.sources.base import Evidence, Holder
from bancheng.apps.sources.contrib.http import _record
from bancheng.apps.sources.known import facts_of
from bancheng.apps.sources.lookup import best
from bancheng.apps.staff import demo
from bancheng.core.catalogue import Catalogue
from bancheng.core.identifiers import check_citizen_id, check_uscc
from bancheng.sandbox import seed
from bancheng.sandbox.state import State


@pytest.fixture(scope="module")
def catalogue(request):
    root = request.config.rootpath / "packs" / "liaocheng"
    return Catalogue.build(packs.read(root).definitions)


@pytest.fixture
def state(tmp_path, pack):
    found = State(tmp_path / "state.sqlite3")
    seed.load(found, pack / "demo")
    return found


def test_every_number_of_the_demo_is_valid(pack):
    for person in seed.read(pack / "demo" / "people.yaml", "id_no"):
        assert check_citizen_id(person["id_no"], now.today()).ok, person["name"]
    for entity in seed.read(pack / "demo" / "entities.yaml", "uscc"):
        checked = check_uscc(entity["uscc"])
        assert checked.ok and not checked.warnings, entity["name"]


def test_every_record_can_be_read_by_the_dictionary(pack, state, catalogue):
    records = seed.read(pack / "demo" / "records.yaml", "evidence", "holder", "fields")
    assert records
    for entry in records:
        assert entry["evidence"] in catalogue.evidence, entry
        kind, _, number = entry["holder"].partition(":")
        found = best([_record(one) for one in state.records(entry["evidence"], entry["holder"])], now.today())
        said = Evidence(entry["evidence"], found.fields, Holder(kind, number), now.business(), found.until)
        facts, readable = facts_of(catalogue, said)
        assert readable, entry
        lists = all("." in key and key.split(".")[0] == "staff" for key in catalogue.evidence[entry["evidence"]].fields.values())
        assert facts or lists, entry


def test_officers_belong_to_organisations_of_the_pack(pack, catalogue):
    found = demo.sign_ins(pack)
    assert found
    assert {one.organisation for one in found} <= set(catalogue.organisations)
