"""`bancheng verify-audit`: has anything in the trail been changed since it was written?"""
from __future__ import annotations

import argparse

HELP = "check the audit trail: names every event that was edited, deleted, inserted, reordered or cut off"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print faults only")


def run(args: argparse.Namespace) -> int:
    from bancheng.config import django

    django.start()
    from bancheng.apps.audit.models import Event, Seal
    from bancheng.apps.audit.verification import verify

    faults = 0
    for fault in verify():
        print(fault)
        faults += 1
    if not args.quiet:
        open_events = Event.objects.filter(sealed=None).count()
        print(
            f"{Event.objects.count()} events, {Seal.objects.count()} seals, {open_events} events not sealed yet: "
            + (f"{faults} faults" if faults else "nothing was changed")
        )
    return 1 if faults else 0
