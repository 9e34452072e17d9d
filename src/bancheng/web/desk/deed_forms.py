"""What each deed asks for, how it is read, and the action it calls. Nothing typed is lost: a form is drawn again from what came in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bancheng import now
from bancheng.apps.cases import queries
from bancheng.apps.cases.actions import ask_correction, grant, officers, refuse, review_again
from bancheng.apps.cases.queries import Part
from bancheng.core import procedure as p
from bancheng.web.desk import step_forms
from bancheng.web.desk.case_page import basis
from bancheng.web.desk.deed_fields import MOST, Asked, Form, Invalid, choice, colleague, day_of, field, need, options, second

NON_ACCEPTANCE = {
    p.NonAcceptance.NOT_REQUIRED: "依法不需要取得许可",
    p.NonAcceptance.WRONG_AUTHORITY: "不归本机关管",
    p.NonAcceptance.STILL_INCOMPLETE: "补正以后材料仍不齐全",
    p.NonAcceptance.FALSE_MATERIALS: "隐瞒情况或者提供虚假材料，给予警告",
}
TERMINATION = {
    p.TerminationReason.CORRECTION_NOT_SUPPLIED: "逾期没有补正",
    p.TerminationReason.GAP_NOT_FILLED: "容缺的材料逾期没有补齐",
    p.TerminationReason.ENTITY_ENDED: "申请人死亡或者企业终止",
    p.TerminationReason.OTHER: "其他原因",
}
CHECKED = {
    p.AfterCheckResult.PASSED: "符合承诺",
    p.AfterCheckResult.RECTIFY: "不符合，责令限期整改",
    p.AfterCheckResult.FAILED: "整改后仍不符合",
}


def open_points(part: Part) -> list[str]:
    """Names of the points that did not pass by rule, which whoever proposes a grant has to account for."""
    kept = queries.record_of(part)
    return [one.name for one in kept[1].findings if one.result not in ("pass", "not_applicable")] if kept else []


def _correction_fields(asked: Asked) -> list[dict[str, Any]]:
    """The check-list itself is drawn by the template (`materials_of`)."""
    return []


def materials_of(asked: Asked) -> list[dict[str, Any]]:
    """The materials of the item for the correction notice, those the review found wanting with its reason filled in."""
    kept = queries.record_of(asked.part)
    missing = {one.material: one.reason for one in kept[1].missing} if kept else {}
    known = {paper.material for paper in kept[1].papers} if kept else set()
    rows = []
    for material in asked.part.item.materials:
        if kept and material.id not in known:
            continue
        ticked = material.id in (asked.typed.getlist("material") if asked.typed else missing)
        reason = asked.typed.get(f"reason-{material.id}", "") if asked.typed else missing.get(material.id, "")
        rows.append({"id": material.id, "name": material.name, "accept": material.accept, "ticked": ticked, "reason": reason})
    return rows


def _ask_correction(asked: Asked) -> object:
    chosen = [row for row in materials_of(asked) if row["ticked"]]
    if not chosen:
        raise Invalid({"material": "请勾选要补的材料，至少一样。"})
    errors = {f"reason-{row['id']}": f"请写明“{row['name']}”差在哪里、要怎么补。" for row in chosen if not row["reason"].strip()}
    if errors:
        raise Invalid(errors)
    items = [{"material": row["id"], "reason": row["reason"].strip()[:MOST]} for row in chosen]
    return ask_correction.ask_correction(asked.officer, asked.number, items)


def _reasons(part: Part) -> dict[p.NonAcceptance, str]:
    """Why a part may not be accepted; within a ban that comes first (R-26)."""
    banned = p.ban_in_force(part.state, now.today())
    return {p.NonAcceptance.BANNED: "在不得再次申请的期限内", **NON_ACCEPTANCE} if banned else NON_ACCEPTANCE


def _refuse_acceptance_fields(asked: Asked) -> list[dict[str, Any]]:
    until = p.ban_in_force(asked.part.state, now.today())
    reason = field(asked, "reason", "写给申请人的原因")
    if until is not None and not asked.typed:
        reason["value"] = (
            f"以前申请时查实弄虚作假，{until.year} 年 {until.month} 月 {until.day} 日以前（含当天）不得再次申请“{asked.part.item.result.name}”"
            "（《行政许可法》第七十八条、第七十九条），所以这次不予受理。到期以后可以重新申请。"
        )
    kind = p.NonAcceptance.BANNED if until is not None and not asked.typed else asked.text("kind")
    return [
        {**field(asked, "kind", "为什么不受理？", "radio", options=options(_reasons(asked.part)), columns=1), "value": kind},
        reason,
        field(asked, "go_to", "该去哪里办？", "text", optional=True, hint="不归本机关管的，必须写明哪个机关管。"),
    ]


def _refuse_acceptance(asked: Asked) -> object:
    kind = choice(asked, "kind", _reasons(asked.part), "请选一个原因。")
    reason = need(asked, reason="请写明不受理的原因。")["reason"]
    if kind == p.NonAcceptance.WRONG_AUTHORITY and not asked.text("go_to"):
        raise Invalid({"go_to": "请写明应当向哪个机关申请。"})
    return officers.refuse_acceptance(asked.officer, asked.number, kind, reason, asked.text("go_to")[:200])


def _onsite_fields(asked: Asked) -> list[dict[str, Any]]:
    criteria = [point.criterion for point in asked.part.item.review_points if point.by == "person" and point.criterion]
    result = field(asked, "passed", "现场看到的情况", "radio", options=options({"yes": "符合要求", "no": "不符合要求"}))
    found = field(asked, "found", "记录", hint=f"要看：{'；'.join(criteria)}。" if criteria else "写明看了什么、结果怎样。", rows=5)
    return [result, found, *second(asked, "inspector", "和您一起核查的同事")]


def _onsite(asked: Asked) -> object:
    passed = choice(asked, "passed", {"yes": "", "no": ""}, "请选符合还是不符合。") == "yes"
    found = need(asked, found="请写明现场核查的情况。")["found"]
    second = colleague(asked, "inspector")
    return officers.record_onsite_check(asked.officer, second, asked.number, passed, found)


def _propose_fields(asked: Asked) -> list[dict[str, Any]]:
    points = open_points(asked.part)
    if not points:
        return []
    hint = f"规则没有判定通过的：{'、'.join(points)}。请写明您是怎么核实的，签发的同事会看到。"
    return [field(asked, "why", "核实说明", hint=hint)]


def _propose(asked: Asked) -> object:
    why = need(asked, why="请写明这几点您是怎么核实的。")["why"] if open_points(asked.part) else ""
    return grant.propose_grant(asked.officer, asked.number, why)


def clauses(part: Part) -> list[str]:
    """Clauses of the item and its review points, for choosing one."""
    found = [*part.item.basis, *(one for point in part.item.review_points for one in point.basis)]
    return list(dict.fromkeys(str(basis(one)["text"]) for one in found))


def _refusal_fields(asked: Asked) -> list[dict[str, Any]]:
    known = clauses(asked.part)
    offered = [{"value": one, "label": one, "hint": ""} for one in known]
    return [
        field(asked, "reason", "不予许可的理由", hint="写明哪一点不符合、根据什么事实。会原样写进决定书。", rows=5),
        field(asked, "clause", "依据的条款", "select", options=offered, hint="选一条；这里没有的，在下面写。"),
        field(asked, "other_clause", "别的条款", "text", optional=True, hint="例如：《公共场所卫生管理条例》第七条", maxlength=200),
    ]


def _propose_refusal(asked: Asked) -> object:
    reason = need(asked, reason="请写明不予许可的理由。")["reason"]
    clause = asked.text("other_clause")[:200] or asked.text("clause")
    if not clause or (clause == asked.text("clause") and clause not in clauses(asked.part)):
        raise Invalid({"clause": "请选一条依据，或者在下面写明。"})
    return refuse.propose_refusal(asked.officer, asked.number, reason, clause)


def _why_fields(label: str, hint: str = "") -> Callable[[Asked], list[dict[str, Any]]]:
    return lambda asked: [field(asked, "why", label, hint=hint)]


def _endings(part: Part) -> dict[p.TerminationReason, str]:
    """Why a part may be ended; other reasons only where another system decides (R-17)."""
    return {reason: label for reason, label in TERMINATION.items() if part.state.external or reason is not p.TerminationReason.OTHER}


def _terminate_fields(asked: Asked) -> list[dict[str, Any]]:
    return [
        field(asked, "kind", "为什么终止？", "radio", options=options(_endings(asked.part)), columns=1),
        field(asked, "why", "写给申请人的说明"),
    ]


def _terminate(asked: Asked) -> object:
    kind = choice(asked, "kind", _endings(asked.part), "请选一个原因。")
    return officers.terminate(asked.officer, asked.number, kind, need(asked, why="请写明终止办理的原因。")["why"])


def _after_check_fields(asked: Asked) -> list[dict[str, Any]]:
    return [
        field(asked, "result", "核查结果", "radio", options=options(CHECKED), columns=1),
        field(asked, "found", "核查情况", hint="写明什么时候、看了什么、结果怎样。", rows=5),
        field(asked, "until", "整改到哪一天", "date", optional=True, hint="责令限期整改的要填。"),
    ]


def _after_check(asked: Asked) -> object:
    result = choice(asked, "result", CHECKED, "请选核查结果。")
    found = need(asked, found="请写明核查的情况。")["found"]
    until = day_of(asked.text("until"))
    if result == p.AfterCheckResult.RECTIFY and (until is None or until <= now.today()):
        raise Invalid({"until": "请填整改到哪一天为止，要在今天以后。"})
    return officers.close_after_check(asked.officer, asked.number, result, found, until)


def _deceit_fields(asked: Asked) -> list[dict[str, Any]]:
    ban = "这项许可直接关系公共安全、人身健康或者生命财产安全，撤销后三年内不得再次申请。" if asked.part.item.safety else "这项许可没有禁止再次申请的规定。"
    why = field(asked, "reason", "撤销的理由", rows=5, hint=f"写明怎么取得的、查实了什么，会原样告诉申请人。{ban}")
    return [why, *second(asked, "reviewer", "和您一起办的审查人员")]


def _deceit(asked: Asked) -> object:
    reason = need(asked, reason="请写明撤销的理由。")["reason"]
    return officers.revoke_for_deceit(asked.officer, colleague(asked, "reviewer"), asked.number, reason)


def _revoke_fields(asked: Asked) -> list[dict[str, Any]]:
    return [field(asked, "reason", "撤销的理由", rows=5, hint="写明承诺和实际哪里不一致、整改的情况。"), *second(asked, "reviewer", "和您一起办的审查人员")]


def _revoke(asked: Asked) -> object:
    reason = need(asked, reason="请写明撤销的理由。")["reason"]
    second = colleague(asked, "reviewer")
    return officers.revoke_after_check(asked.officer, second, asked.number, reason)


def _nothing(asked: Asked) -> list[dict[str, Any]]:
    return []


FORMS: dict[str, Form] = {
    "accept": Form(_nothing, lambda asked: officers.accept(asked.officer, asked.number)),
    "correction": Form(_correction_fields, _ask_correction),
    "not-accept": Form(_refuse_acceptance_fields, _refuse_acceptance),
    "onsite": Form(_onsite_fields, _onsite),
    "propose-grant": Form(_propose_fields, _propose),
    "grant": Form(_nothing, lambda asked: grant.confirm_grant(asked.officer, asked.number)),
    "propose-refusal": Form(_refusal_fields, _propose_refusal),
    "countersign": Form(_nothing, lambda asked: refuse.countersign_refusal(asked.officer, asked.number)),
    "return": Form(
        _why_fields("为什么退回？", "写明要再看什么。"),
        lambda asked: refuse.return_proposal(asked.officer, asked.number, need(asked, why="请写明退回的原因。")["why"]),
    ),
    "review-again": Form(_nothing, lambda asked: review_again.review_again(asked.officer, asked.number)),
    "terminate": Form(_terminate_fields, _terminate),
    "revoke-deceit": Form(_deceit_fields, _deceit),
    "after-check": Form(_after_check_fields, _after_check),
    "revoke": Form(_revoke_fields, _revoke),
    **step_forms.FORMS,
}
