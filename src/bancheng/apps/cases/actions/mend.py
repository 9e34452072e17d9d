"""A mistake that could be mended there and then was mended (当场更正, R-04 no. 3): no notice, no round, no new clock."""
from __future__ import annotations

from django.db import transaction

from bancheng.apps.cases import inputs as case_inputs
from bancheng.apps.cases.actions.review_again import record_for_person
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import find, lock, transition
from bancheng.apps.staff.models import Officer
from bancheng.core.procedure import CorrectOnTheSpot


def mend(officer: Officer, number: str, materials: tuple[str, ...]) -> SubCase:
    """An officer records which papers the applicant put right on the spot; reviewed once more for whoever accepts.

    Raises:
        NotAllowed, Refused (R-04).
    """
    officer.must("reviewer", find(number).organisation)
    inputs = case_inputs.gather(find(number))  # sources can be slow: before the transaction
    with transaction.atomic():
        sub_case = lock(number)
        officer.must("reviewer", sub_case.organisation)
        by = officer.actor("reviewer")
        transition(sub_case, CorrectOnTheSpot(by, materials))
        record_for_person(sub_case, inputs, by)
    return sub_case
