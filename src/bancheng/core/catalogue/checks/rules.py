"""Every FEEL text of the pack: can it be read, do names, types and units fit."""
from __future__ import annotations

from collections.abc import Iterator

from bancheng.core.catalogue.catalogue import Catalogue
from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.problems import Problem, problem
from bancheng.core.catalogue.texts import rules_of
from bancheng.core.rules import RuleFault


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """One problem for each fault of each rule."""
    for definition in catalogue.definitions:
        for path, text, expect in rules_of(definition):
            try:
                catalogue.rule(text, expect)
            except RuleFault as refused:
                for fault in refused.faults:
                    fix = f"改成：{fault.fix}" if fault.fix else "按 docs/rules.md 改正"
                    fix_en = f"write: {fault.fix}" if fault.fix else "see docs/rules.md"
                    yield problem(
                        "rule-fault", key_of(definition), path, at=fault.span[0] + 1,
                        message=fault.message, message_en=fault.message_en, fix=fix, fix_en=fix_en,
                    )  # fmt: skip
