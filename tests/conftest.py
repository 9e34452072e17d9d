"""What every test may use. Settings are in `tests.settings`; fixtures of one room live beside that room's tests."""
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from bancheng import now

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs an event loop beside the test

# A busy machine is slow, not wrong: no test fails for taking long.
hypothesis_settings.register_profile("bancheng", deadline=None)
hypothesis_settings.load_profile("bancheng")


@pytest.fixture(autouse=True)
def _unmoved_clock(request, monkeypatch):
    """The sandbox offset lives in the database: read afresh in a test that has one, none at all in one that has not."""
    if request.node.get_closest_marker("django_db"):
        from bancheng.apps.timers import clock

        clock.forget()
    else:
        monkeypatch.setattr(now, "_offset", timedelta)


@pytest.fixture(autouse=True)
def _chinese_again():
    """A request to an English page leaves its language in the thread; the next test begins in the language of the settings."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _emptying_is_not_tampering():
    """Between two transactional tests the tables are emptied, which the guards of the audit trail would refuse on SQLite.

    PostgreSQL takes far longer to truncate fifty tables than to delete the rows of the few that have any.
    """
    from django.db import connection

    from bancheng.apps.audit import guards

    operations = type(connection.ops)  # the class: where an event loop runs, the thread has a connection of its own
    emptying = operations.sql_flush

    def on_sqlite(self, style, tables, **options):
        statements = emptying(self, style, tables, **options)
        guarded = set(guards.TABLES) & set(tables)
        return [*guards.removals("sqlite"), *statements, *guards.statements("sqlite")] if guarded else statements

    def on_postgresql(self, style, tables, **options):
        with self.connection.cursor() as cursor:
            cursor.execute("SHOW is_superuser")
            if cursor.fetchone() != ("on",) or not tables:
                return emptying(self, style, tables, **options)
            cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables))
            full = [name for [name] in cursor.fetchall()]
        return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{name}"' for name in full)]  # guards and references wait

    operations.sql_flush = on_sqlite if connection.vendor == "sqlite" else on_postgresql


@pytest.fixture(scope="session", autouse=True)
def _permissions_are_made_once():
    """Emptying the tables between transactional tests would make Django's permissions again each time; nothing here asks for them."""
    from django.core.management.commands import flush

    flush.emit_post_migrate_signal = lambda *args, **options: None


@pytest.fixture
def home(settings) -> Path:
    """The tests' BANCHENG_HOME."""
    return settings.ENV.home


@pytest.fixture
def pack() -> Path:
    """The first city's pack."""
    return ROOT / "packs" / "liaocheng"


@pytest.fixture
def at(monkeypatch):
    """Hold the clock: `with at(2026, 3, 2, 9, 30): …`, a wall clock in Shanghai, for business and real time alike."""

    @contextmanager
    def hold(*moment: int) -> Iterator[datetime]:
        held = datetime(*moment, tzinfo=now.ZONE)
        with monkeypatch.context() as patch:
            patch.setattr(now, "real", lambda: held)
            patch.setattr(now, "_offset", timedelta)
            yield held

    return hold
