"""Read a pack: files in, definitions out, and for each the file and line it came from.

Reading goes on after a fault: one run shows everything that is wrong. What can be read is kept, so that the validators can look at it as well.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bancheng.core.catalogue.definitions import KINDS, key_of
from bancheng.core.catalogue.models import Definition, Item
from bancheng.core.catalogue.problems import Problem as Fault
from bancheng.core.catalogue.problems import problem
from bancheng.packs import layout
from bancheng.packs.yaml_lines import BrokenYaml, Loaded, Mark, load
from bancheng.packs.yaml_lines import Path as KeyPath


class NoPack(LookupError):
    """There is no pack at that place. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a definition came from: the file, and the place of every key in it."""

    file: str
    loaded: Loaded
    path: KeyPath

    def mark(self, field: KeyPath = ()) -> Mark:
        """The place of a field of the definition."""
        return self.loaded.mark((*self.path, *field))


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault with the place where its author finds it."""

    file: str
    line: int
    fault: str
    mend: str
    fault_en: str
    mend_en: str
    code: str

    def text(self, lang: str = "zh") -> str:
        """One line: place, fault, mend."""
        fault, mend = (self.fault_en, self.mend_en) if lang == "en" else (self.fault, self.mend)
        return f"{self.file}:{self.line}: {fault} → {mend}"


@dataclass(frozen=True, slots=True)
class PackFiles:
    """What a folder holds.

    Attributes:
        definitions: everything that could be read.
        sources: key of a definition → where it stands.
        problems: what could not be read.
    """

    root: Path
    definitions: tuple[Definition, ...]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]

    def place(self, fault: Fault) -> Problem:
        """A validator's finding with its file and line."""
        source = self.sources.get(fault.where)
        mark = source.mark(fault.field) if source else Mark(1)
        return _located(fault, source.file if source else fault.where, mark)


def read(path: Path | str) -> PackFiles:
    """Read the pack in a folder.

    Raises:
        NoPack: the folder does not exist or holds no `pack.yaml`.
    """
    root = Path(path)
    if not root.is_dir():
        raise NoPack(f"没有“{path}”这个文件夹。请写包所在的文件夹，例如 packs/liaocheng。(There is no folder “{path}”.)")
    if not (root / "pack.yaml").is_file():
        raise NoPack(f"“{path}”里没有 pack.yaml，它不是一个包。(“{path}” holds no pack.yaml, so it is no pack.)")
    definitions: list[Definition] = []
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for file in layout.files(root):
        _read_file(root, file, definitions, sources, problems)
    return PackFiles(root, tuple(definitions), sources, tuple(problems))


def read_one(kind: str, text: str) -> tuple[Definition | None, tuple[Problem, ...]]:
    """One definition as it is typed at the desk: the keys of a file that holds nothing else. Problems name the line.

    Raises:
        KeyError: no such kind.
    """
    name = kind
    try:
        loaded = load(text)
    except BrokenYaml as broken:
        return None, (_located(problem(broken.code, name, (), **broken.params), name, broken.mark),)
    definition, faults = _definition(kind, loaded.value, name)
    return definition, tuple(_located(fault, name, loaded.mark(fault.field)) for fault in faults)


def line_of(text: str, field: KeyPath) -> int:
    """The line of a field in the text of one definition; the first if it cannot be read."""
    try:
        return load(text).mark(field).line
    except BrokenYaml:
        return 1


