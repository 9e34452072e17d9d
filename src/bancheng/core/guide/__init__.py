"""The guide: from a few answers to what a person needs, why, what it takes, and when it is done.

`plan` is the one function; `model` is what it gives, `plan_data` the same as plain data, `text` as lines for a terminal. Same answers, same plan, on
every face.
"""
from __future__ import annotations

from bancheng.core.guide.data import plan_data
from bancheng.core.guide.model import (
    FormRow,
    Plan,
    PlannedMaterial,
    PlannedPart,
    PlannedWarning,
    Reason,
    Totals,
)
from bancheng.core.guide.planning import plan
from bancheng.core.guide.text import text

__all__ = ["FormRow", "Plan", "PlannedMaterial", "PlannedPart", "PlannedWarning", "Reason", "Totals", "plan", "plan_data", "text"]
