"""`bancheng figures`: what was saved so far with each theme, from the event log: trips, materials, days and steps against handling one by one."""
from __future__ import annotations

import argparse
import json
from typing import Any

from bancheng.cli import Problem

HELP = "what was saved with each theme: trips, materials, days, steps (--theme, --cases, --json)"
COLUMNS = (("trips", "trips"), ("materials", "materials"), ("days", "working days"), ("steps", "steps"))


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which theme, and how to print."""
    parser.add_argument("--theme", default="", metavar="ID", help="of one theme only (id in the pack)")
    parser.add_argument("--cases", action="store_true", help="name the cases behind the figures, with what each took")
    parser.add_argument("--json", action="store_true", help="for programs: sums, means and sources")


def run(args: argparse.Namespace) -> int:
    """0; a theme without cases says so, and no figure is made up."""
    from bancheng.config import django

    django.start()
    from bancheng.apps.catalogue import queries
    from bancheng.apps.supervision import figures

    try:
        catalogue = queries.current()
    except queries.NoRelease as none:
        raise Problem(str(none)) from None
    if args.theme and args.theme not in catalogue.themes:
        raise Problem(f"there is no theme {args.theme}; there are: {', '.join(sorted(catalogue.themes))}")
    found = [(one, figures.cases_of(one.theme) if args.cases else None) for one in figures.figures(args.theme)]
    if args.json:
        print(json.dumps([_data(one, cases) for one, cases in found], ensure_ascii=False, indent=2))
        return 0
    for one, cases in found:
        _print(one, cases)
    return 0


def _print(one: Any, cases: Any) -> None:
    print(f"{one.theme}  {one.name}")
    if not one.cases:
        print("  no finished case yet that can be compared" + (f" ({one.left_out} left out)" if one.left_out else ""))
        return
    print(f"  {one.cases} finished case{'' if one.cases == 1 else 's'}" + (f", {one.left_out} left out (not decided, or no base line)" if one.left_out else ""))
    print(f"  {'per case':14}{'here':>8}{'one by one':>12}{'less':>8}")
    for name, word in COLUMNS:
        mine, base = one.mean(name)
        less = one.less(name)
        print(f"  {word:14}{mine:8.1f}{base:12.1f}{'' if less is None else f'{less:.0%}':>8}")
    print(f"  base line: {'; '.join(one.sources)}{'' if one.verified else ' (not verified, 待核实)'}")
    for case in cases or ():
        print("    " + case.joint.number + "".join(f"  {word} {getattr(case, name)}/{getattr(case, f'alone_{name}')}" for name, word in COLUMNS))


def _data(one: Any, cases: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"theme": one.theme, "name": one.name, "cases": one.cases, "left_out": one.left_out}
    data["base_line"] = {"sources": list(one.sources), "verified": one.verified}
    for name, _ in COLUMNS:
        mean = one.mean(name) if one.cases else (None, None)
        data[name] = {
            "here": getattr(one.took, name), "one_by_one": getattr(one.alone, name),
            "mean_here": mean[0], "mean_one_by_one": mean[1], "less": one.less(name) if one.cases else None,
        }  # fmt: skip
    if cases is not None:
        data["case_numbers"] = [case.joint.number for case in cases]
    return data
