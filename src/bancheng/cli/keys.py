"""`bancheng keys`: which signing keys there are, with their public halves; make one on purpose."""
from __future__ import annotations

import argparse

from bancheng.cli import Problem

HELP = "list the signing keys with their public halves, or make one (--create)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--create", metavar="NAME", help="make a key if there is none: 'platform' or 'org:<organisation id>'")


def run(args: argparse.Namespace) -> int:
    from bancheng.apps.keys import MissingKey, provider

    try:
        names = [args.create] if args.create and provider().create(args.create) else provider().names()
        for name in names:
            print(f"{name}  {provider().public(name)}")
    except MissingKey as missing:
        raise Problem(str(missing)) from None
    return 0