def _read_file(
    root: Path, file: Path, definitions: list[Definition], sources: dict[str, Source], problems: list[Problem]
) -> None:
    relative = PurePosixPath(file.relative_to(root).as_posix())
    name = str(relative)
    kind = layout.kind(relative)
    if kind is None:
        problems.append(_located(problem("file-unknown", name, known="、".join(layout.KNOWN)), name, Mark(1)))
        return
    try:
        loaded = load(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        problems.append(_located(problem("file-not-utf8", name), name, Mark(1)))
        return
    except BrokenYaml as broken:
        problems.append(_located(problem(broken.code, name, (), **broken.params), name, broken.mark))
        return
    for path, raw in _members(loaded):
        source = Source(name, loaded, path)
        definition, faults = _definition(kind, raw, name)
        problems += [_located(fault, name, source.mark(fault.field)) for fault in faults]
        if definition is None:
            continue
        key = key_of(definition)
        if key in sources:
            other = sources[key]
            fault = problem("defined-twice", name, key=key, file=other.file, line=other.mark().line)
            problems.append(_located(fault, name, source.mark()))
            continue
        if (misplaced := _misplaced(definition, relative)) is not None:
            problems.append(_located(misplaced, name, source.mark(("id",))))
        sources[key] = source
        definitions.append(definition)


def _members(loaded: Loaded) -> Iterator[tuple[KeyPath, Any]]:
    if isinstance(loaded.value, list):
        for index, raw in enumerate(loaded.value):
            yield (index,), raw
    elif loaded.value is not None:
        yield (), loaded.value


def _definition(kind: str, raw: Any, name: str) -> tuple[Definition | None, list[Fault]]:
    if not isinstance(raw, dict):
        return None, [problem("not-a-definition", name, kind=kind)]
    try:
        return KINDS[kind].model_validate(raw), []
    except ValidationError as fault:
        return None, [_explain(error, KINDS[kind], name) for error in fault.errors(include_url=False)]


def _misplaced(definition: Definition, relative: PurePosixPath) -> Fault | None:
    if isinstance(definition, Item) and layout.home(definition) != relative:
        return problem("item-misplaced", str(relative), expected=str(layout.home(definition)))
    return None


def _explain(error: ErrorDetails, model: type[Definition], name: str) -> Fault:
    """pydantic's finding in words for the author of a pack."""
    path = tuple(part for part in error["loc"] if part != "[key]")
    key = str(path[-1]) if path else ""
    match error["type"]:
        case "extra_forbidden":
            return problem("key-unknown", name, path, key=key, near=_near(key, _owner(model, path[:-1])))
        case "missing":
            return problem("key-missing", name, path, key=key)
        case "string_type":
            return problem("want-text", name, path, key=key, value=_short(error["input"]))
        case "literal_error":
            return problem("want-one-of", name, path, key=key, value=_short(error["input"]), allowed=error["ctx"]["expected"])
        case "string_pattern_mismatch":
            return problem("want-pattern", name, path, key=key, value=_short(error["input"]), pattern=error["ctx"]["pattern"])
        case kind:
            return problem("want-other", name, path, key=key, value=_short(error["input"]), expected=_EXPECTED.get(kind, error["msg"]))


_EXPECTED = {
    "tuple_type": "列表 (a list)",
    "list_type": "列表 (a list)",
    "dict_type": "键和值 (a mapping)",
    "model_type": "键和值 (a mapping)",
    "model_attributes_type": "键和值 (a mapping)",
    "bool_type": "true 或 false",
    "bool_parsing": "true 或 false",
    "int_type": "整数 (a whole number)",
    "int_parsing": "整数 (a whole number)",
    "int_from_float": "整数 (a whole number)",
    "decimal_type": "数字 (a number)",
    "decimal_parsing": "数字 (a number)",
    "date_type": "日期，如 2026-02-12 (a date)",
    "date_from_datetime_parsing": "日期，如 2026-02-12 (a date)",
    "date_parsing": "日期，如 2026-02-12 (a date)",
    "greater_than_equal": "不小于 0 的数 (0 or more)",
    "string_too_short": "不能空着 (not empty)",
}


def _owner(model: type[Definition], path: KeyPath) -> type[Definition] | None:
    """The model whose key stands at a path, to suggest a key that was probably meant."""
    owner: Any = model
    for part in path:
        if isinstance(part, int):
            continue
        if owner is None or part not in owner.model_fields:
            return None
        owner = _model_in(owner.model_fields[part].annotation)
    return owner  # type: ignore[no-any-return]


def _model_in(annotation: Any) -> type[Definition] | None:
    if isinstance(annotation, type) and issubclass(annotation, Definition):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)


def _near(key: str, owner: type[Definition] | None) -> str:
    names = list(owner.model_fields) if owner is not None else []
    close = get_close_matches(key, names, n=1, cutoff=0.6)
    return close[0] if close else "、".join(names)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _located(fault: Fault, file: str, mark: Mark) -> Problem:
    return Problem(file, mark.line, fault.fault, fault.mend, fault.fault_en, fault.mend_en, fault.code)
