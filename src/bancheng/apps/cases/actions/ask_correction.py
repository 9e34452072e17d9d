"""Ask the applicant, once and for everything, to complete the papers (补正, R-04, R-04b, R-05)."""
from __future__ import annotations

from django.db import transaction

from bancheng import now
from bancheng.apps.cases import papers
from bancheng.apps.cases.models import Correction, SubCase
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.spine import item_of, lock, transition
from bancheng.apps.cases.tasks import close_tasks
from bancheng.apps.staff.models import Officer
from bancheng.core.procedure import Actor, AskCorrection, CorrectionItem, Fault


@transaction.atomic
def ask_correction(officer: Officer, number: str, items: list[dict[str, str]]) -> SubCase:
    """An officer sends the one notice; each item is `{"material": id, "reason": words}`.

    Raises:
        NotAllowed: the officer's organisation does not handle this case.
        Refused: the procedure does not allow it now; `rule` names which (R-04b, R-05, R-06).
    """
    sub_case = lock(number)
    officer.must("reviewer", sub_case.organisation)
    send_notice(sub_case, officer.actor("reviewer"), items)
    close_tasks(sub_case, "review")
    return sub_case


def send_notice(sub_case: SubCase, by: Actor, items: list[dict[str, str]]) -> None:
    """Record the demand, issue the notice, tell the applicant; in the caller's transaction."""
    transition(
        sub_case,
        AskCorrection(by, tuple(CorrectionItem(i["material"], Fault.INCOMPLETE, i["reason"]) for i in items)),
    )
    names = {material.id: material.name for material in item_of(sub_case).materials}
    Correction.objects.create(sub_case=sub_case, items=items, sent_at=now.business())
    papers.of_part(sub_case, "correction", items=[{"name": names.get(i["material"], i["material"]), "reason": i["reason"]} for i in items])
    tell(sub_case, "correction", count=len(items))
