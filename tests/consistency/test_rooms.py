"""Rooms of the same kind look alike: whoever knows one app finds the way in the next. What differs is listed with its reason."""
import ast

import pytest

from tests.consistency.tree import ROOT, SRC, modules, short, text

APPS = sorted(path.parent for path in modules(SRC / "apps") if path.name == "apps.py")
WITHOUT = {
    ("keys", "models.py"): "keys are files in the home or live in a hardware module, never in the database",
    ("keys", "actions"): "signing and encrypting change nothing that is remembered",
    ("keys", "queries.py"): "its provider is what is asked",
    ("keys", "apps.py"): "without tables Django need not know it",
    ("files", "queries.py"): "a file is opened by the row that names it (vault.py)",
}
FURNITURE = ("models.py", "actions", "queries.py", "apps.py")
ROOMS = sorted(path for path in (SRC / "apps").iterdir() if path.is_dir() and (path / "__init__.py").exists())


@pytest.mark.parametrize("room", ROOMS, ids=short)
def test_a_room_has_its_furniture(room):
    for piece in FURNITURE:
        if not (room / piece).exists():
            assert WITHOUT.get((room.name, piece)), f"{room.name} has no {piece}: add it, or say why not"


def test_no_exception_is_out_of_date():
    stale = [f"{room}/{piece}" for room, piece in WITHOUT if (SRC / "apps" / room / piece).exists()]
    assert not stale


@pytest.mark.parametrize("room", ROOMS, ids=short)
def test_what_can_be_plugged_in_has_a_contract(room):
    """`contrib/<provider>/` implements `base.py`."""
    plugged = list((room / "contrib").glob("*/__init__.py")) if (room / "contrib").exists() else []
    assert not (room / "contrib").exists() or plugged, "contrib without anything in it"
    if plugged:
        assert (room / "base.py").exists()
    base = f"bancheng.apps.{room.name}.base"
    for path in plugged:
        known = {node.module for node in ast.walk(modules()[path]) if isinstance(node, ast.ImportFrom)}
        assert base in known, f"{short(path)} does not speak of {base}"


@pytest.mark.parametrize("room", [app for app in APPS if (app / "actions").exists()], ids=short)
def test_an_action_is_a_file_that_tells_what_it_does(room):
    for path in (room / "actions").glob("*.py"):
        tree = modules()[path]
        if path.name != "__init__.py":
            assert ast.get_docstring(tree), short(path)
            assert any(isinstance(node, ast.FunctionDef) and not node.name.startswith("_") for node in tree.body), f"{short(path)} does nothing"


def test_every_room_is_on_the_contracts_page():
    page = text(ROOT / "docs" / "architecture.md")
    assert not [room.name for room in ROOMS if f"apps.{room.name}" not in page]


def test_views_ask_and_write_through_the_rooms():
    """A view reads and translates: what is looked up stands in a room's queries, where its index and who may see it are thought of; what changes a
    row is one of its actions.
    """
    faults = [
        f"{short(path)}:{node.lineno} {ast.unparse(node)}"
        for path, tree in modules(SRC / "web").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert not faults
