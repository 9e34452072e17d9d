"""`bancheng web`: the portal alone. On PostgreSQL any number may run."""
from __future__ import annotations

import argparse

from bancheng.config.env import env

HELP = "serve the portal alone (HOST, PORT); `bancheng run` prepares the database first"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="worker processes (default 1; more on PostgreSQL)")
    parser.add_argument("--threads", type=int, default=4, metavar="N", help="threads of each process (default 4)")


def run(args: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "bancheng.config.wsgi:application",
        address=env().host,
        port=env().port,
        interface=Interfaces.WSGI,
        workers=max(1, args.processes),
        blocking_threads=max(1, args.threads),
        respawn_failed_workers=True,
        workers_kill_timeout=8,
        log_level=LogLevels.warning,
    ).serve()
    return 0
