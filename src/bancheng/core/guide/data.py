"""A plan as plain data: what is frozen with an application, sent as JSON, and compared between faces."""
from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.values import to_json
from bancheng.core.guide.model import FormRow, Plan


def plan_data(catalogue: Catalogue, plan: Plan) -> dict[str, Any]:
    """The plan for `core.canonical`: same answers, same bytes."""
    return {**_fields(plan), "form": [_row(catalogue, row) for row in plan.form], "complete": plan.complete}


def _row(catalogue: Catalogue, row: FormRow) -> dict[str, Any]:
    value = None if row.state == "missing" else to_json(catalogue.elements[row.element], row.value)
    return {**{field.name: _plain(getattr(row, field.name)) for field in fields(row) if field.name != "value"}, "value": value}


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.name != "form"}


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump()
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return value
