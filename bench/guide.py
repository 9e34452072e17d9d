"""How fast the guide is planned and an application reviewed: `python -m bench.guide`.

The first city's pack, its small restaurant. The peer is a plain Python function that a developer might have hard-coded for the same question (which
parts, two-valued, no reasons, no papers, no dates). Prints the best of several runs and asserts nothing.
"""
from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bench.rules import best, show

from bancheng import packs
from bancheng.core.catalogue import Catalogue
from bancheng.core.guide import plan, plan_data
from bancheng.core.review import decide, papers_for, record_json, replay
from bancheng.core.scenarios import facts_of

PACK = Path(__file__).resolve().parents[1] / "packs" / "liaocheng"
DAY = date(2026, 2, 12)
STORY = "area-49-5"


def hard_coded(answers: dict[str, Any]) -> dict[str, bool]:
    """The peer: the five parts of the restaurant theme as somebody would have written them by hand."""
    kinds = answers["food.kinds"]
    kitchen = "中央厨房或集体配餐" in kinds
    cooked = any(kind != "预包装食品" for kind in kinds)
    risky = "生食水产品" in kinds or "裱花蛋糕" in kinds
    small = answers["premises.area_m2"] < 50
    return {
        "registration": not answers["entity.licence_held"] and answers["entity.type"] == "个体工商户",
        "small-catering": not kitchen and cooked and small and not risky,
        "food-licence": not kitchen and cooked and (not small or risky),
        "prepackaged": not cooked,
        "sign": answers["sign.wanted"] and answers["sign.kind"] == "招牌",
    }


def main() -> None:
    """Measure and print."""
    files = packs.read(PACK)
    catalogue = Catalogue.build(files.definitions)
    answers = {
        "food.kinds": ("热食",), "premises.area_m2": Decimal("49.5"), "entity.licence_held": False,
        "entity.type": "个体工商户", "sign.wanted": True, "sign.kind": "招牌",
    }  # fmt: skip
    story = catalogue.scenarios[STORY]
    facts, held = facts_of(catalogue, story), frozenset(story.evidence)
    theme = story.theme
    whole = plan(catalogue, theme, facts, DAY, evidence=held)
    part = next(part for part in whole.parts if part.state == "needed" and not part.external)
    item = catalogue.item(part.item, DAY)
    papers = papers_for(catalogue, item, facts, DAY, held, {})
    record = record_json(decide(catalogue, item, facts, papers, DAY, evidence=held))

    peer = best(lambda: hard_coded(answers), 20_000)
    print(f"guide: {theme}, {len(whole.parts)} parts, {len(whole.materials)} papers, {len(whole.form)} form rows; {len(catalogue.elements)} elements")
    show("peer: hard-coded Python, which parts only", peer)
    show("plan, nothing answered (first page)", best(lambda: plan(catalogue, theme, {}, DAY), 50), "a few ms", peer)
    show("plan, everything known (reasons, papers, form, dates)", best(lambda: plan(catalogue, theme, facts, DAY, evidence=held), 50), "a few ms", peer)
    show("plan as plain data", best(lambda: plan_data(catalogue, whole), 200))
    show(f"review of {item.id}, {len(item.review_points)} points", best(lambda: decide(catalogue, item, facts, papers, DAY, evidence=held), 50))
    show(f"replay of its record ({len(record)} bytes)", best(lambda: replay(catalogue, record), 50))
    show("build the catalogue from definitions", best(lambda: Catalogue.build(files.definitions), 2))
    show("read the pack from files", best(lambda: packs.read(PACK), 1))
    show(f"check the pack, {len(catalogue.scenarios)} scenarios", best(lambda: packs.check(PACK), 1))


if __name__ == "__main__":
    main()
