"""Stories: what they compare, and what they say when it came out differently."""
import pytest

from bancheng.core.catalogue.models import Expectation
from bancheng.core.scenarios import check, run


def altered(town, id, **expect):
    story = town.scenarios[id]
    return story.model_copy(update={"expect": Expectation(**expect)})


def test_the_stories_of_the_town_come_out(town):
    for story in town.scenarios.values():
        assert run(town, story) == []


@pytest.mark.parametrize(
    ("expect", "word"),
    [
        ({"needed": ("food-permit",)}, "needed"),
        ({"open": ("small-food",)}, "open"),
        ({"next_question": "food.kinds"}, "next_question"),
        ({"warnings": ("raw-fish",)}, "warnings"),
        ({"out_of_scope": ("packaged-only",)}, "out_of_scope"),
        ({"hand_in": ()}, "hand_in"),
        ({"waived": ()}, "waived"),
        ({"promised_days": 9}, "promised_days"),
        ({"statutory_days": 9}, "statutory_days"),
        ({"outcome": {"small-food": "person"}}, "approve"),
        ({"outcome": {"food-permit": "approve"}}, "不需要办"),
        ({"failing": {"small-food": ("small",)}}, "failing"),
        ({"unknown": {"small-food": ("small",)}}, "unknown"),
    ],
)
def test_each_expectation_can_fail(town, expect, word):
    differences = run(town, altered(town, "small-shop", **expect))
    assert len(differences) == 1
    assert word in differences[0]


def test_silence_is_not_looked_at(town):
    assert run(town, altered(town, "small-shop")) == []
    assert run(town, altered(town, "small-shop", next_question=None)) == []


def test_a_verdict_counts_stories(town):
    verdict = check(town.definitions)
    assert (verdict.problems, verdict.scenarios, verdict.passed) == ((), 2, 2)
    wrong = [d.model_copy(update={"expect": Expectation(needed=())}) if d is town.scenarios["small-shop"] else d for d in town.definitions]
    verdict = check(wrong)
    assert (verdict.scenarios, verdict.passed) == (2, 1)
    assert verdict.problems[0].where == "scenario:small-shop"
