"""Everything `make test` runs, in order, stopping at nothing and failing if anything failed.

1. Static checks: ruff, mypy strict on the core, import contracts.
2. All tests but the browser's on SQLite.
3. The database-touching tests again on a real PostgreSQL (`DATABASE_URL` if it is given, else one started for the run).
4. The browser journeys in a real Chromium.

`--soak` runs the long tests instead, on both databases, and prints their results. The last line sums up.
"""
from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests import chromium

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Tally:
    """What happened so far; a static check counts as one test."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, title: str, passed: int, failed: int, skipped: int, seconds: float) -> None:
        """Count one step and say how it went."""
        self.passed, self.failed, self.skipped = self.passed + passed, self.failed + failed, self.skipped + skipped
        print(f"-- {title}: {passed} ok, {failed} not ok, {skipped} left out, {seconds:.0f} s\n", flush=True)


def check(tally: Tally, title: str, *command: str) -> None:
    """One static check."""
    print(f"== {title}: {' '.join(command)}", flush=True)
    started = time.monotonic()
    good = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT).returncode == 0
    tally.add(title, int(good), int(not good), 0, time.monotonic() - started)


def tests(tally: Tally, title: str, *arguments: str, env: dict[str, str] | None = None) -> None:
    """One run of pytest, counted from its own report; a run that collects nothing has failed."""
    print(f"== {title}: pytest {' '.join(arguments)}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
        # What is compiled once is read by all: every process of the run, and every `bancheng` a test starts.
        everywhere = {**os.environ, **(env or {}), "PYTHONDONTWRITEBYTECODE": "", "BANCHENG_TEST_RUN": folder}
        code = subprocess.run(command, cwd=ROOT, env=everywhere).returncode
        passed, failed, skipped = _count(report)
    if code and not failed:
        print(f"pytest ended with code {code}" + (": no test was found" if code == 5 else ""), flush=True)
        failed = 1
    tally.add(title, passed, failed, skipped, time.monotonic() - started)


def _count(report: Path) -> tuple[int, int, int]:
    if not report.exists():
        return 0, 0, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    total, errors, failures, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "errors", "failures", "skipped")
    )
    return total - errors - failures - skipped, errors + failures, skipped


@contextmanager
def postgresql(durable: bool = False) -> Iterator[str]:
    """The address of a PostgreSQL server: the one that is given, or one that lives as long as the run."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        yield given
        return
    from tests.postgres import serve

    with serve(durable=durable) as url:
        yield url


def workers(more: int) -> list[str]:
    """So many processes more than there are cores, of which four at most are used: tests also wait, those at a browser most."""
    return ["-n", str(min(4, os.cpu_count() or 2) + more), "--dist", "worksteal"]


def everything(tally: Tally) -> None:
    """What must pass before anything lands."""
    sqlite = {"DATABASE_URL": ""}
    check(tally, "style", "ruff", "check", ".")
    check(tally, "types", "mypy")
    check(tally, "import contracts", "lint-imports")
    tests(tally, "tests on SQLite", *workers(1), "--ignore=tests/browser", "-m", "not soak", env=sqlite)
    with postgresql() as url:
        tests(tally, "tests on PostgreSQL", *workers(1), "--ignore=tests/browser", "-m", "db and not soak", env={"DATABASE_URL": url})
    browser = chromium.find()
    if browser:
        tests(tally, "browser", *workers(2), "tests/browser", env=sqlite | {"BANCHENG_BROWSER": browser})
        return
    print("!! THE BROWSER TESTS WERE NOT RUN: no Chromium was found and none could be installed.")
    print("!! Install chromium (Debian: apt-get install chromium fonts-noto-cjk) or set BANCHENG_BROWSER to its path.")
    tally.add("browser", 0, int(bool(os.environ.get("CI"))), 1, 0)


def soak(tally: Tally) -> None:
    """The long runs."""
    tests(tally, "soak on SQLite", "-m", "soak", "-s", env={"DATABASE_URL": ""})
    with postgresql(durable=True) as url:
        tests(tally, "soak on PostgreSQL", "-m", "soak", "-s", env={"DATABASE_URL": url})


def main() -> int:
    """0 only when every step passed."""
    parser = argparse.ArgumentParser(prog="tests.run", description=__doc__.splitlines()[0])
    parser.add_argument("--soak", action="store_true", help="the long runs instead")
    tally = Tally()
    (soak if parser.parse_args().soak else everything)(tally)
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped", flush=True)
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
