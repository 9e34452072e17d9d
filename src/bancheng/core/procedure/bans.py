"""How long somebody who deceived may not apply again (行政许可法 art. 78, 79; R-26)."""
from __future__ import annotations

from datetime import date
from enum import StrEnum

from bancheng.core.clock import Amount, Unit, corresponding_day


class Deceit(StrEnum):
    FALSE_MATERIALS = "false_materials"
    """Circumstances hidden or false papers handed in: not accepted or not granted, with a warning."""
    OBTAINED = "obtained"
    """A permit obtained by fraud or bribery: revoked."""


def banned_until(deceit: Deceit, found: date, safety: bool) -> date | None:
    """The last day of the ban, None where there is none.

    Args:
        found: the day of the decision that established the deceit.
        safety: the matter directly concerns public safety, health, or the safety of life and property; only then a
            ban follows: one year for false papers, three years for a permit obtained.
    """
    if not safety:
        return None
    return corresponding_day(found, Amount(1 if deceit is Deceit.FALSE_MATERIALS else 3, Unit.YEAR))
