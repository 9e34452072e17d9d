"""How fast rules are read, decided and asked about: `python -m bench.rules`.

Prints the best of several runs, and ratios against a peer measured in the same run: a plain Python function that a
generator might have written for the same rules, two-valued and without a trace. Nothing is asserted.
"""
from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bancheng.core.rules import (
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    ContextOf,
    ListOf,
    Scope,
    Symbol,
    compile,
    evaluate,
    explain,
    missing,
    next_question,
    to_json,
)

AS_OF = date(2026, 1, 5)
RUNS = 5


def scope(size: int = 300) -> Scope:
    """A dictionary of about the size of a city's."""
    member = ContextOf((Symbol("direct", "直接服务", BOOLEAN), Symbol("until", "健康证有效期至", DATE)))
    named = [
        Symbol("premises.area_m2", "场所.营业面积", NUMBER, "平方米"),
        Symbol("premises.central_ac", "场所.集中空调", BOOLEAN),
        Symbol("procedure.choice", "办理方式", STRING, options=("告知承诺", "一般程序")),
        Symbol("report.date", "检测报告.日期", DATE),
        Symbol("report.result", "检测报告.结论", STRING, options=("合格", "不合格")),
        Symbol("lab.listed", "检测机构.在名录", BOOLEAN),
        Symbol("report.address", "检测报告.地址一致", BOOLEAN),
        Symbol("staff", "从业人员", ListOf(member)),
    ]
    return Scope(named + [Symbol(f"x.n{i}", f"场所.指标{i}", NUMBER) for i in range(size)])


LONG = " and ".join(
    [
        '(检测报告.结论 = "合格" and 检测报告.日期 >= today() - duration("P1Y") and 检测机构.在名录 and 检测报告.地址一致)',
        '(办理方式 = "告知承诺" or not(场所.集中空调) or 场所.营业面积 between 50 and 300)',
        "(every s in 从业人员 satisfies (not(s.直接服务) or s.健康证有效期至 >= today()))",
        "(if 场所.营业面积 < 50 then 场所.指标1 > 3 else 场所.指标2 > 4.5 or 场所.指标3 in [1..9])",
        '(场所.指标4 >= 10 or 场所.指标5 >= 20 or 场所.指标6 <= 30 or 检测报告.日期 > date("2025-01-20"))',
    ]
)


def best(work: Callable[[], Any], number: int) -> float:
    """Seconds for one call, the best of several runs."""
    return min(timeit.repeat(work, number=number, repeat=RUNS)) / number


def show(what: str, seconds: float, goal: str = "", peer: float | None = None) -> None:
    """One line of the table."""
    ratio = "" if peer is None else f"  {seconds / peer:6.1f} × peer"
    print(f"{what:<58}{seconds * 1e6:>10.1f} µs{ratio}{'  goal ' + goal if goal else ''}")


def generated(facts: dict[str, Any]) -> list[bool]:
    """The peer: what a generator would write for the twenty rules below."""
    return [
        facts["x.n0"] >= 0, facts["x.n1"] >= 3, facts["x.n2"] >= 6, facts["x.n3"] >= 9, facts["x.n4"] >= 12,
        facts["x.n5"] >= 15, facts["x.n6"] >= 18, facts["x.n7"] >= 21, facts["x.n8"] >= 24, facts["x.n9"] >= 27,
        facts["procedure.choice"] == "告知承诺", facts["report.result"] == "合格", facts["lab.listed"],
        not facts["premises.central_ac"], facts["premises.area_m2"] < 50, facts["premises.area_m2"] >= 50,
        facts["report.date"] >= date(2025, 1, 5), facts["lab.listed"] and facts["report.address"],
        facts["report.address"] or facts["premises.central_ac"], facts["x.n0"] > 3 and facts["x.n1"] < 100,
    ]  # fmt: skip


def twenty(names: Scope) -> list[Any]:
    """Twenty simple rules, as a table of review points has them."""
    texts = [f"场所.指标{i} >= {3 * i}" for i in range(10)] + [
        '办理方式 = "告知承诺"', '检测报告.结论 = "合格"', "检测机构.在名录", "not(场所.集中空调)", "场所.营业面积 < 50",
        "场所.营业面积 >= 50", 'date("2025-01-05") <= 检测报告.日期', "检测机构.在名录 and 检测报告.地址一致",
        "检测报告.地址一致 or 场所.集中空调", "场所.指标0 > 3 and 场所.指标1 < 100",
    ]  # fmt: skip
    return [compile(text, names) for text in texts]


def main() -> None:
    """Measure and print."""
    names = scope()
    rules = twenty(names)
    full: dict[str, Any] = {f"x.n{i}": Decimal(i * 4) for i in range(10)}
    full |= {
        "procedure.choice": "告知承诺", "report.result": "合格", "lab.listed": True, "report.address": True,
        "premises.central_ac": False, "premises.area_m2": Decimal("49.5"), "report.date": date(2025, 6, 1),
        "staff": tuple({"direct": True, "until": date(2026, 6, 1)} for _ in range(5)),
    }  # fmt: skip
    partial = {key: value for key, value in full.items() if key not in ("x.n3", "lab.listed", "premises.area_m2")}
    long = compile(LONG, names)
    result = evaluate(long, full, AS_OF)

    peer = best(lambda: generated(full), 20000)
    print(f"rules: {len(LONG)} characters; {len(names.by_id)} elements in the dictionary; best of {RUNS}")
    show(f"read and check a rule of {len(LONG)} characters", best(lambda: compile(LONG, names), 200), "≤ 500 µs for 400")
    show("peer: generated Python, 20 rules, one record", peer)
    show("evaluate, 20 rules, one record", best(lambda: [evaluate(r, full, AS_OF) for r in rules], 5000), "≤ 20 µs", peer)
    show(
        "evaluate, 20 rules, three facts unknown",
        best(lambda: [evaluate(r, partial, AS_OF) for r in rules], 5000),
        "≤ 20 µs",
        peer,
    )
    show("evaluate the long rule", best(lambda: evaluate(long, full, AS_OF), 5000))
    show("missing facts of the long rule", best(lambda: missing(long, {}, AS_OF), 500))
    asked = [*rules, long]
    everything = list(names.by_id)
    show("next question over 21 rules, nothing known", best(lambda: next_question(asked, {}, AS_OF, everything), 50))
    show("next question over 21 rules, three facts unknown", best(lambda: next_question(asked, partial, AS_OF, everything), 50))
    show("explain the long rule", best(lambda: explain(result.trace), 200))
    show("record of the long rule as JSON data", best(lambda: to_json(result.trace), 500))


if __name__ == "__main__":
    main()
