"""Review by rule: facts and papers in, findings and a decision record out.

It approves, asks for papers once, or hands over to a person. It never refuses (I7), and the same inputs give the same bytes (I12).

- `papers_for`: how each paper of an item is met;
- `decide`: the findings and what follows;
- `record_json`, `read_record`, `replay`: the record as canonical bytes, read back, and derived again.
"""
from __future__ import annotations

from bancheng.core.review.deciding import decide
from bancheng.core.review.model import DecisionRecord, FactUsed, Finding, Missing, Paper
from bancheng.core.review.papers import HandedIn, papers_for
from bancheng.core.review.record import BadRecord, read_record, record_json, replay

__all__ = [
    "BadRecord",
    "DecisionRecord",
    "FactUsed",
    "Finding",
    "HandedIn",
    "Missing",
    "Paper",
    "decide",
    "papers_for",
    "read_record",
    "record_json",
    "replay",
]
