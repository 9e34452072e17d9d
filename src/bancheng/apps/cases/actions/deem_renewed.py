"""Silence renews: applied in time, not decided when the licence expired, and the law renews it (行政许可法 art. 50, R-19).

What follows is what follows a grant: the licence with its further term, the decision document, delivery. It is made from the application as it was filed, which
nobody refused; no source is asked again, since the law's effect does not wait for one.
"""
from __future__ import annotations

from django.db import transaction

from bancheng.apps.cases import facts as case_facts
from bancheng.apps.cases.actions.grant import carry_out
from bancheng.apps.cases.spine import catalogue_of, lock, transition
from bancheng.apps.cases.tasks import close_tasks
from bancheng.core.procedure import DeemRenewed, Refused


@transaction.atomic
def deem_renewed(number: str) -> bool:
    """Record it and renew the licence; False where it is not (or not any more) so."""
    sub_case = lock(number)
    try:
        transition(sub_case, DeemRenewed())
    except Refused:
        return False
    close_tasks(sub_case)
    carry_out(sub_case, case_facts.from_json(catalogue_of(sub_case), sub_case.joint.submission["facts"]))
    return True
