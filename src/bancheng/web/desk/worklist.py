"""The worklist: what waits for the officer's organisation, the riskiest first, with lights."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from bancheng.apps.cases import desk_queries
from bancheng.apps.cases.desk_queries import TABS, Filters, Row
from bancheng.apps.cases.models import RUNNING
from bancheng.core.clock import Light
from bancheng.core.procedure import Outcome, Stage
from bancheng.web.desk.frame import MENU, applicant, desk, figures, me, number_of, page

LIGHTS = {Light.GREEN: ("ok", "绿灯"), Light.YELLOW: ("warn", "黄灯"), Light.RED: ("bad", "红灯"), Light.OVER_STATUTORY: ("bad", "超法定时限")}
OUTCOMES = {
    Outcome.GRANTED: ("已批准", "ok"),
    Outcome.REFUSED: ("不予许可", "bad"),
    Outcome.NOT_ACCEPTED: ("不予受理", "bad"),
    Outcome.APPLICATION_WITHDRAWN: ("申请人撤回", ""),
    Outcome.TERMINATED: ("已终止", ""),
}
EMPTY = {
    "review": ("没有等您审查的办件", "规则能定的已经自动办了；要人看的，一到就出现在这里。"),
    "sign": ("没有等签发的意见", "同事提出批准或者不予许可的意见后，会出现在这里，由另一个人签发。"),
    "check": ("没有要做的事后核查", "以告知承诺方式发的证，会按期限出现在这里。"),
    "running": ("本单位没有在办的办件", "有人申请，就会出现在这里。"),
    "done": ("还没有办完的办件", "批准、不予许可、终止的，都会留在这里备查。"),
}


@desk()
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """The list of the officer's organisation. `?tab= &stage= &item= &q= &page=`; unknown values mean all.

    Whose roles have nothing to do with cases is led to the first page of their own.
    """
    here = me(request)
    if here.station:
        return HttpResponseRedirect(reverse("counter"))
    if not here.has_role(*desk_queries.CASE_ROLES):
        for address, _, _, roles, _ in MENU:
            if here.has_role(*roles):
                return HttpResponseRedirect(reverse(address))
        here.must(desk_queries.CASE_ROLES)
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = _first(here.roles)
    stages = {stage: Stage(stage).zh for stage in RUNNING}
    items = desk_queries.items_of(here)
    filters = Filters(
        stage=_known(request.GET.get("stage"), stages),
        item=_known(request.GET.get("item"), dict(items)),
        number=request.GET.get("q", "").strip()[:40],
    )
    found = desk_queries.worklist(here, tab, filters, number_of(request.GET.get("page")))
    kept = {key: value for key, value in {"stage": filters.stage, "item": filters.item, "q": filters.number}.items() if value}
    counts = figures(request, here)
    title, text = EMPTY[tab]
    context = {
        "tab": tab,
        "tabs": [{"key": key, "label": label, "count": _figure(counts.get(key, 0))} for key, label in TABS.items()],
        "filters": filters,
        "filtered": bool(filters),
        "stages": [] if tab == "done" else list(stages.items()),
        "items": items,
        "table": {"columns": _columns(tab), "rows": [_row(row, tab) for row in found.rows]},
        "empty": {"title": "没有符合筛选条件的办件", "text": "换个条件，或者清除筛选再看。"} if filters else {"title": title, "text": text},
        "found": found,
        "kept": urlencode({"tab": tab, **kept}),
    }
    return page(request, "desk/worklist.html", "desk", context)


def light(row_light: Light | None, left: int | None) -> dict[str, str] | None:
    """A light as the component shows it: colour, and the days in words."""
    if row_light is None:
        return None
    kind, word = LIGHTS[row_light]
    if left is None:
        return {"kind": kind, "text": word}
    days = "今天到期" if left == 0 else f"还剩 {left} 个工作日" if left > 0 else f"超期 {-left} 个工作日"
    return {"kind": kind, "text": f"{word}，{days}"}


def _columns(tab: str) -> list[dict[str, object]]:
    last = "结果" if tab == "done" else "为什么在这里"
    return [{"label": label} for label in ("办件编号", "事项", "申请人", "状态", "时限", last)] + [{"label": "风险", "num": True}]


def _row(row: Row, tab: str) -> dict[str, object]:
    case = row.sub_case
    outcome, kind = OUTCOMES[Outcome(case.outcome)] if case.outcome else ("", "")
    return {
        "number": case.number,
        "item": row.item,
        "choice": case.choice,
        "applicant": applicant(case.joint),
        "stage": Stage(case.stage).zh,
        "light": light(row.light, row.left),
        "due": row.due,
        "why": outcome if tab == "done" else row.why,
        "kind": kind,
        "automatic": case.automatic,
        "risk": case.risk,
    }


def _first(roles: list[str]) -> str:
    """The tab that an officer most likely wants."""
    if "reviewer" in roles or "intake" in roles:
        return "review"
    if "decider" in roles:
        return "sign"
    return "check" if "supervisor" in roles else "running"


def _known(given: str | None, known: dict[str, str]) -> str:
    return given if given in known else ""


def _figure(count: int) -> str:
    return "" if not count else f"{count}+" if count >= desk_queries.MOST else str(count)
