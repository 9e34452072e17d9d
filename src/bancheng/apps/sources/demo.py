"""Demo data of the sources: licences of other issuers, `packs/<city>/demo/licences.csv`."""

from __future__ import annotations

from pathlib import Path

from bancheng.apps.catalogue import queries as catalogues
from bancheng.apps.sources.actions.import_licences import import_licences


def load(pack: Path) -> None:
    """Import the pack's licences of other issuers, if it has any; loading again changes nothing.

    Raises:
        BadFile: the file has faults.
    """
    path = pack / "demo" / "licences.csv"
    if path.exists():
        import_licences(path.read_bytes(), catalogues.current())
