"""`docs/add-a-service-item.md` works as it stands: its files are written, its commands run, and they answer what the page says."""
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.consistency.tree import ROOT, text

PAGE = ROOT / "docs" / "add-a-service-item.md"
FENCE = re.compile(r"^```(yaml|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def steps():
    """(command, expected answer) and (file, content), in the order of the page."""
    for kind, body in FENCE.findall(text(PAGE)):
        if kind == "yaml":
            yield "file", re.match(r"# (\S+)\n", body)[1], body
        else:
            for command, answer in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
                yield "command", command, answer


def fits(answer: str, expected: str) -> bool:
    """`…` stands for anything."""
    pattern = ".*?".join(re.escape(piece) for piece in expected.strip().split("…"))
    return re.fullmatch(pattern, answer.strip(), re.DOTALL) is not None


@pytest.fixture
def desk(tmp_path):
    """A folder with the packs of the repository, and an installation of its own."""
    shutil.copytree(ROOT / "packs", tmp_path / "packs")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "bancheng").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bancheng.cli "$@"\n')
    (bin_ / "bancheng").chmod(0o755)
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "BANCHENG_PACK")}
    return tmp_path, env | {"BANCHENG_HOME": str(tmp_path / "home"), "PATH": f"{bin_}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src")}


def test_every_file_is_accepted_and_every_command_answers_as_the_page_says(desk):
    folder, env = desk
    done = {"file": 0, "command": 0}
    for kind, first, second in steps():
        done[kind] += 1
        if kind == "file":
            path = folder / first
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(second, encoding="utf-8")
            continue
        ran = subprocess.run(first, shell=True, cwd=folder, env=env, capture_output=True, text=True, timeout=120)
        assert fits(ran.stdout, second), f"$ {first}\n{ran.stdout}{ran.stderr}"
        assert ran.stderr == "", f"$ {first}\n{ran.stderr}"
    assert done["file"] == 6 and done["command"] >= 7


def test_an_answer_that_differs_is_noticed():
    assert fits("1 thing, free", "1 thing…, free") and fits("a\nb\nc\n", "a\n…\nc")
    assert not fits("2 things, free", "1 thing…, free") and not fits("a\nb", "a")
