"""`bancheng`: one command, many verbs. Each module in this package is a verb (`verify_audit.py` is `bancheng verify-audit`).

A verb module has `HELP` (one line), `arguments(parser)` and `run(args) -> int` (the exit code). Wrong arguments end with exit code 2 and a message that says
what to do; `Problem` is how a verb says that something asked for cannot be done (exit code 1, no stack trace).
"""
from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pkgutil import iter_modules


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
