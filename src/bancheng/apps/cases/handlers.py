"""What case timers do when their moment comes. Each asks the core again: a timer may come late, or for what has passed."""
from __future__ import annotations

from bancheng.apps.cases.actions.deem_accepted import deem_accepted
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import lock
from bancheng.apps.cases.tasks import open_task
from bancheng.apps.timers import handler
from bancheng.apps.timers.models import Timer


@handler("case.deemed_acceptance")
def on_silence(timer: Timer) -> None:
    """Five days without a word (R-06)."""
    deem_accepted(timer.payload["case"])


def _remind(kind: str, why: str) -> None:
    @handler(f"case.{kind}")
    def on_due(timer: Timer) -> None:
        sub_case: SubCase = lock(timer.payload["case"])
        open_task(sub_case, "review", why)


_remind("promised_passed", "承诺的时限已过，请尽快办理")
_remind("statutory_passed", "法定时限已过，请立即办理并说明原因")
_remind("delivery_passed", "送达期限已过，请尽快送达")


@handler("case.publication_passed")
def on_publication(timer: Timer) -> None:
    """Publication is an export that reads the decisions; nothing to do for one case."""


@handler("case.after_check_passed")
def on_after_check(timer: Timer) -> None:
    """The limit of the after-check has passed without one: its task is overdue and shows red by its date."""
    sub_case = lock(timer.payload["case"])
    open_task(sub_case, "after_check", "事后核查的期限已过", sub_case.supervisor or sub_case.organisation)


@handler("case.rectify_passed")
def on_rectify(timer: Timer) -> None:
    """The day for rectification has passed: look again."""
    sub_case = lock(timer.payload["case"])
    open_task(sub_case, "after_check", "整改期限已到，请复查", sub_case.supervisor or sub_case.organisation)
