"""`bancheng check PACK`: everything that is wrong with a pack, before anybody relies on it."""
from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from bancheng.cli import Problem

HELP = "check a pack: schema, rules, law, wording, reachability, scenarios"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", type=Path, nargs="?", help="folder of the pack, e.g. packs/liaocheng")
    parser.add_argument("--lang", choices=["zh", "en"], default="zh", help="language of the messages")
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")
    parser.add_argument("--schema", type=Path, metavar="DIR", help="write JSON Schema files for editors into this folder")


def run(args: argparse.Namespace) -> int:
    from bancheng import packs
    from bancheng.core.catalogue.definitions import kind_of

    if args.schema is not None:
        written = packs.write_schemas(args.schema)
        print(f"{len(written)} schema files in {args.schema}")
    if args.pack is None:
        if args.schema is None:
            raise Problem("say which pack, for example: bancheng check packs/liaocheng")
        return 0
    try:
        checked = packs.check(args.pack)
    except packs.NoPack as none:
        raise Problem(str(none)) from None
    if args.json:
        print(json.dumps([asdict(problem) for problem in checked.problems], ensure_ascii=False, indent=2))
        return 1 if checked.problems else 0
    for problem in checked.problems:
        print(problem.text(args.lang))
    kinds = Counter(kind_of(definition) for definition in checked.files.definitions)
    summary = "、".join(f"{kind} {count}" for kind, count in kinds.items())
    print(f"{len(checked.files.definitions)} 条定义（{summary}）；场景 {checked.passed}/{checked.scenarios} 符合预期；问题 {len(checked.problems)} 个")
    return 1 if checked.problems else 0
