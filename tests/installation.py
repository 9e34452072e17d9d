"""A whole installation for tests that need real processes: its own home, database and ports.

On PostgreSQL (`DATABASE_URL`) it makes a database of its own and drops it afterwards.
"""
import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """`with Installation(folder) as one: one.run()`; `settings` are further environment variables."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.port, self.sandbox_port = free_port(), free_port()
        self.processes: list[subprocess.Popen[str]] = []
        self.output: list[str] = []
        self.server = os.environ.get("DATABASE_URL", "")
        self.database = ""
        for name in ("HOST", "PUBLIC_URL", "TRUSTED_PROXIES", "BANCHENG_SECRET", "BANCHENG_DATA_KEY", "DATABASE_URL"):
            settings.setdefault(name, "")
        self.env = os.environ | settings | {
            "BANCHENG_HOME": str(self.home),
            "PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            "PYTHONWARNINGS": "default",
        }
        self.env.pop("DJANGO_SETTINGS_MODULE", None)

    def __enter__(self) -> "Installation":
        if self.server.startswith("postgres"):
            self.database = f"bancheng_{secrets.token_hex(6)}"
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{self.database}"')  # type: ignore[arg-type]
            parts = urlsplit(self.server)
            # urlunsplit drops the empty host that a socket address has
            self.env["DATABASE_URL"] = re.sub(r"^(\w+)://?(?=[^/])", r"\1://", urlunsplit(parts._replace(path=f"/{self.database}")))
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self.database:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{self.database}" WITH (FORCE)')  # type: ignore[arg-type]

    def command(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run one verb to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bancheng.cli", *arguments],
            env=self.env | settings, capture_output=True, text=True, timeout=180,
        )

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a verb; what it prints is gathered in `output`."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bancheng.cli", *arguments],
            env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        self.processes.append(process)
        threading.Thread(target=self._gather, args=(process,), daemon=True).start()
        return process

    def _gather(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout:
            self.output.extend(process.stdout)

    def run(self) -> "subprocess.Popen[str]":
        """`bancheng run`, and wait until it says that it is ready."""
        said = len(self.output)
        process = self.start("run")
        deadline = time.monotonic() + 120
        while not any("is ready" in line for line in self.output[said:]):
            assert process.poll() is None and time.monotonic() < deadline, "".join(self.output)
            time.sleep(0.1)
        return process

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
