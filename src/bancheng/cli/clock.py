"""`bancheng clock`: what time it is for the law; `bancheng clock advance 3工作日` moves it forward in the sandbox, and what falls due on the way happens.
"""
from __future__ import annotations

import argparse
from datetime import datetime, timedelta

from bancheng.cli import Problem

HELP = "show business time; in the sandbox move it forward: advance 3工作日, advance 10日, advance 2026-12-31"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("advance",), help="move business time forward (sandbox only); due timers run")
    parser.add_argument("by", nargs="*", help="how far: 3工作日, 10日, 2个月, or until which day: 2026-12-31")
    parser.add_argument("--days", type=int, default=0, metavar="N", help="move business time N days forward")
    parser.add_argument("--hours", type=int, default=0, metavar="N", help="move business time N hours forward")


def run(args: argparse.Namespace) -> int:
    from bancheng.config import django

    django.start()
    from django.db import DatabaseError

    from bancheng import now
    from bancheng.apps.timers import clock
    from bancheng.apps.timers.actions.advance import advance

    ran = None
    try:
        if (to := _wanted(args)) is not None:
            ran = advance(to, "system:cli")
        moved = clock.offset()
    except clock.CannotMove as error:
        raise Problem(str(error)) from None
    except OverflowError:
        raise Problem("that is too far: time can be moved by a hundred years in all") from None
    except DatabaseError as error:
        raise Problem(f"the database does not answer: {str(error).strip()}. Has this installation been started yet?") from None
    print(f"{now.business():%Y-%m-%d %H:%M:%S} Asia/Shanghai" + (f", {moved} ahead of the wall clock" if moved else ""))
    if ran is not None:
        print(f"{ran} timer{'' if ran == 1 else 's'} fell due on the way")
    return 0


def _wanted(args: argparse.Namespace) -> datetime | None:
    """The moment that is asked for; None to show the time only."""
    from bancheng import now
    from bancheng.apps.catalogue import queries
    from bancheng.apps.timers import clock
    from bancheng.core.clock import Calendar

    if args.action:
        if not args.by or args.days or args.hours:
            raise Problem("say how far, and in one way only: advance 3工作日, advance 10日, or advance 2026-12-31")
        calendar = queries.current().calendar if queries.any_release() else Calendar()
        return clock.reach(" ".join(args.by), now.business(), calendar)
    by = timedelta(days=args.days, hours=args.hours)
    return now.business() + by if by else None
