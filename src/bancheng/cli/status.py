"""`bancheng status`: is anything stuck? Timers and messages that were given up, what waits, what is not sealed yet."""
from __future__ import annotations

import argparse

from bancheng.cli import Problem

HELP = "show what is stuck: timers and messages given up, events not sealed; exit code 1 if there is any"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--revive", metavar="KEY", help="give a timer that was given up another chance")


def run(args: argparse.Namespace) -> int:
    from bancheng.config import django

    django.start()
    from django.db import DatabaseError

    try:
        if args.revive:
            from bancheng.apps.timers.actions.run_due import revive

            if not revive(args.revive):
                raise Problem(f"no timer with the key {args.revive!r} was given up")
            print(f"{args.revive} will be tried again")
            return 0
        return _report()
    except DatabaseError as error:
        raise Problem(f"the database does not answer: {str(error).strip()}. Has this installation been started yet?") from None


def _report() -> int:
    from bancheng.apps.audit.models import Event, Seal
    from bancheng.apps.catalogue import queries as catalogues
    from bancheng.apps.messages import queries as messages
    from bancheng.apps.messages.models import Delivery
    from bancheng.apps.timers import queries as timers
    from bancheng.apps.timers.models import Timer

    stuck = [f"timer {timer.key}: {timer.state} since {timer.due_at:%Y-%m-%d %H:%M}, {timer.last_error or 'nobody ran it'}"
             for timer in timers.troubled()[:50]]
    stuck += [f"message {one.reference}: given up after {one.attempts} tries, {one.last_error}" for one in messages.troubled()[:50]]
    release = catalogues.current_release() if catalogues.any_release() else None
    print(f"release      {f'{release.number}, published {release.at:%Y-%m-%d %H:%M}' if release else 'nothing published yet'}")
    due = timers.next_due()
    print(f"timers       {Timer.objects.filter(state='waiting').count()} waiting" + (f", next {due:%Y-%m-%d %H:%M}" if due else ""))
    print(f"messages     {Delivery.objects.filter(state='waiting').count()} waiting")
    print(f"audit        {Event.objects.count()} events, {Seal.objects.count()} seals, {Event.objects.filter(sealed=None).count()} events to seal")
    for line in stuck:
        print(f"stuck: {line}")
    return 1 if stuck else 0
