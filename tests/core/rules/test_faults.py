"""Faults: what an author reads, where it points, and what to write instead."""
from __future__ import annotations

import pytest

from bancheng.core.rules import NUMBER, RuleFault, check, compile
from tests.core.rules.scopes import SCOPE

FAULTS = [
    ("场所.营业面积＞50", "‘＞’是全角符号，请改成 >", "'＞' is a full-width character, write >", "＞", ">"),
    ("场所.营业面积≥50", "‘≥’是全角符号，请改成 >=", "'≥' is a full-width character, write >=", "≥", ">="),
    ("场所.营业面积＞＝50", "‘＞＝’是全角符号，请改成 >=", "'＞＝' is a full-width character, write >=", "＞＝", ">="),
    ("场所.营业面积 > ５０", "‘５０’是全角数字，请改成 50", "'５０' has full-width digits, write 50", "５０", "50"),
    ("字号 = “a\"", "‘“’是中文引号，请改成英文引号 \"", "'“' is a Chinese quotation mark, write \"", "“", '"'),
    ("面积 < 50", "没有叫‘面积’的要素，是不是‘场所.营业面积’？",
     "there is no element '面积', did you mean '场所.营业面积'?", "面积", "场所.营业面积"),
    ("座位数 < cont(经营项目)", "没有叫‘cont’的函数，是不是‘count’？", "there is no function 'cont', did you mean 'count'?", "cont", "count"),
    ("场所.游泳池 并且 场所.集中空调", "‘并且’请写成 and", "write and instead of '并且'", "并且", "and"),
    ("座位数大于5", "‘大于’请写成 >", "write > instead of '大于'", "大于", ">"),
    ("座位数 == 5", "‘==’请写成 =", "write = instead of '=='", "==", "="),
    ("座位数 > 5个", "数字后面不要写单位‘个’", "leave out the unit '个'", "个", ""),
    ('办理方式 = "告知承若"', "‘办理方式’没有“告知承若”这个选项，是不是“告知承诺”？可选的有：“告知承诺”、“一般程序”",
     "'办理方式' has no option “告知承若”. Did you mean “告知承诺”? The options are “告知承诺”、“一般程序”", '"告知承若"', '"告知承诺"'),
    ('"辣条" in 经营项目', "‘经营项目’没有“辣条”这个选项，可选的有：“热食”、“冷食”、“生食水产品”、“裱花蛋糕”",
     "'经营项目' has no option “辣条”. The options are “热食”、“冷食”、“生食水产品”、“裱花蛋糕”", '"辣条"', None),
    ('检测报告.日期 >= "2025-01-01"', "‘检测报告.日期’是日期，‘\"2025-01-01\"’是文字，不能比较，请写成 date(\"2025-01-01\")",
     "'检测报告.日期' is a date, '\"2025-01-01\"' a string: they cannot be compared, write date(\"2025-01-01\")",
     '"2025-01-01"', 'date("2025-01-01")'),
    ('场所.游泳池 = "是"', "‘场所.游泳池’是是否，‘\"是\"’是文字，不能比较，请写成 true",
     "'场所.游泳池' is a boolean, '\"是\"' a string: they cannot be compared, write true", '"是"', "true"),
    ("座位数 > 场所.营业面积", "单位不同：‘座位数’是个，‘场所.营业面积’是平方米，不能直接比较",
     "different units: '座位数' is in 个, '场所.营业面积' in 平方米", "座位数 > 场所.营业面积", None),
    ("座位数 + 场所.营业面积 > 3", "单位不同：‘座位数’是个，‘场所.营业面积’是平方米，不能相加减",
     "different units: '座位数' is in 个, '场所.营业面积' in 平方米", "座位数 + 场所.营业面积", None),
    ("座位数 and 场所.游泳池", "‘and’两边要是能判断真假的条件，‘座位数’是数字",
     "both sides of 'and' must be true or false, '座位数' is a number", "座位数", None),
    ("场所.游泳池 > 场所.集中空调", "‘场所.游泳池’是是否，不能比大小", "'场所.游泳池' is a boolean and has no order", "场所.游泳池", None),
    ("从业人员.健康证 = null", "‘从业人员’里没有‘健康证’这一项，是不是‘健康证有效期至’？",
     "'从业人员' has no '健康证', did you mean '健康证有效期至'?", "健康证", "健康证有效期至"),
    ('date("2025-02-30") < today()', '"2025-02-30" 不能读成日期，写法如 "2026-02-12"',
     '"2025-02-30" is no date; write it like "2026-02-12"', '"2025-02-30"', None),
    ("座位数 >", "规则在这里断了，后面还缺一个值或条件", "the rule ends here: a value is missing", "", None),
    ("(座位数 > 3", "括号里的内容之后应该是‘)’，规则却到此为止", "')' expected after what stands in brackets, but the rule ends", "", ")"),
    ("座位数 > 3)", "多了一个‘)’", "one ')' too many", ")", ""),
    ("座位数 > 3 场所.游泳池", "这里的‘场所’多了，或者前面少了运算符（and、or、=、>= 等）",
     "'场所' does not belong here, or an operator (and, or, =, >= …) is missing before it", "场所", None),
    ("字号 = 'a'", '文字要用英文双引号 "…"，不是 \'', 'text stands in double quotes "…", not \'', "'", '"'),
    ("count() > 1", "函数 count 要 1 个参数，这里有 0 个", "count takes 1 arguments, 0 given", "count()", None),
    ("string length(座位数) > 1", "函数 string length 的第 1 个参数要文字，‘座位数’是数字",
     "argument 1 of string length must be a string, '座位数' is a number", "座位数", None),
    ("座位数", "这条规则要得到是否，写的却是数字", "this rule must give a boolean, but gives a number", "座位数", None),
    ("", "规则在这里断了，后面还缺一个值或条件", "the rule ends here: a value is missing", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zh", "en", "where", "fix"), FAULTS, ids=[case[0] for case in FAULTS])
def test_the_first_fault_says_what_where_and_how_to_mend(text, zh, en, where, fix):
    fault = check(text, SCOPE)[0]
    assert (fault.message, fault.message_en, fault.fix) == (zh, en, fix)
    assert text[fault.span[0] : fault.span[1]] == where


def test_all_faults_are_told_at_once():
    faults = check("（面积＞50 并且 场所.游泳池）or 办理方式 = “承诺”；", SCOPE)
    assert [fault.fix for fault in faults] == ["(", "场所.营业面积", ">", "and", ")", '"', '"告知承诺"', '"', ""]


def test_applying_the_fixes_gives_a_rule_without_faults():
    text = "（场所.营业面积＞50 并且 场所.游泳池）或者 办理方式＝“告知承诺”"
    for fault in sorted(check(text, SCOPE), key=lambda f: f.span, reverse=True):
        assert fault.fix is not None
        text = text[: fault.span[0]] + f" {fault.fix} ".replace(' " ', '"') + text[fault.span[1] :]
    assert check(text, SCOPE) == ()
    assert compile(text, SCOPE).symbols == {"premises.area_m2", "premises.pool", "procedure.choice"}


def test_full_width_marks_inside_quotation_marks_are_text():
    assert check('字号 = "老张（面馆），＞"', SCOPE) == ()


def test_the_exception_carries_the_text_and_reads_in_chinese():
    with pytest.raises(RuleFault) as refused:
        compile("面积 < 50", SCOPE)
    assert refused.value.text == "面积 < 50"
    assert str(refused.value) == "第 1 个字符起：没有叫‘面积’的要素，是不是‘场所.营业面积’？\n规则：面积 < 50"


def test_what_is_expected_is_up_to_the_caller():
    assert check("座位数 * 2", SCOPE, NUMBER) == ()
    assert check("座位数 * 2", SCOPE, None) == ()
    assert compile("座位数 * 2", SCOPE, NUMBER).type == NUMBER
