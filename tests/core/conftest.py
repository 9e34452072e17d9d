"""A small town of our own, so that a change in a city's pack never breaks a test of the core."""
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bancheng import packs
from bancheng.core.catalogue import Catalogue
from bancheng.core.facts import Fact

GOOD = Path(__file__).parent.parent / "packs" / "good"
AT = datetime(2026, 2, 12, 1, 0, tzinfo=UTC)
DAY = date(2026, 2, 12)


@pytest.fixture(scope="session")
def town() -> Catalogue:
    """The catalogue of tests/packs/good."""
    return Catalogue.build(packs.read(GOOD).definitions)


def told(answers: dict, source: str = "applicant") -> dict[str, Fact]:
    """Facts from one source."""
    return {id: Fact(value, source, AT) for id, value in answers.items()}
