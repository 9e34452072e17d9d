"""Every message of the checker, provoked by a pack that is broken in one place.

`broken/<code>/` holds only the files that differ from `good/`. The line where the fault is to be reported ends in `# ←`; `also:` lists the faults that
follow from the same slip.
"""
import shutil
from pathlib import Path

import pytest

from bancheng import packs
from bancheng.core.catalogue.messages import MESSAGES

HERE = Path(__file__).parent
CASES = sorted(path.name for path in (HERE / "broken").iterdir())


def test_every_message_has_a_broken_pack():
    assert set(CASES) == set(MESSAGES)


def test_the_good_pack_is_good():
    checked = packs.check(HERE / "good")
    assert checked.problems == ()
    assert (checked.scenarios, checked.passed) == (2, 2)


@pytest.mark.parametrize("code", CASES)
def test_says_file_line_fault_and_mend(code, tmp_path):
    shutil.copytree(HERE / "good", tmp_path, dirs_exist_ok=True)
    shutil.copytree(HERE / "broken" / code, tmp_path, dirs_exist_ok=True)
    marked = _marked(HERE / "broken" / code)
    checked = packs.check(tmp_path)
    found = [problem for problem in checked.problems if problem.code == code]
    assert {(problem.file, problem.line) for problem in found} == {(file, line) for file, line, _ in marked}, checked.problems
    for problem in found:
        texts = (problem.fault, problem.mend, problem.fault_en, problem.mend_en)
        assert all(texts)
        assert "{" not in problem.fault
        assert problem.text().startswith(f"{problem.file}:{problem.line}: ")
    expected = {code}.union(*(also for _, _, also in marked))
    assert {problem.code for problem in checked.problems} == expected


def _marked(folder: Path) -> list[tuple[str, int, set[str]]]:
    found = []
    for file in sorted(folder.rglob("*.yaml")):
        text = file.read_bytes().decode("utf-8" if folder.name != "file-not-utf8" else "gbk")
        for number, line in enumerate(text.splitlines(), start=1):
            if "# ←" in line:
                also = line.partition("also:")[2].split()
                found.append((file.relative_to(folder).as_posix(), number, set(also)))
    return found


def test_a_field_of_a_list_is_held_against_its_register(tmp_path):
    shutil.copytree(HERE / "good", tmp_path, dirs_exist_ok=True)
    file = tmp_path / "dictionary" / "main.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("type: date, optional: true}", "type: date, optional: true, known_by: [L30, L98, L09]}", 1), encoding="utf-8")
    assert [problem.code for problem in packs.check(tmp_path).problems] == ["known-by-idle", "no-evidence"]
