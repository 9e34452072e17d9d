"""The life of a part of a case, as one table: which command is possible at which stage, and where it leads.

`decide` refuses by this table, and the page that draws the life (docs/procedure.md) is made from it.
"""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from bancheng.core.procedure import commands as do
from bancheng.core.procedure import item_commands as item
from bancheng.core.procedure import time_commands as time
from bancheng.core.procedure.values import Stage


class Kind(Enum):
    """Which parts a command is for: those decided here, those decided in another system, or both."""

    OWN = "decided here"
    EXTERNAL = "decided in another system"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Step:
    """One command: its name for people, the rule that refuses it at another stage, and its moves.

    `§3.1` stands for the state machine of the handbook, where no rule has a number. `deciding`: only officers of the
    organisation that decides may give it (R-28).
    """

    command: type[Any]
    zh: str
    rule: str
    moves: tuple[tuple[Stage, Stage], ...]
    kind: Kind = Kind.OWN
    deciding: bool = False

    def possible_at(self, stage: Stage) -> bool:
        return any(stage is start for start, _ in self.moves)


def _stay(*stages: Stage) -> tuple[tuple[Stage, Stage], ...]:
    return tuple((stage, stage) for stage in stages)


def _to(end: Stage, *starts: Stage) -> tuple[tuple[Stage, Stage], ...]:
    return tuple((start, end) for start in starts)


_S = Stage
_IN_REVIEW = (_S.ACCEPTED, _S.REVIEWING)
_ACCEPTED = (*_IN_REVIEW, _S.SPECIAL_PROCEDURE)
_UNDECIDED = (_S.WAITING, _S.RECEIVED, _S.CORRECTION_REQUIRED, *_ACCEPTED)
_AFTER = (_S.DECIDED, _S.DELIVERED, _S.CLOSED)
_STARTED = tuple(stage for stage in Stage if stage is not Stage.DRAFT)

