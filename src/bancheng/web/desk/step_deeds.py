"""Deeds that only some cases need: special procedures, more time, papers that follow, a hearing, inspectors."""

from __future__ import annotations

from datetime import timedelta

from bancheng import now
from bancheng.apps.cases.queries import Part
from bancheng.apps.staff.models import Officer
from bancheng.core import procedure as p
from bancheng.core.clock import Amount, SuspensionKind, due
from bancheng.core.procedure import Actor
from bancheng.web.desk.deed import ANY_TEXT, Deed


def _reviewer(officer: Officer) -> Actor:
    return officer.actor("reviewer")


def _suspend(part: Part, officer: Officer) -> p.Command | None:
    listed = part.state.terms.special if part.state.terms else ()
    return p.Suspend(_reviewer(officer), listed[0], ANY_TEXT, now.today(), now.today()) if listed else None


def _prolong(part: Part, officer: Officer) -> p.Command | None:
    special = part.state.special
    return p.Prolong(_reviewer(officer), ANY_TEXT, special.planned_end + timedelta(days=1)) if special else None


def _resume(part: Part, officer: Officer) -> p.Command | None:
    special = part.state.special
    return p.Resume(_reviewer(officer), max(special.start, min(now.today(), special.planned_end))) if special else None


def _gap(part: Part, officer: Officer) -> p.Command | None:
    papers = part.state.terms.deferrable if part.state.terms else ()
    last = p.last_day_of_gap(part.state, now.today(), part.catalogue.calendar)
    return p.AcceptWithGap(_reviewer(officer), papers, last or now.today(), ANY_TEXT) if papers else None


def _fill(part: Part, officer: Officer) -> p.Command | None:
    return p.FillGap(_reviewer(officer), part.state.gap.missing) if part.state.gap else None


def _tell_hearing(part: Part, officer: Officer) -> p.Command | None:
    terms, known = part.state.terms, part.state.hearing is not None
    concerned = terms is not None and (terms.affects_others or SuspensionKind.HEARING in terms.special)
    return p.TellHearingRight(_reviewer(officer), ANY_TEXT) if concerned and not known else None


def _ask_hearing(part: Part, officer: Officer) -> p.Command | None:
    hearing = part.state.hearing
    asked = hearing is None or hearing.told is None or hearing.requested is not None
    return None if asked else p.RequestHearing(_reviewer(officer))


def _call_hearing(part: Part, officer: Officer) -> p.Command | None:
    hearing, terms = part.state.hearing, part.state.terms
    owed = terms is not None and (terms.hearing or (hearing is not None and hearing.requested is not None))
    if not owed or (hearing is not None and (hearing.minutes or hearing.day)):
        return None
    day = due(Amount(7), now.today(), part.catalogue.calendar).date or now.today()
    return p.CallHearing(_reviewer(officer), day, Actor("?", officer.organisation, p.Role.DECIDER), ANY_TEXT)


def _record_hearing(part: Part, officer: Officer) -> p.Command | None:
    called = part.state.hearing is not None and part.state.hearing.day is not None and not part.state.hearing.minutes
    return p.RecordHearing(_reviewer(officer), ANY_TEXT, True) if called else None


def _inspectors(part: Part, officer: Officer) -> p.Command | None:
    if part.state.terms is None or not part.state.terms.inspection or part.state.inspectors:
        return None
    pair = tuple(Actor(f"?{number}", officer.organisation, p.Role.INSPECTOR) for number in (1, 2))
    return p.AssignInspectors(_reviewer(officer), pair)


def _opening(part: Part, officer: Officer) -> p.Command | None:
    day = max(now.today(), part.state.decided_day or now.today())
    return p.RecordOpening(_reviewer(officer), day) if p.counts_from_opening(part.state) else None


