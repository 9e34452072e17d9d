"""The sandbox systems, live, for tests: `sandbox` serves in a thread and the connectors of this process are pointed
at it.

Add to a test module: `from tests.sandbox_server import sandbox  # noqa: F401`. The people are those of
`tests/sandbox/demo`; pass another folder with
`serving(home, demo)` (the browser tests take the pack's).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bancheng.config import connections
from bancheng.config.env import env
from bancheng.sandbox import server
from bancheng.sandbox.state import State

DEMO = Path(__file__).parent / "sandbox" / "demo"


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox: its address, and its state to look into or to spoil."""

    url: str
    state: State

    def behave(self, **modes: str) -> None:
        """`behave(registry="down")`; slow means one second here."""
        for system, mode in modes.items():
            self.state.set_mode(system, mode, 1.0)


@cache
def _loaded(demo: Path) -> Path:
    """A sandbox with the people of a folder, read once in a process and copied for every test."""
    home = Path(tempfile.mkdtemp(dir=env().home))
    server.open_state(home, demo)
    return home


@contextmanager
def serving(home: Path, demo: Path = DEMO, port: int = 0) -> Iterator[Sandbox]:
    """Serve until the block ends."""
    shutil.copytree(_loaded(demo) / "sandbox", home / "sandbox")
    state = State(home / "sandbox" / "state.sqlite3")
    running = server.start(state, port=port)
    try:
        yield Sandbox(f"http://127.0.0.1:{running.server_port}", state)
    finally:
        running.shutdown()
        running.server_close()


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A fresh sandbox to which this process's connectors speak."""
    with serving(tmp_path) as running:
        monkeypatch.setattr(connections, "sandbox_url", lambda: running.url)
        yield running
