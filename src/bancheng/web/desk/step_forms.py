"""What the deeds of `step_deeds` ask for, and the actions they call."""

from __future__ import annotations

from datetime import date
from typing import Any

from bancheng import now
from bancheng.apps.cases import desk_queries
from bancheng.apps.cases.actions import consult, extend, gap, hearing, mend, opening, suspend
from bancheng.apps.staff.models import Officer
from bancheng.core import procedure as p
from bancheng.core.clock.explain import PROCEDURE_ZH
from bancheng.web.desk.deed_fields import Asked, Form, Invalid, choice, day_of, field, need, options

_PICK_DAY = "请选一天；年份也看一下，不能离今天太远。"


def _day(asked: Asked, name: str) -> date:
    found = day_of(asked.text(name))
    if found is None:
        raise Invalid({name: _PICK_DAY})
    return found


def _date(asked: Asked, name: str, label: str, hint: str = "", begin: date | None = None) -> dict[str, Any]:
    """A day; what is offered at first is `begin`."""
    shown = field(asked, name, label, "date", hint=hint)
    return shown if asked.typed or begin is None else {**shown, "value": begin.isoformat()}


def _ticked(asked: Asked, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in asked.typed.getlist(name) if one))


def _suspend_fields(asked: Asked) -> list[dict[str, Any]]:
    listed = asked.part.state.terms.special if asked.part.state.terms else ()
    kinds = {kind: PROCEDURE_ZH[kind] for kind in listed}
    return [
        field(asked, "kind", "哪种特别程序？", "radio", options=options(kinds), columns=2),
        _date(asked, "start", "从哪天开始", "今天或者以后", now.today()),
        _date(asked, "planned_end", "预计到哪天结束", "会写进告知书；用完还没结束的，多用的日子要算进时限"),
        field(asked, "why", "为什么需要", hint="会写进告知书，请用申请人看得懂的话写。"),
    ]


def _suspend(asked: Asked) -> object:
    listed = asked.part.state.terms.special if asked.part.state.terms else ()
    kind = choice(asked, "kind", dict.fromkeys(listed, ""), "请选一种。")
    why = need(asked, why="请写明为什么需要。")["why"]
    return suspend.suspend(asked.officer, asked.number, kind, _day(asked, "start"), _day(asked, "planned_end"), why)


def _prolong_fields(asked: Asked) -> list[dict[str, Any]]:
    return [_date(asked, "planned_end", "预计到哪天结束"), field(asked, "why", "为什么还要更长时间", hint="会写进告知书。")]


def _prolong(asked: Asked) -> object:
    why = need(asked, why="请写明为什么还要更长时间。")["why"]
    return suspend.prolong(asked.officer, asked.number, _day(asked, "planned_end"), why)


def _resume_fields(asked: Asked) -> list[dict[str, Any]]:
    special = asked.part.state.special
    end = min(now.today(), special.planned_end) if special else now.today()
    return [_date(asked, "last", "实际到哪天结束", "这一天还不算时限，第二天起接着算", end)]


def _resume(asked: Asked) -> object:
    return suspend.resume(asked.officer, asked.number, _day(asked, "last"))


def _extend_fields(asked: Asked) -> list[dict[str, Any]]:
    terms = asked.part.state.terms
    most = (terms.joint.extension if terms.joint else terms.extension).number if terms else 0
    asks = [
        field(asked, "days", "延长几个工作日", "number", hint=f"最多 {most} 个。", inputmode="numeric"),
        field(asked, "reason", "理由", hint="会写进告知书，请用申请人看得懂的话写。"),
    ]
    if terms and terms.joint:
        asks.append(field(asked, "approval", f"{terms.joint.government}的批准文号", "text", maxlength=100))
    return asks


def _extend(asked: Asked) -> object:
    days = asked.text("days")
    if not (days.isdecimal() and len(days) <= 2 and int(days) > 0):
        raise Invalid({"days": "请写工作日的个数，例如 10。"})
    reason = need(asked, reason="请写明延长的理由。")["reason"]
    return extend.extend(asked.officer, asked.number, int(days), reason, asked.text("approval"))


