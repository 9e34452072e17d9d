"""`bancheng guide THEME`: the same guide as on the web, from a file of answers."""
from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bancheng.cli import Problem

if TYPE_CHECKING:
    from bancheng.core.catalogue import Catalogue

HELP = "what a theme means for somebody: items, papers, days, reasons"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("theme", help="id of the theme, e.g. open-restaurant")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="YAML or JSON, one “element: answer” a line; without it the first question is shown")
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="the day that counts (YYYY-MM-DD); default: today")
    parser.add_argument("--region", default="", help="id of the region, e.g. LC-GT; default: the pack's own")
    parser.add_argument("--pack", type=Path, metavar="PATH", help="read the pack from files instead of the published release")
    parser.add_argument("--json", action="store_true", help="print the plan as canonical JSON")
    parser.add_argument("--lang", choices=["zh", "en"], default="zh", help="language of the text")


def run(args: argparse.Namespace) -> int:
    from bancheng import now, packs
    from bancheng.core import canonical
    from bancheng.core.catalogue import NotInCatalogue
    from bancheng.core.guide import plan, plan_data, text

    catalogue = _from_files(args.pack) if args.pack else _published()
    as_of = args.as_of or now.today()
    try:
        facts = packs.answers(catalogue, args.answers, as_of) if args.answers else {}
        found = plan(catalogue, args.theme, facts, as_of, args.region)
    except packs.BadAnswers as bad:
        raise Problem(str(bad)) from None
    except NotInCatalogue as none:
        known = "、".join(theme.id for theme in catalogue.themes_on(as_of))
        raise Problem(f"{none.message}可用的主题：{known}。({none.message_en})") from None
    print(canonical.dumps(plan_data(catalogue, found)).decode() if args.json else text(catalogue, found, args.lang))
    return 0


def _from_files(path: Path) -> Catalogue:
    from bancheng import packs
    from bancheng.core.catalogue import Catalogue, name_problems

    try:
        files = packs.read(path)
    except packs.NoPack as none:
        raise Problem(str(none)) from None
    if files.problems or name_problems(files.definitions):
        raise Problem(f"the pack has faults; see: bancheng check {path}")
    return Catalogue.build(files.definitions)


def _published() -> Catalogue:
    from bancheng.config import django

    django.start()
    from django.db import DatabaseError

    from bancheng.apps.catalogue import queries

    try:
        return queries.current()
    except (queries.NoRelease, DatabaseError) as none:
        raise Problem(f"{none}. Or read a pack from files: --pack packs/liaocheng") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no date; write it like 2026-02-12") from None
