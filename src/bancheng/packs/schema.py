"""JSON Schema for editors: with it an editor completes keys and underlines mistakes while a pack is written.

A schema file is written for each kind of pack file; point the editor at it, for example with a first line
`# yaml-language-server: $schema=schema/item.json`.
"""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from bancheng.core.catalogue.definitions import KINDS


def schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema (2020-12) for each kind: one definition or a list of them."""
    found = {}
    for kind, model in KINDS.items():
        _, shared = models_json_schema([(model, "validation")], ref_template="#/$defs/{model}")
        one = {"$ref": f"#/$defs/{model.__name__}"}
        found[kind] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"Bancheng pack: {kind}",
            "anyOf": [one, {"type": "array", "items": one}],
            "$defs": shared["$defs"],
        }
    return found


def write_schemas(folder: Path | str) -> list[Path]:
    """Write `<kind>.json` for every kind; gives the files."""
    root = Path(folder)
    root.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, schema in schemas().items():
        file = root / f"{kind}.json"
        file.write_text(json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        written.append(file)
    return written
