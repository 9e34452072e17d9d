"""The registries: what offices already know, one question for one holder at a time.

A question must say what for and on which basis; a registry that answers without is one that nobody should copy.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from bancheng.sandbox.http import Answer, Request, Wrong, as_json, required
from bancheng.sandbox.state import State

_ADDRESS = re.compile(r"/registry/([a-z0-9-]+)/query")
_HOLDER = re.compile(r"(person|entity|premises):\S{1,80}")


def handle(state: State, request: Request, mode: str) -> Answer:
    """Answer `POST /registry/<source>/query`."""
    if request.method != "POST" or not _ADDRESS.fullmatch(request.path):
        raise Wrong("no such address", 404)
    request.must_come_from_us("registry")
    evidence, holder, _, _ = required(request.json(), "evidence", "holder", "purpose", "basis")
    if not _HOLDER.fullmatch(holder):
        raise Wrong("holder is person:<id number>, entity:<unified social credit code> or premises:<number>")
    records = state.records(evidence, holder)
    if mode == "wrong":
        records = [{**record, "fields": {name: untrue(value) for name, value in record["fields"].items()}} for record in records]
    return as_json({"records": records})


def untrue(value: Any) -> Any:
    """Another value of the same form: a day two years earlier, ten more, the other answer, a name with 旧 before it."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 10
    if isinstance(value, list):
        return [untrue(part) for part in value]
    if isinstance(value, dict):
        return {name: untrue(part) for name, part in value.items()}
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            day = date.fromisoformat(value)
            return day.replace(year=day.year - 2, day=min(day.day, 28)).isoformat()
        return value if re.fullmatch(r"[0-9A-Z]{15,}", value) else f"旧{value}"
    return value
