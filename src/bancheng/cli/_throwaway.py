"""An installation that lives as long as a block: its own home, its own database, the sandbox systems in a thread of this process.

Nothing of the installation around it is read or written. The other systems answer over HTTP as always; only the registration system, which
takes its time elsewhere, decides at once here.
"""
from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bancheng.cli import Problem
from bancheng.config import django
from bancheng.config.env import env, use

REGISTRATION_TAKES = timedelta(milliseconds=500)


@contextmanager
def installation(database_url: str = "") -> Iterator[Path]:
    """Tables, the published pack of `BANCHENG_PACK`, and the systems it talks to; gives the home. Once in a process.

    Raises:
        Problem: the pack cannot be published, or has no fictional people.
    """
    from bancheng.sandbox import registration, seed, server

    with TemporaryDirectory(prefix="bancheng-") as folder:
        home = Path(folder)
        settings = {"DATABASE_URL": database_url} if database_url else {}
        use(home, **settings)
        try:
            state = server.open_state(home, env().pack / "demo")
        except seed.BadSeed as bad:
            raise Problem(str(bad)) from None
        running = server.start(state)
        use(home, SANDBOX_PORT=str(running.server_port), **settings)
        registration.TAKES = REGISTRATION_TAKES
        try:
            _prepare()
            yield home
        finally:
            from django.db import connections

            connections.close_all()
            running.shutdown()
            running.server_close()


def _prepare() -> None:
    django.start()
    from bancheng.cli import _prepare as prepare

    logging.getLogger("bancheng").setLevel(logging.ERROR)
    prepare.tables(_say_nothing)
    prepare.pack(_say_nothing)


def _say_nothing(_text: str) -> None:
    """Preparing takes seconds; there is nothing to tell."""
