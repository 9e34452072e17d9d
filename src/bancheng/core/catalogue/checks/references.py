"""Everything that is named must exist: elements, evidence, items, parts, roles."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from bancheng.core.catalogue.catalogue import Catalogue
from bancheng.core.catalogue.definitions import key_of
from bancheng.core.catalogue.models import Element, EvidenceType, Item, Scenario, Theme
from bancheng.core.catalogue.problems import Path, Problem, problem

_DECIDING = ("city", "county", "zone")


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Look at every definition that names others."""
    for definition in catalogue.definitions:
        match definition:
            case Element():
                yield from _element(catalogue, definition)
            case EvidenceType():
                yield from _evidence(catalogue, definition)
            case Item():
                yield from _item(catalogue, definition)
            case Theme():
                yield from _theme(catalogue, definition)
            case Scenario():
                yield from _scenario(catalogue, definition)
            case _:
                pass


def near(id: str, known: Iterable[str]) -> str:
    """A hint at what was probably meant."""
    close = get_close_matches(id, list(known), n=1, cutoff=0.7)
    return f"（是不是 {close[0]}？）" if close else ""


def _elements(catalogue: Catalogue, where: str, ids: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    for path, id in ids:
        if id not in catalogue.elements:
            yield problem("no-element", where, path, id=id, near=near(id, catalogue.elements))


def _element(catalogue: Catalogue, element: Element) -> Iterator[Problem]:
    where = key_of(element)
    yield from _known_by(catalogue, where, element, (), element.id)
    for index, field in enumerate(element.fields):
        yield from _known_by(catalogue, where, field, ("fields", index), f"{element.id}.{field.id}")


def _known_by(catalogue: Catalogue, where: str, element: Element, path: Path, target: str) -> Iterator[Problem]:
    for index, id in enumerate(element.known_by):
        evidence = catalogue.evidence.get(id)
        if evidence is None:
            yield problem("no-evidence", where, (*path, "known_by", index), id=id, near=near(id, catalogue.evidence))
        elif not any(filled == target or filled.startswith(f"{target}.") for filled in evidence.fields.values()):
            yield problem("known-by-idle", where, (*path, "known_by", index), evidence=id)


def _evidence(catalogue: Catalogue, evidence: EvidenceType) -> Iterator[Problem]:
    for key, target in evidence.fields.items():
        if target in catalogue.elements:
            continue
        head, _, field = target.rpartition(".")
        owner = catalogue.elements.get(head)
        if owner is None or owner.type != "list" or field not in {one.id for one in owner.fields}:
            yield problem(
                "no-element", key_of(evidence), ("fields", key), id=target, near=near(target, catalogue.elements)
            )


def _item(catalogue: Catalogue, item: Item) -> Iterator[Problem]:
    where = key_of(item)
    yield from _elements(catalogue, where, ((("form", index), id) for index, id in enumerate(item.form)))
    yield from _roles(catalogue, where, item.authority, ("authority",), item.type == "permit")
    if item.supervisor:
        yield from _roles(catalogue, where, item.supervisor, ("supervisor",), False)
    if item.first_review is not None:
        yield from _roles(catalogue, where, item.first_review.authority, ("first_review", "authority"), True)
    for index, material in enumerate(item.materials):
        for place, id in enumerate(material.waived_by):
            path: Path = ("materials", index, "waived_by", place)
            evidence = catalogue.evidence.get(id)
            if evidence is None:
                yield problem("no-evidence", where, path, id=id, near=near(id, catalogue.evidence))
            elif not evidence.shareable:
                yield problem("not-shareable", where, path, id=id)
    yield from _result(catalogue, item, where)


def _result(catalogue: Catalogue, item: Item, where: str) -> Iterator[Problem]:
    until = item.result.valid.until_element
    if until is not None:
        path: Path = ("result", "valid", "until_element")
        yield from _elements(catalogue, where, [(path, until)])
        if until in catalogue.elements and catalogue.elements[until].type != "date":
            yield problem("until-not-date", where, path, id=until)
    for path, id in _results(item):
        evidence = catalogue.evidence.get(id)
        if evidence is None:
            yield problem("no-evidence", where, path, id=id, near=near(id, catalogue.evidence))
        elif item.external is None and item.result.effect != "cancel" and len(evidence.licence_code) != 21:
            yield problem("licence-code", where, path, id=id, found=evidence.licence_code)


def _results(item: Item) -> Iterator[tuple[Path, str]]:
    if item.external is not None:
        yield ("external", "result_evidence"), item.external.result_evidence
    if item.result.licence_type:
        yield ("result", "licence_type"), item.result.licence_type


def _roles(catalogue: Catalogue, where: str, role: str, path: Path, decides: bool) -> Iterator[Problem]:
    """A role must mean somebody in every county and zone; for a permit, somebody who may decide (R-27)."""
    served = [region for region in catalogue.regions.values() if region.level in ("county", "zone")]
    served = served or list(catalogue.regions.values())
    nobody = [region.name for region in served if catalogue.find(role, region.id) is None]
    if nobody:
        yield problem("no-role", where, path, role=role, regions="、".join(nobody))
    if not decides:
        return
    for region in catalogue.regions.values():
        organisation = catalogue.find(role, region.id)
        if organisation is None or organisation.region not in catalogue.regions:
            continue
        if catalogue.regions[organisation.region].level not in _DECIDING:
            yield problem("authority-low", where, path, role=role, region=region.name, name=organisation.name)
            return


def _theme(catalogue: Catalogue, theme: Theme) -> Iterator[Problem]:
    where = key_of(theme)
    yield from _elements(catalogue, where, ((("asks", index), id) for index, id in enumerate(theme.asks)))
    yield from _roles(catalogue, where, theme.lead, ("lead",), False)
    parts = [part.id for part in theme.parts]
    for index, part in enumerate(theme.parts):
        if part.item not in catalogue.items:
            yield problem("no-item", where, ("parts", index, "item"), id=part.item, near=near(part.item, catalogue.items))
        for place, id in enumerate(part.after):
            if id not in parts:
                yield problem("no-part", where, ("parts", index, "after", place), id=id, near=near(id, parts))


def _scenario(catalogue: Catalogue, scenario: Scenario) -> Iterator[Problem]:
    where = key_of(scenario)
    versions = catalogue.themes.get(scenario.theme, ())
    if not any(
        version.effective_from <= scenario.as_of and (version.effective_to is None or scenario.as_of <= version.effective_to)
        for version in versions
    ):
        hint = near(scenario.theme, catalogue.themes)
        yield problem("no-theme", where, ("theme",), id=scenario.theme, day=scenario.as_of.isoformat(), near=hint)
    if scenario.region and scenario.region not in catalogue.regions:
        yield problem("no-region", where, ("region",), id=scenario.region, near=near(scenario.region, catalogue.regions))
    for key, told in (("answers", scenario.answers), ("known", scenario.known)):
        yield from _elements(catalogue, where, (((key, id), id) for id in told))
    for word, ids in (("evidence", scenario.evidence), ("silent", scenario.silent)):
        for index, id in enumerate(ids):
            if id not in catalogue.evidence:
                yield problem("no-evidence", where, (word, index), id=id, near=near(id, catalogue.evidence))
