"""The calendars of 2025 and 2026, from the State Council notices (国办发明电〔2024〕12 号、〔2025〕7 号)."""
import pytest

from bancheng.core.clock import Calendar
from tests.core.clock.strategies import CALENDAR


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return CALENDAR
