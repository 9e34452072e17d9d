"""The validators: what a schema cannot see.

Each looks at a catalogue and gives problems with a place. `check` runs them all; it stays silent about what it cannot judge because something more
basic is wrong (no theme is walked while one of its rules cannot be read).

- `names`: two things with one name; what makes a catalogue impossible to build
- `rules`: every FEEL text, its types, names, units
- `standard`: the cross-field validators of the item standard (handbook §3.6, 1–17) and what the law demands of limits, commitment, inspection
- `references`: elements, evidence, roles, regions that do not exist
- `places`: regions, organisations, stations, calendar
- `versions`: gaps and overlaps in time
- `wording`: vague words, half-width punctuation, missing English
- `reach`: every question leads somewhere, every part can be reached, nothing waits for itself
"""
from __future__ import annotations

from collections.abc import Iterator

from bancheng.core.catalogue.catalogue import Catalogue
from bancheng.core.catalogue.checks import places, reach, references, rules, standard, versions, wording
from bancheng.core.catalogue.checks.names import name_problems
from bancheng.core.catalogue.problems import Problem

__all__ = ["check", "name_problems"]


def check(catalogue: Catalogue, complete: bool = True) -> tuple[Problem, ...]:
    """Everything that is wrong with a catalogue.

    With `complete` False some definitions could not be read: what hangs on others is then left out, so that one slip does not look like fifty.
    """
    found = list(_alone(catalogue))
    if complete:
        found += references.problems(catalogue)
        found += places.problems(catalogue)
        if not any(problem.code in ("rule-fault", "no-element", "no-item", "no-part") for problem in found):
            found += reach.problems(catalogue)
    return tuple(dict.fromkeys(found))


def _alone(catalogue: Catalogue) -> Iterator[Problem]:
    yield from rules.problems(catalogue)
    yield from standard.problems(catalogue)
    yield from versions.problems(catalogue)
    yield from wording.problems(catalogue)
