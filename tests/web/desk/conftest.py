"""The desk in a published city whose sources answer, on a Monday morning in November 2026."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from bancheng import packs
from bancheng.apps.catalogue import actions as catalogues
from bancheng.apps.staff.models import Officer
from bancheng.config import connections
from bancheng.core import scenarios
from bancheng.core.catalogue import Catalogue
from tests.kept import kept
from tests.sandbox_server import Sandbox, serving
from tests.web.desk import stories


@pytest.fixture(scope="session")
def definitions():
    """Everything the first city's pack says."""
    pack = Path(__file__).resolve().parents[3] / "packs" / "liaocheng"
    return packs.read(pack).definitions


@pytest.fixture(scope="session")
def verdict(definitions):
    """What may be published; its stories are told in tests of their own."""
    return scenarios.Verdict(Catalogue.build(definitions), ())


@pytest.fixture
def city(db, verdict, at, tmp_path, monkeypatch, pack) -> Iterator[Sandbox]:
    """Published and with its sources, on a Monday morning."""
    with at(*stories.MONDAY), serving(tmp_path, pack / "demo") as running:
        monkeypatch.setattr(connections, "sandbox_url", lambda: running.url)
        kept("desk", lambda: catalogues.put_into_force(verdict, "system:test", "for tests"))
        yield running


@pytest.fixture
def desk(city):
    """`desk(officer)` → a browser in which the officer is signed in."""

    def sit(who: Officer) -> Client:
        client = Client()
        answer = client.post("/desk/sign-in/", {"username": who.username, "password": stories.PASSWORD, "code": stories.code(who)})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return sit
