"""What happened to a part, told to officers: who did it, in which capacity, what they wrote.

The applicant's page has its own sentences (`telling`); here names of colleagues stand, and the texts behind the digests in the events.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bancheng.apps.audit.models import Event as Row
from bancheng.apps.cases import step_words
from bancheng.apps.cases.models import Note
from bancheng.apps.cases.queries import Part
from bancheng.apps.cases.telling import Told
from bancheng.core import procedure as p
from bancheng.core.licence import Status
from bancheng.core.procedure import Actor

RESULTS = {p.ReviewOutcome.APPROVE: "全部通过", p.ReviewOutcome.CORRECTION: "材料不齐", p.ReviewOutcome.PERSON: "要人工看"}
CHECKS = {p.AfterCheckResult.PASSED: "合格", p.AfterCheckResult.RECTIFY: "责令限期整改", p.AfterCheckResult.FAILED: "不合格"}
REASONS = {
    p.TerminationReason.PREDECESSOR_FAILED: "前一件没有办成",
    p.TerminationReason.ENTITY_ENDED: "申请人死亡或者企业终止",
    p.TerminationReason.CORRECTION_NOT_SUPPLIED: "逾期没有补正",
    p.TerminationReason.GAP_NOT_FILLED: "容缺材料逾期没有补齐",
    p.TerminationReason.OTHER: "其他",
}
DOCUMENTS = {
    "receipt": "收件凭证",
    "acceptance": "受理通知书",
    "correction": "补正告知书",
    "granted": "准予许可决定书",
    "refused": "不予许可决定书",
    "not_accepted": "不予受理决定书",
    "terminated": "终止办理通知书",
    "commitment": "告知承诺书",
    "suspension": "特别程序告知书",
    "extension": "延长办理期限告知书",
    "gap": "容缺受理通知书",
    "hearing_right": "听证权利告知书",
    "hearing": "听证通知书",
}

RUNGS = {"yellow": "亮黄灯，提醒经办人", "red": "亮红灯，报效能监督", "over_statutory": "超过法定时限，报单位负责人"}
SUPERVISION = {
    "rung_reached": ("", "warn"),
    "reason_asked": ("要求说明超过承诺时限的原因", "warn"),
    "overrun_explained": ("说明超时原因，已公开", ""),
    "urged": ("催办", "warn"),
    "urge_seen": ("已知悉催办", ""),
    "followed_up": ("督办，限期答复", "warn"),
    "follow_up_answered": ("答复督办", ""),
}


def history(part: Part, names: Mapping[str, str]) -> list[Told]:
    """Everything that happened to a part, newest first. `names`: officers by reference."""
    texts = {note.digest: note.text for note in Note.objects.filter(sub_case=part.sub_case)}
    told = [one for row in part.events if (one := _told(row, part, names, texts))]
    for licence in part.licences:
        ends = [change for change in licence.changes.all() if change.status != Status.SUPERSEDED]
        told += [Told(f"证照{Status(end.status).word}：{licence.number}", end.at, end.reason, names.get(end.actor, ""), "bad") for end in ends]
    newest_first = sorted(enumerate(told), key=lambda one: (one[1].at, one[0]), reverse=True)
    return [one for _, one in newest_first]


def body_of(part: Part, organisation: str) -> str:
    """What an organisation is called at the desk."""
    body = part.catalogue.organisations.get(organisation)
    return (body.short_name or body.name) if body else organisation


def who(actor: Actor, names: Mapping[str, str]) -> str:
    """An actor as colleagues call them."""
    match actor.role:
        case p.Role.RULES:
            return "规则"
        case p.Role.TIMER:
            return "系统定时"
        case p.Role.APPLICANT:
            return "申请人"
        case p.Role.OTHER_SYSTEM:
            return "对方系统"
        case _:
            return names.get(f"staff:{actor.id}", "工作人员")


def _told(row: Row, part: Part, names: Mapping[str, str], texts: Mapping[str, str]) -> Told | None:
    if row.type == "document_issued":
        kind = DOCUMENTS.get(row.payload["kind"], "文书")
        return Told(f"出具{kind}", row.at, str(row.payload["number"]))
    if row.type == "noted":
        return Told("审查说明", row.at, texts.get(row.payload["digest"], ""), names.get(row.actor, "工作人员"))
    if row.type == "banned":
        return Told("记录不得再次申请的期限", row.at, f"到 {row.payload['until']} 为止（含当天）。", names.get(row.actor, "工作人员"), "bad")
    if row.type in SUPERVISION:
        return _supervised(row, names, texts)
    if row.type not in p.EVENT_TYPES:
        return None
    what = p.from_payload(row.type, row.payload)
    if isinstance(what, p.Consulted | p.ConsultationAnswered | p.SilenceNoted):
        what = replace(what, organisation=body_of(part, what.organisation))
    return _sentence(what, row.at, who(what.by, names), names, texts)


def _supervised(row: Row, names: Mapping[str, str], texts: Mapping[str, str]) -> Told:
    """What supervision did about a case: the ladder, urging, reasons."""
    title, state = SUPERVISION[row.type]
    if row.type == "rung_reached":
        title, state = RUNGS[row.payload["rung"]], "warn" if row.payload["rung"] == "yellow" else "bad"
    by = names.get(row.actor, "" if row.actor.startswith("staff:") else "系统定时")
    return Told(title, row.at, texts.get(row.payload.get("digest", ""), ""), by, state)


def _sentence(what: p.Event, at: datetime, by: str, names: Mapping[str, str], texts: Mapping[str, str]) -> Told:
    match what:
        case p.Started():
            return Told("提交申请", at, note=by)
        case p.Received():
            return Told("收件", at, note=by)
        case p.Accepted():
            title = "超过 5 个工作日没有告知，视为受理" if what.deemed else "受理，开始计时"
            return Told(title, at, note=by, state="warn" if what.deemed else "ok")
        case p.AcceptanceRefused():
            more = f"请向{what.go_to}申请。" if what.go_to else ""
            return Told("不予受理", at, texts.get(what.reason_digest, "") + more, by, "bad")
        case p.CorrectionAsked():
            return Told(f"一次告知补正 {len(what.items)} 项", at, "时限停在这里，补齐后重新开始数。", by, "warn")
        case p.CorrectionSupplied():
            return Told("补正材料收到", at, note=by)
        case p.ReviewRecorded():
            result = RESULTS[what.outcome]
            return Told(f"按规则审查：{result}", at, note=by, state="ok" if what.outcome is p.ReviewOutcome.APPROVE else "")
        case p.PersonRequested():
            return Told("申请人要求人工办理", at, state="now")
        case p.OnsiteChecked():
            pair = "、".join(who(one, names) for one in what.inspectors)
            title = "现场核查：符合" if what.passed else "现场核查：不符合"
            return Told(title, at, texts.get(what.note_digest, ""), pair, "ok" if what.passed else "bad")
        case p.GrantProposed():
            return Told("提出批准意见，等另一位同事签发", at, note=by, state="now")
        case p.RefusalProposed():
            text = f"{texts.get(what.reason_digest, '')}（依据：{what.clause}）"
            return Told("提出不予许可意见，等另一位同事签发", at, text, by, "now")
        case p.ProposalReturned():
            return Told("意见被退回", at, texts.get(what.note_digest, ""), by, "warn")
        case p.Granted():
            pair = f"{who(what.proposed_by, names)}提出，{by}签发" if what.proposed_by else "按规则自动核准"
            return Told("批准", at, note=pair, state="ok")
        case p.RefusalDecided():
            text = f"{texts.get(what.reason_digest, '')}（依据：{what.clause}）"
            return Told("不予许可", at, text, f"{who(what.proposed_by, names)}提出，{by}签发", "bad")
        case _:
            return _ending(what, at, by, texts)


def _ending(what: p.Event, at: datetime, by: str, texts: Mapping[str, str]) -> Told:
    match what:
        case p.ApplicationWithdrawn():
            return Told("申请人撤回申请", at, note=by)
        case p.Terminated():
            return Told(f"终止办理：{REASONS[what.reason]}", at, texts.get(what.note_digest, ""), by, "bad")
        case p.Delivered():
            return Told("送达", at, texts.get(what.proof.rpartition(":")[2], ""), by)
        case p.Closed():
            return Told("办结", at, note=by, state="ok")
        case p.AfterCheckOpened():
            return Told("开始事后核查", at, note=by)
        case p.AfterCheckRecorded():
            until = f"整改到 {what.until.month} 月 {what.until.day} 日。" if what.until else ""
            state = {p.AfterCheckResult.PASSED: "ok", p.AfterCheckResult.RECTIFY: "warn"}.get(what.result, "bad")
            return Told(f"事后核查：{CHECKS[what.result]}", at, until + texts.get(what.note_digest, ""), by, state)
        case p.Pushed():
            return Told("推送到对方系统", at, what.reference)
        case p.ExternallyAnswered():
            good = what.result is p.ExternalResult.GRANTED
            return Told("对方系统：办好了" if good else "对方系统：没有通过", at, note=by, state="ok" if good else "bad")
    return _step(what, at, by, texts)


def _step(what: p.Event, at: datetime, by: str, texts: Mapping[str, str]) -> Told:
    """Steps that only some cases know."""
    title, more, state = step_words.at_desk(what, texts)
    return Told(title, at, more, by, state)