DEEDS: tuple[Deed, ...] = (
    Deed(
        "opening", "登记开业日期", "登记开业日期", "calendar", "2", ("reviewer", "inspector", "supervisor"), _opening,
        ("事后核查从开业那天算起，登记以后有了最后一天。", "申请人会收到通知；登记错了可以再登记一次。"),
        "开业日期已经登记，核查的最后一天也定下来了。", "登记", either=True,
    ),
    Deed(
        "mend", "当场更正", "登记当场更正", "edit", "2", ("reviewer",),
        lambda part, officer: p.CorrectOnTheSpot(_reviewer(officer), (ANY_TEXT,)),
        ("能当场改的错误，让申请人当场改，不用发补正告知书（行政许可法第三十二条）。", "不占一次告知的机会，时限照常走。"),
        "已登记，已经重新审查。", "登记更正",
    ),
    Deed(
        "gap", "容缺受理", "容缺受理：先受理，次要材料后补", "file-check", "2", ("reviewer",), _gap,
        ("出具容缺受理通知书，写明缺什么、哪天以前补齐。", "时限从今天开始算，不等后补的材料。", "补齐以前不能批准；逾期不补的，可以终止办理。"),
        "已容缺受理，通知书已经发给申请人。", "确认容缺受理",
    ),
    Deed(
        "fill-gap", "登记补齐", "登记容缺材料已经补齐", "file-text", "2", ("reviewer", "intake"), _fill,
        ("材料补齐以后按规则再审查一次，由您和同事决定。",), "已登记，已经重新审查。", "确认收到",
    ),
    Deed(
        "inspectors", "指派检验人员", "指派两名检验人员", "users", "2", ("reviewer",), _inspectors,
        ("受理后五日内指派两名以上工作人员（行政许可法第五十五条）。", "由指派的人员检验；不合格的写明依据的技术标准。"),
        "检验人员已经指派。", "确认指派",
    ),
    Deed(
        "suspend", "暂停计时", "进行特别程序，暂停计时", "player-pause", "2", ("reviewer",), _suspend,
        ("出具特别程序告知书，把需要多长时间书面告诉申请人（行政许可法第四十五条）。", "从第一天到最后一天不算时限；现场核查不能暂停。", "结束前不能作决定。"),
        "已暂停计时，告知书已经发给申请人。", "发出告知书并暂停",
    ),
    Deed(
        "prolong", "特别程序延后", "特别程序还要更长时间", "clock", "2", ("reviewer",), _prolong,
        ("再出一份告知书；要在原来告知的时间用完以前发出。",), "新的告知书已经发给申请人。", "发出告知书",
    ),
    Deed(
        "resume", "恢复计时", "特别程序结束，恢复计时", "arrow-right", "", ("reviewer",), _resume,
        ("填实际结束的那一天：到那天为止不算，第二天起接着算。", "超过书面告知的日子要算进时限。"), "已恢复计时。", "恢复计时",
    ),
    Deed(
        "extend", "延长时限", "延长办理时限", "hourglass", "2", ("head",),
        lambda part, officer: p.Extend(officer.actor("head"), Amount(1), ANY_TEXT, ANY_TEXT, ANY_TEXT),
        ("只能延长一次，要在时限届满前由负责人批准（行政许可法第四十二条）。", "出具延长办理期限告知书，把理由告诉申请人。"),
        "时限已经延长，告知书已经发给申请人。", "批准延长",
    ),
    Deed(
        "consult", "征求部门意见", "征求别的部门的意见", "send", "2", ("reviewer",),
        lambda part, officer: p.Consult(_reviewer(officer), ANY_TEXT, ANY_TEXT),
        ("对方三个工作日内答复；逾期不答复的，视为同意，写明是哪个部门。", "依法要由对方自己作决定的，逾期不算同意，只亮红灯、催办。", "时限不停。"),
        "已经请对方提意见。", "发给对方",
    ),
    Deed(
        "answer", "答复意见", "答复意见", "message-circle", "", ("reviewer",),
        lambda part, officer: p.AnswerConsultation(_reviewer(officer), True, ANY_TEXT),
        ("意见写进这件事的经过；不同意的，由办理单位的人员权衡。",), "意见已经答复。", "确认答复", consulted=True,
    ),
    Deed(
        "hearing-right", "告知听证", "告知听证的权利", "message-circle", "2", ("reviewer",), _tell_hearing,
        ("出具听证权利告知书；被告知的人五日内可以申请听证。", "申请的期限过了以后才能作决定。"), "告知书已经发给申请人。", "发出告知书",
    ),
    Deed(
        "hearing-request", "登记听证申请", "登记听证申请", "edit", "2", ("reviewer", "intake"), _ask_hearing,
        ("收到申请后二十日内组织听证，费用不由申请人承担。",), "听证申请已经登记。", "登记申请",
    ),
    Deed(
        "hearing-call", "通知听证", "确定并通知听证", "calendar-event", "2", ("reviewer",), _call_hearing,
        ("听证的七日以前通知；由没有审查过这件事的人主持（行政许可法第四十八条）。", "听证要暂停计时的，另办“暂停计时”。"),
        "听证通知书已经发出。", "发出通知书",
    ),
    Deed(
        "hearing-record", "登记听证笔录", "登记听证笔录", "gavel", "2", ("reviewer", "decider"), _record_hearing,
        ("由主持人登记；参加人在笔录上签字或者盖章。", "决定要根据听证笔录作出。"), "听证笔录已经登记。", "登记笔录",
    ),
)  # fmt: skip
