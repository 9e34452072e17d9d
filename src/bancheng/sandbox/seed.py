"""The fictional people, companies and records that the sandbox systems begin with: `packs/<city>/demo/*.yaml`.

- `people.yaml`: `{id_no, name, phone}` each
- `entities.yaml`: `{uscc, name, legal_rep: <id number>}` each (`legal_rep_title: 经营者` for a sole trader)
- `records.yaml`: `{evidence: L09, holder: person:<id number> | entity:<code>, fields: {…}}` each, with `at`, `until`
  and `reference` where they matter

Loading again replaces what it named before and leaves alone what happened since.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bancheng import yaml_files
from bancheng.core.canonical import digest
from bancheng.sandbox.state import State, put_entity, put_person, put_record


class BadSeed(ValueError):
    """A demo file cannot be used; the text says which and why."""


def load(state: State, folder: Path) -> int:
    """Load the demo files of a folder; returns how many things were loaded.

    Raises:
        BadSeed: a file is missing, or an entry lacks what it needs.
    """
    people = {entry["id_no"]: entry for entry in read(folder / "people.yaml", "id_no", "name")}
    entities = read(folder / "entities.yaml", "uscc", "name", "legal_rep")
    records = read(folder / "records.yaml", "evidence", "holder", "fields")
    with state.open() as db:
        for person in people.values():
            put_person(db, person)
        for entity in entities:
            given = entity["legal_rep"]
            number = given["id_no"] if isinstance(given, dict) else given
            if number not in people:
                raise BadSeed(f"{folder / 'entities.yaml'}: {entity['name']} is led by {number}, who is not in people.yaml.")
            put_entity(db, {**entity, "legal_rep": {"id_no": number, "name": people[number]["name"]}})
        for record in records:
            reference = str(record.get("reference") or f"{record['evidence']}-{digest([record['holder'], _key(record['fields'])])[:12].upper()}")
            body = {"fields": record["fields"], "at": record.get("at"), "until": record.get("until")}
            put_record(db, reference, record["evidence"], record["holder"], body)
    return len(people) + len(entities) + len(records)


def read(path: Path, *needed: str) -> list[dict[str, Any]]:
    """The entries of one demo file, days as text.

    Raises:
        BadSeed: no such file, not a list, or an entry lacks a needed key.
    """
    if not path.exists():
        raise BadSeed(f"{path} is missing: the sandbox begins with the fictional people of the pack.")
    found = yaml_files.read(path)
    if isinstance(found, dict) and len(found) == 1:
        found = next(iter(found.values()))
    if not isinstance(found, list):
        raise BadSeed(f"{path} must be a list.")
    for number, entry in enumerate(found, 1):
        missing = [key for key in needed if not isinstance(entry, dict) or entry.get(key) in (None, "")]
        if missing:
            raise BadSeed(f"{path}: entry {number} lacks {', '.join(missing)}.")
    return [_plain(entry) for entry in found]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


def _key(fields: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items()}
