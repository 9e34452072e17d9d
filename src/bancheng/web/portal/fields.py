"""Elements as questions on a page, and what comes back from the page as raw values.

A control carries the element's id as its name; the rows of a list carry `<id>.<row>.<field>`. What was typed stays as it was typed until
`core.catalogue.values.parse` can read it. Every question that is shown says so in a hidden `shown`, so that an unticked box is told apart from a question
that was not on the page.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bancheng.core.catalogue.models import Element
from bancheng.core.catalogue.values import BadValue, label, to_json
from bancheng.core.facts import Value
from bancheng.core.rules.values import plain
from bancheng.web.portal.words import either, lang

Raw = str | list[str] | list[dict[str, str]]

SHOWN = "shown"
FEW = 4  # as many choices as the senior mode shows at once
_RADIOS = 6  # longer lists of options become a select
_MOST_ROWS = 200
_ROW = re.compile(r"[0-9]{1,4}")
_INPUTS = {"phone": ("tel", "tel"), "citizen_id": ("text", ""), "uscc": ("text", ""), "person_name": ("text", "name")}


def shown(data: QueryDict, allowed: Mapping[str, Element]) -> list[str]:
    """Ids of the elements that stood on the page that was sent; unknown ones are left out."""
    return [id for id in dict.fromkeys(data.getlist(SHOWN)) if id in allowed]


def sent(element: Element, data: QueryDict) -> Raw:
    """What the page sent for one element, as it was typed; empty when nothing was."""
    match element.type:
        case "choices":
            return data.getlist(element.id)
        case "list":
            return _rows_sent(element, data)
        case _:
            return data.get(element.id, "").strip()


def question(
    element: Element,
    value: Value = None,
    typed: Raw | None = None,
    problem: BadValue | None = None,
    number: int | None = None,
) -> dict[str, Any]:
    """An element as components/field.html takes it.

    `typed` is shown instead of `value` when it could not be read; `problem` says why.
    """
    found: dict[str, Any] = {
        "id": element.id,
        "name": element.id,
        "label": either(element.question, element.question_en) or label(element, lang()),
        "hint": either(element.help, element.help_en),
        "optional": element.optional,
        "number": number or "",
        "error": either(problem.message, problem.message_en) if problem else "",
    }
    raw = typed if typed is not None else raw_of(element, value)
    match element.type:
        case "boolean":
            options = [
                {"value": "true", "label": either(element.yes, _("是"))},
                {"value": "false", "label": either(element.no, _("不是"))},
            ]
            return found | {"kind": "radio", "options": options, "value": raw}
        case "choice":
            kind = "radio" if len(element.options) <= _RADIOS else "select"
            return found | {"kind": kind, "options": options_of(element), "value": raw, "size": "m"}
        case "choices":
            return found | {"kind": "checkbox", "options": options_of(element), "values": raw}
        case "number" | "integer":
            mode = "numeric" if element.type == "integer" else "decimal"
            return found | {"kind": "number", "value": raw, "inputmode": mode, "unit": either(element.unit, element.unit_en)}
        case "date":
            return found | {"kind": "date", "value": raw}
        case "text":
            return found | {"kind": "textarea", "value": raw, "maxlength": element.max_length}
        case _:
            kind, autocomplete = _INPUTS.get(element.kind, ("text", ""))
            return found | {"kind": kind, "value": raw, "autocomplete": autocomplete, "maxlength": element.max_length + 20}


def few(context: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """A question with many choices as two: the first few (with those already chosen), and the rest to open on demand."""
    options = context.get("options") or []
    if context.get("kind") not in ("radio", "checkbox") or len(options) <= FEW:
        return context, None
    chosen = context.get("values") or [context.get("value")]
    first = [option for place, option in enumerate(options) if place < FEW or option["value"] in chosen]
    rest = [option for option in options if option not in first]
    if not rest:
        return context, None
    more = context | {"id": f"{context['id']}-more", "options": rest, "label": _("其余选项"), "hint": "", "number": "", "error": ""}
    return context | {"options": first}, more


def options_of(element: Element) -> list[dict[str, str]]:
    """The options of an element in the language of the page."""
    return [
        {
            "value": option.value,
            "label": either(option.label or option.value, option.label_en),
            "hint": either(option.hint, option.hint_en),
        }
        for option in element.options
    ]


def raw_of(element: Element, value: Value) -> Raw:
    """A value as its control shows it."""
    if value is None:
        return [] if element.type in ("choices", "list") else ""
    match element.type:
        case "boolean":
            return "true" if value else "false"
        case "number" | "integer":
            return plain(value) if isinstance(value, Decimal) else str(value)
        case "choices":
            return list(value)
        case "list":
            return [{field.id: str(raw_of(field, row.get(field.id))) for field in element.fields} for row in value]
        case _:
            return str(to_json(element, value))


def _rows_sent(element: Element, data: QueryDict) -> list[dict[str, str]]:
    """The rows of a list, without those that are empty altogether."""
    prefix = f"{element.id}."
    numbers = {rest[0] for key in data if key.startswith(prefix) and len(rest := key[len(prefix) :].split(".", 1)) == 2}
    rows = []
    for number in sorted(int(number) for number in numbers if _ROW.fullmatch(number))[:_MOST_ROWS]:
        row = {field.id: data.get(f"{prefix}{number}.{field.id}", "").strip() for field in element.fields}
        if any(row.values()):
            rows.append(row)
    return rows
