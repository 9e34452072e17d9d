"""A published pack, its fictional people, and the foreign systems, live."""
from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bancheng import packs
from bancheng.apps.cases import stories
from bancheng.apps.cases.actions import officers
from bancheng.apps.cases.actions.advance import catch_up
from bancheng.apps.cases.actions.external import reconcile
from bancheng.apps.cases.models import ExternalPush, JointCase
from bancheng.apps.catalogue import actions as catalogues
from bancheng.apps.sources import providers
from bancheng.apps.staff import demo as staff_demo
from bancheng.apps.staff.models import Officer
from bancheng.apps.timers.actions.run_due import run_due
from bancheng.config import connections
from bancheng.core.catalogue import Catalogue
from bancheng.sandbox import registration
from tests.kept import kept
from tests.sandbox_server import Sandbox, serving


@cache
def _unchecked(path: Path) -> packs.Checked:
    """The pack as it is read: its stories are told in tests of their own, and not by every process that needs a city."""
    files = packs.read(path)
    return packs.Checked(files, Catalogue.build(files.definitions), ())


@pytest.fixture
def city(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """The pack is published, its staff are there, its foreign systems answer."""
    providers.wake()  # a source that an earlier test found silent would rest for a while

    def make() -> None:
        with monkeypatch.context() as once:
            once.setattr(packs, "check", _unchecked)
            catalogues.publish_pack(pack, "system:test")
        staff_demo.load(pack)

    kept("city", make)
    with serving(tmp_path, pack / "demo") as running:
        monkeypatch.setattr(connections, "sandbox_url", lambda: running.url)
        monkeypatch.setattr(registration, "TAKES", registration.TAKES * 0)
        yield running


@pytest.fixture
def file(city: Sandbox, pack: Path):
    """`file("hotel", procedure__choice="一般程序")` applies and gives the joint case; where an officer has to see the papers first, one accepts them.

    `accepted=False` leaves the papers unseen.
    """

    def apply(story: str, accepted: bool = True, **changed: Any) -> JointCase:
        joint = stories.file(stories.tell(pack, story), **changed)
        for part in joint.parts.filter(stage="received", external=False):
            if accepted:
                officers.accept(next(one for one in Officer.objects.filter(organisation=part.organisation) if one.has_role("reviewer")), part.number)
        return joint

    return apply


@pytest.fixture
def officer(city: Sandbox):
    """`officer("reviewer", "LC-GT-SPJ")`: somebody with this role at this organisation; `besides` is somebody else."""

    def find(role: str, organisation: str, besides: Officer | None = None) -> Officer:
        for one in Officer.objects.filter(organisation=organisation).order_by("pk"):
            if one.has_role(role) and one != besides:
                return one
        raise LookupError(f"nobody is {role} at {organisation}")

    return find


def work(rounds: int = 6) -> None:
    """What the worker would do: talk to the other systems, run the timers."""
    for _ in range(rounds):
        ExternalPush.objects.update(next_at="2020-01-01T00:00:00Z")
        reconcile()
        catch_up()
        run_due()
