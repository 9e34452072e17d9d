"""Packs as files: the only place that reads and writes them.

`read` gives definitions with the file and line of each; `check` says everything that is wrong with a pack; `write` puts definitions back into files.
A running city never reads files: it reads published releases (`apps.catalogue`).
"""
from __future__ import annotations

from bancheng.packs.answers import BadAnswers, answers
from bancheng.packs.checking import Checked, check
from bancheng.packs.reading import NoPack, PackFiles, Problem, Source, line_of, read, read_one
from bancheng.packs.schema import schemas, write_schemas
from bancheng.packs.writing import text_of, write

__all__ = [
    "BadAnswers",
    "Checked",
    "NoPack",
    "PackFiles",
    "Problem",
    "Source",
    "answers",
    "check",
    "line_of",
    "read",
    "read_one",
    "schemas",
    "text_of",
    "write",
    "write_schemas",
]
