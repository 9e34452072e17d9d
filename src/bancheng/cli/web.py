"""`bancheng web`: the portal alone. On PostgreSQL any number may run.

Python computes in one thread of a process at a time, so a machine serves with as many processes as it has cores. SQLite lets one writer in at a time and
stays with one process.
"""
from __future__ import annotations

import argparse
import os

from bancheng.config.env import env

MOST = 8
"""Processes that are started unasked: each thread of each holds a connection, and PostgreSQL allows a hundred unless told otherwise."""
HELP = "serve the portal alone (HOST, PORT); `bancheng run` prepares the database first"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--processes", type=int, metavar="N", help="processes that serve (default on PostgreSQL one for each core, at most 8; on SQLite 1)")
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
        workers=max(1, args.processes or _processes()),
        blocking_threads=max(1, args.threads),
        respawn_failed_workers=True,
        workers_kill_timeout=8,
        log_level=LogLevels.warning,
    ).serve()
    return 0


def _processes() -> int:
    if not env().database_url.startswith("postgres"):
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)
