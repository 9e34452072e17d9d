"""`bancheng clock`: what time it is for the law, and in the sandbox moving it forward to see what happens then."""
from __future__ import annotations

import argparse
from datetime import timedelta

from bancheng.cli import Problem

HELP = "show business time; in the sandbox move it forward (--days, --hours)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=0, metavar="N", help="move business time N days forward")
    parser.add_argument("--hours", type=int, default=0, metavar="N", help="move business time N hours forward")


def run(args: argparse.Namespace) -> int:
    from bancheng.config import django

    django.start()
    from django.db import DatabaseError

    from bancheng import now
    from bancheng.apps.timers import clock

    try:
        if args.days or args.hours:
            clock.move(timedelta(days=args.days, hours=args.hours))
        moved = clock.offset()
    except clock.CannotMove as error:
        raise Problem(str(error)) from None
    except OverflowError:
        raise Problem("that is too far: time can be moved by a hundred years in all") from None
    except DatabaseError as error:
        raise Problem(f"the database does not answer: {str(error).strip()}. Has this installation been started yet?") from None
    print(f"{now.business():%Y-%m-%d %H:%M:%S} Asia/Shanghai" + (f", {moved} ahead of the wall clock" if moved else ""))
    return 0
