"""`bancheng backup FILE`: database, uploads, keys and seal heads of one moment in one file, while the service goes on.

The database is taken first. Files are on the disk before their rows, so every file that the copy names is there;
heads of seals that are younger than the copy are left out. In the sandbox the archive holds the installation's
secrets, in production it does not: without `BANCHENG_DATA_KEY` it tells nobody anything, so keep that elsewhere.
"""
from __future__ import annotations

import argparse
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bancheng.cli import Problem, _archive, _snapshot
from bancheng.config.env import env

HELP = "write database, files, keys and seal heads into one archive"
FOLDERS = ("files", "keys", "secrets", "sandbox")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the archive to write, e.g. bancheng-2026-03-01.tar.gz; must not exist yet")


def run(args: argparse.Namespace) -> int:
    from bancheng import now
    from bancheng.config import django

    django.start()
    from django.db import DatabaseError

    from bancheng.apps.keys.at_rest import check_value

    target: Path = args.file.expanduser().absolute()
    if target.exists():
        raise Problem(f"{target} exists already: choose another name")
    if not target.parent.is_dir():
        raise Problem(f"there is no folder {target.parent}")
    try:
        beside = tempfile.TemporaryDirectory(prefix=".bancheng-backup-", dir=target.parent)
    except OSError as error:
        raise Problem(f"cannot write to {target.parent}: {error.strerror}. Choose a folder that this user may write to.") from None
    with beside as name:
        folder = Path(name)
        try:
            about = _snapshot.dump(folder)
        except (DatabaseError, _snapshot.psycopg.Error, _snapshot.sqlite3.Error) as error:
            raise Problem(f"the database cannot be read: {str(error).strip()}. Has this installation been started yet?") from None
        with _archive.writing(target) as archive:
            for path in sorted((folder / "database").iterdir()):
                archive.add(path, f"database/{path.name}")
            count = _add_home(archive, folder, about["last_seal"])
            archive.finish(
                about | {"made_at": now.real().isoformat(), "version": version("bancheng"), "key_check": check_value(env().data_key)}
            )
    print(f"{target}: database, {count} files, seals up to {about['last_seal']}, {target.stat().st_size / 1e6:.1f} MB")
    return 0


def _add_home(archive: _archive.Writer, folder: Path, last_seal: int) -> int:
    """Everything in the home that cannot be made again; gives the number of files."""
    count = 0
    for name in FOLDERS:
        for path in sorted((env().home / name).rglob("*")):
            if not path.is_file() or path.name.startswith(".") or path.name.endswith(("-wal", "-shm")):
                continue
            source: Any = path
            if path.suffix == ".sqlite3":
                source = folder / f"{name}-{path.name}"
                _snapshot.copy_sqlite(path, source)
            archive.add(source, f"home/{path.relative_to(env().home).as_posix()}")
            count += 1
    for name in ("seals.log", "connections.yaml"):
        path = env().home / name
        if path.exists():
            copy = folder / name
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            if name == "seals.log":
                lines = [line for line in lines if line.endswith("\n") and int(line.split(" ")[0]) <= last_seal]
            copy.write_text("".join(lines), encoding="utf-8")
            archive.add(copy, f"home/{name}")
    return count
