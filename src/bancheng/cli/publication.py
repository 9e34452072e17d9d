"""`bancheng publication --from DAY --to DAY --csv FILE`: decisions for the credit platform, within seven working days."""
from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

HELP = "write the decisions to be published (双公示) as CSV; records that they went out"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which days, and where to."""
    parser.add_argument("--from", dest="start", default="", metavar="DAY", help="first day of deciding, as 2026-02-12 (default: seven working days ago)")
    parser.add_argument("--to", dest="end", default="", metavar="DAY", help="last day of deciding (default: today)")
    parser.add_argument("--organisation", default="", metavar="ID", help="of one organisation only (id in the pack)")
    parser.add_argument("--csv", default="", metavar="FILE", help="where to write; without it the list is shown and nothing is recorded")


def run(args: argparse.Namespace) -> int:
    """0 when nothing is overdue after the export, 1 when something still is."""
    from bancheng.cli import Problem
    from bancheng.config import django

    django.start()
    from bancheng import now
    from bancheng.apps.cases import publication
    from bancheng.apps.catalogue import queries

    try:
        organisations = queries.current().organisations
    except queries.NoRelease as none:
        raise Problem(str(none)) from None
    if args.organisation and args.organisation not in organisations:
        raise Problem(f"there is no organisation {args.organisation}; ids look like LC-GT-SPJ (organisations.yaml).")
    end = _day(args.end) if args.end else now.today()
    start = _day(args.start) if args.start else publication.first_day(end)
    if start > end:
        raise Problem(f"the first day, {start}, lies after the last, {end}.")
    rows = publication.decisions(start, end, args.organisation)
    if args.csv:
        try:
            Path(args.csv).write_text(publication.text(rows), encoding="utf-8-sig", newline="")
        except OSError as fault:
            raise Problem(f"{args.csv} cannot be written: {fault.strerror}.") from None
        fresh = publication.mark(rows, "system:publication")
        print(f"{len(rows)} decisions from {start} to {end} written to {args.csv}, {fresh} of them for the first time")
    else:
        for row in rows:
            print(f"{row.case} {row.decided_on} {row.state:9} {row.cells[0]} {row.cells[6]} (by {row.due})")
        print(f"{len(rows)} decisions from {start} to {end}; --csv FILE writes them")
    late = publication.overdue(args.organisation)
    for row in late:
        print(f"OVERDUE since {row.due}: {row.case} {row.cells[0]} {row.cells[6]}")
    return 1 if late else 0


def _day(text: str) -> date:
    from bancheng.cli import Problem

    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Problem(f"{text!r} is no day; write it as 2026-02-12.") from None
    if not 2000 <= day.year <= 2999:
        raise Problem(f"{text} is no day on which anything was decided; check the year.")
    return day
