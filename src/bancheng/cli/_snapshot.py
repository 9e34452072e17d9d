"""The whole database as files, and back: one consistent moment, while the service goes on.

SQLite copies itself (backup API); PostgreSQL gives its tables by COPY inside one repeatable-read transaction, so that
no client tools are needed.
"""
from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

SQLITE = "database/bancheng.sqlite3"


class NotEmpty(Exception):
    """There is something already where the data should go."""


def dump(folder: Path) -> dict[str, Any]:
    """Write the database into `folder`; gives what `load` needs to know (migrations, tables, counters, last seal)."""
    from django.db import connection

    (folder / "database").mkdir(parents=True)
    if connection.vendor == "sqlite":
        copy_sqlite(Path(str(connection.settings_dict["NAME"])), folder / SQLITE)
        with closing(sqlite3.connect(folder / SQLITE)) as copy:
            migrations = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
            last_seal = copy.execute("SELECT coalesce(max(number), 0) FROM audit_seal").fetchone()[0]
        return {"vendor": "sqlite", "migrations": migrations, "last_seal": last_seal}
    with psycopg.connect(**_address(connection)) as source:
        source.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = {}
        for table in _tables(source):
            tables[table] = _columns(source, table)
            with (folder / "database" / f"{table}.copy").open("wb") as file, source.cursor() as cursor:
                command = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), _names(tables[table]))
                with cursor.copy(command) as rows:
                    for block in rows:
                        file.write(block)
        migrations = source.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        counted = source.execute("SELECT coalesce(max(number), 0) FROM audit_seal").fetchone()
        return {
            "vendor": "postgresql", "migrations": migrations, "last_seal": counted[0] if counted else 0,
            "tables": tables, "counters": _counters(source, tables),
        }


def must_be_empty() -> None:
    """Raises:
    NotEmpty: the database holds tables already.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        if Path(str(connection.settings_dict["NAME"])).exists():
            raise NotEmpty(f"there is a database already: {connection.settings_dict['NAME']}")
    elif connection.introspection.table_names():
        raise NotEmpty("the database of DATABASE_URL already holds tables: give an empty one")


def load(folder: Path, manifest: dict[str, Any]) -> None:
    """Fill the empty database from what `dump` wrote, and bring it up to this version of the product."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if manifest["vendor"] == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_sqlite(folder / SQLITE, target)
    else:
        executor = MigrationExecutor(connection)
        executor.migrate([(app, name) for app, name in manifest["migrations"]])
        with psycopg.connect(**_address(connection)) as target_connection:
            _fill(target_connection, folder, manifest)
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def unknown_migrations(manifest: dict[str, Any]) -> list[str]:
    """Changes to the tables that a newer version made and this one does not know."""
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(None).disk_migrations
    return [f"{app}.{name}" for app, name in manifest["migrations"] if (app, name) not in known]


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a SQLite database that may be in use."""
    before = sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)
    after = sqlite3.connect(target)
    try:
        before.backup(after)
    finally:
        before.close()
        after.close()


def _fill(target: psycopg.Connection[Any], folder: Path, manifest: dict[str, Any]) -> None:
    """All in one transaction: references between tables are checked at its end, so the order of tables does not
    matter."""
    tables = manifest["tables"]
    names = sql.SQL(", ").join(sql.Identifier(table) for table in tables)
    target.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
    target.execute("SET CONSTRAINTS ALL DEFERRED")
    for table, columns in tables.items():
        command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _names(columns))
        with (folder / "database" / f"{table}.copy").open("rb") as file, target.cursor() as cursor, cursor.copy(command) as rows:
            while block := file.read(1 << 20):
                rows.write(block)
    for table, column, value in manifest["counters"]:
        target.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, value])


def _address(connection: Any) -> dict[str, Any]:
    return dict(connection.get_connection_params()) | {"cursor_factory": psycopg.Cursor}


def _names(columns: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column) for column in columns)


def _tables(source: psycopg.Connection[Any]) -> list[str]:
    rows = source.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    return [name for (name,) in rows.fetchall()]


def _columns(source: psycopg.Connection[Any], table: str) -> list[str]:
    rows = source.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s "
        "AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in rows.fetchall()]


def _counters(source: psycopg.Connection[Any], tables: dict[str, list[str]]) -> list[tuple[str, str, int]]:
    """Counters that have been used, with their last value."""
    found = []
    for table, columns in tables.items():
        for column in columns:
            row = source.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column]).fetchone()
            if row and row[0]:
                value = source.execute("SELECT pg_sequence_last_value(%s::regclass)", [row[0]]).fetchone()
                if value and value[0] is not None:
                    found.append((table, column, int(value[0])))
    return found

