"""The guide: from a few answers to what a person needs, why, what it takes, and when it is done.

`plan` is the one function; `model` is what it gives. Same answers, same plan, on every face.
"""
from __future__ import annotations

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

__all__ = ["FormRow", "Plan", "PlannedMaterial", "PlannedPart", "PlannedWarning", "Reason", "Totals", "plan"]
