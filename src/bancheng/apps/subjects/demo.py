"""Fictional authorisations of the sandbox: `packs/<city>/demo/authorisations.yaml`, a list of `{entity, agent, themes}`.

People and companies come from the files beside it, as if the company's head had signed in and authorised the agent.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from bancheng import now, yaml_files
from bancheng.apps.subjects.actions.authorise import authorise
from bancheng.apps.subjects.actions.sign_in import sign_in
from bancheng.apps.subjects.base import Company, Identity
from bancheng.apps.subjects.models import Authorisation, Entity, index_of
from bancheng.apps.subjects.principal import Principal

LASTS = timedelta(days=300)


class BadDemo(ValueError):
    """A demo file names somebody who is not there; the text says whom."""


def load(pack: Path) -> None:
    """Give the authorisations that have never been given here; loading again changes nothing, also not a revocation.

    Raises:
        BadDemo: an authorisation names a company or a person that the files beside it do not have.
    """
    folder = pack / "demo"
    if not (folder / "authorisations.yaml").exists():
        return
    people = {entry["id_no"]: entry for entry in _read(folder / "people.yaml")}
    entities = {entry["uscc"]: entry for entry in _read(folder / "entities.yaml")}
    for wish in _read(folder / "authorisations.yaml"):
        entity, agent = entities.get(wish["entity"]), people.get(wish["agent"])
        if entity is None or agent is None:
            raise BadDemo(f"authorisations.yaml: there is no {wish['entity']} or no {wish['agent']} in the demo.")
        if Authorisation.objects.filter(entity_id=entity["uscc"], agent_index=index_of(agent["id_no"])).exists():
            continue
        head = people[entity["legal_rep"]]
        led = tuple(Company(one["uscc"], one["name"]) for one in entities.values() if one["legal_rep"] == head["id_no"])
        person = sign_in(Identity(head["name"], head["id_no"], head.get("phone", ""), "high", led))
        principal = Principal(person, Entity.objects.get(pk=entity["uscc"]))
        authorise(principal, agent["name"], agent["id_no"], wish.get("themes", []), now.today() + LASTS)


def _read(path: Path) -> list[dict[str, Any]]:
    return list(yaml_files.read(path) or [])
