"""The database itself refuses to change or delete what is only ever appended.

Defence in depth: whoever may drop triggers can still tamper, and is then found by `verification`.
"""
from __future__ import annotations

from typing import Any

TABLES = ("audit_event", "audit_seal", "audit_member")


def statements(vendor: str) -> list[str]:
    """What creates the guards, dropping them first if they are there."""
    made: list[str] = list(removals(vendor))
    if vendor == "postgresql":
        made.append(
            "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
        )
    for table in TABLES:
        for change in ("UPDATE", "DELETE"):
            name = f"{table}_no_{change.lower()}"
            refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            action = "EXECUTE FUNCTION audit_refuse()" if vendor == "postgresql" else refuse
            made.append(f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW {action}")
    return made


def removals(vendor: str) -> list[str]:
    """What removes the guards (before a table is rebuilt)."""
    on = " ON {table}" if vendor == "postgresql" else ""
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{change}" + on.format(table=table)
        for table in TABLES
        for change in ("update", "delete")
    ]


def install(apps: Any, schema_editor: Any) -> None:
    """For migrations: create the guards."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def remove(apps: Any, schema_editor: Any) -> None:
    """For migrations: remove the guards."""
    for statement in removals(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def missing(connection: Any) -> list[str]:
    """Names of guards that should be there and are not."""
    catalogue = "pg_trigger WHERE NOT tgisinternal" if connection.vendor == "postgresql" else "sqlite_master WHERE type = 'trigger'"
    column = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {catalogue}")
        there = {name for (name,) in cursor.fetchall()}
    wanted = {f"{table}_no_{change}" for table in TABLES for change in ("update", "delete")}
    return sorted(wanted - there)
