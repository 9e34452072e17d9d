"""`bancheng sandbox`: serve the sandbox systems, or tell the running ones how to behave."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "serve the sandbox systems (identity, registries, registration, SMS), or set how they behave"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", type=Path, help="folder of fictional people and records (default: demo in the pack)")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="SYSTEM=MODE",
        help="make a system behave, e.g. registry=slow; then end",
    )
    parser.add_argument(
        "--delay",
        type=float,
        default=20.0,
        metavar="SECONDS",
        help="how long a slow system takes (default: %(default)s)",
    )
    parser.add_argument("--modes", action="store_true", help="show how the systems behave; then end")


def run(args: argparse.Namespace) -> int:
    from bancheng.cli import Problem
    from bancheng.config.env import env
    from bancheng.sandbox import seed, server
    from bancheng.sandbox.state import BadMode, State

    if not env().sandbox:
        raise Problem("the sandbox systems do not exist in production (BANCHENG_MODE is 'production').")
    if args.set or args.modes:
        state = State(env().home / "sandbox" / "state.sqlite3")
        for wish in args.set:
            system, found, mode = wish.partition("=")
            if not found:
                raise Problem(f"--set takes SYSTEM=MODE, for example registry=slow, not {wish!r}.")
            try:
                state.set_mode(system.strip(), mode.strip(), args.delay)
            except BadMode as bad:
                raise Problem(str(bad)) from None
        for system, mode in state.modes().items():
            print(f"{system:14}{mode}")
        return 0
    try:
        state = server.open_state(env().home, args.demo or env().pack / "demo")
        running = server.server(state, env().host, env().sandbox_port)
    except seed.BadSeed as bad:
        raise Problem(str(bad)) from None
    except OSError as error:
        raise Problem(
            f"cannot listen on {env().host}:{env().sandbox_port} ({error.strerror}): set SANDBOX_PORT to a free port."
        ) from None
    print(f"sandbox systems at http://{env().host}:{env().sandbox_port}", flush=True)
    for system, mode in state.modes().items():
        if mode != "ok":
            print(f"{system} is {mode} (bancheng sandbox --set {system}=ok makes it well)", flush=True)
    with running:
        running.serve_forever()
    return 0
