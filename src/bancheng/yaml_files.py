"""Plain YAML files (fictional people, connections), read with libyaml where it is there: ten times as fast. Pack files need lines: `packs.yaml_lines`."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> Any:
    """What a file says, as plain values; None where it is empty.

    Raises:
        yaml.YAMLError: it is no YAML.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
