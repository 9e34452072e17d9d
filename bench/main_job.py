"""From submitting to the signed licence, against writing as much bare: `python -m bench.main_job`.

The hotel of the demo applies by commitment, again and again: frozen application, receipt, review, decision, licence with its SM2 signature, events, timers
and messages, all within one call. The peer writes as many rows with as many bytes, in as many transactions, into a bare table of the same database, with
nothing computed. On SQLite, or on the server of `DATABASE_URL` in a database of its own; with the durability of the product (what is committed survives a
power cut).
"""
from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.installation import Installation

from bancheng.cli._throwaway import installation

TIMES, WARM = 50, 3


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """A fresh database on the server of `DATABASE_URL`; an empty text means SQLite in the home."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield ""
        return
    with Installation(folder) as fresh:
        yield fresh.env["DATABASE_URL"]


def stored() -> tuple[int, int]:
    """Rows and bytes of values in all tables."""
    from django.apps import apps

    rows = size = 0
    for model in apps.get_models():
        for row in model._default_manager.values_list().iterator():
            rows += 1
            size += sum(len(str(value).encode()) for value in row)
    return rows, size


@contextmanager
def counted() -> Iterator[dict[str, int]]:
    """How many transactions are committed, how many statements write, and how many read."""
    from django.db import connection

    found = {"commits": 0, "writes": 0, "reads": 0}
    commit = connection._commit

    def counting() -> None:
        found["commits"] += 1
        commit()

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            found["writes"] += 1
            found["commits"] += not connection.in_atomic_block
        found["reads"] += sql.lstrip()[:6].upper() == "SELECT"
        return execute(sql, params, many, context)

    connection._commit = counting
    try:
        with connection.execute_wrapper(wrapper):
            yield found
    finally:
        del connection._commit


def bare(rows: int, size: int, commits: int) -> list[float]:
    """Seconds for as many rows, bytes and transactions, without anything else."""
    from django.db import connection, transaction

    key = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY" if connection.vendor == "postgresql" else "integer PRIMARY KEY"
    payload = "x" * (size // rows)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_bare (id {key}, body text NOT NULL)")
        share = [rows // commits + (number < rows % commits) for number in range(commits)]
        seen = []
        for _ in range(TIMES):
            begun = time.perf_counter()
            for some in share:
                with transaction.atomic():
                    for _ in range(some):
                        cursor.execute("INSERT INTO bench_bare (body) VALUES (%s)", [payload])
            seen.append(time.perf_counter() - begun)
        cursor.execute("DROP TABLE bench_bare")
    return seen


def show(what: str, seconds: list[float], note: str = "") -> None:
    """One line of the table."""
    cuts = statistics.quantiles(seconds, n=20)
    print(f"{what:<50}{statistics.median(seconds) * 1000:>8.1f}{cuts[18] * 1000:>8.1f} ms  {note}".rstrip())


def measure() -> None:
    """File, count, compare, print."""
    from django.db import connection

    from bancheng import now
    from bancheng.apps.cases import stories
    from bancheng.apps.cases.actions.submit import Confirmation, submit
    from bancheng.apps.cases.replaying import replay
    from bancheng.apps.licences.models import Licence
    from bancheng.config.env import env

    story = stories.tell(env().pack, "hotel")
    principal = stories.principal_of(story)
    drafts = [stories.draft_of(story, principal) for _ in range(TIMES + WARM)]
    yes = Confirmation(now.business(), "high", committed=True)
    for draft in drafts[:WARM]:
        submit(draft.pk, principal, yes)
    rows_before, size_before = stored()
    seen = []
    with counted() as found:
        for draft in drafts[WARM:]:
            begun = time.perf_counter()
            submit(draft.pk, principal, yes)
            seen.append(time.perf_counter() - begun)
    rows, size = ((after - before) // TIMES for after, before in zip(stored(), (rows_before, size_before), strict=True))
    issued = Licence.objects.count()
    if issued != TIMES + WARM:
        raise SystemExit(f"{TIMES + WARM} applications led to {issued} licences")
    commits = max(1, found["commits"] // TIMES)
    one, same = bare(rows, size, 1), bare(rows, size, commits)
    middle = statistics.median(seen)
    each = f"{rows} rows, {size / 1024:.1f} KB, {found['writes'] // TIMES} statements write and {found['reads'] // TIMES} read, {commits} transactions"
    print(f"{connection.vendor}: {TIMES} applications; each {each}")
    print(f"{'':<50}{'p50':>8}{'p95':>8}")
    show("submit → signed licence", seen, f"{TIMES / sum(seen):.0f} a second, one after the other")
    show(f"peer: the same rows bare, {commits} transactions", same, f"ratio {middle / statistics.median(same):.1f}")
    show("peer: the same rows bare, one transaction", one, f"ratio {middle / statistics.median(one):.1f}")
    begun = time.perf_counter()
    again = list(replay())
    spent = (time.perf_counter() - begun) / len(again) * 1000
    print(f"replay of {len(again)} decisions, {sum(one.same for one in again)} the same byte for byte: {spent:.1f} ms each")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="bancheng-bench-") as folder, database(Path(folder)) as url, installation(url):
        measure()


if __name__ == "__main__":
    main()
