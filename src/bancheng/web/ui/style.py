"""The style page: every component once, with made-up content, for people who build pages and for the tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bancheng import now
from bancheng.web.ui import icons

COLOURS = (
    "brand-900",
    "brand-800",
    "brand-700",
    "brand-600",
    "brand-500",
    "brand-200",
    "brand-100",
    "brand-50",
    "ink-900",
    "ink-700",
    "ink-500",
    "line",
    "ok-700",
    "ok-50",
    "warn-700",
    "warn-50",
    "bad-700",
    "bad-50",
    "gold-btn",
)


def _lanes() -> dict[str, object]:
    plan = [
        {"name": _("营业执照"), "who": _("市场监管局"), "start": 0, "length": 1, "state": "crit"},
        {"name": _("公章刻制备案"), "who": _("公安局"), "start": 1, "length": 1},
        {"name": _("小餐饮登记"), "who": _("市场监管局"), "start": 1, "length": 5, "state": "crit"},
        {"name": _("招牌信息明示"), "who": _("城市管理局"), "start": 1, "length": 3},
    ]
    running = [
        {
            "name": _("营业执照"),
            "who": _("市场监管局"),
            "start": 0,
            "length": 1,
            "state": "done",
            "label": _("已办好"),
            "note": _("用时 0.6 天"),
        },
        {
            "name": _("小餐饮登记"),
            "who": _("市场监管局"),
            "start": 1,
            "length": 5,
            "done": 3,
            "state": "run",
            "label": _("正在办"),
            "note": _("还剩 2 个工作日"),
        },
        {
            "name": _("招牌信息明示"),
            "who": _("城市管理局"),
            "start": 1,
            "length": 3,
            "state": "pause",
            "label": _("等您补图"),
            "note": _("计时暂停"),
        },
        {
            "name": _("员工参保登记"),
            "who": _("人社局"),
            "start": 6,
            "length": 1,
            "state": "wait",
            "label": _("还没开始"),
            "note": _("等登记办好"),
        },
    ]
    return {"plan": plan, "running": running}


def _fields() -> list[dict[str, object]]:
    yes_no = [{"value": "true", "label": _("有堂食")}, {"value": "false", "label": _("只做外卖")}]
    food = [
        {"value": "hot", "label": _("热食"), "hint": _("热菜、面条、火锅")},
        {"value": "cold", "label": _("冷食"), "hint": _("凉菜、卤味")},
        {"value": "cake", "label": _("糕点"), "hint": _("蛋糕、面包")},
        {"value": "drink", "label": _("饮品"), "hint": _("奶茶、咖啡、鲜榨")},
    ]
    people = [
        {"value": "1", "label": _("林晓梅"), "hint": _("健康证有效至 2027-06")},
        {"value": "2", "label": _("周伟"), "hint": _("健康证有效至 2026-12")},
    ]
    return [
        {
            "kind": "checkbox",
            "name": "food",
            "number": 1,
            "label": _("店里卖什么？"),
            "options": food,
            "values": ["hot", "drink"],
        },
        {
            "kind": "radio",
            "name": "dine",
            "number": 2,
            "label": _("客人在店里坐下来吃吗？"),
            "options": yes_no,
            "value": "true",
        },
        {
            "kind": "number",
            "name": "area",
            "number": 3,
            "label": _("店面多大？"),
            "unit": _("平方米"),
            "value": "49.5",
            "hint": _("按租房合同上的建筑面积填，不确定先填大概"),
            "why": _("50 平方米以上要办许可，以下办登记，手续不一样。"),
        },
        {
            "kind": "text",
            "name": "sign",
            "number": 4,
            "label": _("招牌上写什么字？"),
            "value": "",
            "optional": True,
            "hint": _("还没想好可以先空着"),
        },
        {"kind": "date", "name": "from", "number": 5, "label": _("打算哪天开业？"), "value": "2026-12-18"},
        {
            "kind": "select",
            "name": "chef",
            "number": 6,
            "label": _("谁做食品安全员？"),
            "options": people,
            "value": "",
            "hint": _("要有健康证。还没办的，可以先选人。"),
            "error": _("选一位食品安全员"),
        },
        {
            "kind": "number",
            "name": "seats",
            "number": 7,
            "label": _("有多少个餐位？"),
            "unit": _("个"),
            "value": "八十",
            "inputmode": "numeric",
            "error": _("餐位数要填 1 到 999 之间的数字。"),
            "suggestion": "80",
        },
        {
            "kind": "textarea",
            "name": "remark",
            "number": 8,
            "label": _("还有什么要告诉我们？"),
            "value": "",
            "optional": True,
        },
        {
            "kind": "file",
            "name": "plan",
            "number": 9,
            "label": _("厨房平面图"),
            "hint": _("手绘拍照也行。JPG、PNG 或 PDF，不超过 20 MB"),
        },
    ]


def _papers() -> list[dict[str, object]]:
    return [
        {"id": "p1", "name": _("身份证"), "state": "waived", "who": _("公安局")},
        {"id": "p2", "name": _("登记申请书"), "state": "generated", "hint": _("按您填的内容自动生成，看一眼签名即可")},
        {
            "id": "p3",
            "name": _("符合条件承诺书"),
            "state": "commitment",
            "hint": _("在线勾选即可，承诺不实会撤证"),
            "act_href": "#p3",
            "act": _("去承诺"),
        },
        {
            "id": "p4",
            "name": _("厨房平面图"),
            "state": "upload",
            "hint": _("手机拍清楚就行。JPG、PNG 或 PDF，不超过 20 MB"),
            "action": "#p4",
            "sample_href": "#p4",
        },
        {"id": "p5", "name": _("健康证"), "state": "have", "file": {"name": "jkz.jpg", "size": 482_113, "href": "#p5"}},
        {
            "id": "p6",
            "name": _("租房合同"),
            "state": "upload",
            "action": "#p6",
            "error": _("这张图太暗，字看不清。请在亮处重拍一张。"),
        },
        {"id": "p7", "name": _("水质检测报告"), "state": "later", "hint": _("先受理，15 个工作日内补上")},
    ]


def _licence() -> list[dict[str, str]]:
    return [
        {"label": _("名称"), "value": _("东昌府区小满面馆")},
        {"label": _("登记证编号"), "value": _("鲁聊食小餐饮 2026000317")},
        {"label": _("有效期至"), "value": _("2029 年 11 月 19 日")},
    ]


def _findings() -> list[dict[str, str]]:
    return [
        {
            "outcome": "pass",
            "title": _("经营面积不超过 50 平方米"),
            "text": _("申请人填 49.5 平方米，与不动产登记一致"),
            "law": _("《山东省食品小作坊小餐饮和食品摊点管理条例》第二条"),
        },
        {"outcome": "fail", "title": _("从业人员有健康证"), "text": _("健康证 2026 年 11 月 1 日到期，已经过了"), "law": ""},
        {"outcome": "unknown", "title": _("不经营裱花蛋糕"), "text": _("没有取得这一项信息"), "law": ""},
    ]


def desk(request: HttpRequest) -> HttpResponse:
    """The frame of the desk, with a review in it."""
    context = {
        "nav": "style-desk",
        "licence": _licence(),
        "findings": _findings(),
        "checks": [_("地址和申请一致"), _("租期没有过"), _("出租人签了字")],
        "officer": {"name": _("王芳"), "organisation_name": _("东昌府区行政审批服务局")},
    }
    return render(request, "ui/desk.html", context)


def page(request: HttpRequest) -> HttpResponse:
    """All components. `?page=` shows the pager in its middle."""
    moment = now.business()
    events = [
        {
            "title": _("城市管理局请您补 1 张门头照片"),
            "at": moment - timedelta(hours=2),
            "note": _("计时暂停"),
            "state": "warn",
        },
        {
            "title": _("小餐饮登记：现场核查已约好"),
            "text": _("11 月 23 日 14:00，核查员会提前打电话"),
            "at": moment - timedelta(days=1),
            "state": "ok",
        },
        {
            "title": _("营业执照办好，已存进您的证照夹"),
            "at": moment - timedelta(days=3),
            "note": _("比承诺早 3 小时"),
            "state": "ok",
        },
        {"title": _("没通过材料查验"), "at": moment - timedelta(days=4), "state": "bad"},
        {"title": _("收到申请"), "at": moment - timedelta(days=400)},
    ]
    table = {
        "columns": [
            {"label": _("办件编号")},
            {"label": _("申请人")},
            {"label": _("状态")},
            {"label": _("时限")},
            {"label": _("金额"), "num": True},
        ],
        "rows": [
            [
                {"text": "2026-1118-000317", "href": "#table"},
                _("林*梅"),
                {"text": _("等人审查"), "kind": "brand"},
                {"text": _("还剩 2 天"), "light": "ok"},
                {"text": "¥0.00", "num": True},
            ],
            [
                {"text": "2026-1116-000291", "href": "#table"},
                _("周*"),
                {"text": _("等补材料"), "kind": "warn"},
                {"text": _("今天到期"), "light": "warn"},
                {"text": "¥120.00", "num": True},
            ],
            [
                {"text": "2026-1109-000118", "href": "#table"},
                _("小满餐饮公司"),
                {"text": _("要回复"), "kind": "bad"},
                {"text": _("超期 1 天"), "light": "bad"},
                {"text": "¥36,000.00", "num": True},
            ],
        ],
    }
    context: dict[str, object] = {
        "nav": "style",
        "steps": [_("先问清楚"), _("填一张表"), _("核对提交"), _("部门办理"), _("领证照")],
        "colours": COLOURS,
        "icons": icons.names(),
        "figures": [
            {"value": 3, "unit": _("件"), "label": _("一起办")},
            {"value": 2, "unit": _("份"), "label": _("材料要交")},
            {"value": 6, "unit": _("天"), "label": _("工作日办完")},
            {"value": 0, "unit": _("元"), "label": _("不收费")},
        ],
        "lanes": _lanes(),
        "fields": _fields(),
        "errors": [
            {"id": "chef", "text": _("选一位食品安全员")},
            {"id": "seats", "text": _("餐位数要填 1 到 999 之间的数字")},
        ],
        "papers": _papers(),
        "tasks": [
            {"label": _("您和店铺"), "href": "#prefill", "state": _("已填好"), "kind": "ok"},
            {"label": _("经营情况"), "href": "#fields", "state": _("2 处要改"), "kind": "bad", "current": True},
            {"label": _("材料"), "href": "#papers", "state": _("差 2 份"), "kind": "brand"},
        ],
        "events": events,
        "moment": moment,
        "licence": _licence(),
        "findings": _findings(),
        "table": table,
        "pager": Paginator(range(95), 10).get_page(request.GET.get("page", "3")),
        "cuts": [
            {"label": _("跑动次数"), "before": 4, "after": 0},
            {"label": _("材料份数"), "before": 11, "after": 2},
            {"label": _("工作日"), "before": 20, "after": 6},
        ],
        "values": {
            "day": date(2026, 11, 27),
            "prose": Decimal(36000),
            "fen": 3_600_000,
            "id": "371502199003072246",
            "name": "林晓梅",
            "phone": "13863501234",
        },
    }
    return render(request, "ui/style.html", context)
