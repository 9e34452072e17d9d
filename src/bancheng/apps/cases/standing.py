"""How far a joint case is: from when to when each part runs, and until when all of it is promised."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bancheng import now
from bancheng.apps.cases.queries import Part, local
from bancheng.apps.catalogue import queries as catalogues
from bancheng.core.catalogue import Catalogue
from bancheng.core.clock import due
from bancheng.core.procedure import Stage


@dataclass(frozen=True, slots=True)
class Standing:
    """A joint case in figures. `left` counts working days until everything is promised to be done; None while a clock stands still.
    `late`: days since the promise was broken, 0 while it is kept. `unaccepted`: the papers of a part are still being looked at, so that `finish` is promised
    only if it is accepted today."""

    total: int
    done: int
    failed: int
    running: int
    finish: date | None
    left: int | None
    late: int
    provisional: bool
    unaccepted: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """When a part ran, runs or is promised to run: days as dates."""

    start: date
    finish: date


def schedule(parts: Sequence[Part], catalogue: Catalogue) -> dict[str, Slot]:
    """From when to when each part ran or is promised; what waits begins when what it waits for is promised."""
    slots: dict[str, Slot] = {}
    for part in parts:
        state, sub_case = part.state, part.sub_case
        begun = state.received_at or (state.ended_at if part.ended else None)
        before = max((slots[id].finish for id in state.waits_for if id in slots), default=None)
        filed_on = local(sub_case.joint.received_at)
        start = local(begun) if begun else max(before or filed_on, filed_on)
        if state.external and not begun:
            start = before or filed_on
        ended = state.decided_at or state.ended_at
        if part.ended and ended:
            finish = local(ended)
        elif sub_case.promised_due:
            finish = sub_case.promised_due
        else:
            promised = due(state.terms.promised.amount, start, catalogue.calendar).date if state.terms else start
            finish = promised or start
        slots[sub_case.part] = Slot(start, max(start, finish))
    return slots


def overall(parts: Sequence[Part], calendar_of: Catalogue | None = None) -> Standing:
    """How many are done, and until when the rest is promised."""
    catalogue = calendar_of or catalogues.current()
    running = [part for part in parts if not part.ended]
    slots = schedule(parts, catalogue)
    finish = max((slots[part.sub_case.part].finish for part in running), default=None)
    paused = any(part.awaits_applicant for part in running)
    unaccepted = any(part.stage is Stage.RECEIVED and part.dues.promised is None for part in running)
    left = None
    if finish is not None and not paused:
        left = catalogue.calendar.count(now.today(), finish) if finish > now.today() else 0
    return Standing(
        total=len(parts),
        done=sum(part.done for part in parts),
        failed=sum(part.failed for part in parts),
        running=len(running),
        finish=finish,
        left=left,
        late=max(0, (now.today() - finish).days) if left == 0 and finish is not None and not unaccepted else 0,
        provisional=any(part.sub_case.provisional for part in running),
        unaccepted=unaccepted,
    )
