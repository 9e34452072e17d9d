"""Histories of a limit by chance, from a number that makes them the same every time: many, and quickly."""
from datetime import date, timedelta
from random import Random

from bancheng.core.clock import Amount, Extension, Ledger, Suspension, SuspensionKind, Unit

MOST = {Unit.WORKING_DAY: 60, Unit.NATURAL_DAY: 60, Unit.MONTH: 14, Unit.YEAR: 2}
KINDS = list(SuspensionKind)
UNITS = list(Unit)


def amount(chance: Random) -> Amount:
    unit = chance.choice(UNITS)
    return Amount(chance.randint(0, MOST[unit]), unit)


def ledger(chance: Random) -> Ledger:
    start = date(2024, 12, 1) + timedelta(days=chance.randint(0, 790))
    stops = tuple(_suspension(chance, start) for _ in range(chance.randint(0, 3)))
    more = tuple(Extension(amount(chance), "head", "延期告知书") for _ in range(chance.randint(0, 2)))
    return Ledger(start, stops, more)


def _suspension(chance: Random, start: date) -> Suspension:
    first = start + timedelta(days=chance.randint(-5, 60))
    end = None if chance.randint(0, 9) == 0 else first + timedelta(days=chance.randint(0, 25))
    return Suspension(chance.choice(KINDS), first, end, "通知书")
