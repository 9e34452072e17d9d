"""What an officer may do with a case, as data: who does it, what it asks for, what follows from it.

Whether something is possible now is asked of the core, by trying the command on the state without recording anything; so the page and the action can
never disagree, and the reason shown for what is not offered is the core's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from bancheng import now
from bancheng.apps.cases.actions.consult import asked
from bancheng.apps.cases.actions.hearing import minutes_of
from bancheng.apps.cases.actions.officers import may_be_revoked
from bancheng.apps.cases.desk_history import body_of
from bancheng.apps.cases.queries import Part
from bancheng.apps.staff.models import Officer
from bancheng.core import procedure as p
from bancheng.core.procedure import Actor, Refused
from bancheng.web.desk.deed import ANY_TEXT, Deed
from bancheng.web.desk.step_deeds import DEEDS as STEPS


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed on the page: with an address, or with the reason why it cannot be done here and now."""

    key: str
    label: str
    icon: str
    kind: str
    url: str
    why: str


def _reviewer(officer: Officer) -> Actor:
    return officer.actor("reviewer")


def _after_check(part: Part, officer: Officer) -> p.Command:
    tomorrow = now.today() + timedelta(days=1)
    return p.CloseAfterCheck(officer.actor("inspector"), p.AfterCheckResult.RECTIFY, ANY_TEXT, tomorrow)


def _onsite(part: Part, officer: Officer) -> p.Command:
    other = Actor(f"{officer.pk}+", officer.organisation, p.Role.INSPECTOR)
    return p.RecordOnsiteCheck((officer.actor("inspector"), other), True, ANY_TEXT)


def _ask(part: Part, officer: Officer) -> p.Command:
    return p.AskCorrection(_reviewer(officer), (p.CorrectionItem(ANY_TEXT, p.Fault.INCOMPLETE, ANY_TEXT),))


def _propose(part: Part, officer: Officer) -> p.Command:
    review = part.state.review
    return p.ProposeGrant(_reviewer(officer), review.record_digest if review else "", minutes_of(part.state))


def _again(part: Part, officer: Officer) -> p.Command:
    return p.RecordReview(ANY_TEXT, p.ReviewOutcome.PERSON, by=_reviewer(officer))


def _confirm(part: Part, officer: Officer) -> p.Command | None:
    refusal = part.state.proposal is not None and part.state.proposal.kind is p.ProposalKind.REFUSAL
    return None if refusal else p.ConfirmGrant(officer.actor("decider"))


def _countersign(part: Part, officer: Officer) -> p.Command | None:
    grant = part.state.proposal is None or part.state.proposal.kind is p.ProposalKind.GRANT
    return None if grant else p.CountersignRefusal(officer.actor("decider"))


def _return(part: Part, officer: Officer) -> p.Command | None:
    return p.ReturnProposal(officer.actor("decider"), ANY_TEXT) if part.state.proposal else None


