"""`bancheng publish PACK`: check a pack and put it into force."""
from __future__ import annotations

import argparse
from pathlib import Path

from bancheng.cli import Problem

HELP = "check a pack and put it into force as a new release"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", type=Path, help="folder of the pack, e.g. packs/liaocheng")
    parser.add_argument("--note", default="", help="what has changed, for the list of releases")


def run(args: argparse.Namespace) -> int:
    from bancheng.config import django

    django.start()
    from bancheng import packs
    from bancheng.apps.catalogue.actions import Faulty, publish_pack
    from bancheng.cli import _prepare

    _prepare.tables(lambda text: None)
    try:
        release = publish_pack(args.pack, by="system:cli", note=args.note)
    except packs.NoPack as none:
        raise Problem(str(none)) from None
    except Faulty as faulty:
        for problem in faulty.problems:
            print(problem.text())
        raise Problem(f"{faulty}: nothing was published. Mend them and try again.") from None
    print(f"release {release.number} is in force: {len(release.entries)} definitions, {release.digest}")
    return 0
