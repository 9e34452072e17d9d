"""The pages of a city with a million cases: `python -m bench.ledger`; another number of cases can be given behind it.

A live installation on PostgreSQL (`DATABASE_URL`, or one started for the run) whose ledger is filled by COPY: every case with its part and its events,
three in a hundred still open, those with papers and tasks, and one of them under its clock. Officers and citizens then ask for their pages over HTTP, one at
a time and sixteen at once; the peer is `/healthz` of the same server, which opens the database and says one word. Times are what the client sees, in ms.
"""
from __future__ import annotations

import http.client
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

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
OPEN, ACCEPTED = 3, 1  # of a hundred: in hand, and of those accepted already
WHOLE = 50  # one closed case in so many is copied with all that was filed; of the others the lists read nothing more than their rows
A_DAY = 5_000
Row = dict[str, Any]
Template = dict[str, list[Row]]
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "%": "%%"})


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
    """Copies of real cases: one granted by rule, one that waits for a person to see its papers, and one that was accepted, whose clock runs."""

    def __init__(self, connection: psycopg.Connection[Any], here: Live) -> None:
        self.connection = connection
        self.granted = self.template(here.filed["hotel"].number)
        self.waiting = self.template(here.filed["hotel/一般程序"].number)
        self.accepted = self.template(accepted_case())
        from bancheng.apps.keys import encrypt

        self.nothing = encrypt("{}")
        self.open: list[str] = []
        self.to_accept: list[str] = []
        self.done: list[str] = []

    def rows(self, table: str, column: str, value: object) -> list[Row]:
        """Rows of a table, as they are stored; columns that the database computes are left out."""
        columns = self.connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position", [table]
        ).fetchall()
        names = sql.SQL(", ").join(sql.Identifier(name) for (name,) in columns)
        asked = sql.SQL("SELECT {} FROM {} WHERE {} = %s ORDER BY 1").format(names, sql.Identifier(table), sql.Identifier(column))
        return [dict(zip((name for (name,) in columns), row, strict=True)) for row in self.connection.execute(asked, [value]).fetchall()]

    def template(self, number: str) -> Template:
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

    def sealed(self, up_to: int) -> None:
        """A city's ledger was sealed day by day: the sealer has nothing to do with events up to this one."""
        self.connection.execute("UPDATE audit_lease SET mark = %s WHERE name = 'seal'", [up_to])

    def fill(self, count: int, newest: datetime) -> None:
        """COPY `count` cases, the oldest first. What those of one day have in common is written out once for the day."""
        self.sealed(2**62)
        choice = random.Random(20261122)
        ids = {table: self.next_id(table) for table in self.granted if table != "cases_draft"}
        for begin in range(0, count, A_DAY):
            at = newest - timedelta(days=(count - begin) // A_DAY)
            waiting, accepted, whole = (self.day(like, at, True) for like in (self.waiting, self.accepted, self.granted))
            slim = self.day(self.granted, at, False)
            made: dict[str, list[str]] = {table: [] for table in self.granted}
            for serial in range(begin, min(begin + A_DAY, count)):
                dice = choice.randrange(100)
                lines = accepted if dice < ACCEPTED else waiting if dice < OPEN else whole if serial % WHOLE == 0 else slim
                part = case_number("371502", at.date(), 2 * (serial % A_DAY) + 400_002)
                names = {
                    "number": case_number("371502", at.date(), 2 * (serial % A_DAY) + 400_001), "part": part, "code": f"B{serial:09d}",
                    "draft": f"00000000-0000-4000-8000-{serial:012x}", "holder": f"entity:bench{serial // 3}",
                    "joint_id": ids["cases_jointcase"] + serial, "part_id": ids["cases_subcase"] + serial,
                }  # fmt: skip
                for table, several in lines.items():
                    for line in several:
                        made[table].append(line % (names | {"id": ids.get(table, 0)}))
                        if table in ("cases_review", "cases_task", "audit_event"):
                            ids[table] += 1
                if lines is not slim:
                    (self.done if lines is whole else self.open).append(part)
                if lines is waiting:
                    self.to_accept.append(part)
            for table, several in made.items():
                self.copy(table, several)
            print(f"  {min(begin + A_DAY, count):>9,} cases", end="\r", flush=True)
        for table in ids:
            asked = sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {}))").format(sql.Identifier(table))
            self.connection.execute(asked, [table])
        self.sealed(ids["audit_event"] - 1)

    def day(self, like: Template, at: datetime, whole: bool) -> dict[str, list[str]]:
        """Lines for COPY: a case like another on a day, with names to put in. Of most closed cases the lists read nothing more than their rows."""
        shift = at - like["cases_jointcase"][0]["received_at"]
        names = {f"joint:{like['cases_jointcase'][0]['number']}": "joint:%(number)s", f"case:{like['cases_subcase'][0]['number']}": "case:%(part)s"}
        own: dict[str, dict[str, str]] = {
            "cases_draft": {"id": "%(draft)s", "code": "%(code)s", "owner": "%(holder)s", "holder": "%(holder)s"},
            "cases_jointcase": {"id": "%(joint_id)s", "number": "%(number)s", "draft_id": "%(draft)s", "holder": "%(holder)s", "person": "%(holder)s"},
            "cases_subcase": {"id": "%(part_id)s", "number": "%(part)s", "joint_id": "%(joint_id)s"},
        }
        less = {"cases_draft": {"answers": self.nothing, "known": self.nothing}, "cases_jointcase": {"submission": self.nothing}}
        found: dict[str, list[str]] = {}
        for table, rows in like.items():
            found[table] = []
            for row in rows if whole or table not in ("cases_review", "cases_task") else ():
                kept = row | ({"advance_at": None} if table == "cases_jointcase" else {}) | ({} if whole else less.get(table, {}))
                mine = own.get(table) or {"id": "%(id)s"} | ({"stream": names[row["stream"]]} if table == "audit_event" else {"sub_case_id": "%(part_id)s"})
                found[table].append("\t".join(mine.get(name) or text(value, shift) for name, value in kept.items()) + "\n")
        return found

    def next_id(self, table: str) -> int:
        """The first identifier that is free."""
        found = self.connection.execute(sql.SQL("SELECT coalesce(max(id), 0) + 1 FROM {}").format(sql.Identifier(table))).fetchone()
        assert found is not None
        return int(found[0])

    def copy(self, table: str, lines: list[str]) -> None:
        """Lines into a table, in bulk."""
        columns = sql.SQL(", ").join(map(sql.Identifier, (self.granted[table] or self.waiting[table])[0]))
        with self.connection.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)) as copy:
            copy.write("".join(lines))