def _mend_fields(asked: Asked) -> list[dict[str, Any]]:
    known = {one.id: one.name for one in asked.part.item.materials}
    return [field(asked, "papers", "改了哪些材料？", "checkbox", options=options(known), columns=1, values=asked.typed.getlist("papers"))]


def _mend(asked: Asked) -> object:
    known = {one.id for one in asked.part.item.materials}
    papers = tuple(one for one in _ticked(asked, "papers") if one in known)
    if not papers:
        raise Invalid({"papers": "请勾选改过的材料。"})
    return mend.mend(asked.officer, asked.number, papers)


def _gap_fields(asked: Asked) -> list[dict[str, Any]]:
    part = asked.part
    may = set(part.state.terms.deferrable) if part.state.terms else set()
    known = {one.id: one.name for one in part.item.materials if one.id in may}
    last = p.last_day_of_gap(part.state, now.today(), part.catalogue.calendar)
    promised = [one for one in part.sub_case.joint.submission.get("follow", {}) if one in known]
    written = field(asked, "commitment", "申请人的书面承诺", "text", hint="写明承诺书的编号，或者哪天签的。", maxlength=100)
    if promised and not asked.typed:
        written["value"] = gap.commitment_of(part.sub_case)
    until = gap.last_day(part.sub_case, promised) if promised else last
    return [
        field(asked, "papers", "哪些材料后补？", "checkbox", options=options(known), columns=1, values=asked.typed.getlist("papers") or promised),
        _date(asked, "until", "哪天以前补齐", f"最晚 {last.month} 月 {last.day} 日" if last else "", until),
        written,
    ]


def _gap(asked: Asked) -> object:
    papers = _ticked(asked, "papers")
    if not papers:
        raise Invalid({"papers": "请勾选后补的材料，至少一样。"})
    commitment = need(asked, commitment="容缺受理要有申请人的书面承诺。")["commitment"]
    return gap.accept_with_gap(asked.officer, asked.number, papers, _day(asked, "until"), commitment)


def _fill_fields(asked: Asked) -> list[dict[str, Any]]:
    missing = asked.part.state.gap.missing if asked.part.state.gap else ()
    known = {one.id: one.name for one in asked.part.item.materials if one.id in missing}
    return [field(asked, "papers", "收到了哪些？", "checkbox", options=options(known), columns=1, values=asked.typed.getlist("papers"))]


def _fill(asked: Asked) -> object:
    papers = _ticked(asked, "papers")
    if not papers:
        raise Invalid({"papers": "请勾选收到的材料。"})
    return gap.fill_gap(asked.officer, asked.number, papers)


def _right_fields(asked: Asked) -> list[dict[str, Any]]:
    return [field(asked, "concerned", "关系到谁的什么利益", hint="会写进告知书；不要写他人的身份信息。")]


def _right(asked: Asked) -> object:
    return hearing.tell_right(asked.officer, asked.number, need(asked, concerned="请写明关系到谁的什么利益。")["concerned"])


def _of(asked: Asked, role: str) -> dict[str, Officer]:
    return {str(one.pk): one for one in desk_queries.colleagues(asked.officer, role)}


def _named(people: dict[str, Officer]) -> list[dict[str, str]]:
    return [{"value": key, "label": one.name, "hint": ""} for key, one in people.items()]


def _call_fields(asked: Asked) -> list[dict[str, Any]]:
    return [
        _date(asked, "day", "哪天听证", "要提前七个工作日通知"),
        field(asked, "place", "在哪里", "text", maxlength=100),
        field(asked, "chair", "谁主持", "select", options=_named(_of(asked, "decider")), hint="没有审查过这件事的人"),
    ]


def _call(asked: Asked) -> object:
    place = need(asked, place="请写明地点。")["place"]
    chair = _of(asked, "decider").get(asked.text("chair"))
    if chair is None:
        raise Invalid({"chair": "请选一位主持人。"})
    return hearing.call(asked.officer, chair, asked.number, _day(asked, "day"), place)


