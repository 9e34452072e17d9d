"""`docs/operations.md` names every setting and every command with its options."""
import argparse
import ast
import re
from pathlib import Path

import pytest

from bancheng.cli import parser
from bancheng.config import env

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def commands():
    (verbs,) = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return verbs.choices


@pytest.mark.parametrize("verb", commands())
def test_every_command_is_described(verb):
    assert f"| `bancheng {verb}" in PAGE


def test_every_option_is_described():
    """With its command: in the same line of the table of commands."""
    missing = []
    for verb, arguments in commands().items():
        line = next(line for line in PAGE[PAGE.index("## Commands") :].splitlines() if line.startswith(f"| `bancheng {verb}"))
        for action in arguments._actions:
            shown = action.help is not argparse.SUPPRESS and action.dest != "help"
            if shown and action.option_strings and not any(option in line for option in action.option_strings):
                missing.append(f"{verb} {action.option_strings[-1]}")
    assert not missing


def settings():
    """Names that `config.env` asks the environment for."""
    calls = (node for node in ast.walk(ast.parse(Path(env.__file__).read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    asked = [call.args[0].value for call in calls
             if ast.unparse(call.func) in ("os.environ.get", "_port", "_secret") and isinstance(call.args[0], ast.Constant)]
    assert len(set(asked)) > 8
    return sorted(set(asked))


@pytest.mark.parametrize("name", settings())
def test_every_setting_is_described(name):
    assert f"| `{name}` |" in PAGE


def test_no_setting_is_made_up():
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE))
    assert described == set(settings())
