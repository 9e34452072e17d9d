"""What the tests of the sources share: the little city in force, and sources that have not failed before."""

from __future__ import annotations

import pytest

from bancheng.apps.catalogue import queries
from bancheng.apps.sources import providers
from bancheng.config import connections
from tests.apps.sources.city import city


@pytest.fixture
def catalogue(monkeypatch):
    found = city()
    monkeypatch.setattr(queries, "current", lambda: found)
    return found


@pytest.fixture(autouse=True)
def awake():
    providers.wake()
    yield
    providers.wake()


@pytest.fixture
def hurried(monkeypatch):
    """Every source gets a fifth of a second."""
    kept = connections.connection

    def connection(system):
        here = kept(system)
        return connections.Connection(here.url, here.client, here.secret, 0.2)

    monkeypatch.setattr(providers, "connection", connection)