def _record_fields(asked: Asked) -> list[dict[str, Any]]:
    return [
        field(asked, "minutes", "笔录编号", "text", maxlength=100),
        field(asked, "signed", "签字", "checkbox", options=options({"yes": "参加人已在笔录上签字或者盖章"}), values=asked.typed.getlist("signed")),
    ]


def _record(asked: Asked) -> object:
    minutes = need(asked, minutes="请写明听证笔录的编号。")["minutes"]
    return hearing.record(asked.officer, asked.number, minutes, asked.text("signed") == "yes")


_OWN = {"no": "只提意见，逾期不答复视为同意", "yes": "依法要由对方自己作决定"}
_AGREES = {"yes": "同意", "no": "不同意"}


def _bodies(asked: Asked) -> dict[str, str]:
    """Other organisations of the place and above it."""
    part = asked.part
    chain = part.catalogue.within(part.organisation.region)
    others = [one for one in part.catalogue.organisations.values() if one.region in chain and one.id != part.organisation.id]
    return {one.id: one.short_name or one.name for one in sorted(others, key=lambda one: (chain.index(one.region), one.id))}


def _consult_fields(asked: Asked) -> list[dict[str, Any]]:
    return [
        field(asked, "body", "问哪个部门", "select", options=options(_bodies(asked))),
        field(asked, "question", "请它看什么", hint="对方会看到这件事的材料；不要写他人的身份信息。"),
        field(asked, "own", "它的意见算什么？", "radio", options=options(_OWN), columns=1),
    ]


def _consult(asked: Asked) -> object:
    body = choice(asked, "body", _bodies(asked), "请选一个部门。")
    question = need(asked, question="请写明要它看什么。")["question"]
    own = choice(asked, "own", _OWN, "请选一项。")
    return consult.consult(asked.officer, asked.number, body, question, own == "yes")


def _answer_fields(asked: Asked) -> list[dict[str, Any]]:
    return [field(asked, "agrees", "同意吗？", "radio", options=options(_AGREES), columns=2), field(asked, "words", "意见", hint="写明理由和依据。")]


def _answer(asked: Asked) -> object:
    agrees = choice(asked, "agrees", _AGREES, "请选同意或者不同意。")
    return consult.answer(asked.officer, asked.number, agrees == "yes", need(asked, words="请写明意见。")["words"])


def _inspector_fields(asked: Asked) -> list[dict[str, Any]]:
    known = {key: one.name for key, one in _of(asked, "inspector").items()}
    return [field(asked, "people", "指派谁？", "checkbox", options=options(known), columns=2, values=asked.typed.getlist("people"))]


def _assign(asked: Asked) -> object:
    known = _of(asked, "inspector")
    chosen = tuple(known[key] for key in _ticked(asked, "people") if key in known)
    if len(chosen) < 2:
        raise Invalid({"people": "请至少选两位。"})
    return hearing.assign_inspectors(asked.officer, chosen, asked.number)


def _opening_fields(asked: Asked) -> list[dict[str, Any]]:
    return [_date(asked, "day", "哪天开业", "正式营业的那一天", asked.part.state.opened)]


FORMS: dict[str, Form] = {
    "opening": Form(_opening_fields, lambda asked: opening.record(asked.officer, asked.number, _day(asked, "day"))),
    "mend": Form(_mend_fields, _mend),
    "suspend": Form(_suspend_fields, _suspend),
    "prolong": Form(_prolong_fields, _prolong),
    "resume": Form(_resume_fields, _resume),
    "extend": Form(_extend_fields, _extend),
    "gap": Form(_gap_fields, _gap),
    "fill-gap": Form(_fill_fields, _fill),
    "hearing-right": Form(_right_fields, _right),
    "hearing-request": Form(lambda asked: [], lambda asked: hearing.request(asked.officer, asked.number)),
    "hearing-call": Form(_call_fields, _call),
    "hearing-record": Form(_record_fields, _record),
    "consult": Form(_consult_fields, _consult),
    "answer": Form(_answer_fields, _answer),
    "inspectors": Form(_inspector_fields, _assign),
}
