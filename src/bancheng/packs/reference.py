"""The pack reference, written from the models: `python -m bancheng.packs.reference docs/pack-reference.md`.

What a key means stands once, beside the model, in its docstring or in the comment at its line; here it is only laid out.
"""
from __future__ import annotations

import inspect
import re
import sys
import textwrap
import types
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from bancheng.core.catalogue import models
from bancheng.core.catalogue.definitions import KINDS
from bancheng.core.catalogue.messages import MESSAGES
from bancheng.core.catalogue.models import Definition
from bancheng.packs import layout

_WORDS = {
    "str": "text", "int": "whole number", "bool": "true or false", "date": "date", "Decimal": "number", "object": "anything",
}  # fmt: skip
_FILES = {
    "pack": "pack.yaml", "region": "regions.yaml", "organisation": "organisations.yaml", "station": "stations.yaml",
    "calendar": "calendar/<year>.yaml", "element": "dictionary/*.yaml", "evidence": "evidence/*.yaml",
    "item": "items/<id>/<effective_from>.yaml", "theme": "themes/*.yaml", "scenario": "scenarios/*.yaml",
}  # fmt: skip


def reference() -> str:
    """The whole page, in Markdown."""
    head = textwrap.dedent(
        f"""\
        # Pack reference

        Written from the models by `python -m bancheng.packs.reference docs/pack-reference.md`; a test keeps it up to date.

        A pack is a folder of YAML files: {", ".join(f"`{name}`" for name in layout.KNOWN)}. A file holds one definition or a list of them.
        Keys are English words; texts are plain Chinese, with English in the key that ends in `_en`. Rules are FEEL (docs/rules.md). Numbers with a point
        are exact; a text that looks like a number, a date, `true` or `false` needs quotes.

        `bancheng check PACK` says everything that is wrong, with file, line, fault and mend; `bancheng check --schema DIR` writes JSON Schema files
        for editors. Besides its elements and parameters a rule may use `工作日后(date, number)`, the day so many working days after a day, and
        `工作日数(date, date)`, the working days after the first day up to the second.
        """
    )
    top = {model: kind for kind, model in KINDS.items()}
    sections = [_section(model, f"`{kind}` in `{_FILES[kind]}`") for model, kind in top.items()]
    inside = [getattr(models, name) for name in models.__all__]
    parts = [model for model in inside if isinstance(model, type) and issubclass(model, Definition) and model is not Definition]
    sections.append("# Parts of definitions\n")
    sections += [_section(model, "") for model in sorted(parts, key=lambda one: one.__name__) if model not in top]
    return head + "\n" + "\n".join(sections) + "\n" + _messages()


def _section(model: type[Definition], where: str) -> str:
    meaning, attributes = _docstring(model)
    comments = _comments(model)
    lines = [f"## {model.__name__}", ""]
    if where:
        lines += [where, ""]
    lines += [meaning, "", "| key | value | needed | meaning |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        said = attributes.get(name) or comments.get(name) or (f"English of `{name[:-3]}`" if name.endswith("_en") else "")
        needed = "yes" if field.is_required() else _default(field)
        lines.append(f"| `{name}` | {_type(field.annotation)} | {needed} | {said.replace('|', '∣')} |")
    return "\n".join([*lines, ""])


def _docstring(model: type[Definition]) -> tuple[str, dict[str, str]]:
    text, _, attributes = inspect.cleandoc(model.__doc__ or "").partition("Attributes:")
    found: dict[str, str] = {}
    names: list[str] = []
    for line in textwrap.dedent(attributes.strip("\n")).splitlines():
        head = re.match(r"^([a-z_]+(?:, [a-z_]+)*): (.*)$", line)
        if head:
            names = head.group(1).split(", ")
            found.update(dict.fromkeys(names, head.group(2)))
        else:
            found.update({name: f"{found[name]} {line.strip()}" for name in names})
    return " ".join(text.split()), found


def _comments(model: type[Definition]) -> dict[str, str]:
    source = inspect.getsource(model)
    return {found.group(1): found.group(2).strip() for found in re.finditer(r"^    (\w+): .*?  # (.+)$", source, re.MULTILINE)}


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True)
    if default in (None, "", (), {}) or isinstance(default, Definition):
        return ""
    shown = ", ".join(map(str, default)) if isinstance(default, tuple) else str(default).lower() if isinstance(default, bool) else str(default)
    return f"else `{shown}`"


def _type(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(arguments[0])
    if origin is Literal:
        return " / ".join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join(_type(part) for part in arguments if part is not type(None))
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return f"list of {_type(arguments[0])}"
        return "[" + ", ".join(_type(part) for part in arguments) + "]"
    if origin is dict:
        return f"{_type(arguments[0])} → {_type(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, Definition):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return _WORDS.get(getattr(annotation, "__name__", ""), str(annotation))


def _messages() -> str:
    lines = ["# Messages of the checker", "", "| code | fault | mend |", "|---|---|---|"]
    lines += [f"| `{code}` | {message.fault_en} | {message.mend_en} |" for code, message in MESSAGES.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(), encoding="utf-8")
