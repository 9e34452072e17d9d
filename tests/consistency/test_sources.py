"""Source files keep the habits of the house: short, telling their story, finished, at home on any machine."""
import ast
import re
import tomllib

import pytest

from tests.consistency.tree import ROOT, files, modules, named, short, text

LONGEST = 400
NO_STORY = {
    "apps.py": "says only to Django that the room is there",
    "__init__.py": "empty, or a list of what the room offers",
}
TEXTS = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".in", ".html", ".css", ".js", ".typ", ".json", ".cfg", ".svg", ""}
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|NotImplemented" r"Error)\b")
OTHER_PLACES = {
    "an address of a package registry": re.compile("pypi" r"\.org|python" r"hosted|npm" r"js\.|registry\.yarn|index" "-url|crates" r"\.io|proxy\.golang"),
    "a path of one machine": re.compile(r"(?<![\w.<}-])/(?:ro" "ot|wo" r"rk|home/\w+|Users/\w+)/"),
}
HAN = "\u4e00-\u9fff"
BETWEEN_HAN = re.compile(rf"[{HAN}”）] ?(?:[,;?!()] ?|:)[{HAN}“（]")  # “: ” is how YAML writes an answer


def test_every_file_fits_in_a_head():
    """Split it where its story has two parts."""
    sources = named(".py", ".html", ".js", ".typ")
    assert len(sources) > 300
    assert not [short(path) for path in sources if len(text(path).splitlines()) > LONGEST]


def test_every_module_opens_with_its_story():
    untold = [short(path) for path, tree in modules().items()
              if tree.body and path.name not in NO_STORY and not ast.get_docstring(tree)]
    assert not untold


def test_nothing_is_unfinished():
    assert not [f"{short(path)}: {found[0]}" for path in written() if (found := UNFINISHED.search(text(path)))]


@pytest.mark.parametrize("what", OTHER_PLACES)
def test_nothing_points_at_another_place(what):
    assert not [f"{short(path)}: {found[0]}" for path in written() if (found := OTHER_PLACES[what].search(text(path)))]


def written():
    """Files that people write."""
    return [path for path in files() if path.suffix in TEXTS and "broken" not in path.parts]


def test_chinese_in_the_source_uses_full_width_punctuation():
    """Pages and pack have tests of their own; these are words that the core and the applications say."""
    faults = []
    for path, tree in modules().items():
        told = {id(node.body[0].value) for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)}
        faults += [f"{short(path)}:{node.lineno} {found[0]}" for node in ast.walk(tree)
                   if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
                   and (found := BETWEEN_HAN.search(node.value))]
    assert not faults


def test_every_measurement_says_how_to_make_it_alone_and_is_part_of_make_bench():
    from bench.__main__ import PARTS

    said = {path.stem for path in named(".py", under=ROOT / "bench") if f"`python -m bench.{path.stem}`" in text(path)}
    assert said == set(PARTS)
    assert "$(BIN)/python -m bench" in text(ROOT / "Makefile")


def test_import_contracts_cover_every_layer():
    """`lint-imports` runs in `make test`; here is what it must at least be asked."""
    contracts = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["name"].startswith("arrows run down"))
    assert layers.index("bancheng.cli") < layers.index("bancheng.web") < layers.index("bancheng.apps") < layers.index("bancheng.core")
    pure = next(one for one in contracts if one["name"].startswith("core is pure"))
    assert {"django", "bancheng.now"} <= set(pure["forbidden_modules"])
    kept_out = next(one for one in contracts if one.get("forbidden_modules") == ["bancheng.sandbox"])
    rooms = {f"bancheng.{path.stem}" for path in (ROOT / "src" / "bancheng").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert set(kept_out["source_modules"]) == rooms - {"bancheng.__init__", "bancheng.cli", "bancheng.sandbox"}


def test_no_migration_is_missing():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


test_no_migration_is_missing.pytestmark = [pytest.mark.db, pytest.mark.django_db]