DEEDS: dict[str, Deed] = {
    deed.key: deed
    for deed in (
        Deed(
            "accept", "受理", "受理这份申请", "check", "", ("reviewer",),
            lambda part, officer: p.Accept(_reviewer(officer)),
            ("系统马上出具受理通知书，写明承诺时限和法定时限。", "按规则再审查一遍；规则定不了的，留给您办。"),
            "已受理，受理通知书已经发给申请人。", "确认受理",
        ),
        *STEPS,
        Deed(
            "correction", "一次告知补正", "一次告知全部补正内容", "message-circle", "2", ("reviewer",), _ask,
            ("每一轮只能告知一次，请把要补的一次说全（行政许可法第三十二条）。", "只有材料不齐、不合法定形式才能要求补正；条件不符合的，不算补正。",
             "时限停在这里，补齐后重新开始数。"),
            "补正告知书已经发给申请人。", "发出补正告知书",
        ),
        Deed(
            "not-accept", "不予受理", "不予受理", "circle-x", "2", ("reviewer",),
            lambda part, officer: p.RefuseAcceptance(_reviewer(officer), p.NonAcceptance.NOT_REQUIRED, ANY_TEXT, ANY_TEXT),
            ("出具不予受理决定书，写明原因和该去哪里办。", "这一件到此结束，等它结果的其他事也会停下。"),
            "已作出不予受理决定，申请人会收到书面通知。", "确认不予受理",
        ),
        Deed(
            "onsite", "记录现场核查", "记录现场核查", "clipboard-check", "2", ("inspector",), _onsite,
            ("要两名工作人员一起看（行政许可法第三十四条），另一位用自己的动态码确认。", "现场核查不停表，时限照常走。"),
            "现场核查已经记录。", "记录核查结果",
        ),
        Deed(
            "propose-grant", "提出批准", "提出批准意见", "circle-check", "", ("reviewer",), _propose,
            ("您提出意见，由另一位同事签发；审查和决定是两个人。", "您的意见依据最新一次审查记录。"),
            "意见已提出，等另一位同事签发。", "提出批准意见",
        ),
        Deed(
            "grant", "签发批准", "签发批准决定", "signature", "", ("decider",), _confirm,
            ("马上出具准予许可决定书，盖章、发证、送达。", "通知监管部门；要事后核查的，同时开始计时。", "7 个工作日内公示。"),
            "已批准，决定书和证照已经发给申请人。", "确认签发",
        ),
        Deed(
            "propose-refusal", "提出不予许可", "提出不予许可意见", "circle-x", "bad", ("reviewer",),
            lambda part, officer: p.ProposeRefusal(_reviewer(officer), ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, minutes_of(part.state)),
            ("不予许可只能由人决定：您提出，由另一位同事签发。", "理由会原样写进决定书，请用申请人看得懂的话写。"),
            "意见已提出，等另一位同事签发。", "提出不予许可意见",
        ),
        Deed(
            "countersign", "签发不予许可", "签发不予许可决定", "signature", "bad", ("decider",), _countersign,
            ("出具不予许可决定书，写明理由、依据、复议和诉讼的权利。", "等它结果的其他事也会停下。"),
            "不予许可决定已经签发，申请人会收到书面决定。", "确认签发不予许可",
        ),
        Deed(
            "return", "退回意见", "退回意见", "arrow-back-up", "2", ("decider", "reviewer"), _return,
            ("意见退回给审查人员，重新看。",), "意见已退回。", "退回",
        ),
        Deed(
            "review-again", "重新按规则审查", "重新按规则审查", "refresh", "2", ("reviewer",), _again,
            ("重新向数据源查一遍，按今天的情况再审查一次，结果存成新的审查记录。", "不会自动批准，决定仍由您和同事作出。"),
            "已重新审查，结果在“审查要点”里。", "重新审查",
        ),
        Deed(
            "terminate", "终止办理", "终止办理", "ban", "text", ("reviewer",),
            lambda part, officer: p.Terminate(_reviewer(officer), p.TerminationReason.ENTITY_ENDED, ANY_TEXT),
            ("不作决定，办理到此结束，申请人会收到通知和原因。", "等它结果的其他事也会停下。"),
            "已终止办理，申请人会收到通知。", "确认终止",
        ),
        Deed(
            "after-check", "登记事后核查", "登记事后核查结果", "clipboard-check", "", ("supervisor", "inspector"), _after_check,
            ("不符合的，先责令限期整改；整改后仍不符合，才转去撤销。", "结果会写进这件事的经过。"),
            "事后核查结果已经登记。", "登记结果", either=True,
        ),
        Deed(
            "revoke-deceit", "查实欺骗，撤销", "查实以欺骗、贿赂取得，撤销许可", "ban", "text", ("decider",), lambda part, officer: None,
            (
                "证照从一开始就没有效力，核验时显示“已撤销”（行政许可法第六十九条）。", "两个人一起办：另一位审查人员用自己的动态码确认。",
                "直接关系公共安全、人身健康、生命财产安全的许可，申请人三年内不得再次申请（第七十九条），到期日会告诉申请人。",
            ),
            "许可已经撤销，证照马上失效；有禁止再次申请的，已经记录。", "确认撤销",
        ),
        Deed(
            "revoke", "撤销许可", "撤销许可", "ban", "bad", ("decider",), lambda part, officer: None,
            ("证照从一开始就没有效力，核验时显示“已撤销”。", "两个人一起办：另一位审查人员用自己的动态码确认。", "通知监管部门和申请人。"),
            "许可已经撤销，证照马上失效。", "确认撤销",
        ),
    )
}  # fmt: skip


