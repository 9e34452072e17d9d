"""`bancheng`: one command, many verbs. Each module in this package is a verb (`verify_audit.py` is `bancheng verify-audit`).

A verb module has `HELP` (one line), `arguments(parser)` and `run(args) -> int` (the exit code). Wrong arguments end with exit code 2 and a message that says
what to do; `Problem` is how a verb says that something asked for cannot be done (exit code 1, no stack trace).
"""
from __future__ import annotations

import argparse
import os
import sys
import traceback
from importlib import import_module
from pkgutil import iter_modules

from bancheng import now
from bancheng.config.env import env


class Problem(Exception):
    """Something asked for cannot be done; the text says what to do about it."""


def verbs() -> list[str]:
    """Names of all verbs, as typed."""
    return sorted(module.name.replace("_", "-") for module in iter_modules(__path__) if not module.name.startswith("_"))


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line (the documentation is checked against it)."""
    top = argparse.ArgumentParser(prog="bancheng", description="办成: a city's services from one declaration")
    sub = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name in verbs():
        module = import_module(f"{__name__}.{name.replace('-', '_')}")
        verb = sub.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(verb)
        verb.set_defaults(run=module.run)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    args = parser().parse_args(argv)
    try:
        return int(args.run(args))
    except Problem as problem:
        print(f"bancheng {args.verb}: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads the output has seen enough (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as fault:  # a fault of ours: one line for whoever typed this, the rest into a file for whoever mends it
        print(f"bancheng {args.verb}: this should not have happened ({type(fault).__name__}). {_kept()}", file=sys.stderr)
        return 1


def _kept() -> str:
    """Write the fault that is being handled into `faults.log` of the home; says where it is."""
    try:
        place = env().home / "faults.log"
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
            file.write(f"{now.real().isoformat()} bancheng {' '.join(sys.argv[1:2])}\n{traceback.format_exc()}\n")
    except (OSError, SystemExit):
        return "Please report it with what you typed."
    return f"Please report it with the end of {place}."
