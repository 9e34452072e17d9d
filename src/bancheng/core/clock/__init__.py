"""The legal clock: working days, limits as budgets with a ledger, due dates that say how they were counted.

- `calendar`: which days are worked (`Calendar`), which day a moment belongs to, which day counts as received;
- `limit`: `Amount`, `Limit`, `Ledger` with suspensions and extensions, `parse_amount` for what people type;
- `due`: the last day of a limit, with steps; `explain` puts the steps into words;
- `light`: green, yellow, red, over_statutory; `turns_yellow` is the day on which yellow begins.
"""
from bancheng.core.clock.calendar import (
    CHINA,
    Calendar,
    CalendarYear,
    DayKind,
    OutOfCalendar,
    day_of_receipt,
    local_day,
    start_of_day,
)
from bancheng.core.clock.due import Due, corresponding_day, due
from bancheng.core.clock.explain import Step, StepKind
from bancheng.core.clock.light import Light, Thresholds, light, turns_yellow
from bancheng.core.clock.limit import (
    Amount,
    AmountError,
    Extension,
    Ledger,
    Limit,
    StartsFrom,
    Suspension,
    SuspensionKind,
    Unit,
    parse_amount,
)

__all__ = [
    "CHINA",
    "Amount",
    "AmountError",
    "Calendar",
    "CalendarYear",
    "DayKind",
    "Due",
    "Extension",
    "Ledger",
    "Light",
    "Limit",
    "OutOfCalendar",
    "StartsFrom",
    "Step",
    "StepKind",
    "Suspension",
    "SuspensionKind",
    "Thresholds",
    "Unit",
    "corresponding_day",
    "day_of_receipt",
    "due",
    "light",
    "local_day",
    "parse_amount",
    "start_of_day",
    "turns_yellow",
]
