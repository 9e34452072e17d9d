"""`bancheng import-licences`: take over licences of other issuers from a CSV file."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "take over licences of other issuers from a CSV file; all rows or none"
SHOWN = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="columns evidence, holder, number, issuer, issued_on, valid_to, status, and fields")


def run(args: argparse.Namespace) -> int:
    from bancheng.cli import Problem
    from bancheng.config import django

    django.start()
    from bancheng.apps.catalogue import queries
    from bancheng.apps.sources.actions.import_licences import BadFile, import_licences

    try:
        data = args.file.read_bytes()
    except OSError as error:
        raise Problem(f"cannot read {args.file}: {error.strerror}.") from None
    try:
        count = import_licences(data, queries.current())
    except BadFile as bad:
        more = f"\n… and {len(bad.faults) - SHOWN} more" if len(bad.faults) > SHOWN else ""
        listing = "\n".join(bad.faults[:SHOWN])
        raise Problem(f"{args.file} has {len(bad.faults)} faults; nothing was taken over.\n{listing}{more}") from None
    print(f"{count} licences taken over.")
    return 0
