"""Everything that must be there before the first request: tables, a published pack, demo data, static files.

Each step looks first and works only if something has changed, so that the second start takes seconds.
"""
from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from importlib import import_module, util
from pathlib import Path

from bancheng.cli import Problem
from bancheng.config.env import env

#: Demo data, in this order: `module:function`, called with the pack's folder on every start in the sandbox. Each must
#: be idempotent and quick when there is nothing to do. A module that is not part of this installation is left out.
DEMO = (
    "bancheng.apps.staff.demo:load",
    "bancheng.apps.subjects.demo:load",
    "bancheng.apps.sources.demo:load",
    "bancheng.apps.licences.demo:load",
    "bancheng.apps.cases.demo:load",
)


def everything(say: Callable[[str], None]) -> None:
    """Make this installation ready to serve; `say` hears what is being done.

    Raises:
        Problem: the database cannot be reached, or the pack cannot be published.
    """
    tables(say)
    pack(say)
    if env().sandbox:
        demo()
    static(say)


def tables(say: Callable[[str], None]) -> None:
    """Bring the database's tables up to date."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        outstanding = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise Problem(f"the database does not answer: {reason}\nIs it running, and is DATABASE_URL right?") from None
    if outstanding:
        say("preparing the database")
        call_command("migrate", interactive=False, verbosity=0)


def pack(say: Callable[[str], None]) -> None:
    """Publish the pack if this installation has not seen it.

    The sandbox publishes whenever the files have changed since they were last published; production only when there
    is no release yet: after that, publishing is a decision of its own (`bancheng publish`, or the desk).
    """
    from bancheng.apps.catalogue import actions, queries

    if not (env().pack / "pack.yaml").exists():
        if not queries.any_release():
            say(f"there is no pack in {env().pack}: publish one with bancheng publish PACK, or name it in BANCHENG_PACK")
        return
    if queries.published(actions.fingerprint(env().pack)) or (not env().sandbox and queries.any_release()):
        return
    say(f"publishing the pack {env().pack.name}")
    try:
        actions.publish_pack(env().pack, by="system:run", note="published on start")
    except actions.Faulty as faulty:
        listing = "\n".join(f"  {problem.text()}" for problem in faulty.problems[:20])
        if not queries.any_release():
            raise Problem(f"the pack in {env().pack} cannot be published, it has {faulty}:\n{listing}") from None
        say(f"the pack has {faulty} and is not published; the release in force stays:\n{listing}")


def demo() -> None:
    """Load fictional people, companies and staff."""
    for name in DEMO:
        module_name, function = name.split(":")
        if util.find_spec(module_name) is not None:
            getattr(import_module(module_name), function)(env().pack)


def static(say: Callable[[str], None]) -> None:
    """Collect style sheets, scripts and pictures under their digests, if any of them has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            seen.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    stamp = env().home / "static.stamp"
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if collected.exists() and stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    say("collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(seen.hexdigest())