def accepted_case() -> str:
    """The number of a joint case whose one part an officer has accepted."""
    from bancheng.apps.cases import stories
    from bancheng.apps.cases.actions.officers import accept
    from bancheng.apps.staff.models import Officer
    from bancheng.config.env import env

    joint = stories.file(stories.tell(env().pack, "hotel"), procedure__choice="一般程序")
    accept(Officer.objects.get(username="kfq-review"), joint.parts.get().number)
    return joint.number


def text(value: Any, shift: timedelta) -> str:
    """A value as COPY reads it, moments and days shifted; a template for `%`."""
    if value is None:
        return r"\N"
    if isinstance(value, date):
        return str(value + shift)
    written = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return written.translate(ESCAPED)


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


class Connection:
    """One user's: it stays open. What the client itself costs is little, so that the server has the cores."""

    def __init__(self, port: int) -> None:
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, who: httpx.Client, path: str, form: dict[str, str] | None = None) -> int:
        """The bytes of the answer, after at most one redirect."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in who.cookies.items()), "Origin": str(who.base_url).rstrip("/")}
        method, body = ("POST", urlencode(form)) if form else ("GET", None)
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        content = answer.read()
        if answer.status == 302:
            return self.ask(who, answer.headers["Location"])
        if answer.status != 200:
            raise SystemExit(f"{method} {path} answered {answer.status}")
        return len(content)


Ask = Callable[[Connection, int], int]


def measure(here: Live, what: str, ask: Ask, users: int) -> None:
    """One line of the table: so many users, each asking again and again."""
    turns = TURNS if users > 1 else 2 * TURNS

    def one(user: int) -> list[float]:
        connection, seen = Connection(here.installation.port), []
        for turn in range(turns):
            begun = time.perf_counter()
            ask(connection, user * turns + turn)
            seen.append((time.perf_counter() - begun) * 1_000)
        return seen

    for user in range(users):  # every process has seen the page before it is measured
        ask(Connection(here.installation.port), users * turns + user)
    begun = time.perf_counter()
    with ThreadPoolExecutor(users) as pool:
        seen = [one_time for several in pool.map(one, range(users)) for one_time in several]
    half, slow = figures(seen)
    print(f"{what:<44}{users:>3}{half:>9.1f}{slow:>9.1f}{len(seen) / (time.perf_counter() - begun):>9.0f}", flush=True)


def pages(here: Live, ledger: Ledger) -> dict[str, Ask]:
    """What officers and citizens ask for, by name."""
    desk, overseer = officer(here, "kfq-review"), officer(here, "overseer")
    citizen = here.citizen("王建国", company=True)
    pick = random.Random(7)
    some_open, some_done = pick.sample(ledger.open, min(2_000, len(ledger.open))), pick.sample(ledger.done, min(2_000, len(ledger.done)))
    fresh = iter(pick.sample(ledger.to_accept, len(ledger.to_accept)))
    tokens = token(desk.get(f"/desk/case/{ledger.to_accept[0]}/do/accept/").text)

    def accept(connection: Connection, _: int) -> int:
        """The officer has seen the papers and accepts: sources asked, notice sealed, reviewed by the rules, and the case shown again."""
        number = next(fresh, "")
        if not number:
            raise SystemExit("there are not enough open cases to accept: measure with 40,000 or more")
        return connection.ask(desk, f"/desk/case/{number}/do/accept/", {"csrfmiddlewaretoken": tokens})

    return {
        "peer: /healthz": lambda c, n: c.ask(desk, "/healthz"),
        "worklist: to review": lambda c, n: c.ask(desk, "/desk/"),
        "worklist: running": lambda c, n: c.ask(desk, "/desk/?tab=running"),
        "worklist: done": lambda c, n: c.ask(desk, "/desk/?tab=done"),
        "search by number": lambda c, n: c.ask(desk, f"/desk/?tab=done&q={some_done[n % len(some_done)]}"),
        "search, nothing found": lambda c, n: c.ask(desk, f"/desk/?tab=done&q=37152619990101{n % 999_999:06d}X"),
        "open a case": lambda c, n: c.ask(desk, f"/desk/case/{some_open[n % len(some_open)]}/"),
        "open a decided case": lambda c, n: c.ask(desk, f"/desk/case/{some_done[n % len(some_done)]}/"),
        "lights of the whole city": lambda c, n: c.ask(overseer, "/desk/oversight/"),
        "citizen: my things": lambda c, n: c.ask(citizen, "/me"),
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
                measure(here, what, ask, users)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
