"""What case timers do when their moment comes. Each asks the core again: a timer may come late, or for what has passed.

The rungs of the ladder (yellow, red, over-statutory) are the business of `apps.supervision`.
"""
from __future__ import annotations

from bancheng.apps.cases.actions import consult
from bancheng.apps.cases.actions.deem_accepted import deem_accepted
from bancheng.apps.cases.actions.deem_renewed import deem_renewed
from bancheng.apps.cases.actions.recount import calendar_changed
from bancheng.apps.cases.notices import tell
from bancheng.apps.cases.queries import Part
from bancheng.apps.cases.spine import lock, state_of, transition
from bancheng.apps.cases.tasks import close_tasks, open_task
from bancheng.apps.supervision.actions.climb import tell_silence
from bancheng.apps.timers import handler
from bancheng.apps.timers.models import Timer
from bancheng.core.procedure import NoteSilence, SilenceNoted


@handler("case.deemed_acceptance")
def on_silence(timer: Timer) -> None:
    """Five days without a word (R-06)."""
    deem_accepted(timer.payload["case"])


@handler("case.delivery_passed")
def on_delivery(timer: Timer) -> None:
    """The decision should have been delivered (R-16)."""
    open_task(lock(timer.payload["case"]), "review", "送达期限已过，请尽快送达")


@handler("case.special_passed")
def on_special(timer: Timer) -> None:
    """The special procedure takes longer than the applicant was told: what was not told in writing counts (R-14)."""
    open_task(lock(timer.payload["case"]), "review", "特别程序告知的时间已过，请恢复计时，或者另发书面通知")


@handler("case.gap_passed")
def on_gap(timer: Timer) -> None:
    """What was to follow has not come: the applicant is told, and a person looks whether to go on waiting or to end the case (G-04)."""
    sub_case = lock(timer.payload["case"])
    gap = state_of(sub_case).gap
    if gap is None:
        return
    close_tasks(sub_case, "review")
    open_task(sub_case, "review", "后补材料的期限已过还没有补齐，请催办，或者终止办理")
    tell(sub_case, "gap_passed", count=len(gap.missing), until=gap.until.isoformat())


_REMINDERS = {
    "first_review_passed": "下级初审的期限已过，请催办",
    "inspectors_passed": "受理已满五日，请马上指派两名以上检验人员",
    "hearing_passed": "听证的期限已过，请马上组织听证",
}


def _remind(kind: str, why: str) -> None:
    @handler(f"case.{kind}")
    def on_passed(timer: Timer) -> None:
        open_task(lock(timer.payload["case"]), "review", why)


for _kind, _why in _REMINDERS.items():
    _remind(_kind, _why)


@handler("case.consultation_passed")
def on_consulted_silence(timer: Timer) -> None:
    """A consulted department is silent: deemed to agree by name, or a red light where its own decision is needed (§3.4)."""
    sub_case = lock(timer.payload["case"])
    for event in transition(sub_case, NoteSilence()):
        if isinstance(event, SilenceNoted) and event.deemed:
            consult.over(sub_case, event.organisation)
        elif isinstance(event, SilenceNoted):
            open_task(sub_case, "review", "协办部门逾期没有答复，要它自己作决定，请催办")
            tell_silence(sub_case, event.organisation)


@handler("case.renewal_passed")
def on_renewal(timer: Timer) -> None:
    """The licence has expired, its renewal was applied for in time and is not decided: it is renewed by law (R-19)."""
    deem_renewed(timer.payload["case"])


@handler("case.publication_passed")
def on_publication(timer: Timer) -> None:
    """Publication is an export that reads the decisions; nothing to do for one case."""


@handler("case.after_check_passed")
def on_after_check(timer: Timer) -> None:
    """The limit of the after-check has passed without one: its task is overdue and shows red by its date."""
    sub_case = lock(timer.payload["case"])
    if Part(sub_case).taken_away is None:
        open_task(sub_case, "after_check", "事后核查的期限已过", sub_case.supervisor or sub_case.organisation)


@handler("case.rectify_passed")
def on_rectify(timer: Timer) -> None:
    """The day for rectification has passed: look again."""
    sub_case = lock(timer.payload["case"])
    if Part(sub_case).taken_away is None:
        open_task(sub_case, "after_check", "整改期限已到，请复查", sub_case.supervisor or sub_case.organisation)


handler("calendar.changed")(calendar_changed)
