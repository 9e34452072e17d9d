"""What a source says that was silent at filing: told to the person who reviews, as a finding, never as a refusal."""
from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from bancheng.apps.audit import stream
from bancheng.apps.cases.models import SubCase
from bancheng.apps.cases.spine import Happened
from bancheng.apps.cases.tasks import open_task
from bancheng.apps.sources.actions.verify_later import rechecked
from bancheng.apps.sources.models import Recheck
from bancheng.core.procedure import Stage

_OPEN = (Stage.RECEIVED, Stage.ACCEPTED, Stage.REVIEWING, Stage.SPECIAL_PROCEDURE)


@receiver(rechecked)
def on_rechecked(sender: Any, recheck: Recheck, **_: Any) -> None:
    """Write the answer into the case's trail; a contradiction, or continued silence, is a task."""
    sub_case = SubCase.objects.filter(number=recheck.case).first()
    if sub_case is None:
        return
    found = Happened("source_answered", {"evidence": recheck.evidence, "result": recheck.state})
    stream.append(sub_case.stream, [found], actor="rules")
    if recheck.state != Recheck.State.CONFIRMED and sub_case.stage in _OPEN:
        different = recheck.state == Recheck.State.DIFFERENT
        why = "数据源的答复和申请人填的不一致，请核对" if different else "数据源一直没有答复，请人工核实申请人填的内容"
        open_task(sub_case, "review", why)
