"""The SQL of a page, held to a snapshot: a new statement on a page is seen by whoever reviews the change.

`same(name, statements)` compares with `tests/web/sql/<name>.sql`; with `BANCHENG_SNAPSHOTS=write` it writes the file instead. Columns that are merely listed,
and how many values an IN has, are left out; the order is kept and what is asked again is counted.
"""
from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

FOLDER = Path(__file__).parent / "web" / "sql"


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements of the block, with placeholders for values."""
    found: list[str] = []

    def seen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")):
            found.append(short(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(seen):
        yield found


def short(sql: str) -> str:
    """A statement without the list of its columns."""
    plain = " ".join(sql.replace('"', "").split())
    plain = re.sub(r"(SELECT (?:DISTINCT )?)(?!COUNT|EXISTS|1 AS)(?:[^()]|\((?!SELECT)[^()]*\))*? FROM", r"\1… FROM", plain)
    return re.sub(r"IN \(%s(?:, %s)*\)", "IN (…)", plain)


def same(name: str, statements: list[str]) -> None:
    """As it was, and nothing that counts a whole table."""
    times = {one: statements.count(one) for one in statements}
    text = "".join(f"{count} × {one}\n" for one, count in times.items())
    file = FOLDER / f"{name}.sql"
    if os.environ.get("BANCHENG_SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    counting = [one for one in times if re.search(r"COUNT\(", one) and " WHERE " not in one]
    assert not counting, "counts a whole table"
    assert text == file.read_text(encoding="utf-8"), f"{name}: the statements have changed; if that is meant, write them with BANCHENG_SNAPSHOTS=write"
