"""A case in plain sentences: what happened, where each part stands, who holds it, what is next.

Everything is rendered from the events and the pinned item; nothing is stored as text. Each sentence stands here in Chinese and in English.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.audit.models import Event
from bancheng.apps.cases.actions.hand_out import TASK, by_mail
from bancheng.apps.cases.models import JointCase, Note
from bancheng.apps.cases.queries import Part, local
from bancheng.apps.cases.standing import Slot, schedule
from bancheng.apps.cases.step_words import in_public
from bancheng.apps.licences.models import LicenceChange
from bancheng.core import procedure
from bancheng.core.catalogue import Catalogue
from bancheng.core.clock.explain import PROCEDURE_ZH
from bancheng.core.licence import Status
from bancheng.core.procedure import Outcome, Stage


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened. `state` colours it: ok, warn, bad, now or nothing."""

    title: str
    at: datetime
    text: str = ""
    note: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One part on the time axis, in working days from filing. `length` is at least one."""

    name: str
    who: str
    start: int
    length: int
    done: int
    state: str
    label: str
    note: str


def timeline(joint: JointCase, parts: Sequence[Part], lang: str = "zh") -> list[Told]:
    """What happened, newest first. Steps that belong together (granted, delivered, closed) are one sentence."""
    told: list[tuple[datetime, int, Told]] = []
    for event in stream.read(f"joint:{joint.number}"):
        if event.type == "submitted":
            count = len(parts)
            title = _in(lang, f"收到您的申请，一共 {count} 件事", f"Your application for {count} thing{'s' * (count > 1)} has come in")
            told.append((event.at, event.pk, Told(title, event.at, state="ok")))
    for part in parts:
        for event in part.events:
            if sentence := _told(part, event, lang):
                told.append((event.at, event.pk, sentence))
        if (end := part.taken_away) is not None:
            told.append((end.at, 0, Told(_taken_away(part, end, lang), end.at, end.reason, office_of(part, lang), "bad")))
    told.sort(key=lambda entry: entry[:2], reverse=True)
    return [entry[2] for entry in told]


def name_of(part: Part, lang: str = "zh") -> str:
    """What people call the part: its result where there is one."""
    return _in(lang, part.item.name, part.item.name_en)


def result_of(part: Part, lang: str = "zh") -> str:
    """The name of its result."""
    return _in(lang, part.item.result.name, part.item.result.name_en)


def office_of(part: Part, lang: str = "zh") -> str:
    """Who decides it."""
    body = part.organisation
    return _in(lang, body.name, body.name_en)


def short_office_of(part: Part, lang: str = "zh") -> str:
    """Who decides it, for narrow places."""
    body = part.organisation
    return _in(lang, body.short_name or body.name, body.name_en)


def headline(parts: Sequence[Part], lang: str = "zh") -> str:
    """The conclusion in one sentence: what was taken away again first, then how far the others are."""
    lost = [_taken_away(part, part.taken_away, lang) for part in parts if part.taken_away is not None]
    rest = [part for part in parts if part.taken_away is None]
    gone = _in(lang, "，".join(lost), ", ".join(lost))
    if not rest:
        return gone
    far = _how_far(rest, lang)
    return _in(lang, f"{gone}；其余：{far}", f"{gone}; the rest: {far[0].lower()}{far[1:]}") if gone else far


def _how_far(parts: Sequence[Part], lang: str) -> str:
    total, done = len(parts), sum(part.done for part in parts)
    failed, waiting = sum(part.failed for part in parts), sum(part.awaits_applicant for part in parts)
    if done == total:
        return _in(lang, f"{total} 件事都办好了" if total > 1 else "办好了", "Everything is done" if total > 1 else "Done")
    if all(part.state.outcome is Outcome.APPLICATION_WITHDRAWN for part in parts):
        return _in(lang, "已经撤回", "Taken back")
    if failed == total == 1:
        return _in(lang, "没有办成", "Not granted")
    if failed and done + failed == total:
        return _in(lang, f"{total} 件事办好 {done} 件，{failed} 件没有办成", f"{done} of {total} done, {failed} not granted")
    rest = total - done - failed
    if total == 1:
        return _in(lang, "等您补材料" if waiting else "正在办", "Waiting for papers from you" if waiting else "Under way")
    if done == failed == waiting == 0:
        return _in(lang, f"{total} 件事都在办", f"All {total} are under way")
    if waiting == rest:
        return _in(lang, f"{total} 件事办好 {done} 件，{waiting} 件等您补材料", f"{done} of {total} done, {waiting} waiting for papers from you")
    lost, lost_en = (f"，{failed} 件没有办成", f", {failed} not granted") if failed else ("", "")
    return _in(lang, f"{total} 件事办好 {done} 件{lost}，其余 {rest} 件正在办", f"{done} of {total} done{lost_en}, {rest} under way")


def standing_of(part: Part, parts: Sequence[Part], lang: str = "zh") -> str:
    """Where a part stands and what is next, in one or two sentences."""
    who, stage = office_of(part, lang), part.stage
    match stage:
        case Stage.WAITING:
            names = [result_of(other, lang) for other in parts if other.sub_case.part in part.state.waits_for and not other.done]
            if names:
                listed = "、".join(f"“{name}”" for name in names)
                return _in(lang, f"等{listed}办好，就自动接着办，不用您管。", f"Starts by itself as soon as this is there: {', '.join(names)}.")
            return _in(lang, "马上就开始看。", "About to be looked at.")
        case Stage.PUSHED:
            return _in(lang, f"已经交给{who}的登记系统，等它答复。", f"Handed to the system of {who}; its answer is awaited.")
        case Stage.RECEIVED:
            last = part.dues.notice.date if part.dues.notice else None
            day = f"，最晚 {_day(last)}告诉您收不收、还差什么" if last else ""
            by = f" and will say by {last} whether they are accepted" if last else ""
            return _in(lang, f"已收到，{who}正在看材料{day}。", f"Received; {who} is looking at the papers{by}.")
        case Stage.CORRECTION_REQUIRED:
            count = len(part.correction.items) if part.correction else 0
            return _in(lang, f"要您补 {count} 份材料，补齐了马上接着办。", f"{count} paper(s) are needed from you; it goes on as soon as they are there.")
        case Stage.SPECIAL_PROCEDURE if part.state.special is not None:
            kind, until = part.state.special.kind, part.state.special.planned_end
            zh = f"正在{PROCEDURE_ZH[kind]}，预计到 {_day(until)}，这些日子不算办理时间。"
            return _in(lang, zh, f"A special procedure ({kind.replace('_', ' ')}) until about {until}; its days do not count.")
        case Stage.ACCEPTED | Stage.REVIEWING if part.state.gap is not None:
            count, until = len(part.state.gap.missing), part.state.gap.until
            zh = f"先受理了，{who}的工作人员正在看；还有 {count} 份材料请在 {_day(until)}以前补交。"
            return _in(lang, zh, f"Accepted; a person at {who} is looking at it. {count} paper(s) are to follow by {until}.")
        case Stage.ACCEPTED | Stage.REVIEWING:
            return _in(lang, f"已正式受理，{who}的工作人员正在看。", f"Accepted; a person at {who} is looking at it.")
        case _:
            return _ended(part, lang)


def why_person(part: Part, lang: str = "zh") -> str:
    """Why a person has it and not the rules; empty where none has, and while its papers are looked at, which `standing_of` says already."""
    task = None if part.stage is Stage.RECEIVED else part.open_task
    return task.why if task and lang == "zh" else ("A person is looking at it." if task else "")


def promise_of(part: Part, lang: str = "zh") -> list[tuple[str, date, str]]:
    """Promised and statutory last day with how they were counted: (what, day, explanation)."""
    found = []
    for words, due in (
        (_in(lang, "我们承诺最晚", "Promised by"), part.dues.promised),
        (_in(lang, "法律规定最长到", "By law at the latest"), part.dues.statutory),
    ):
        if due and due.date:
            found.append((words, due.date, due.explain(lang)))
    return found


def lanes(joint: JointCase, parts: Sequence[Part], catalogue: Catalogue, lang: str = "zh") -> tuple[list[Lane], int, date]:
    """The parts side by side on one axis of working days, the length of the axis, and the day at its end."""
    slots = schedule(parts, catalogue)
    first = local(joint.received_at)
    rows = [_lane(part, slots[part.sub_case.part], first, catalogue, lang) for part in parts]
    total = max(row.start + row.length for row in rows)
    return rows, total, max(slot.finish for slot in slots.values())


def took(part: Part, lang: str = "zh") -> str:
    """How long a decided part took, in the largest unit that fits."""
    state = part.state
    begun = state.received_at or part.sub_case.joint.received_at
    if state.decided_at is None:
        return ""
    seconds = max(0, int((state.decided_at - begun).total_seconds()))
    for size, zh, en in ((86400, "天", "days"), (3600, "小时", "hours"), (60, "分钟", "minutes")):
        if seconds >= size:
            return _in(lang, f"用时 {seconds // size} {zh}", f"took {seconds // size} {en}")
    return _in(lang, f"用时 {seconds} 秒" if seconds else "当场办好", f"took {seconds} s" if seconds else "done on the spot")


def _lane(part: Part, slot: Slot, first: date, catalogue: Catalogue, lang: str) -> Lane:
    count = catalogue.calendar.count
    start = count(first, slot.start)
    end = count(first, slot.finish)
    used = min(max(count(slot.start, now.today()), 0), max(end - start, 1))
    state, label, note = _lane_words(part, slot, used, max(end - start, 1), lang)
    return Lane(name_of(part, lang), short_office_of(part, lang), start, max(end - start, 1), used, state, label, note)


def _lane_words(part: Part, slot: Slot, used: int, length: int, lang: str) -> tuple[str, str, str]:
    if part.taken_away is not None:
        word = Status(part.taken_away.status)
        return "wait", _in(lang, word.word, word.word_en.capitalize()), ""
    if part.done:
        return "done", _in(lang, "已办好", "Done"), took(part, lang)
    if part.failed:
        words = {Outcome.REFUSED: ("没有批准", "Refused"), Outcome.NOT_ACCEPTED: ("没有受理", "Not accepted")}
        zh, en = words.get(part.state.outcome or Outcome.TERMINATED, ("已终止", "Ended"))
        return "wait", _in(lang, zh, en), ""
    if part.awaits_applicant:
        return "pause", _in(lang, "等您补材料", "Waiting for you"), _in(lang, "补齐前不算时间", "The clock is not running")
    if part.stage is Stage.WAITING:
        return "wait", _in(lang, "还没开始", "Not begun"), _in(lang, "等前一件办好", "Waits for the one before")
    left = length - used
    last = _in(lang, f"最晚 {_day(slot.finish)}", f"By {slot.finish.isoformat()}")
    note = _in(lang, f"还剩 {left} 个工作日", f"{left} working days left") if left > 0 else last
    return "run", _in(lang, "正在办", "Under way"), note


def _ended(part: Part, lang: str) -> str:
    result = result_of(part, lang)
    if part.taken_away is not None:
        words = _taken_away(part, part.taken_away, lang)
        return _in(lang, f"办好以后，{words}，不能再用：{part.taken_away.reason}", f"Granted; later {words} and can no longer be used.")
    match part.state.outcome:
        case Outcome.GRANTED:
            return _in(lang, f"已批准，“{result}”已经办好。", f"Granted: {result}.") + _waiting(part, lang)
        case Outcome.REFUSED if part.state.external:
            return _in(lang, "登记系统没有通过。", "The other system did not grant it.")
        case Outcome.REFUSED:
            return _in(lang, "没有批准。理由、依据和您可以怎么做，都写在下面。", "Refused. Reasons, basis and what you can do stand below.")
        case Outcome.NOT_ACCEPTED:
            return _in(lang, "没有受理，原因写在下面。", "Not accepted; the reason stands below.")
        case Outcome.APPLICATION_WITHDRAWN:
            return _in(lang, "您已经撤回。以后要办，可以重新申请。", "You took it back. You can apply again at any time.")
        case _:
            return _in(lang, "已终止。", "Ended without a decision.")


def _waiting(part: Part, lang: str) -> str:
    """Where and until when the result is handed out, while it lies at a counter (R-16)."""
    task = part.sub_case.tasks.filter(kind=TASK, closed_at=None).first()
    if task is None:
        return ""
    hall = part.catalogue.organisations[task.organisation]
    day, day_en = (f"最晚 {_day(task.due)}", f" by {task.due.isoformat()}") if task.due else ("很快", " soon")
    if by_mail(part.sub_case.joint):
        return _in(lang, f"{day}寄出。", f" It is posted{day_en}.")
    where = f"{hall.short_name or hall.name}窗口（{hall.address}）"
    return _in(lang, f"请带身份证到{where}领取。", f" Collect it with your identity card at {hall.name_en or hall.name}.")


def _taken_away(part: Part, end: LicenceChange, lang: str) -> str:
    """“卫生许可证”已撤销: the result, and which of the four endings it met."""
    status = Status(end.status)
    return _in(lang, f"“{result_of(part, lang)}”{status.word}", f"{result_of(part, lang)} was {status.word_en}")


def _told(part: Part, event: Event, lang: str) -> Told | None:
    """One event as a sentence; None for those that another sentence already tells."""
    if event.type == "banned":
        until = date.fromisoformat(event.payload["until"])
        zh = f"查实弄虚作假，{until.year} 年 {_day(until)}以前不能再申请“{result_of(part)}”"
        return Told(_in(lang, zh, f"Deceit was established: you may not apply for this again until {until}"), event.at, "", office_of(part, lang), "bad")
    if event.type not in procedure.EVENT_TYPES:
        return None
    name, result, who = name_of(part, lang), result_of(part, lang), office_of(part, lang)
    what = procedure.from_payload(event.type, event.payload)
    at = event.at

    def say(zh: str, en: str, text: str = "", note: str = "", state: str = "ok") -> Told:
        return Told(_in(lang, f"{name}：{zh}", f"{name}: {en}"), at, text, note, state)

    match what:
        case procedure.Received():
            return say("已收到", "received")
        case procedure.Pushed():
            return say("已交给登记系统", "handed to the other system", note=who)
        case procedure.ExternallyAnswered():
            if what.result is procedure.ExternalResult.GRANTED:
                return Told(_in(lang, f"{result}办好了", f"{result} is there"), at, note=took(part, lang), state="ok")
            return say("登记系统没有通过", "the other system did not grant it", state="bad")
        case procedure.Accepted():
            zh = "超过 5 个工作日没有答复，依法视为已受理" if what.deemed else "正式受理，开始计时"
            return say(zh, "accepted; the clock is running", note=who)
        case procedure.AcceptanceRefused():
            return say("没有受理", "not accepted", _text(part, what.reason_digest), who, "bad")
        case procedure.CorrectionAsked():
            count = len(what.items)
            note = _in(lang, "计时暂停", "the clock is not running")
            return Told(_in(lang, f"{name}：请您补 {count} 份材料", f"{name}: {count} paper(s) needed from you"), at, "", note, "warn")
        case procedure.CorrectionSupplied():
            return say("补的材料已收到", "your papers have come in")
        case procedure.PersonRequested():
            return say("您要求由工作人员办理", "you asked for a person to decide")
        case procedure.ReviewRecorded():
            return _reviewed(part, what, at, lang)
        case procedure.OnsiteChecked():
            return say("两名工作人员看过现场", "two officers have been on site", state="ok" if what.passed else "warn")
        case procedure.GrantProposed() | procedure.RefusalProposed():
            return say("已看完，等另一位同事签发", "looked at; a second officer signs", note=who)
        case procedure.ProposalReturned():
            return say("退回重新看", "is being looked at again", state="")
        case procedure.Granted():
            auto = what.by is procedure.RULES or what.by.role is procedure.Role.RULES
            text = _in(lang, "按规则自动核准，没有人工环节。", "Approved by rule, without any manual step.") if auto else ""
            return Told(_in(lang, f"{result}办好了", f"{result} is there"), at, text, took(part, lang), "ok")
        case procedure.RefusalDecided():
            return say("没有批准", "refused", _text(part, what.reason_digest), who, "bad")
        case procedure.ApplicationWithdrawn():
            return say("您已撤回", "you took it back", state="")
        case procedure.Terminated():
            failed = what.reason is procedure.TerminationReason.PREDECESSOR_FAILED
            zh = "前一件没办成，这一件也停下了" if failed else "已终止"
            return say(zh, "ended", _text(part, what.note_digest), state="bad")
        case procedure.AfterCheckRecorded():
            return _after_check(part, what, at, lang)
        case _:
            found = in_public(what, lang)
            return Told(_in(lang, f"{name}：{found[0]}", f"{name}: {found[0]}"), at, found[1], "", found[2]) if found else None


def _reviewed(part: Part, what: procedure.ReviewRecorded, at: datetime, lang: str) -> Told | None:
    """Only a review that leads to a person is news of its own; the others are told by what follows from them."""
    if what.outcome is not procedure.ReviewOutcome.PERSON:
        return None
    name = name_of(part, lang)
    return Told(_in(lang, f"{name}：转给工作人员看", f"{name}: a person looks at it"), at, state="now")


def _after_check(part: Part, what: procedure.AfterCheckRecorded, at: datetime, lang: str) -> Told:
    name = name_of(part, lang)
    words = {
        procedure.AfterCheckResult.PASSED: ("核查通过", "the check was passed", "ok"),
        procedure.AfterCheckResult.RECTIFY: ("核查发现要整改的地方", "the check found something to put right", "warn"),
        procedure.AfterCheckResult.FAILED: ("核查没有通过", "the check failed", "bad"),
    }
    zh, en, state = words[what.result]
    return Told(_in(lang, f"{name}：{zh}", f"{name}: {en}"), at, _text(part, what.note_digest), "", state)


def _text(part: Part, mark: str) -> str:
    """What an officer wrote, behind the digest in the event."""
    row = Note.objects.filter(sub_case=part.sub_case, digest=mark).first() if mark else None
    return row.text if row else ""


def _day(day: date | None) -> str:
    return f"{day.month} 月 {day.day} 日" if day else ""


def _in(lang: str, zh: str, en: str) -> str:
    return en if lang.startswith("en") and en else zh
