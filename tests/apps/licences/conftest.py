"""A published pack and cases that were granted."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pytest

from bancheng import now, packs
from bancheng.apps.catalogue import actions as catalogue_actions
from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.licences import actions
from bancheng.apps.licences.models import Licence
from bancheng.config.env import env
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Scenario, Station, Theme
from bancheng.core.catalogue.values import parse
from bancheng.core.facts import Fact

HOTEL = "91371500MA3TE1T45E"
FACTS: dict[str, object] = {
    "entity.name": "聊城测试旅馆",
    "entity.uscc": HOTEL,
    "entity.legal_rep.name": "李华",
    "premises.address": "东昌府区楼东大街 126 号",
    "premises.kinds": ["宾馆旅店", "游泳场馆"],
    "procedure.choice": "告知承诺",
}


@lru_cache(maxsize=1)
def definitions() -> tuple[Any, ...]:
    """What licences rest on; stories, themes and counters are left out for speed."""
    return tuple(one for one in packs.read(env().pack).definitions if not isinstance(one, Scenario | Theme | Station))


@pytest.fixture
def catalogue(db) -> Catalogue:
    """The first city's pack, published."""
    catalogue_actions.publish(definitions(), by="system:test")
    return catalogues.current()


@pytest.fixture
def grant(catalogue) -> Callable[..., Licence | None]:
    """Carry out an item for the hotel: `grant("public-place-hygiene-new", {"premises.address": …})`."""
    count = 0

    def do(item: str, more: Mapping[str, object] | None = None, *, number: str = "", holder: str = f"entity:{HOTEL}") -> Licence | None:
        nonlocal count
        count += 1
        joint = SimpleNamespace(holder=holder, filed_for=holder, holder_name="聊城测试旅馆", person="person:0b7c4d2e-0000-4000-8000-000000000001")
        sub_case = SimpleNamespace(number=number or f"case-{count}", organisation="LC-SPJ", joint=joint)
        facts = {
            id: Fact(parse(catalogue.elements[id], value, now.today()), "applicant", now.business())
            for id, value in {**FACTS, **(more or {})}.items()
        }
        return actions.carry_out(sub_case, catalogue, catalogue.item(item, now.today()), facts)

    return do


@pytest.fixture
def later(monkeypatch) -> Callable[[datetime], None]:
    """Move the clock to a moment."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(now, "real", lambda: moment)

    return move
