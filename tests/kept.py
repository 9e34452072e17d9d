"""A state of the database that many tests begin with: made once in a process, then put back row by row, which takes milliseconds.

    kept("city", make)      # runs `make` the first time; afterwards its rows are simply there again
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
_kept: dict[str, Rows] = {}


def kept(name: str, make: Callable[[], object]) -> None:
    """Everything `make` writes into a database in which none of it stands yet."""
    with transaction.atomic():
        if name in _kept:
            _put_back(_kept[name])
            return
        before = {table: set(rows) for table, (_, rows) in _rows().items()}
        make()
        _kept[name] = {
            table: (columns, new) for table, (columns, rows) in _rows().items() if (new := [row for row in rows if row not in before[table]])
        }


def _rows() -> Rows:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = ([column[0] for column in cursor.description], [tuple(row) for row in cursor.fetchall()])
    return found


def _put_back(rows: Rows) -> None:
    with connection.cursor() as cursor:
        for table, (columns, new) in rows.items():
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({places})", new)
