"""Everything that is measured, each with the command that measures it alone: `make bench`.

Figures only: nothing is asserted, and the exit code is 0 unless a measurement could not be made. With `DATABASE_URL` naming a PostgreSQL server, the main
job is measured there as well.
"""
from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("rules", "guide", "documents", "main_job", "pages", "ledger")


def run(part: str, database: str = "") -> bool:
    """One measurement in a process of its own."""
    given = "DATABASE_URL=… " if database else ""
    print(f"\n$ {given}python -m bench.{part}", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{part}"], cwd=ROOT, env=os.environ | {"DATABASE_URL": database}).returncode == 0


def main() -> int:
    """0 when every measurement could be made."""
    begun, server = time.monotonic(), os.environ.get("DATABASE_URL", "")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; µs and ms as the lines say")
    good = [run(part) for part in PARTS]
    if server.startswith("postgres"):
        good.append(run("main_job", server))
    print(f"\n{time.monotonic() - begun:.0f} s")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
