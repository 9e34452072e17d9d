"""`bancheng replay [CASE]`: derive decisions again from their records and compare byte for byte."""
from __future__ import annotations

import argparse

HELP = "derive automatic decisions again and compare byte for byte"


def arguments(parser: argparse.ArgumentParser) -> None:
    """One case, or all decided by rule."""
    parser.add_argument("case", nargs="?", default="", help="number of one case; without it every automatic decision")
    parser.add_argument("--all", action="store_true", help="also records that a person decided on")


def run(args: argparse.Namespace) -> int:
    """0 when every record came out the same, 1 when one differs or the case is not known."""
    from bancheng.cli import Problem
    from bancheng.config import django

    django.start()
    from bancheng.apps.cases.models import SubCase
    from bancheng.apps.cases.replaying import replay

    if args.case and not SubCase.objects.filter(number=args.case).exists():
        raise Problem(f"there is no case {args.case}; numbers look like 371526202611230000017.")
    results = list(replay(args.case, automatic_only=not args.case and not args.all))
    for result in results:
        if args.case or not result.same:
            print(f"{result.case} #{result.number} {result.outcome}: {'same bytes' if result.same else 'DIFFERS: ' + result.why}")
    different = sum(not result.same for result in results)
    print(f"{len(results)} decision records replayed, {len(results) - different} the same byte for byte, {different} different")
    return 1 if different else 0
