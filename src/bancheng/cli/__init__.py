"""`bancheng`: one command, many verbs."""
from __future__ import annotations

import argparse


def main(argv: list[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    parser = argparse.ArgumentParser(prog="bancheng", description="办成: a city's services from one declaration")
    parser.parse_args(argv)
    parser.print_help()
    return 0
