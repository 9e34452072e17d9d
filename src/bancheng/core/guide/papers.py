"""The materials of the whole theme, each once.

A paper that several parts need is handed in once; if one part needs the paper itself and another can do without, it is handed in. What a part earlier
in the line produces (a business licence) is not asked for by the parts that wait for it.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.materials import Requirement, State, requirements
from bancheng.core.catalogue.models import Item, Material
from bancheng.core.facts import Value
from bancheng.core.guide.model import PlannedMaterial, Reason
from bancheng.core.guide.words import lines, name_en
from bancheng.core.rules import missing

_WEIGHT: dict[State, int] = {"hand_in": 5, "may_follow": 4, "commitment": 3, "generated": 2, "waived": 1}


@dataclass(frozen=True, slots=True)
class _Need:
    part: str
    state: State
    evidence: str
    reason: Reason
    material: Material


def papers(
    catalogue: Catalogue,
    needed: Sequence[tuple[str, Item]],
    earlier: Mapping[str, Sequence[tuple[str, Item]]],
    known: Mapping[str, Value],
    as_of: date,
    evidence: frozenset[str] | None,
    unanswered: frozenset[str],
) -> tuple[PlannedMaterial, ...]:
    """All papers of the needed parts. `earlier` names for each part those whose results it can use; `unanswered` the open questions."""
    needs: dict[str, list[_Need]] = {}
    for part, item in needed:
        for requirement in requirements(catalogue, item, known, as_of, evidence):
            when = requirement.material.when
            if not requirement.certain and when and missing(catalogue.rule(when), known, as_of) & unanswered:
                continue
            need = _need(catalogue, part, item, requirement, earlier[part], evidence)
            needs.setdefault(requirement.material.id, []).append(need)
    return tuple(_merged(members) for members in needs.values())


def _need(
    catalogue: Catalogue,
    part: str,
    item: Item,
    requirement: Requirement,
    earlier: Sequence[tuple[str, Item]],
    evidence: frozenset[str] | None,
) -> _Need:
    material = requirement.material
    if not requirement.looked_up:
        for before, producer in earlier:
            if delivers(producer) in material.waived_by:
                result = producer.result
                reason = Reason(
                    f"前一步“{producer.name}”办好的{result.name}直接用，不用您交。",
                    f"The {result.name_en or result.name} from the step before is used; you hand in nothing.",
                    material.basis,
                )
                return _Need(part, "waived", f"part:{before}", reason, material)
    return _Need(part, requirement.state, requirement.evidence, _reason(catalogue, item, requirement, evidence), material)


def delivers(item: Item) -> str:
    """The evidence type that the result of an item is ("" when none)."""
    return item.external.result_evidence if item.external else item.result.licence_type


def _reason(catalogue: Catalogue, item: Item, requirement: Requirement, evidence: frozenset[str] | None) -> Reason:
    material = requirement.material
    zh, en = _sentence(catalogue, item, requirement, evidence)
    zh_lines, en_lines = lines(requirement.condition)
    return Reason(zh, en, material.basis, zh_lines, en_lines)


def _sentence(catalogue: Catalogue, item: Item, requirement: Requirement, evidence: frozenset[str] | None) -> tuple[str, str]:
    material = requirement.material
    if requirement.state == "waived":
        proof = catalogue.evidence[requirement.evidence]
        if requirement.looked_up:
            return f"已经查到您的{proof.name}，不用交。", f"Your {name_en(proof)} was found; you hand in nothing."
        return (
            f"登录后我们自己查{proof.name}，查到就不用交。",
            f"After you sign in we look up your {name_en(proof)}; once found, you hand in nothing.",
        )
    if requirement.state == "generated":
        return "我们按您填的内容生成，您看一遍、签个名就行。", "We make it from what you enter; you read it and sign."
    if requirement.state == "commitment":
        return "签一份承诺书就行，不用交证明。", "A signed statement is enough; no certificate is needed."
    if requirement.state == "may_follow":
        return "可以先受理，这一份之后再补交。", "You can file now and hand this in later."
    why = material.plain or f"办“{item.name}”要用。"
    why_en = material.plain_en or f"Needed for {name_en(item)}."
    if material.waived_by:
        names = "、".join(catalogue.evidence[id].name for id in material.waived_by)
        names_en = ", ".join(name_en(catalogue.evidence[id]) for id in material.waived_by)
        if evidence is None:
            return f"{why}登录后如果查到{names}，就不用交。", f"{why_en} Not needed if we find your {names_en} after you sign in."
        return f"没有查到有效的{names}，请您自己上传。{why}", f"No valid {names_en} was found; please upload it. {why_en}"
    return why, why_en


def _merged(needs: Sequence[_Need]) -> PlannedMaterial:
    chief = max(needs, key=lambda need: _WEIGHT[need.state])
    material = chief.material
    return PlannedMaterial(
        id=material.id,
        name=material.name,
        name_en=material.name_en or material.name,
        state=chief.state,
        parts=tuple(need.part for need in needs),
        reason=chief.reason,
        evidence=chief.evidence,
        accept=material.accept,
        accept_en=material.accept_en,
        accepts=material.accepts,
    )
