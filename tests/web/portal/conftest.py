"""The city's pack as the release in force, without the checks of publishing: built once per run."""
from functools import cache
from pathlib import Path

import pytest

from bancheng import packs
from bancheng.apps.catalogue import queries
from bancheng.core.catalogue import Catalogue


@cache
def liaocheng(pack: Path) -> Catalogue:
    """The first city's catalogue."""
    return Catalogue.build(packs.read(pack).definitions)


@pytest.fixture
def catalogue(pack, monkeypatch) -> Catalogue:
    """The catalogue in force."""
    built = liaocheng(pack)
    monkeypatch.setattr(queries, "current", lambda: built)
    return built
