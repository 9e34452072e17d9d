"""What an applicant may do after filing: ask for a person (R-31), take the application back.

`actor` and `on_behalf` name who did it for whom, where a clerk does it for the person in front of them.
"""
from __future__ import annotations

from django.db import transaction

from bancheng.apps.cases.going_on import go_on
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import lock, transition
from bancheng.apps.cases.tasks import close_tasks, open_task
from bancheng.core.procedure import Actor, RequestPerson, Role, WithdrawApplication


@transaction.atomic
def request_person(number: str, person: str, *, actor: str = "", on_behalf: str = "") -> SubCase:
    """From now on a person decides this part; asking twice is asking once."""
    sub_case = lock(number)
    if transition(sub_case, RequestPerson(Actor(person, "", Role.APPLICANT)), actor=actor, on_behalf=on_behalf) and sub_case.accepted_at:
        open_task(sub_case, "review", "申请人要求人工办理")
    return sub_case


@transaction.atomic
def withdraw(number: str, person: str, *, actor: str = "", on_behalf: str = "") -> SubCase:
    """Take one part back before it is decided; parts that wait for it end with it."""
    sub_case = lock(number)
    transition(sub_case, WithdrawApplication(Actor(person, "", Role.APPLICANT)), actor=actor, on_behalf=on_behalf)
    close_tasks(sub_case)
    joint = sub_case.joint
    go_on(joint)
    return sub_case
