"""What the sandbox systems remember: one SQLite file, a connection per request, every change a transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bancheng import now

SYSTEMS = ("identity", "registry", "registration", "sms")
MODES = ("ok", "slow", "down", "garbage", "wrong")
REGISTRATION_MODES = (*MODES, "twice", "lossy")

_TABLES = """
CREATE TABLE IF NOT EXISTS mode (system TEXT PRIMARY KEY, mode TEXT NOT NULL, delay REAL NOT NULL);
CREATE TABLE IF NOT EXISTS person (id_no TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS entity (uscc TEXT PRIMARY KEY, body TEXT NOT NULL, legal_rep TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS record (
  reference TEXT PRIMARY KEY, evidence TEXT NOT NULL, holder TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS record_by_holder ON record (evidence, holder);
CREATE TABLE IF NOT EXISTS code (
  code TEXT PRIMARY KEY, body TEXT NOT NULL, expires TEXT NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS token (token TEXT PRIMARY KEY, id_no TEXT NOT NULL, expires TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS application (
  key TEXT PRIMARY KEY, ticket TEXT UNIQUE NOT NULL, body TEXT NOT NULL, ready_at TEXT NOT NULL, answer TEXT);
CREATE TABLE IF NOT EXISTS answer (seq INTEGER PRIMARY KEY AUTOINCREMENT, ticket TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS message (id TEXT PRIMARY KEY, body TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS serial (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""


class BadMode(ValueError):
    """There is no such system or mode; the text lists those there are."""


class State:
    """The file and what is asked of it. Safe to use from many threads: nothing is kept between calls but the path."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        with self.open() as db:
            db.executescript(_TABLES)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed when the block ends well, otherwise as if it had never been."""
        db = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")  # it has to outlive a kill, not a power cut
            db.execute("BEGIN IMMEDIATE")
            yield db
            if db.in_transaction:
                db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        finally:
            db.close()

    def one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        with self.open() as db:
            found: tuple[Any, ...] | None = db.execute(sql, values).fetchone()
            return found

    def all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self.open() as db:
            return db.execute(sql, values).fetchall()

    def mode(self, system: str) -> tuple[str, float]:
        """How a system behaves now, and the seconds it waits when slow."""
        found = self.one("SELECT mode, delay FROM mode WHERE system = ?", system)
        return (str(found[0]), float(found[1])) if found else ("ok", 0.0)

    def modes(self) -> dict[str, str]:
        return {system: self.mode(system)[0] for system in SYSTEMS}

    def set_mode(self, system: str, mode: str, delay: float = 20.0) -> None:
        """Make a system behave.

        Raises:
            BadMode: unknown system or mode.
        """
        if system not in SYSTEMS:
            raise BadMode(f"There is no sandbox system {system!r}. Choose one of: {', '.join(SYSTEMS)}.")
        allowed = REGISTRATION_MODES if system == "registration" else MODES
        if mode not in allowed:
            raise BadMode(f"{system} has no mode {mode!r}. Choose one of: {', '.join(allowed)}.")
        with self.open() as db:
            db.execute("INSERT OR REPLACE INTO mode VALUES (?, ?, ?)", (system, mode, delay))

    def person(self, id_no: str) -> dict[str, Any] | None:
        found = self.one("SELECT body FROM person WHERE id_no = ?", id_no)
        return json.loads(found[0]) if found else None

    def people(self) -> list[dict[str, Any]]:
        return [json.loads(body) for (body,) in self.all("SELECT body FROM person ORDER BY rowid")]

    def companies(self, id_no: str) -> list[dict[str, Any]]:
        """The companies whose legal representative this person is."""
        return [json.loads(body) for (body,) in self.all("SELECT body FROM entity WHERE legal_rep = ? ORDER BY uscc", id_no)]

    def entity(self, uscc: str) -> dict[str, Any] | None:
        found = self.one("SELECT body FROM entity WHERE uscc = ?", uscc)
        return json.loads(found[0]) if found else None

    def records(self, evidence: str, holder: str) -> list[dict[str, Any]]:
        rows = self.all("SELECT reference, body FROM record WHERE evidence = ? AND holder = ? ORDER BY rowid", evidence, holder)
        return [{"reference": reference, **json.loads(body)} for reference, body in rows]


def put_person(db: sqlite3.Connection, person: dict[str, Any]) -> None:
    db.execute("INSERT OR REPLACE INTO person VALUES (?, ?)", (person["id_no"], _json(person)))


def put_entity(db: sqlite3.Connection, entity: dict[str, Any]) -> None:
    db.execute("INSERT OR REPLACE INTO entity VALUES (?, ?, ?)", (entity["uscc"], _json(entity), entity["legal_rep"]["id_no"]))


def put_record(db: sqlite3.Connection, reference: str, evidence: str, holder: str, body: dict[str, Any]) -> None:
    """Add or replace a registry record; `body` has `fields`, `at` and `until`."""
    db.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", (reference, evidence, holder, _json(body)))


def next_serial(db: sqlite3.Connection, name: str) -> int:
    """The next running number of a name."""
    db.execute("INSERT INTO serial VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1", (name,))
    return int(db.execute("SELECT value FROM serial WHERE name = ?", (name,)).fetchone()[0])


def expired(text: str) -> bool:
    return datetime.fromisoformat(text) <= now.real()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
