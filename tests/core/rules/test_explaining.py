"""Explanations, word for word, in both languages."""
from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from bancheng.core import canonical
from bancheng.core.rules import NUMBER, compile, evaluate, explain, to_json
from tests.core.rules.scopes import AS_OF, SCOPE

D = Decimal
REPORT = (
    '检测报告.结论 = "合格" and 检测报告.日期 >= today() - duration("P1Y") and 检测机构.在名录'
)
CERTIFICATES = "every s in 从业人员 satisfies (not(s.直接服务) or s.健康证有效期至 >= today())"
GUARDED = "every s in 从业人员 satisfies (not(s.直接服务) or (s.健康证有效期至 != null and s.健康证有效期至 >= today()))"
GOLDEN = [
    ("场所.营业面积 < 50", {"premises.area_m2": D("49.5")},
     "符合条件：场所的营业面积是 49.5 平方米，小于 50 平方米。",
     "Holds: floor area is 49.5 m², less than 50 m²."),
    ("场所.营业面积 < 50", {"premises.area_m2": D("50.0")},
     "不符合条件：场所的营业面积是 50 平方米，要求小于 50 平方米。",
     "Does not hold: floor area is 50 m²; required: less than 50 m²."),
    ("场所.营业面积 >= 50", {"premises.area_m2": D("49.5")},
     "不符合条件：场所的营业面积是 49.5 平方米，要求不小于 50 平方米，还差 0.5 平方米。",
     "Does not hold: floor area is 49.5 m²; required: at least 50 m², 0.5 m² short."),
    ("not(场所.营业面积 < 50)", {"premises.area_m2": D("49.5")},
     "不符合条件：场所的营业面积是 49.5 平方米，要求不小于 50 平方米，还差 0.5 平方米。",
     "Does not hold: floor area is 49.5 m²; required: at least 50 m², 0.5 m² short."),
    ("50 > 场所.营业面积", {"premises.area_m2": D("60")},
     "不符合条件：场所的营业面积是 60 平方米，要求小于 50 平方米，超出 10 平方米。",
     "Does not hold: floor area is 60 m²; required: less than 50 m², 10 m² over."),
    ("场所.营业面积 < 50", {},
     "还不能判断：还不知道场所的营业面积（要求：小于 50 平方米）。",
     "Not decided yet: floor area not known (required: less than 50 m²)."),
    ("场所.营业面积 < 50", {"premises.area_m2": None},
     "无法判断：‘场所.营业面积’是空的（没有）。",
     "Cannot be decided: 'floor area' is null (there is none)."),
    ("场所.营业面积 / 0 < 50", {"premises.area_m2": D(3)},
     "无法判断：‘场所.营业面积 / 0’的除数是 0。",
     "Cannot be decided: '场所.营业面积 / 0' divides by zero."),
    ('办理方式 = "告知承诺"', {"procedure.choice": "告知承诺"},
     "符合条件：办理方式是“告知承诺”。",
     "Holds: procedure is “告知承诺”."),
    ('办理方式 = "告知承诺"', {"procedure.choice": "一般程序"},
     "不符合条件：办理方式是“一般程序”，要求是“告知承诺”。",
     "Does not hold: procedure is “一般程序”; required: “告知承诺”."),
    ("not(场所.集中空调)", {"premises.central_ac": True},
     "不符合条件：场所集中空调：是，要求：否。",
     "Does not hold: central air conditioning: yes; required: no."),
    ("场所.集中空调 = false", {"premises.central_ac": False},
     "符合条件：场所集中空调：否。",
     "Holds: central air conditioning: no."),
    ('list contains(经营项目, "裱花蛋糕")', {"kinds": ("热食",)},
     "不符合条件：经营项目不包括“裱花蛋糕”，要求包括。",
     "Does not hold: kinds of food does not include “裱花蛋糕”; it must."),
    ('not("裱花蛋糕" in 经营项目)', {"kinds": ("热食",)},
     "符合条件：经营项目不包括“裱花蛋糕”。",
     "Holds: kinds of food does not include “裱花蛋糕”."),
    ('办理方式 in ("告知承诺", "一般程序")', {"procedure.choice": "一般程序"},
     "符合条件：办理方式是“一般程序”。",
     "Holds: procedure is “一般程序”."),
    ("座位数 in [18..60)", {"seats": D(60)},
     "不符合条件：座位数是 60 个，要求在 18 个到 60 个（不含）之间。",
     "Does not hold: seats is 60; required: between 18 and 60 (excluded)."),
    ("座位数 between 3 and 5", {"seats": D(4)},
     "符合条件：座位数是 4 个，在 3 个到 5 个之间。",
     "Holds: seats is 4, between 3 and 5."),
    (REPORT, {"report.result": "合格", "report.date": date(2024, 12, 1), "lab.listed": True},
     "不符合条件：检测报告的日期是 2024-12-01，要求不早于 1 年前的今天（2025-01-05），早了 35 天。",
     "Does not hold: date of the test report is 2024-12-01; required: on or after 1 year before today (2025-01-05), 35 days too early."),
    (REPORT, {"report.result": "合格", "report.date": date(2025, 12, 1)},
     "还不能判断：还不知道检测机构在名录（要求：是）。",
     "Not decided yet: laboratory is listed not known (required: yes)."),
    ("场所.游泳池 or 座位数 > 3", {"premises.pool": False, "seats": D(2)},
     "不符合条件：场所游泳池：否，要求：是；座位数是 2 个，要求多于 3 个，还差 1 个（以上有一样符合就行）。",
     "Does not hold: swimming pool: no; required: yes; seats is 2; required: more than 3, 1 short (one of these is enough)."),
    ("场所.游泳池 or 座位数 > 3", {"seats": D(5)},
     "符合条件：座位数是 5 个，多于 3 个。",
     "Holds: seats is 5, more than 3."),
    (CERTIFICATES, {"staff": ({"direct": False}, {"direct": True, "health_until": date(2025, 12, 20)})},
     "不符合条件：从业人员第 2 项，健康证有效期至是 2025-12-20，要求不早于今天（2026-01-05），早了 16 天。",
     "Does not hold: staff, entry 2: health certificate valid until is 2025-12-20; required: on or after today (2026-01-05), 16 days too early."),
    (CERTIFICATES, {"staff": ({"direct": False}, {"direct": True, "health_until": date(2026, 12, 20)})},
     "符合条件：从业人员共 2 项，每一项都符合“直接服务为是时，健康证有效期至不早于今天（2026-01-05）”。",
     "Holds: all 2 of staff: if serves customers directly: yes, then health certificate valid until on or after today (2026-01-05)."),
    (CERTIFICATES, {},
     "还不能判断：还不知道从业人员（要求：从业人员每一项都符合“直接服务为是时，健康证有效期至不早于今天（2026-01-05）”）。",
     "Not decided yet: staff not known (required: every one of staff: if serves customers directly: yes, "
     "then health certificate valid until on or after today (2026-01-05))."),
    ("some s in 从业人员 satisfies s.直接服务", {"staff": ({"direct": False},)},
     "不符合条件：从业人员共 1 项，没有一项符合“直接服务为是”。",
     "Does not hold: none of the 1 of staff: serves customers directly: yes."),
    ("count(从业人员[直接服务]) >= 2", {"staff": ({"direct": True},)},
     "不符合条件：从业人员（直接服务为是）的数量是 1，要求不小于 2，还差 1。",
     "Does not hold: number of staff (serves customers directly: yes) is 1; required: at least 2, 1 short."),
    ("工作日后(检测报告.日期, 5) > today()", {"report.date": date(2027, 3, 1)},
     "还不能判断：还不知道‘工作日后(检测报告.日期, 5)’（要求：‘工作日后(检测报告.日期, 5)’晚于今天（2026-01-05））。",
     "Not decided yet: '工作日后(检测报告.日期, 5)' not known (required: '工作日后(检测报告.日期, 5)' after today (2026-01-05))."),
    ('some k in 经营项目 satisfies list contains(["生食水产品", "裱花蛋糕"], k)', {"kinds": ("热食", "裱花蛋糕")},
     "符合条件：经营项目是“裱花蛋糕”。", "Holds: kinds of food is “裱花蛋糕”."),
    ('some k in 经营项目 satisfies list contains(["生食水产品", "裱花蛋糕"], k)', {"kinds": ("热食",)},
     "不符合条件：经营项目是“热食”，没有一项是“生食水产品”、“裱花蛋糕”之一。",
     "Does not hold: kinds of food: “热食”, none is one of “生食水产品”, “裱花蛋糕”."),
    ('every p in 经营项目 satisfies p = "热食"', {}, "还不能判断：还不知道经营项目（要求：每一项都是“热食”）。",
     "Not decided yet: kinds of food not known (required: each is “热食”)."),
    ('检测报告.日期 + duration("P1Y") >= today()', {"report.date": date(2024, 12, 1)},
     "不符合条件：检测报告的日期加 1 年是 2025-12-01，要求不早于今天（2026-01-05），早了 35 天。",
     "Does not hold: date of the test report plus 1 year is 2025-12-01; required: on or after today (2026-01-05), 35 days too early."),
    ('today() <= 检测报告.日期 - duration("P30D")', {"report.date": date(2026, 1, 12)},
     "不符合条件：检测报告的日期减 30 天是 2025-12-13，要求不早于今天（2026-01-05），早了 23 天。",
     "Does not hold: date of the test report minus 30 days is 2025-12-13; required: on or after today (2026-01-05), 23 days too early."),
    (GUARDED, {"staff": ({"direct": True, "health_until": None},)}, "不符合条件：从业人员第 1 项，没有健康证有效期至。",
     "Does not hold: staff, entry 1: there is no health certificate valid until."),
    (GUARDED, {"staff": ({"direct": True, "health_until": date(2026, 1, 4)},)},
     "不符合条件：从业人员第 1 项，健康证有效期至是 2026-01-04，要求不早于今天（2026-01-05），早了 1 天。",
     "Does not hold: staff, entry 1: health certificate valid until is 2026-01-04; required: on or after today (2026-01-05), 1 day too early."),
    (GUARDED, {"staff": ({"direct": True},)}, "还不能判断：从业人员第 1 项，还不知道健康证有效期至（要求：不早于今天（2026-01-05））。",
     "Not decided yet: staff, entry 1: health certificate valid until not known (required: on or after today (2026-01-05))."),
    ('contains(字号, "面馆")', {"trade_name": "老张"}, "不符合条件：字号不包括“面馆”，要求包括。",
     "Does not hold: trade name does not include “面馆”; it must."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts", "zh", "en"), GOLDEN, ids=[f"{c[0]} {len(c[1])}" for c in GOLDEN])
def test_the_sentence(text, facts, zh, en):
    trace = evaluate(compile(text, SCOPE), facts, AS_OF).trace
    assert explain(trace).sentence == zh
    assert explain(trace, "en").sentence == en


def test_a_member_with_a_field_nobody_filled_in_is_named_by_that_field():
    trace = evaluate(compile(CERTIFICATES, SCOPE), {"staff": ({"direct": True},)}, AS_OF).trace
    assert explain(trace).sentence == "还不能判断：从业人员第 1 项，还不知道健康证有效期至（要求：不早于今天（2026-01-05））。"


def test_every_condition_has_a_line_and_the_deciding_ones_are_marked():
    facts = {"report.result": "合格", "report.date": date(2024, 12, 1)}
    explanation = explain(evaluate(compile(REPORT, SCOPE), facts, AS_OF).trace)
    assert [(line.symbols, line.holds, line.decides) for line in explanation.lines] == [
        (("report.result",), True, False),
        (("report.date",), False, True),
        (("lab.listed",), None, False),
    ]
    assert explanation.gap == "早了 35 天"


def test_an_amount_tells_its_value_and_what_it_came_from():
    rule = compile("floor(年营收(万元) * (if 场所.游泳池 then 0.3 else 0.6), 2)", SCOPE, NUMBER)
    known = explain(evaluate(rule, {"income": D("48000.005"), "premises.pool": False}, AS_OF).trace)
    assert known.sentence == "结果是 28800。"
    assert [line.text for line in known.lines] == ["年营收(万元)：48000.005 万元", "场所游泳池：否"]
    assert explain(evaluate(rule, {"income": D(1)}, AS_OF).trace).sentence == "还不能算出结果：还不知道场所游泳池。"
    none = evaluate(rule, {"income": None, "premises.pool": True}, AS_OF).trace
    assert explain(none).sentence == "没有结果：‘年营收(万元)’是空的（没有）。"


def test_the_record_is_plain_json_and_the_same_for_the_same_facts():
    rule = compile(REPORT, SCOPE)
    facts = {"report.result": "合格", "report.date": date(2025, 12, 1), "seats": D("3")}
    record = to_json(evaluate(rule, facts, AS_OF).trace)
    assert json.loads(json.dumps(record)) == record
    assert record["facts"] == {"report.result": "合格", "report.date": {"date": "2025-12-01"}, "lab.listed": {"unknown": True}}
    assert record["value"] == {"unknown": True}
    assert [step["value"] for step in record["steps"]] == [True, True, {"unknown": True}]
    assert record["steps"][1]["right"] == {"date": "2025-01-05"}
    area = compile("场所.营业面积 < 50", SCOPE)
    one, other = (to_json(evaluate(area, {"premises.area_m2": D(n)}, AS_OF).trace) for n in ("49.5", "49.500"))
    assert canonical.dumps(one) == canonical.dumps(other)


def test_a_trace_does_not_change_when_the_facts_do():
    staff = [{"direct": False}]
    facts = {"staff": staff}
    trace = evaluate(compile("every s in 从业人员 satisfies s.直接服务", SCOPE), facts, AS_OF).trace
    before = explain(trace).sentence
    staff[0]["direct"] = True
    facts.clear()
    assert explain(trace).sentence == before
