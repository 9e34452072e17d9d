"""Words for steps that only some cases know: special procedures, more time, gaps, hearings, consulted departments, and what was refused."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bancheng.core import procedure as p
from bancheng.core.clock.explain import PROCEDURE_ZH

Said = tuple[str, str, str]
"""Title, more, and how it is marked (ok, warn, bad, now or nothing)."""


def at_desk(what: p.Event, texts: Mapping[str, str]) -> Said:
    """As colleagues read it. `texts`: what officers wrote, by digest."""
    match what:
        case p.Suspended():
            told = f"{_day(what.start)}起，书面告知到 {_day(what.planned_end)}（{what.notice}）。时限停在这里。"
            return f"{PROCEDURE_ZH[what.kind]}，暂停计时", told, "warn"
        case p.Prolonged():
            return f"特别程序延到 {_day(what.planned_end)}", what.notice, "warn"
        case p.Resumed():
            return "恢复计时", f"到 {_day(what.last)}为止的日子不算。", "ok"
        case p.Extended():
            more = f"批准：{what.approved_by}，{what.approval}。" if what.approval else ""
            return f"延长 {what.amount.text()}", f"{texts.get(what.reason_digest, '')}{more}（{what.notice}）", "warn"
        case p.DatesProjected():
            return "重新计算日期", f"{what.reason}。{_changes(what)}", ""
        case p.IncidentRecorded():
            return "不合规定的操作，已拒绝并记录", f"规则 {what.rule}：{what.what}", "bad"
        case p.CorrectedOnTheSpot():
            return "当场更正", f"{len(what.materials)} 份材料", "ok"
        case p.GapOpened():
            return f"容缺受理，{len(what.materials)} 份材料 {_day(what.until)}前补齐", what.commitment, "warn"
        case p.GapFilled():
            return f"补齐容缺材料 {len(what.materials)} 份", "", "ok"
        case p.FirstReviewed():
            return "报送初审意见：" + ("同意" if what.supports else "不同意"), texts.get(what.note_digest, ""), ""
        case p.InspectorsAssigned():
            return f"指派 {len(what.inspectors)} 名检验人员", "", ""
        case _:
            return _heard(what, texts)


def _heard(what: p.Event, texts: Mapping[str, str]) -> Said:
    match what:
        case p.HearingRightTold():
            return "告知听证权利", what.notice, "now"
        case p.HearingRequested():
            return "申请听证", "", "now"
        case p.HearingCalled():
            return f"通知 {_day(what.day)}听证", what.notice, "now"
        case p.HearingHeld():
            return "听证举行完毕，决定依据笔录作出", what.minutes, "ok"
        case p.Consulted():
            return f"征求 {what.organisation} 的意见，{what.limit.text()}内答复", texts.get(what.question_digest, ""), "now"
        case p.ConsultationAnswered():
            title = f"{what.organisation} 答复：" + ("同意" if what.agrees else "不同意")
            return title, texts.get(what.note_digest, ""), "ok" if what.agrees else "bad"
        case p.SilenceNoted():
            meant = "视为同意" if what.deemed else "要它自己作决定，继续催办"
            return f"{what.organisation} 逾期没有答复，{meant}", "", "warn"
        case p.VersionSwitched():
            return f"申请人选择适用 {_day(what.terms.version)}起的新规定", "", ""
        case p.OpeningRecorded():
            return f"登记 {_day(what.day)}开业，事后核查从这一天算起", "", "now"
        case p.RenewalDeemed():
            return "期满没有作出决定，视为准予延续", "", "ok"
    return type(what).__name__, "", ""


def in_public(what: p.Event, lang: str) -> Said | None:
    """As the applicant reads it, after the name of the matter; None for what is no news of its own."""
    zh = not lang.startswith("en")
    match what:
        case p.Suspended():
            kind = PROCEDURE_ZH[what.kind] if zh else what.kind.replace("_", " ")
            return (f"要进行{kind}，这些日子不算办理时间" if zh else f"{kind}: its days do not count"), "", "warn"
        case p.Prolonged():
            day = what.planned_end
            return (f"特别程序延到 {_day(day)}" if zh else f"the special procedure takes until {day}"), "", "warn"
        case p.Resumed():
            return ("恢复计时" if zh else "the clock runs again"), "", "ok"
        case p.Extended():
            amount = what.amount.text("zh" if zh else "en")
            return (f"经批准延长 {amount}" if zh else f"extended with approval by {amount}"), "", "warn"
        case p.DatesProjected():
            return ("放假安排有变化，日期重新计算" if zh else "dates were counted again with a new calendar"), what.reason, ""
        case p.GapOpened():
            count, day = len(what.materials), what.until
            return (f"先受理，{count} 份材料请在 {_day(day)}前补齐" if zh else f"accepted; {count} paper(s) follow by {day}"), "", "warn"
        case p.GapFilled():
            return ("后补的材料收到了" if zh else "papers that were to follow have come in"), "", "ok"
        case p.HearingRightTold():
            return ("您可以在五日内申请听证" if zh else "you may ask for a hearing within five days"), "", "now"
        case p.HearingRequested():
            return ("已经申请听证" if zh else "a hearing was asked for"), "", "now"
        case p.HearingCalled():
            day = what.day
            return (f"{_day(day)}听证" if zh else f"hearing on {day}"), "", "now"
        case p.HearingHeld():
            return ("听证举行完毕" if zh else "the hearing was held"), "", "ok"
        case p.SilenceNoted() if what.deemed:
            return ("协办部门没有按时答复，视为同意，继续办理" if zh else "a consulted department was silent and is deemed to agree"), "", ""
        case p.OpeningRecorded():
            return (f"{_day(what.day)}开业，核查从这一天算起" if zh else f"opened on {what.day}; the check counts from that day"), "", ""
        case p.RenewalDeemed():
            return ("期满没有作出决定，依法视为准予延续" if zh else "not decided before it expired: renewed by law"), "", "ok"
    return None


def _changes(what: p.DatesProjected) -> str:
    names = {"notice": "告知", "promised": "承诺", "statutory": "法定", "delivery": "送达"}
    moved = [f"{names[one.due]} {one.before} → {one.after}" for one in what.changes if one.due in names]
    return "；".join(moved) + "。" if moved else ""


def _day(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"
