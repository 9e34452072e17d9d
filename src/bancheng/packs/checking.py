"""Everything that is wrong with a pack, with file and line: reading, validators, scenarios."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bancheng.core.catalogue import Catalogue
from bancheng.core.scenarios import check as check_definitions
from bancheng.packs.reading import PackFiles, Problem, read


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check.

    Attributes:
        files: what was read.
        catalogue: the index, None when the files could not be read far enough.
        problems: by file and line; empty when the pack may be published.
        scenarios: stories run, and how many of them came out as expected.
    """

    files: PackFiles
    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    scenarios: int = 0
    passed: int = 0


def check(path: Path | str) -> Checked:
    """Check the pack in a folder.

    Raises:
        NoPack: there is no pack there.
    """
    files = read(path)
    verdict = check_definitions(files.definitions, complete=not files.problems)
    problems = [*files.problems, *(files.place(fault) for fault in verdict.problems)]
    problems.sort(key=lambda problem: (problem.file, problem.line, problem.code))
    return Checked(files, verdict.catalogue, tuple(problems), verdict.scenarios, verdict.passed)
