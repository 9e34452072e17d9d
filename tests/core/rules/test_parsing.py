"""Reading: precedence, names by the longest match, places, and what is refused by name."""
from __future__ import annotations

import pytest

from bancheng.core.rules import ANY, BOOLEAN, NUMBER, RuleFault, Scope, Symbol, compile, evaluate
from bancheng.core.rules.printing import write
from bancheng.core.rules.tree import Logic, Ref, walk
from tests.core.rules.scopes import AS_OF, SCOPE


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("场所.集中空调 or 场所.游泳池 and 检测机构.在名录", "场所.集中空调 or 场所.游泳池 and 检测机构.在名录"),
        ("(场所.集中空调 or 场所.游泳池) and 检测机构.在名录", "(场所.集中空调 or 场所.游泳池) and 检测机构.在名录"),
        ("((场所.营业面积)) < 50.0", "场所.营业面积 < 50"),
        ("1 + 2 * 3 - 4 / 2 ** 2", "1 + 2 * 3 - 4 / 2 ** 2"),
        ("(1 + 2) * 3 - (4 - 2)", "(1 + 2) * 3 - (4 - 2)"),
        ("-2 ** 2", "-2 ** 2"),
        ("座位数 in[1..5)", "座位数 in ([1..5))"),
        ("座位数 in (1, 2, > 7)", "座位数 in (1, 2, > 7)"),
        ("座位数 between 1 and 5 and 场所.游泳池", "座位数 between 1 and 5 and 场所.游泳池"),
        ("场所.营业面积<50 // 小餐饮\n and /* 不含 */ 场所.游泳池", "场所.营业面积 < 50 and 场所.游泳池"),
        ("every 人 in 从业人员 satisfies 人.直接服务", "every 人 in 从业人员 satisfies 人.直接服务"),
        ("count(从业人员[直接服务]) > 0", "count(从业人员[item.直接服务]) > 0"),
        ("count(for x in 1..3, y in [x] return x * y) = 3", "count(for x in 1..3, y in [x] return x * y) = 3"),
        ("检测报告.日期 < @\"2026-01-01\"", 'date("2026-01-01") > 检测报告.日期'),
        ("if 场所.游泳池 then true else 场所.集中空调", "if 场所.游泳池 then true else 场所.集中空调"),
    ],
)
def test_standard_spelling_shows_how_a_rule_was_read(text, standard):
    tree = compile(text, SCOPE, None).tree
    if ">" in standard and "@" in text:
        assert compile(standard, SCOPE, None).symbols == {"report.date"}
        assert write(tree) == '检测报告.日期 < date("2026-01-01")'
    else:
        assert write(tree) == standard
    assert compile(write(tree), SCOPE, None).tree == tree


def test_the_longest_name_wins_and_may_hold_dots_brackets_and_spaces():
    names = ["场所", "场所.面积", "场所.面积.地上", "年营收(万元)", "Monthly Salary", "a-b", "and so on"]
    scope = Scope(Symbol(f"e{i}", name, ANY) for i, name in enumerate(names))
    for place, name in enumerate(names):
        assert compile(f"{name} > 1", scope).symbols == {f"e{place}"}
    assert compile("Monthly   Salary > 1", scope).symbols == {"e4"}
    assert compile("a-b > 1 and 场所.面积.地上>2", scope).symbols == {"e5", "e2"}


def test_a_bound_name_hides_an_element():
    scope = Scope([Symbol("s", "s", BOOLEAN), Symbol("n", "n", NUMBER)])
    assert compile("some s in [1, 2] satisfies s > n", scope).symbols == {"n"}


def test_spans_point_into_the_text():
    text = "场所.游泳池  and not(场所.集中空调)"
    tree = compile(text, SCOPE).tree
    assert isinstance(tree, Logic)
    said = [text[n.span[0] : n.span[1]] for n in walk(tree) if isinstance(n, Ref)]
    assert said == ["场所.游泳池", "场所.集中空调"]
    assert text[tree.operands[1].span[0] : tree.operands[1].span[1]] == "not(场所.集中空调)"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('matches(字号, "a")', "matches"),
        ('time("08:00:00") = null', "time"),
        ("场所.营业面积 instance of number", "instance of"),
        ("function(x) x", "function"),
        ('@"08:00:00" = null', "08:00:00"),
        ("[1..5] = null", "in"),
        ('substring(string: "a", start position: 1) = "a"', "name: value"),
        ("座位数(3)", "还不支持"),
        ('date("-2026-01-01") < today()', "-2026-01-01"),
        ('date and time("2026-01-01T00:00:00@Asia/Shanghai") = null', "Asia/Shanghai"),
    ],
)
def test_what_is_not_there_yet_is_refused_by_name(text, named):
    with pytest.raises(RuleFault) as refused:
        compile(text, SCOPE)
    assert named in "".join(fault.message for fault in refused.value.faults)


def test_nesting_without_end_is_refused():
    with pytest.raises(RuleFault, match="套得太深"):
        compile("(" * 5000 + "true" + ")" * 5000, SCOPE)
    with pytest.raises(RuleFault, match="套得太深"):
        compile("-" * 5000 + "1", SCOPE, None)
    with pytest.raises(RuleFault, match="套得太深"):
        compile("not(" * 5000 + "true" + ")" * 5000, SCOPE)
    for endless in ("1" + "+1" * 5000, "从业人员" + "[true]" * 5000, "从业人员" + ".直接服务" * 5000):
        with pytest.raises(RuleFault, match="太长"):
            compile(endless, SCOPE, None, typed=False)
    assert evaluate(compile("场所.游泳池" + " or 场所.游泳池" * 2000, SCOPE), {"premises.pool": True}, AS_OF).value is True


def test_two_elements_of_one_name_are_refused():
    with pytest.raises(ValueError, match="面积"):
        Scope([Symbol("a", "面积", NUMBER), Symbol("b", "面积", NUMBER)])
