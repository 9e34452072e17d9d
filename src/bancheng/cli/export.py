"""`bancheng export DIR`: write the release in force back into pack files."""
from __future__ import annotations

import argparse
from pathlib import Path

from bancheng.cli import Problem

HELP = "write the release in force into pack files"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="a new or empty folder")


def run(args: argparse.Namespace) -> int:
    from bancheng.config import django

    django.start()
    from bancheng import packs
    from bancheng.apps.catalogue import queries
    from bancheng.cli import _prepare

    _prepare.tables(lambda text: None)
    try:
        written = packs.write(queries.current().definitions, args.folder)
    except (queries.NoRelease, FileExistsError) as error:
        raise Problem(str(error)) from None
    except OSError as error:
        raise Problem(f"cannot write to {args.folder}: {error.strerror}") from None
    print(f"{len(written)} files written to {args.folder}")
    return 0
