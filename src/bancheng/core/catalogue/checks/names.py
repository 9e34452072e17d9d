"""What makes a catalogue impossible to build: no pack, two elements with one name, a day both off and worked."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.models import CalendarYear, Definition, Element, PackInfo
from bancheng.core.catalogue.problems import Problem, problem

FUNCTIONS = ("工作日后", "工作日数")


def name_problems(definitions: Sequence[Definition]) -> list[Problem]:
    """Look before building."""
    found = []
    if not any(isinstance(definition, PackInfo) for definition in definitions):
        found.append(problem("pack-missing", "pack.yaml"))
    found += _calendar([one for one in definitions if isinstance(one, CalendarYear)])
    names: dict[str, str] = dict.fromkeys(FUNCTIONS, "函数 (a function)")
    ids: dict[str, str] = {}
    for definition in definitions:
        for where, field, id, name in _named(definition):
            if name in names:
                found.append(problem("name-twice", where, (*field, "name"), name=name, other=names[name]))
            if id in ids and ids[id] != where:
                found.append(problem("id-twice", where, (*field, "id"), id=id))
            names.setdefault(name, f"{where} {id}")
            ids.setdefault(id, where)
    return found


def _named(definition: Definition) -> Iterator[tuple[str, tuple[str | int, ...], str, str]]:
    where = key_of(definition)
    if isinstance(definition, Element):
        yield where, (), definition.id, definition.name
    elif isinstance(definition, PackInfo):
        for index, parameter in enumerate(definition.parameters):
            yield where, ("parameters", index), parameter.id, parameter.name


def _calendar(years: Sequence[CalendarYear]) -> Iterator[Problem]:
    off = {day for year in years for day in year.off}
    for year in years:
        for index, day in enumerate(year.work):
            if day in off:
                yield problem("calendar-both", key_of(year), ("work", index), day=day.isoformat())
