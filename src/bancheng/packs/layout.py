"""Which file holds what.

    pack.yaml  regions.yaml  organisations.yaml  stations.yaml  calendar/*.yaml  dictionary/*.yaml  evidence/*.yaml
    items/<id>/<effective_from>.yaml  themes/*.yaml  scenarios/*.yaml

A file holds one definition or a list of them. `demo/` (fictional people and registers for trying things out) and `templates/` (documents) belong to
the pack but are not part of the catalogue.
"""
from __future__ import annotations

from pathlib import Path, PurePosixPath

from bancheng.core.catalogue.definitions import kind_of
from bancheng.core.catalogue.models import CalendarYear, Definition, Element, EvidenceType, Item, Scenario, Theme

_SINGLE = {
    "pack.yaml": "pack",
    "regions.yaml": "region",
    "organisations.yaml": "organisation",
    "stations.yaml": "station",
}
_FOLDERS = {
    "calendar": "calendar",
    "dictionary": "element",
    "evidence": "evidence",
    "items": "item",
    "themes": "theme",
    "scenarios": "scenario",
}
_BESIDE = frozenset({"demo", "templates"})
KNOWN = (*_SINGLE, *(f"{folder}/" for folder in _FOLDERS), *(f"{folder}/" for folder in sorted(_BESIDE)))


def files(root: Path) -> list[Path]:
    """All YAML files of a pack that the catalogue reads, in a fixed order."""
    found = [path for path in root.rglob("*") if path.suffix in (".yaml", ".yml") and path.is_file()]
    return sorted(path for path in found if path.relative_to(root).parts[0] not in _BESIDE)


def kind(relative: PurePosixPath) -> str | None:
    """The kind of definition a file holds, None when it does not belong to a pack."""
    if relative.suffix != ".yaml":
        return None
    if len(relative.parts) == 1:
        return _SINGLE.get(relative.name)
    folder = _FOLDERS.get(relative.parts[0])
    depth = 3 if folder == "item" else 2
    return folder if len(relative.parts) == depth else None


def home(definition: Definition) -> PurePosixPath:
    """The file into which `packs.write` puts a definition."""
    match definition:
        case CalendarYear():
            return PurePosixPath("calendar", f"{definition.year}.yaml")
        case Element():
            return PurePosixPath("dictionary", f"{definition.section}.yaml")
        case EvidenceType():
            return PurePosixPath("evidence", "licences.yaml" if definition.kind == "licence" else "records.yaml")
        case Item():
            return PurePosixPath("items", definition.id, f"{definition.effective_from.isoformat()}.yaml")
        case Theme():
            return PurePosixPath("themes", f"{definition.id}-{definition.effective_from.isoformat()}.yaml")
        case Scenario():
            return PurePosixPath("scenarios", f"{definition.theme}.yaml")
        case _:
            file = next(name for name, word in _SINGLE.items() if word == kind_of(definition))
            return PurePosixPath(file)