def _revocation_due(part: Part) -> bool:
    return part.state.revocation_due and part.sub_case.tasks.filter(kind="revoke", closed_at=None).exists()


_REVOCATIONS = {"revoke": _revocation_due, "revoke-deceit": may_be_revoked}
"""Deeds that are no command to the procedure, and when they are possible."""


def why_not(deed: Deed, officer: Officer, part: Part) -> str | None:
    """Why the officer cannot do this now, in words; empty if they can; None where it has nothing to do with the case as it stands."""
    beside = _REVOCATIONS.get(deed.key)
    refused = _asked(deed, officer, part) if beside is None else "" if beside(part) else None
    if refused is None:
        return None
    mine: tuple[str, ...] = (part.sub_case.organisation, part.sub_case.supervisor) if deed.either else (part.sub_case.organisation,)
    if deed.consulted:
        mine = asked(part.sub_case)
    if officer.organisation not in mine:
        return None
    if not officer.has_role(*deed.roles):
        names = "、".join(Officer.ROLE_NAMES[role] for role in deed.roles)
        return f"要由有“{names}”岗位的同事来做。"
    return refused


def refusal(deed: Deed, officer: Officer, part: Part) -> Refused | None:
    """By which rule the core refuses a deed that somebody gives all the same; None where it would not, or knows no command for it."""
    command = deed.trial(part, officer)
    if command is None:
        return None
    try:
        p.decide(part.state, command, now.business(), part.catalogue.calendar)
    except Refused as refused:
        return refused
    return None


def offered(officer: Officer, part: Part) -> list[Offer]:
    """The deeds of a case as it stands: those that can be done, and those that cannot with the reason."""
    found = []
    for deed in DEEDS.values():
        why = why_not(deed, officer, part)
        if why is not None:
            url = reverse("desk-deed", args=[part.sub_case.number, deed.key])
            found.append(Offer(deed.key, deed.label, deed.icon, deed.kind, url, why))
    return found


def _asked(deed: Deed, officer: Officer, part: Part) -> str | None:
    """What the core says to the command: empty, or its refusal; None at another stage."""
    command = deed.trial(part, officer)
    if command is None:
        return None
    step = p.LIFE[type(command)]
    if not step.possible_at(part.state.stage) or (step.kind is p.Kind.OWN and part.state.external):
        return None
    if isinstance(command, p.CloseAfterCheck) and (part.state.after_check is None or not part.state.after_check.is_open):
        return None
    if isinstance(command, p.ConfirmGrant | p.CountersignRefusal) and part.state.proposal is None:
        return None
    if isinstance(command, p.RecordReview) and part.state.proposal is not None:
        return "已经有一份意见在等签发，请先退回。"
    try:
        p.decide(part.state, command, now.business(), part.catalogue.calendar)
    except Refused as refused:
        return words_of(part, refused)
    return ""


def words_of(part: Part, refused: Refused) -> str:
    """The core's sentence with departments and papers by their names; the core knows their ids only."""
    words, gap = refused.message, part.state.gap
    known = {one.organisation: body_of(part, one.organisation) for one in part.state.consultations}
    known |= {one.id: one.name for one in part.item.materials if gap is not None and one.id in gap.missing}
    for id in sorted(known, key=len, reverse=True):
        words = words.replace(id, known[id])
    return words
