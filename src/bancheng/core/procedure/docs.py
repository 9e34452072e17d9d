"""docs/procedure.md, made from the code that runs: the life, the commands with their rules, the timers.

A test compares the file with `docs()`, so the page cannot fall behind.
"""
from __future__ import annotations

import inspect
from collections.abc import Sequence

from bancheng.core.procedure.dues import TimerKind
from bancheng.core.procedure.events import EVENT_TYPES
from bancheng.core.procedure.life import LIFE, Kind
from bancheng.core.procedure.values import Stage

_HEAD = """# The life of a case

This page is made by `bancheng.core.procedure.docs()` from the code that runs; edit that, not this. It shows one part
of a case (one service item). Each part has its own authority, clock and decision. The clock and the rules are
described in the handbook, §3: R- for the life of a permit, C- for informed commitment, I- for invariants.
"""

_TIMERS = {
    TimerKind.DEEMED_ACCEPTANCE: "No notice was sent in time: record deemed acceptance, dated from receipt (R-06).",
    TimerKind.YELLOW: "The promise ends soon: the light turns yellow, the handler is reminded (fires as that day begins).",
    TimerKind.PROMISED_PASSED: "The promised limit has passed: red light, the reason is published (R-33).",
    TimerKind.STATUTORY_PASSED: "The statutory limit has passed (R-11).",
    TimerKind.SPECIAL_PASSED: "The special procedure should be over, as the applicant was told (R-14).",
    TimerKind.FIRST_REVIEW_PASSED: "The lower level should have reported its first review (R-15).",
    TimerKind.INSPECTORS_PASSED: "Two inspectors should have been assigned (R-30).",
    TimerKind.GAP_PASSED: "Papers that were to follow are missing: a person ends the case, or waits (G-04).",
    TimerKind.HEARING_PASSED: "The hearing that was asked for should have been held (R-18).",
    TimerKind.CONSULTATION_PASSED: "A department that was asked is silent: record what that means (§3.4).",
    TimerKind.RENEWAL_PASSED: "The licence has expired undecided: record deemed renewal (R-19).",
    TimerKind.DELIVERY_PASSED: "The decision has not been delivered within its ten working days (R-16).",
    TimerKind.PUBLICATION_PASSED: "The decision should be published by now (D-08).",
    TimerKind.AFTER_CHECK_PASSED: "The check after approval by commitment should be done by now (C-06).",
    TimerKind.RECTIFY_PASSED: "The day set for rectification has passed (C-06).",
}


def docs() -> str:
    """The page as Markdown."""
    parts = [_HEAD, "## Decided here\n", _diagram(Kind.OWN), "## Decided in another system\n", _diagram(Kind.EXTERNAL)]
    parts += ["## Stages\n", _table(("stage", "中文"), [(f"`{stage}`", stage.zh) for stage in Stage])]
    parts += ["## Commands\n", _commands()]
    events = [(f"`{kind}`", ", ".join(_fields(cls)) or "–") for kind, cls in EVENT_TYPES.items()]
    parts += ["## Events\n", "Every event has `at` (moment) and `by` (actor); texts appear as digests only.\n"]
    parts += [_table(("event", "carries"), events)]
    parts += ["## Timers\n", "Each fires at midnight after a last day, and asks again before it acts.\n"]
    parts += [_table(("timer", "when it fires"), [(f"`{kind}`", _TIMERS[kind]) for kind in TimerKind])]
    return "\n".join(parts)


def _diagram(kind: Kind) -> str:
    """Moves between stages; commands that stay where they are stand in the table only."""
    labels: dict[tuple[Stage, Stage], list[str]] = {}
    for step in LIFE.values():
        if step.kind in (kind, Kind.ANY):
            for start, end in step.moves:
                if start is not end:
                    labels.setdefault((start, end), []).append(step.command.__name__)
    reached = {Stage.DRAFT}
    while more := {end for start, end in labels if start in reached} - reached:
        reached |= more
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Stage.DRAFT}"]
    for (start, end), names in labels.items():
        if start in reached:
            lines.append(f"    {start} --> {end}: {', '.join(names)}")
    lines += [f"    {stage} --> [*]" for stage in Stage if stage in reached and stage.is_final]
    return "\n".join([*lines, "```", ""])


def _commands() -> str:
    rows = []
    for step in LIFE.values():
        starts = dict.fromkeys(str(start) for start, _ in step.moves)
        story = " ".join((inspect.getdoc(step.command) or "").split())
        kind = f"{step.kind.value}; officers of the deciding organisation" if step.deciding else step.kind.value
        places = "any once started" if len(starts) == len(Stage) - 1 else ", ".join(starts)
        rows.append((f"`{step.command.__name__}`", step.zh, places, kind, story))
    return _table(("command", "中文", "possible at", "for", "what it means, with its rules"), rows)


def _fields(event: type) -> list[str]:
    names = inspect.signature(event).parameters
    return [f"`{name}`" for name in names if name not in ("at", "by")]


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', '∣') for cell in row)} |" for row in rows]
    return "\n".join([*lines, ""])
