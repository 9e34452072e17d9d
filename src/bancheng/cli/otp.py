"""`bancheng otp USER`: the one-time code of a fictional officer (sandbox only)."""

from __future__ import annotations

import argparse
import sys
import time

HELP = "show the one-time code of a fictional officer (sandbox only)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("user", help="account name, as printed by bancheng run")


def run(args: argparse.Namespace) -> int:
    from bancheng.cli import Problem
    from bancheng.config import django
    from bancheng.config.env import env

    if not env().sandbox:
        raise Problem("one-time codes come from the officer's own authenticator; this command exists in the sandbox only.")
    django.start()
    from bancheng.apps.staff import one_time
    from bancheng.apps.staff.models import Officer

    officer = Officer.objects.filter(username=args.user.strip().lower(), is_active=True).first()
    if officer is None:
        names = ", ".join(Officer.objects.filter(is_active=True).order_by("username").values_list("username", flat=True))
        raise Problem(f"there is no officer {args.user!r}. There are: {names or 'none yet; start bancheng run once'}.")
    code = one_time.current(officer)
    if code.wait:
        print(f"the last codes are used up; the next one works in {code.wait} seconds", file=sys.stderr, flush=True)
        time.sleep(code.wait)
    print(code.text)
    return 0
