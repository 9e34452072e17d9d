"""The auditor's page: what happened in a stream and whether its seals hold, who looked at what, and the check of the whole trail."""

from __future__ import annotations

from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from bancheng import now
from bancheng.apps.audit import queries as trail
from bancheng.apps.audit import stream
from bancheng.apps.audit.verification import verify
from bancheng.apps.cases import desk_queries
from bancheng.apps.catalogue import queries
from bancheng.apps.staff import queries as staff
from bancheng.apps.staff.actions.audit import audited
from bancheng.core.identifiers import normalise
from bancheng.web.desk.frame import desk, me, number_of, page

KINDS = {"case": "办件", "joint": "一件事", "licence": "证照", "staff": "工作人员", "release": "目录版本", "look": "查看记录"}
EVENTS = {
    "started": "提交申请",
    "received": "收件",
    "accepted": "受理",
    "acceptance_refused": "不予受理",
    "correction_asked": "告知补正",
    "correction_supplied": "补正收到",
    "review_recorded": "记录审查",
    "person_requested": "要求人工办理",
    "onsite_checked": "现场核查",
    "grant_proposed": "提出批准",
    "refusal_proposed": "提出不予许可",
    "proposal_returned": "退回意见",
    "granted": "批准",
    "refusal_decided": "不予许可",
    "application_withdrawn": "撤回申请",
    "terminated": "终止办理",
    "delivered": "送达",
    "closed": "办结",
    "after_check_opened": "开始事后核查",
    "after_check_recorded": "登记事后核查",
    "pushed": "推送到对方系统",
    "externally_answered": "对方系统答复",
    "document_issued": "出具文书",
    "noted": "写下说明",
    "push_seen": "监管部门知悉",
    "published": "公示",
    "submitted": "签名提交",
    "looked": "查看数据",
    "signed_in": "登录",
    "sign_in_failed": "登录没有成功",
    "confirmed": "当面确认",
    "confirmation_failed": "当面确认没有成功",
    "audited": "查看审计记录",
    "release.published": "发布目录",
}
ACTORS = {"rules": "规则", "timer": "系统定时", "registration": "对方系统", "person": "申请人", "entity": "申请单位", "system": "系统"}
PAGE, MOST_FAULTS = 50, 100
FAULTS = {
    "edited": "被改过",
    "deleted": "被删过",
    "inserted": "被插入过",
    "reordered": "次序被换过",
    "cut off": "后面被截掉",
    "seal": "封存不对",
    "unguarded": "保护被撤掉",
    "projection": "和事件对不上",
}


@desk("auditor")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One stream, found by what people know: a case or licence number, an officer's account, a release. `?q=`."""
    here = me(request)
    wanted = request.GET.get("q", "").strip()[:160]
    found = find(wanted) if wanted else []
    names = desk_queries.names()
    streams = []
    for name in found:
        audited(here, name)
        streams.append({"name": name, "kind": KINDS.get(name.partition(":")[0], ""), "events": events(name, names)})
    context = {"wanted": wanted, "streams": streams, "at": now.business(), "checked": False}
    return page(request, "desk/audit.html", "desk-audit", context)


@desk("auditor")
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Check seals, chains and projections of the whole trail, as `bancheng verify-audit` does."""
    audited(me(request), "verify")
    started = now.real()
    faults = [{"kind": FAULTS[one.kind], "where": one.where, "text": one.text} for one in islice(verify(), MOST_FAULTS)]
    seconds = (now.real() - started).total_seconds()
    context = {
        "wanted": "",
        "streams": [],
        "at": now.business(),
        "checked": True,
        "faults": faults,
        "more": len(faults) == MOST_FAULTS,
        "seconds": f"{seconds:.1f}",
        "count": trail.newest(),
    }
    return page(request, "desk/audit.html", "desk-audit", context)


@desk("auditor")
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at whose data, newest first. `?who=` an officer's account, `?case=` a case."""
    here = me(request)
    audited(here, "looks")
    who, case = request.GET.get("who", "").strip()[:40], normalise(request.GET.get("case", ""))[:40]
    current = number_of(request.GET.get("page"))
    officer = staff.named(who) if who else None
    actor = (officer.reference if officer else "") if who else None
    found = trail.looks(actor, case, (current - 1) * PAGE, PAGE + 1)
    names = desk_queries.names()
    context = {
        "who": who,
        "case": case,
        "rows": [
            {
                "at": row.at,
                "who": names.get(row.actor, row.actor),
                "organisation": row.payload["organisation"],
                "case": row.payload["case"],
                "why": row.payload["why"],
                "whose": row.stream.removeprefix("look:").partition(":")[0],
                "basis": row.basis,
            }
            for row in found[:PAGE]
        ],
        "page": current,
        "more": len(found) > PAGE,
        "kept": f"who={who}&case={case}",
    }
    return page(request, "desk/looks.html", "desk-audit", context)


def find(wanted: str) -> list[str]:
    """The streams that somebody may mean; only those that exist."""
    number = normalise(wanted)
    officer = staff.named(wanted)
    candidates = [wanted, f"case:{number}", f"joint:{number}", f"licence:{wanted}", f"licence:{number}", f"release:{wanted}"]
    candidates += [officer.reference] if officer else []
    return trail.existing(candidates)


def events(name: str, names: dict[str, str]) -> list[dict[str, object]]:
    """The events of a stream with the state of chain and seal of each."""
    rows = stream.read(name)
    seals = trail.seals_of(rows)
    found, previous = [], ""
    for row in rows:
        whole = row.computed_digest() == row.digest and row.previous == previous
        previous = row.digest
        found.append(
            {
                "sequence": row.sequence,
                "type": row.type,
                "word": EVENTS.get(row.type, ""),
                "at": row.at,
                "who": who(row.actor, names),
                "reference": row.actor,
                "on_behalf": row.on_behalf,
                "basis": row.basis,
                "payload": row.payload_text,
                "digest": row.digest[:16],
                "seal": seals.get(row.pk),
                "whole": whole,
            }
        )
    return found


def who(actor: str, names: dict[str, str]) -> str:
    """An actor in words: officers and offices by name, applicants only as such."""
    kind, _, id = actor.partition(":")
    if actor in names:
        return names[actor]
    if kind == "org":
        body = queries.current().organisations.get(id)
        return (body.short_name or body.name) if body else id
    return ACTORS.get(kind, actor)
