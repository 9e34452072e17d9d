"""The day on which business began, from which the check after approval counts where its law says so (C-06).

As with net cafés: 互联网上网服务营业场所管理条例 art. 32.
"""
from __future__ import annotations

from datetime import date

from django.db import transaction

from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.spine import catalogue_of, lock, state_of, transition
from bancheng.apps.cases.tasks import open_task
from bancheng.apps.staff.models import Officer
from bancheng.core.procedure import Actor, RecordOpening, Role, dues


@transaction.atomic
def report(number: str, person: str, day: date, *, actor: str = "", on_behalf: str = "") -> SubCase:
    """The applicant says when they opened, once; saying the same again changes nothing. `actor`: who does it for them, at a counter.

    Raises:
        Refused: no check counts from it, or the day cannot be right (C-06).
    """
    sub_case = lock(number)
    _recorded(sub_case, RecordOpening(Actor(person, "", Role.APPLICANT), day), actor, on_behalf)
    return sub_case


@transaction.atomic
def record(officer: Officer, number: str, day: date) -> SubCase:
    """An officer of the deciding or the supervising organisation records it, or puts right what was recorded.

    Raises:
        NotAllowed, Refused.
    """
    sub_case = lock(number)
    mine = officer.organisation in (sub_case.supervisor, sub_case.organisation)
    officer.must(("reviewer", "inspector", "supervisor"), officer.organisation if mine else sub_case.organisation)
    role = next(role for role in ("reviewer", "inspector", "supervisor") if officer.has_role(role))
    _recorded(sub_case, RecordOpening(officer.actor(role), day))
    return sub_case


def _recorded(sub_case: SubCase, command: RecordOpening, actor: str = "", on_behalf: str = "") -> None:
    """The check has a last day now: its task shows it, and the applicant is told."""
    if not transition(sub_case, command, actor=actor, on_behalf=on_behalf):
        return
    catalogue = catalogue_of(sub_case)
    due = dues(state_of(sub_case), catalogue.calendar).after_check
    last = due.date if due else None
    who = sub_case.supervisor or sub_case.organisation
    task = open_task(sub_case, "after_check", "开业以后核查承诺内容", who, last)
    task.due = last
    task.save(update_fields=["due"])
    if last is not None:
        body = catalogue.organisations[who]
        tell(sub_case, "check_due", by_telephone=False, organisation=body.name, organisation_en=body.name_en, until=last.isoformat())
