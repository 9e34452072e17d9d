"""`bancheng restore FILE`: bring a backup back into an empty home and an empty database, then check the audit trail.

1. Unpack beside the home and compare every part with its digest; nothing has been touched so far.
2. Home and database must be empty: a restore never writes over anything.
3. Put files and database in place, bring the tables up to this version, and run `bancheng verify-audit`.
"""
from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bancheng.cli import Problem, _archive, _snapshot
from bancheng.config.env import env, given

HELP = "bring a backup back into an empty BANCHENG_HOME and an empty database"
MAY_BE_THERE = {"secrets", "static", "static.stamp"}  # made by any command; replaced


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="an archive that bancheng backup wrote")


def run(args: argparse.Namespace) -> int:
    from bancheng.config import django

    django.start()
    from django.db import DatabaseError

    source: Path = args.file.expanduser()
    if not source.is_file():
        raise Problem(f"there is no file {source}")
    home = env().home
    if found := sorted(path.name for path in home.iterdir() if path.name not in MAY_BE_THERE):
        raise Problem(f"{home} is not empty (it holds {found[0]}): set BANCHENG_HOME to an empty folder")
    try:
        _snapshot.must_be_empty()
    except _snapshot.NotEmpty as full:
        raise Problem(str(full)) from None
    except DatabaseError as error:
        raise Problem(f"the database does not answer: {str(error).strip()}") from None
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as name:
        folder = Path(name)
        try:
            manifest = _archive.unpack(source, folder)
        except _archive.BadArchive as bad:
            raise Problem(f"{bad}. Nothing was changed.") from None
        _must_fit(folder, manifest)
        try:
            _snapshot.load(folder, manifest)
        except DatabaseError as error:
            raise Problem(f"the database could not be filled: {str(error).strip()}. Empty it and try again.") from None
        _put_home(folder / "home", home)
    print(f"restored from {manifest['made_at']}; checking the audit trail", flush=True)
    # the secrets have changed, so a new process checks
    return subprocess.run([sys.executable, "-m", "bancheng.cli", "verify-audit"]).returncode


def _must_fit(folder: Path, manifest: dict[str, Any]) -> None:
    from django.db import connection

    from bancheng.apps.keys.at_rest import check_value

    if manifest["vendor"] != connection.vendor:
        raise Problem(
            f"the backup is of a {manifest['vendor']} database and DATABASE_URL names {connection.vendor}: "
            "restore it into the same kind. Nothing was changed."
        )
    if unknown := _snapshot.unknown_migrations(manifest):
        raise Problem(f"the backup was made by a newer version ({unknown[0]}): install that. Nothing was changed.")
    kept = folder / "home" / "secrets" / "bancheng_data_key"
    key = given("BANCHENG_DATA_KEY") or (kept.read_text().strip() if kept.exists() else env().data_key)
    if check_value(key) != manifest["key_check"]:
        raise Problem("the backup was made with another BANCHENG_DATA_KEY: set that one. Nothing was changed.")


def _put_home(source: Path, home: Path) -> None:
    if not source.is_dir():
        return
    for path in sorted(source.rglob("*")):
        target = home / path.relative_to(source)
        if path.is_dir():
            target.mkdir(mode=0o700, exist_ok=True)
            target.chmod(0o700)
        else:
            shutil.copyfile(path, target)
            target.chmod(0o600)
