"""Extend a limit: once, before it ends, by the head of the authority; in joint handling by the government (R-12, R-13, R-29)."""
from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from bancheng import now
from bancheng.apps.cases import papers
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.spine import catalogue_of, lock, note, state_of, transition
from bancheng.apps.staff.models import Officer
from bancheng.core import procedure
from bancheng.core.clock import Amount
from bancheng.core.procedure import Extend


@transaction.atomic
def extend(officer: Officer, number: str, days: int, reason: str, approval: str = "") -> SubCase:
    """The head grants so many working days more and the applicant is told why; `approval`: the government's document, in joint handling.

    Raises:
        NotAllowed: not the head of the organisation that handles this case.
        Refused: too late, a second time, or more than the law gives (R-12, R-13).
        AmountError: days that are no number of days.
    """
    sub_case = lock(number)
    officer.must("head", sub_case.organisation)
    by = officer.actor("head")
    calendar = catalogue_of(sub_case).calendar
    command = Extend(by, Amount(days), reason, "待编号", approval)
    ahead = state_of(sub_case)
    for event in procedure.decide(ahead, command, now.business(), calendar):
        ahead = procedure.fold(ahead, event)
    dues = procedure.dues(ahead, calendar)
    content = {
        "days": days,
        "reason": reason.strip(),
        "approved_by": ahead.terms.joint.government if ahead.terms and ahead.terms.joint else "",
        "approval": approval.strip(),
        "promised_due": dues.promised.date.isoformat() if dues.promised and dues.promised.date else "",
        "statutory_due": dues.statutory.date.isoformat() if dues.statutory and dues.statutory.date else "",
    }
    paper = papers.of_part(sub_case, "extension", **content)
    transition(sub_case, replace(command, notice=paper.number))
    note(sub_case, "extension", reason, by)
    tell(sub_case, "extended", days=days)
    return sub_case
