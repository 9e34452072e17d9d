"""`bancheng due 2026-02-12 5工作日`: when does a limit end, and how is that counted?

The calendar is that of the release in force; before anything is published, that of the pack.
"""
from __future__ import annotations

import argparse
from datetime import date

from bancheng.cli import Problem
from bancheng.core.clock import Calendar

HELP = "say when a time limit ends and how that is counted, e.g. due 2026-02-12 5工作日"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("start", help="the day of the event, which itself does not count: 2026-02-12")
    parser.add_argument("limit", nargs="+", help="how long: 5工作日, 10日, 2月, 1年, or 5 working days")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the explanation (default: zh)")


def run(args: argparse.Namespace) -> int:
    from bancheng.core.clock import AmountError, OutOfCalendar, due, parse_amount

    try:
        start = date.fromisoformat(args.start)
    except ValueError:
        raise Problem(f"{args.start!r} is not a date. Write year, month and day like this: 2026-02-12") from None
    try:
        found = due(parse_amount(" ".join(args.limit)), start, _calendar())
    except (AmountError, OutOfCalendar) as error:
        raise Problem(str(error)) from None
    print(found.explain(args.lang))
    return 0


def _calendar() -> Calendar:
    from bancheng.config import django

    django.start()
    from django.db import DatabaseError

    from bancheng import packs
    from bancheng.apps.catalogue import queries
    from bancheng.config.env import env
    from bancheng.core.catalogue import Catalogue

    try:
        return queries.current().calendar
    except (queries.NoRelease, DatabaseError):
        pass
    try:
        return Catalogue.build(packs.read(env().pack).definitions).calendar
    except (packs.NoPack, ValueError) as error:
        raise Problem(f"there is no calendar to count with: {error}") from None
