"""The walk through a theme: groups of connected questions are walked apart, and what they say together is said."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bancheng import packs
from bancheng.core.catalogue import Catalogue, check
from bancheng.core.catalogue.models import Caution, Definition, Element, Part, Theme

GOOD = Path(__file__).resolve().parents[2] / "packs" / "good"
NUMBERS = 9


@pytest.fixture(scope="module")
def good() -> Sequence[Definition]:
    return packs.read(GOOD).definitions


def catalogue(good: Sequence[Definition], *rules: str, aside: str = "") -> Catalogue:
    """The good pack with a theme of one part for each rule over questions of its own."""
    theme = next(one for one in good if isinstance(one, Theme))
    asks = [Element(id=f"probe.n{n}", name=f"探针.第{n}个", type="number", question="多少？", question_en="How many?") for n in range(NUMBERS)]
    parts = tuple(
        Part(id=f"p{n}", item=theme.parts[0].item, when=rule, why="要办。", why_en="Needed.", why_not="不用办。", why_not_en="Not needed.")
        for n, rule in enumerate(rules)
    )
    cautions = (Caution(id="aside", when=aside, text="不归这里办。", text_en="Not here."),) if aside else ()
    used = tuple(one.id for one in asks if any(one.name in rule for rule in (*rules, aside)))
    probe = Theme(
        id="probe", name="探针", name_en="Probe", plain="探针。", plain_en="A probe.", lead=theme.lead, effective_from=theme.effective_from,
        asks=used, parts=parts, out_of_scope=cautions,
    )  # fmt: skip
    return Catalogue.build([*good, *asks, probe])


def codes(checked: Catalogue) -> set[str]:
    return {problem.code for problem in check(checked) if problem.where.startswith("theme:probe@")}


def test_many_questions_that_have_nothing_to_do_with_each_other_are_all_tried(good) -> None:
    """Nine numbers with four answers each would be 262,144 ways together; the last part cannot be reached and is found."""
    rules = [f"探针.第{n}个 > 5" for n in range(NUMBERS - 1)] + [f"探针.第{NUMBERS - 1}个 > 5 and 探针.第{NUMBERS - 1}个 < 5"]
    assert "part-unreachable" in codes(catalogue(good, *rules))


def test_a_dead_end_is_every_group_coming_to_nothing(good) -> None:
    assert codes(catalogue(good, "探针.第0个 > 5", "探针.第1个 > 5")) == {"dead-end"}


def test_one_group_that_always_leads_somewhere_is_enough(good) -> None:
    assert codes(catalogue(good, "探针.第0个 > 5", "探针.第1个 > 5", "探针.第1个 <= 5")) == set()
    assert codes(catalogue(good, "探针.第0个 > 5", "探针.第1个 > 5", aside="探针.第1个 <= 5")) == set()
