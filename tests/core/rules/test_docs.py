"""The page about rules says what there is: every function, and examples that can be read."""
from __future__ import annotations

import re
from pathlib import Path

from bancheng.core.rules import BOOLEAN, DATE, NUMBER, STRING, ContextOf, ListOf, Scope, Symbol, check
from bancheng.core.rules.functions import BUILTINS
from tests.core.rules.scopes import SYMBOLS

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
EXTRA = (
    Symbol("report.same", "检测报告.地址一致", BOOLEAN),
    Symbol("food", "食品经营.项目", ListOf(STRING), options=("热食", "生食水产品")),
    Symbol("paid", "失业保险.上年实际缴纳", NUMBER, "元"),
    Symbol("scale", "企业规模", STRING, options=("大型", "小型")),
    Symbol("heirs", "继承人", ListOf(ContextOf((Symbol("born", "出生日期", DATE),)))),
)


def test_every_function_is_on_the_page():
    named = set(re.findall(r"`([a-z ]+)`", PAGE))
    assert set(BUILTINS) <= named


def test_the_examples_of_the_page_have_no_faults():
    block = PAGE.split("```")[1].strip().splitlines()
    scope = Scope([*SYMBOLS, *EXTRA])
    assert len(block) == 5
    for rule in block:
        assert check(rule, scope, None) == (), rule
