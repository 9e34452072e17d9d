"""Files in, definitions out, and back: nothing is lost, nothing is read as something else."""
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bancheng import packs
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.definitions import from_json, key_of, to_json
from bancheng.packs.yaml_lines import BrokenYaml, load

GOOD = Path(__file__).parent / "good"


def test_written_and_read_again_it_is_the_same(tmp_path):
    definitions = packs.read(GOOD).definitions
    packs.write(definitions, tmp_path / "again")
    again = packs.read(tmp_path / "again")
    assert again.problems == ()
    assert sorted(again.definitions, key=key_of) == sorted(definitions, key=key_of)
    assert Catalogue.build(again.definitions).digest == Catalogue.build(definitions).digest


def test_a_release_exported_is_still_a_good_pack(tmp_path):
    stored = [from_json(to_json(definition)) for definition in packs.read(GOOD).definitions]
    packs.write(stored, tmp_path / "out")
    checked = packs.check(tmp_path / "out")
    assert checked.problems == ()
    assert checked.passed == checked.scenarios == 2


def test_writing_never_overwrites(tmp_path):
    (tmp_path / "mine.yaml").write_text("a: 1", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not empty"):
        packs.write(packs.read(GOOD).definitions, tmp_path)


def test_no_pack_says_what_to_do(tmp_path):
    with pytest.raises(packs.NoPack, match="pack.yaml"):
        packs.read(tmp_path)
    with pytest.raises(packs.NoPack, match="文件夹"):
        packs.read(tmp_path / "nowhere")


def test_yaml_means_what_people_mean():
    text = "a: no\nb: 9:00\nc: 010\nd: 1.10\ne: 2026-02-12\nf: true\ng: '5'\nh:\ni: 2026-02-30\n"
    assert load(text).value == {
        "a": "no", "b": "9:00", "c": "010", "d": Decimal("1.10"), "e": date(2026, 2, 12), "f": True, "g": "5", "h": None, "i": "2026-02-30",
    }  # fmt: skip


def test_every_path_has_its_line():
    loaded = load("a:\n  - b: 1\n    c: 2\n  - b: 3\n")
    assert loaded.mark(("a", 0, "c")).line == 3
    assert loaded.mark(("a", 1, "b")).line == 4
    assert loaded.mark(("a", 1, "nothing")).line == 4
    assert loaded.mark(("z",)).line == 1


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [("a: 1\nb：2\nc: 3\n", 2, "全角"), ("a:\n\tb: 1\n", 2, "制表符"), ("a: so: what\n", 1, "引号"), ("a: [1\n", 2, ""), ("a: 'x\n", 2, "")],
)
def test_the_commonest_slips_are_named(text, line, word):
    with pytest.raises(BrokenYaml) as broken:
        load(text)
    assert broken.value.mark.line == line
    assert word in broken.value.params["detail"]


def test_a_schema_for_every_kind_of_file(tmp_path):
    written = packs.write_schemas(tmp_path)
    assert {file.stem for file in written} >= {"pack", "item", "theme", "element", "scenario"}
    item = packs.schemas()["item"]["$defs"]["Item"]
    assert "effective_from" in item["required"]
    assert item["additionalProperties"] is False


def test_answers_are_named_by_id_or_name(tmp_path):
    town = Catalogue.build(packs.read(GOOD).definitions)
    file = tmp_path / "answers.yaml"
    file.write_text("premises.area_m2: ４９.5㎡\n食品.种类: [热食]\n", encoding="utf-8")
    facts = packs.answers(town, file, date(2026, 2, 12))
    assert {id: fact.value for id, fact in facts.items()} == {"premises.area_m2": Decimal("49.5"), "food.kinds": ("热食",)}
    assert {fact.source for fact in facts.values()} == {"applicant"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("食品.种: [热食]\n", ["answers.yaml:1", "食品.种类"]),
        ("premises.area_m2: 五十\nfood.kinds: [飞机]\n", ["answers.yaml:1", "50", "answers.yaml:2", "热食"]),
        ("- 1\n", ["answers.yaml:1"]),
        ("a: [\n", ["answers.yaml:2"]),
    ],
)
def test_bad_answers_are_listed_with_their_lines(tmp_path, text, words):
    town = Catalogue.build(packs.read(GOOD).definitions)
    file = tmp_path / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(packs.BadAnswers) as bad:
        packs.answers(town, file, date(2026, 2, 12))
    for word in words:
        assert word in str(bad.value)


def test_no_answers_file(tmp_path):
    with pytest.raises(packs.BadAnswers, match="Cannot read"):
        packs.answers(Catalogue.build(packs.read(GOOD).definitions), tmp_path / "none.yaml", date(2026, 2, 12))
