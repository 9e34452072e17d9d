"""A clerk holds handed-in papers against what makes them acceptable, one by one: all good → accepted, with its notice; otherwise
one notice that lists everything (R-04, R-05, R-07).

Taking in and accepting is as far as a counter goes; whoever decides is somebody else (R-27, I15). A hall checks what it took in, for
whichever authority, and what its own organisation handles; a station only what it took in.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from bancheng.apps.audit import stream
from bancheng.apps.cases import inputs as case_inputs
from bancheng.apps.cases.actions import gap
from bancheng.apps.cases.actions.ask_correction import send_notice
from bancheng.apps.cases.models import Intake, SubCase
from bancheng.apps.cases.spine import Happened, find, item_of, lock, name_of
from bancheng.apps.cases.tasks import close_tasks
from bancheng.apps.staff.models import NotAllowed, Officer
from bancheng.core.procedure import Refused


def may_check(officer: Officer, sub_case: SubCase) -> None:
    """Is it this counter's?

    Raises:
        NotAllowed: no.
    """
    officer.must("intake")
    taken_in = Intake.objects.filter(joint=sub_case.joint, organisation=officer.organisation, station=officer.station).exists()
    if not taken_in and (officer.station or sub_case.organisation != officer.organisation):
        raise NotAllowed("这份材料不归您的窗口核对。")


def accept_papers(officer: Officer, number: str, seen: Collection[str]) -> SubCase:
    """Accept: every paper that was handed in has been looked at and is good. Reviewed once more for whoever decides.

    Raises:
        NotAllowed: it is another counter's.
        Refused: a paper was not looked at, or the procedure does not allow it now.
    """
    may_check(officer, find(number))
    inputs = case_inputs.gather(find(number))  # sources can be slow: before the transaction
    with transaction.atomic():
        sub_case = lock(number)
        unseen = sorted(material for material in _own(sub_case, inputs.uploads) if material not in seen)
        if unseen:
            raise Refused("R-04", "还有材料没有核对，请逐样看过再受理。", "Some papers have not been looked at yet.")
        _checked(officer, sub_case, good=seen, bad=())
        gap.accept(sub_case, inputs, officer.actor("intake"))
    return sub_case


@transaction.atomic
def ask_papers(officer: Officer, number: str, good: Collection[str], items: list[dict[str, str]]) -> SubCase:
    """Send the one correction notice; each item is `{"material": id, "reason": words}`.

    Raises:
        NotAllowed: it is another counter's.
        Refused: the procedure does not allow it now (R-04b, R-05, R-06).
    """
    may_check(officer, find(number))
    sub_case = lock(number)
    _checked(officer, sub_case, good=good, bad=[item["material"] for item in items])
    send_notice(sub_case, officer.actor("intake"), items)
    close_tasks(sub_case, "review")
    return sub_case


def _own(sub_case: SubCase, uploads: Collection[str]) -> list[str]:
    """Materials of this part among everything that was handed in with the joint case."""
    return [material.id for material in item_of(sub_case).materials if material.id in uploads]


def _checked(officer: Officer, sub_case: SubCase, good: Collection[str], bad: Collection[str]) -> None:
    told = Happened("papers_checked", {"good": sorted(good), "bad": sorted(bad), "station": officer.station})
    stream.append(sub_case.stream, [told], actor=name_of(officer.actor("intake")), basis="行政许可法第三十二条")
