"""The time machine of the demo desk: in the sandbox an officer moves the date forward and watches what the law does then."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bancheng import now
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.timers import clock, queries
from bancheng.apps.timers.actions.advance import advance
from bancheng.config.env import env
from bancheng.web.desk.frame import NotFound, desk, me, page
from bancheng.web.templatetags.bc import cndate

STEPS = ("1工作日", "3工作日", "5工作日", "20工作日")
SHOWN = 12
KINDS = {
    "case.deemed_acceptance": "没有告知的，视为受理",
    "case.yellow": "亮黄灯，提醒经办人",
    "case.promised_passed": "承诺时限到，亮红灯",
    "case.statutory_passed": "法定时限到，上报",
    "case.special_passed": "特别程序告知的时间到",
    "case.first_review_passed": "下级初审期限到",
    "case.inspectors_passed": "指派检验人员的期限到",
    "case.gap_passed": "后补材料期限到",
    "case.hearing_passed": "组织听证的期限到",
    "case.consultation_passed": "协办部门答复期限到",
    "case.renewal_passed": "原证到期，没有决定的，视为准予延续",
    "case.delivery_passed": "送达期限到",
    "case.publication_passed": "公示期限到",
    "case.after_check_passed": "事后核查期限到",
    "case.rectify_passed": "整改期限到",
    "joint.finished": "一件事办完，数一数省了多少",
    "licence.remind": "证照快到期，提醒持证人",
    "licence.expire": "证照到期",
    "sources.recheck": "再问一次没有答复的数据源",
    "calendar.changed": "日历有变，重新数时限",
}


@desk()
@require_http_methods(["GET", "HEAD", "POST"])
def machine(request: HttpRequest) -> HttpResponse:
    """What day it is and what falls due next; POST (`by`) moves forward. In production there is no such page."""
    if not env().sandbox:
        raise NotFound("clock")
    typed, error = "", ""
    if request.method == "POST":
        typed = request.POST.get("by", "").strip()[:40]
        try:
            ran = advance(clock.reach(typed, now.business(), catalogues.current().calendar), me(request).reference)
        except clock.CannotMove as no:
            error = no.message
        else:
            messages.success(request, f"现在是 {cndate(now.today())}，路上有 {ran} 件到时限的事已经办了。")
            return HttpResponseRedirect(reverse("desk-clock"))
    context = {
        "at": now.business(),
        "working": catalogues.current().calendar.is_working_day(now.today()),
        "steps": [{"by": step, "label": f"往前 {step.replace('工作日', ' 个工作日')}"} for step in STEPS],
        "ahead": [{"at": timer.due_at, "what": KINDS.get(timer.kind, timer.kind), "case": timer.payload.get("case", "")} for timer in queries.ahead(SHOWN)],
        "typed": typed,
        "error": error,
        "errors": [{"id": "by", "text": error}] if error else [],
    }
    return page(request, "desk/clock.html", "desk-clock", context, 400 if error else 200)
