"""Special procedures at the desk: begun, taking longer, over (R-14). Each with its written notice, numbered in the same transaction."""
from __future__ import annotations

from datetime import date

from django.db import transaction

from bancheng.apps.cases import papers
from bancheng.apps.cases.models import IssuedDocument, SubCase
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.spine import lock, note, state_of, transition
from bancheng.apps.staff.models import Officer
from bancheng.core.clock import SuspensionKind
from bancheng.core.clock.explain import PROCEDURE_ZH
from bancheng.core.procedure import Prolong, Refused, Resume, Suspend

NONE_GOES_ON = Refused("R-14", "现在没有特别程序。", "No special procedure goes on.")


@transaction.atomic
def suspend(officer: Officer, number: str, kind: str, start: date, planned_end: date, why: str) -> SubCase:
    """Begin a special procedure that the item lists; the applicant is told in writing how long it takes, and the clock stops.

    Raises:
        NotAllowed: the officer's organisation does not handle this case.
        Refused: the procedure does not allow it now (R-14).
    """
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    by, procedure = officer.actor("reviewer"), SuspensionKind(kind)
    paper = _notice(sub_case, procedure, start, planned_end, why)
    transition(sub_case, Suspend(by, procedure, paper.number, start, planned_end))
    note(sub_case, "special_procedure", why, by)
    _tell(sub_case, "suspended", procedure)
    return sub_case


@transaction.atomic
def prolong(officer: Officer, number: str, planned_end: date, why: str) -> SubCase:
    """Tell in writing, in time, that it takes longer.

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    special = state_of(sub_case).special
    if special is None:
        raise NONE_GOES_ON
    by = officer.actor("reviewer")
    paper = _notice(sub_case, special.kind, special.start, planned_end, why, special.notice)
    transition(sub_case, Prolong(by, paper.number, planned_end))
    note(sub_case, "special_procedure", why, by)
    _tell(sub_case, "suspended", special.kind)
    return sub_case


@transaction.atomic
def resume(officer: Officer, number: str, last: date) -> SubCase:
    """The special procedure is over: its days up to `last` do not count, the clock runs on.

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    special = state_of(sub_case).special
    transition(sub_case, Resume(officer.actor("reviewer"), last))
    assert special is not None
    _tell(sub_case, "resumed", special.kind)
    return sub_case


def _notice(
    sub_case: SubCase, kind: SuspensionKind, start: date, planned_end: date, why: str, before: str = ""
) -> IssuedDocument:
    """特别程序告知书; `before`: the number of the notice it adds to."""
    days = {"start": start.isoformat(), "planned_end": planned_end.isoformat()}
    return papers.of_part(sub_case, "suspension", procedure=PROCEDURE_ZH[kind], reason=why.strip(), before=before, **days)


def _tell(sub_case: SubCase, template: str, kind: SuspensionKind) -> None:
    tell(sub_case, template, procedure=PROCEDURE_ZH[kind], procedure_en=kind.replace("_", " "))
