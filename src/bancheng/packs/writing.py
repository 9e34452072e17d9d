"""Write definitions back as files (`bancheng export`): the same pack, in a plain and stable form.

Only what differs from the default is written; texts keep their characters; the order of keys is that of the models. Reading the result gives equal
definitions. Comments of hand-written files are not kept: the files are for authors, the release is what counts.
"""
from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.models import Definition, Scenario
from bancheng.packs import layout
from bancheng.packs.yaml_lines import plain

_ALONE = frozenset({"pack", "calendar", "item", "theme"})


def write(definitions: Iterable[Definition], path: Path | str) -> list[Path]:
    """Write a pack into a folder that is new or empty; gives the files written.

    Raises:
        FileExistsError: the folder holds something already.
    """
    root = Path(path)
    if root.exists() and any(root.iterdir()):
        raise FileExistsError(f"“{path}”里已经有文件了，请换一个空文件夹。(“{path}” is not empty; choose another folder.)")
    files: dict[str, list[Definition]] = {}
    for definition in sorted(definitions, key=key_of):
        files.setdefault(str(layout.home(definition)), []).append(definition)
    written = []
    for name, members in sorted(files.items()):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text(members), encoding="utf-8")
        written.append(file)
    return written


def text(definitions: list[Definition]) -> str:
    """The YAML text of one file."""
    alone = len(definitions) == 1 and key_of(definitions[0]).partition(":")[0] in _ALONE
    raw = [_tidy(_said(definition)) for definition in definitions]
    return _yaml(raw[0] if alone else raw)


def text_of(definition: Definition) -> str:
    """The YAML text of one definition by itself, as it is edited at the desk (`read_one` reads it)."""
    return _yaml(_tidy(_said(definition)))


def _yaml(raw: Any) -> str:
    return str(yaml.dump(raw, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=150, default_flow_style=False))


def _said(definition: Definition) -> dict[str, Any]:
    """What differs from the default; of a story, what was written (`next_question: null` is not the same as silence)."""
    if isinstance(definition, Scenario):
        return definition.model_dump(mode="python", exclude_unset=True)
    return definition.model_dump(mode="python", exclude_defaults=True)


def _tidy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tidy(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_tidy(member) for member in value]
    return value


class _Dumper(yaml.SafeDumper):
    """Safe YAML; texts that would be read as something else are quoted, exact decimals stay plain."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "'" if not isinstance(plain(value), str) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    shown = format(value, "f")
    return dumper.represent_scalar("tag:yaml.org,2002:float" if "." in shown else "tag:yaml.org,2002:int", shown)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Decimal, _decimal)
