"""A small dictionary to write rules against, and hypothesis strategies for rules and facts over it."""
from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from bancheng.core.rules import (
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    UNKNOWN,
    ContextOf,
    Function,
    ListOf,
    Scope,
    Symbol,
)

AS_OF = date(2026, 1, 5)
MEMBER = ContextOf(
    (
        Symbol("name", "姓名", STRING, name_en="name"),
        Symbol("direct", "直接服务", BOOLEAN, name_en="serves customers directly"),
        Symbol("health_until", "健康证有效期至", DATE, name_en="health certificate valid until"),
        Symbol("age", "年龄", NUMBER, "岁", name_en="age"),
    )
)
SYMBOLS = (
    Symbol("premises.area_m2", "场所.营业面积", NUMBER, "平方米", name_en="floor area"),
    Symbol("premises.central_ac", "场所.集中空调", BOOLEAN, name_en="central air conditioning"),
    Symbol("premises.pool", "场所.游泳池", BOOLEAN, name_en="swimming pool"),
    Symbol("procedure.choice", "办理方式", STRING, options=("告知承诺", "一般程序"), name_en="procedure"),
    Symbol("report.date", "检测报告.日期", DATE, name_en="date of the test report"),
    Symbol("report.result", "检测报告.结论", STRING, options=("合格", "不合格"), name_en="result of the test report"),
    Symbol("lab.listed", "检测机构.在名录", BOOLEAN, name_en="laboratory is listed"),
    Symbol("kinds", "经营项目", ListOf(STRING), options=("热食", "冷食", "生食水产品", "裱花蛋糕"), name_en="kinds of food"),
    Symbol("staff", "从业人员", ListOf(MEMBER), name_en="staff"),
    Symbol("seats", "座位数", NUMBER, "个", name_en="seats"),
    Symbol("income", "年营收(万元)", NUMBER, "万元", name_en="yearly income"),
    Symbol("trade_name", "字号", STRING, name_en="trade name"),
)


def add_days(day: date, days: Decimal) -> date:
    """Stands for working-day arithmetic: it does not know the days from 2027 on."""
    return UNKNOWN if day.year >= 2027 else day + timedelta(days=int(days))  # type: ignore[return-value]


SCOPE = Scope(SYMBOLS, {"工作日后": Function((DATE, NUMBER), DATE, add_days)})

numbers = st.sampled_from([Decimal(n) for n in ("0", "1", "-3", "49.5", "50", "50.0", "100", "0.1")])
dates = st.dates(date(2024, 1, 1), date(2027, 12, 31))
VALUES = {
    "premises.area_m2": numbers,
    "premises.central_ac": st.booleans(),
    "premises.pool": st.booleans(),
    "procedure.choice": st.sampled_from(("告知承诺", "一般程序")),
    "report.date": dates,
    "report.result": st.sampled_from(("合格", "不合格")),
    "lab.listed": st.booleans(),
    "kinds": st.lists(st.sampled_from(("热食", "冷食", "生食水产品", "裱花蛋糕")), max_size=3).map(tuple),
    "staff": st.lists(
        st.fixed_dictionaries({"direct": st.booleans(), "health_until": dates, "age": numbers, "name": st.just("甲")}),
        max_size=3,
    ).map(tuple),
    "seats": numbers,
    "income": numbers,
    "trade_name": st.sampled_from(("", "老张面馆", "abc")),
}
#: Full records; now and then a fact is known to be none (null).
records = st.fixed_dictionaries({key: st.one_of(values, values, values, st.none()) for key, values in VALUES.items()})


def _over(body: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    number, day, text = _numbers(body), _days(), _texts()
    order = st.sampled_from(("<", "<=", ">", ">=", "=", "!="))
    member = st.sampled_from(
        ("s.直接服务", "not(s.直接服务)", "s.健康证有效期至 >= today()", "s.年龄 > 座位数", "场所.游泳池", "s.姓名 = 字号")
    )
    two = st.tuples(member, st.sampled_from(("and", "or")), member).map(" ".join)
    filtered = st.sampled_from(("直接服务", "健康证有效期至 < today()", "item.年龄 >= 18", "年龄 > 年营收(万元)"))
    return st.one_of(
        st.tuples(body, st.sampled_from((" and ", " or ")), body).map(lambda t: f"({t[0]}){t[1]}{t[2]}"),
        st.tuples(body, st.sampled_from((" and ", " or ")), body).map("".join).map(lambda t: f"({t})"),
        body.map(lambda b: f"not({b})"),
        st.tuples(body, body, body).map(lambda t: f"(if {t[0]} then {t[1]} else {t[2]})"),
        st.tuples(number, order, number).map(" ".join),
        st.tuples(day, order, day).map(" ".join),
        st.tuples(text, st.sampled_from(("=", "!=")), text).map(" ".join),
        st.tuples(number, number, number).map(lambda t: f"{t[0]} between {t[1]} and {t[2]}"),
        st.tuples(number, number, number).map(lambda t: f"{t[0]} in [{t[1]}..{t[2]})"),
        st.tuples(number, number, number).map(lambda t: f"{t[0]} in (< {t[1]}, {t[2]})"),
        st.tuples(st.sampled_from(("some", "every")), two).map(lambda t: f"({t[0]} s in 从业人员 satisfies ({t[1]}))"),
        filtered.map(lambda f: f"count(从业人员[{f}]) > 1"),
        st.lists(body, min_size=1, max_size=3).map(lambda b: f"any([{', '.join(b)}])"),
        st.lists(body, min_size=1, max_size=3).map(lambda b: f"all({', '.join(b)})"),
    )


def _numbers(body: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    plain = st.sampled_from(
        ("50", "0.5", "场所.营业面积", "座位数", "年营收(万元)", "count(从业人员)", "count(经营项目)", "string length(字号)",
         "sum(for s in 从业人员 return s.年龄)", "max(座位数, 3)", "从业人员[1].年龄", "检测报告.日期.year", "-座位数")
    )  # fmt: skip
    return st.one_of(
        plain,
        st.tuples(plain, st.sampled_from("+-*/"), plain).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        .filter(lambda t: not _mixes_units(t)),
        body.map(lambda b: f"(if {b} then 1 else 座位数)"),
    )


def _mixes_units(text: str) -> bool:
    return sum(name in text for name in ("营业面积", "座位数", "年营收", "年龄")) > 1


def _days() -> st.SearchStrategy[str]:
    return st.sampled_from(
        ("today()", "检测报告.日期", 'date("2026-02-12")', 'today() - duration("P1Y")', "工作日后(检测报告.日期, 5)",
         '检测报告.日期 + duration("P30D")')
    )  # fmt: skip


def _texts() -> st.SearchStrategy[str]:
    return st.sampled_from(("字号", '"老张面馆"', "upper case(字号)", "办理方式"))


atoms = st.sampled_from(
    ("true", "false", "null = 座位数", "场所.集中空调", "场所.游泳池", "检测机构.在名录", '办理方式 = "告知承诺"', "场所.营业面积 < 50",
     '检测报告.结论 = "合格"', 'list contains(经营项目, "裱花蛋糕")', '"热食" in 经营项目', 'starts with(字号, "老")',
     "is defined(字号)", "检测报告.日期 >= today()")
)  # fmt: skip
conditions = st.recursive(atoms, _over, max_leaves=8)