LIFE: dict[type[Any], Step] = {
    step.command: step
    for step in (
        Step(do.Start, "开始办理", "I1", _to(_S.WAITING, _S.DRAFT), Kind.ANY),
        Step(do.Receive, "收件", "I1", _to(_S.RECEIVED, _S.WAITING), Kind.ANY),
        Step(do.Accept, "受理", "R-04", _to(_S.ACCEPTED, _S.RECEIVED)),
        Step(do.DeemAccepted, "视为受理", "R-06", _to(_S.ACCEPTED, _S.RECEIVED)),
        Step(do.RefuseAcceptance, "不予受理", "R-04", _to(_S.NOT_ACCEPTED, _S.RECEIVED), deciding=True),
        Step(do.AskCorrection, "要求补正", "R-04b", _to(_S.CORRECTION_REQUIRED, _S.RECEIVED)),
        Step(do.SupplyCorrection, "提交补正材料", "R-04", _to(_S.RECEIVED, _S.CORRECTION_REQUIRED)),
        Step(do.RecordReview, "记录审查结果", "I1", (*_stay(_S.RECEIVED), *_to(_S.REVIEWING, *_IN_REVIEW))),
        Step(do.RequestPerson, "要求人工办理", "R-31", _stay(*_UNDECIDED)),
        Step(do.RecordOnsiteCheck, "记录现场核查", "R-09", _to(_S.REVIEWING, *_IN_REVIEW), deciding=True),
        Step(do.Grant, "由规则直接批准", "I1", _to(_S.DECIDED, _S.REVIEWING)),
        Step(do.ProposeGrant, "提出批准意见", "I1", _to(_S.REVIEWING, *_IN_REVIEW), deciding=True),
        Step(do.ConfirmGrant, "批准", "R-17", _to(_S.DECIDED, _S.REVIEWING), deciding=True),
        Step(do.ProposeRefusal, "提出不予许可意见", "I1", _to(_S.REVIEWING, *_IN_REVIEW), deciding=True),
        Step(do.CountersignRefusal, "签发不予许可决定", "R-17", _to(_S.DECIDED, _S.REVIEWING), deciding=True),
        Step(do.ReturnProposal, "退回意见", "R-17", _stay(_S.REVIEWING), deciding=True),
        Step(do.WithdrawApplication, "撤回申请", "§3.1", _to(_S.TERMINATED, *_UNDECIDED), Kind.ANY),
        Step(do.Terminate, "终止办理", "§3.1", _to(_S.TERMINATED, *_UNDECIDED, _S.PUSHED), Kind.ANY),
        Step(do.Push, "推送到对方系统", "I18", (*_to(_S.PUSHED, _S.RECEIVED), *_stay(_S.PUSHED)), Kind.EXTERNAL),
        Step(do.ExternalAnswer, "接收结果", "I18", (*_to(_S.DECIDED, _S.PUSHED), *_stay(*_AFTER)), Kind.EXTERNAL),
        Step(do.Deliver, "登记送达", "R-16", _to(_S.DELIVERED, _S.DECIDED), Kind.ANY),
        Step(do.Close, "办结", "R-16", _to(_S.CLOSED, _S.DELIVERED), Kind.ANY),
        Step(do.OpenAfterCheck, "开始事后核查", "C-06", _stay(*_AFTER)),
        Step(do.CloseAfterCheck, "登记事后核查结果", "C-06", _stay(*_AFTER)),
        Step(item.RecordOpening, "登记开业日期", "C-06", _stay(*_AFTER)),
        Step(item.CorrectOnTheSpot, "当场更正", "R-04", _stay(_S.RECEIVED)),
        Step(item.AcceptWithGap, "容缺受理", "G-01", _to(_S.ACCEPTED, _S.RECEIVED)),
        Step(item.FillGap, "补齐容缺材料", "G-03", _stay(*_ACCEPTED)),
        Step(item.RecordFirstReview, "报送初审意见", "R-15", _to(_S.REVIEWING, *_IN_REVIEW)),
        Step(item.AssignInspectors, "指派检验人员", "R-30", _stay(*_ACCEPTED), deciding=True),
        Step(item.TellHearingRight, "告知听证权利", "R-18", _stay(*_ACCEPTED), deciding=True),
        Step(item.RequestHearing, "申请听证", "R-18", _stay(*_ACCEPTED)),
        Step(item.CallHearing, "通知听证", "R-18", _stay(*_ACCEPTED), deciding=True),
        Step(item.RecordHearing, "记录听证", "R-18", _stay(*_ACCEPTED)),
        Step(item.Consult, "征求部门意见", "§3.4", _stay(*_ACCEPTED), deciding=True),
        Step(item.AnswerConsultation, "答复意见", "§3.4", _stay(*_ACCEPTED)),
        Step(item.NoteSilence, "记录部门逾期未答复", "§3.4", _stay(*_ACCEPTED)),
        Step(item.SwitchVersion, "改用新规定", "R-36", _to(_S.REVIEWING, *_IN_REVIEW)),
        Step(item.DeemRenewed, "视为准予延续", "R-19", _to(_S.DECIDED, *_ACCEPTED)),
        Step(time.Suspend, "暂停计时", "R-14", _to(_S.SPECIAL_PROCEDURE, *_IN_REVIEW), deciding=True),
        Step(time.Prolong, "延长特别程序", "R-14", _stay(_S.SPECIAL_PROCEDURE), deciding=True),
        Step(time.Resume, "恢复计时", "R-14", _to(_S.REVIEWING, _S.SPECIAL_PROCEDURE), deciding=True),
        Step(time.Extend, "延长时限", "R-12", _stay(*_ACCEPTED), deciding=True),
        Step(time.ProjectDates, "重新计算日期", "R-01", _stay(*_STARTED), Kind.ANY),
        Step(time.RecordIncident, "记录违规", "I11", _stay(*_STARTED), Kind.ANY),
    )
}
