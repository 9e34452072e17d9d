"""The pages of a city with a million cases: `python -m bench.ledger`; another number of cases can be given behind it.

A live installation on PostgreSQL (`DATABASE_URL`, or one started for the run) whose ledger is filled by COPY: every case with its part and its events,
three in a hundred still open, those with papers and tasks. Officers and citizens then ask for their pages over HTTP, one at a time and sixteen at once;
the peer is `/healthz` of the same server, which opens the database and says one word. Times are what the client sees, in ms.
"""
from __future__ import annotations

import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from bench.live import Live, live, token
from bench.pages import figures
from psycopg import sql
from tests.postgres import serve

from bancheng import now
from bancheng.config import django
from bancheng.core.identifiers import case_number

CASES = 1_000_000
USERS, TURNS = 16, 40
OPEN = 3  # of a hundred
WHOLE = 50  # one closed case in so many is copied with all that was filed; of the others the lists read nothing more than their rows
A_DAY = 5_000
Row = dict[str, Any]


@contextmanager
def server() -> Iterator[None]:
    """PostgreSQL as the product runs it: what is committed survives a power cut."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield
        return
    with serve(durable=True) as url:
        os.environ["DATABASE_URL"] = url
        yield


class Ledger:
    """Copies of three real cases: one granted by rule, one of a restaurant, one that waits for a person to see its papers."""

    def __init__(self, connection: psycopg.Connection[Any], here: Live) -> None:
        self.connection = connection
        self.granted = self.template(here.filed["hotel"].number)
        self.waiting = self.template(here.filed["hotel/一般程序"].number)
        from bancheng.apps.keys import encrypt

        self.nothing = encrypt("{}")
        self.open: list[str] = []
        self.done: list[str] = []

    def rows(self, table: str, column: str, value: object) -> list[Row]:
        """Rows of a table, as they are stored."""
        asked = sql.SQL("SELECT * FROM {} WHERE {} = %s ORDER BY 1").format(sql.Identifier(table), sql.Identifier(column))
        cursor = self.connection.execute(asked, [value])
        assert cursor.description is not None
        return [dict(zip([one.name for one in cursor.description], row, strict=True)) for row in cursor.fetchall()]

    def template(self, number: str) -> dict[str, list[Row]]:
        """A case with all that a page of it reads."""
        (joint,) = self.rows("cases_jointcase", "number", number)
        (part,) = self.rows("cases_subcase", "joint_id", joint["id"])
        return {
            "cases_draft": self.rows("cases_draft", "id", joint["draft_id"]),
            "cases_jointcase": [joint],
            "cases_subcase": [part],
            "cases_review": self.rows("cases_review", "sub_case_id", part["id"]),
            "cases_task": [task for task in self.rows("cases_task", "sub_case_id", part["id"]) if task["closed_at"] is None],
            "audit_event": self.rows("audit_event", "stream", f"joint:{number}") + self.rows("audit_event", "stream", f"case:{part['number']}"),
        }

    def fill(self, count: int, newest: datetime) -> None:
        """COPY `count` cases, the oldest first."""
        choice = random.Random(20261122)
        first = {table: self.next_id(table) for table in self.granted if table != "cases_draft"}
        for begin in range(0, count, 50_000):
            made: dict[str, list[Row]] = {table: [] for table in self.granted}
            for serial in range(begin, min(begin + 50_000, count)):
                waits = choice.randrange(100) < OPEN
                self.one(made, self.waiting if waits else self.granted, serial, newest - timedelta(days=(count - serial) // A_DAY), first, waits)
            for table, rows in made.items():
                self.copy(table, rows)
            print(f"  {min(begin + 50_000, count):>9,} cases", end="\r", flush=True)

    def one(self, made: dict[str, list[Row]], like: dict[str, list[Row]], serial: int, at: datetime, first: dict[str, int], waits: bool) -> None:
        """One case like another, under a number of its own."""
        shift = at - like["cases_jointcase"][0]["received_at"]
        number = case_number("371502", at.date(), 2 * (serial % A_DAY) + 400_001)
        part = case_number("371502", at.date(), 2 * (serial % A_DAY) + 400_002)
        draft = f"00000000-0000-4000-8000-{serial:012x}"
        joint_id, part_id = first["cases_jointcase"] + serial, first["cases_subcase"] + serial
        holder = f"entity:bench{serial // 3}"
        names = {f"joint:{like['cases_jointcase'][0]['number']}": f"joint:{number}", f"case:{like['cases_subcase'][0]['number']}": f"case:{part}"}
        whole = waits or serial % WHOLE == 0
        short = self.nothing
        slim = {} if whole else {"answers": short, "known": short}
        made["cases_draft"].append(like["cases_draft"][0] | slim | {"id": draft, "code": f"B{serial:09d}", "owner": holder, "holder": holder})
        joint = {"id": joint_id, "number": number, "draft_id": draft, "holder": holder, "person": holder, "received_at": at, "advance_at": None}
        made["cases_jointcase"].append(like["cases_jointcase"][0] | ({} if whole else {"submission": short}) | joint)
        row = like["cases_subcase"][0] | {"id": part_id, "number": part, "joint_id": joint_id}
        made["cases_subcase"].append(moved(row, shift))
        for table in ("cases_review", "cases_task", "audit_event"):
            for one in like[table] if waits or table == "audit_event" else ():
                where = {"stream": names[one["stream"]]} if table == "audit_event" else {"sub_case_id": part_id}
                made[table].append(moved(one, shift) | where | {"id": first[table]})
                first[table] += 1
        if whole:
            (self.open if waits else self.done).append(part)

    def next_id(self, table: str) -> int:
        """The first identifier that is free."""
        found = self.connection.execute(sql.SQL("SELECT coalesce(max(id), 0) + 1 FROM {}").format(sql.Identifier(table))).fetchone()
        assert found is not None
        return int(found[0])

    def copy(self, table: str, rows: list[Row]) -> None:
        """Rows into a table, in bulk; its counter is moved behind them."""
        if not rows:
            return
        columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
        with self.connection.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)) as copy:
            for row in rows:
                copy.write_row([psycopg.types.json.Json(value) if isinstance(value, dict | list) else value for value in row.values()])
        if table != "cases_draft":
            self.connection.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {}))").format(sql.Identifier(table)), [table]
            )


def moved(row: Row, shift: timedelta) -> Row:
    """A row with all its moments and days shifted."""
    return {name: value + shift if hasattr(value, "isoformat") else value for name, value in row.items()}


def officer(here: Live, username: str) -> httpx.Client:
    """Somebody signed in at the desk, with account, password and one-time code."""
    from bancheng.apps.staff import demo  # not before Django has been started in the home of the installation

    client = here.client()
    page = client.get("/desk/sign-in/")
    code = here.installation.command("otp", username).stdout.strip()
    asked = {"csrfmiddlewaretoken": token(page.text), "username": username, "password": demo.password(), "code": code}
    page = client.post("/desk/sign-in/", data=asked)
    if "sign-in" in str(page.url):
        raise SystemExit(f"{username} cannot sign in: {re.findall(r'errsum[^>]*>(.*?)</div>', page.text, re.S)[:1]}")
    return client


Ask = Callable[[int], httpx.Response]


def measure(what: str, ask: Ask, users: int) -> list[float]:
    """One line of the table: so many users, each asking again and again."""

    def one(user: int) -> list[float]:
        seen = []
        for turn in range(TURNS if users > 1 else 2 * TURNS):
            begun = time.perf_counter()
            answer = ask(user * 1_000 + turn)
            seen.append((time.perf_counter() - begun) * 1_000)
            if answer.status_code != 200:
                raise SystemExit(f"{what}: {answer.url} answered {answer.status_code}")
        return seen

    ask(999_999)
    begun = time.perf_counter()
    with ThreadPoolExecutor(users) as pool:
        seen = [one_time for several in pool.map(one, range(users)) for one_time in several]
    half, slow = figures(seen)
    print(f"{what:<44}{users:>3}{half:>9.1f}{slow:>9.1f}{len(seen) / (time.perf_counter() - begun):>9.0f}", flush=True)
    return seen


def pages(here: Live, ledger: Ledger) -> dict[str, Ask]:
    """What officers and citizens ask for, by name."""
    desk, overseer = officer(here, "kfq-review"), officer(here, "overseer")
    citizen = here.citizen("王建国", company=True)
    pick = random.Random(7)
    some_open, some_done = pick.sample(ledger.open, min(2_000, len(ledger.open))), pick.sample(ledger.done, min(2_000, len(ledger.done)))
    fresh = iter(pick.sample(ledger.open, len(ledger.open)))
    tokens = token(desk.get(f"/desk/case/{some_open[0]}/do/accept/").text)

    def accept(_: int) -> httpx.Response:
        """The officer has seen the papers and accepts: sources asked, notice sealed, reviewed by the rules."""
        return desk.post(f"/desk/case/{next(fresh)}/do/accept/", data={"csrfmiddlewaretoken": tokens})

    return {
        "peer: /healthz": lambda n: desk.get("/healthz"),
        "worklist: to review": lambda n: desk.get("/desk/"),
        "worklist: running": lambda n: desk.get("/desk/?tab=running"),
        "worklist: done": lambda n: desk.get("/desk/?tab=done"),
        "search by number": lambda n: desk.get(f"/desk/?tab=done&q={some_done[n % len(some_done)]}"),
        "search, nothing found": lambda n: desk.get(f"/desk/?tab=done&q=37152619990101{n % 999_999:06d}X"),
        "open a case": lambda n: desk.get(f"/desk/case/{some_open[n % len(some_open)]}/"),
        "open a decided case": lambda n: desk.get(f"/desk/case/{some_done[n % len(some_done)]}/"),
        "lights of the whole city": lambda n: overseer.get("/desk/oversight/"),
        "citizen: my things": lambda n: citizen.get("/me"),
        "advance: accept": accept,
    }


def main(count: int) -> None:
    """Fill, then ask."""
    with server(), tempfile.TemporaryDirectory() as folder, live(Path(folder), DATABASE_URL=os.environ["DATABASE_URL"]) as here:
        os.environ |= here.installation.env
        django.start()
        url = here.installation.env["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as connection:
            ledger = Ledger(connection, here)
            begun = time.perf_counter()
            ledger.fill(count, now.real())
            filled = time.perf_counter() - begun
            connection.execute("VACUUM ANALYZE")
            size = connection.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()
        assert size is not None
        print(f"{count:,} cases and their events by COPY in {filled:.0f} s ({count / filled:,.0f} a second), {size[0]}, {os.cpu_count()} cores")
        print(f"{'page':<44}{'users':>3}{'p50 ms':>8}{'p95 ms':>9}{'a second':>9}")
        asks = pages(here, ledger)
        for users in (1, USERS):
            for what, ask in asks.items():
                measure(what, ask, users)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
