"""明白卡: one page, boxes to tick, the way back, and nothing about the person."""
from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from bancheng import packs
from bancheng.core.catalogue import Catalogue
from bancheng.core.guide import plan
from bancheng.core.guide.model import Plan
from bancheng.core.scenarios import facts_of
from bancheng.documents import guide_card
from tests.documents.reading import pictures, qr_codes, text

URL = "https://example.test/g/abcd2345.k7m2pq8x4n6v3w5z"
PACK = Path(__file__).resolve().parents[2] / "packs" / "liaocheng"


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return Catalogue.build(packs.read(PACK).definitions)


def plan_of(scenario_id: str) -> Plan:
    story = catalogue().scenarios[scenario_id]
    return plan(catalogue(), story.theme, facts_of(catalogue(), story), story.as_of, story.region, frozenset(story.evidence))


@lru_cache(maxsize=1)
def richest() -> Plan:
    plans = [plan_of(id) for id in sorted(catalogue().scenarios)]
    return max(plans, key=lambda one: (one.complete, one.totals.things, one.totals.hand_in))


def test_it_says_what_the_plan_says():
    card = guide_card(catalogue(), richest(), URL, station=next(iter(catalogue().stations.values())))
    read = text(card)
    for part in richest().parts:
        if part.state == "needed":
            assert "".join(catalogue().item(part.item, part.version).name.split()) in read
    for paper in richest().materials:
        if paper.state == "hand_in":
            assert "".join(paper.name.split()) in read
    assert qr_codes(card) == [URL]
    assert len(pictures(card, 1)) == 1


def test_in_english():
    read = text(guide_card(catalogue(), richest(), URL, lang="en"))
    assert "Whatyouneedtodo" in read
    assert "workingdays" in read


@pytest.mark.parametrize("times", [3, 8])
def test_a_long_plan_stays_on_one_page_and_says_that_something_is_left_out(times):
    plan = replace(richest(), parts=richest().parts * times, materials=richest().materials * times, warnings=richest().warnings * times)
    card = guide_card(catalogue(), plan, URL)
    assert len(pictures(card, 1)) == 1
    assert qr_codes(card) == [URL]
    if times == 8:
        assert "扫码看全部" in text(card)


def test_nothing_that_was_answered_stands_on_it():
    """Two plans that differ only in what the person typed give the same card."""
    told = replace(richest(), form=tuple(replace(row, value="林小满", source="applicant") for row in richest().form))
    assert guide_card(catalogue(), told, URL) == guide_card(catalogue(), richest(), URL)
