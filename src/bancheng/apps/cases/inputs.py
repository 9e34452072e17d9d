"""What a review looks at: the facts as filed, what other parts and sources have said since, and the papers as they stand.

Looking up can be slow and happens before the transaction that decides. The record of the
review holds all it rested on, so that it can be replayed byte for byte.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bancheng import now
from bancheng.apps.cases import facts as case_facts
from bancheng.apps.cases.models import ExternalPush, SubCase
from bancheng.apps.cases.spine import catalogue_of, item_of
from bancheng.apps.cases.terms import choice_for
from bancheng.apps.sources.known import look_up_for_case
from bancheng.core import review
from bancheng.core.canonical import digest
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import Item
from bancheng.core.facts import Fact
from bancheng.core.review.deciding import read_by
from bancheng.core.review.model import DecisionRecord


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything `core.review.decide` needs, as plain data."""

    facts: dict[str, Fact]
    evidence: frozenset[str]
    uploads: dict[str, review.HandedIn]
    registry: dict[str, Fact]  # what sources say today about elements the applicant had to type in
    as_of: date
    silent: frozenset[str] = frozenset()  # evidence types whose source did not answer


def gather(sub_case: SubCase) -> Inputs:
    """Facts as filed, joined by results of earlier parts and by sources that were silent then."""
    catalogue, item = catalogue_of(sub_case), item_of(sub_case)
    joint = sub_case.joint
    submission = joint.submission
    facts = case_facts.from_json(catalogue, submission["facts"])
    evidence = set(submission["evidence"])
    for push in ExternalPush.objects.filter(sub_case__joint=joint, state="answered").select_related("sub_case"):
        external = item_of(push.sub_case).external
        if external and push.answer.get("result") == "granted":
            evidence.add(external.result_evidence)
            facts |= case_facts.from_json(catalogue, push.answer.get("facts", {}))
    registry: dict[str, Fact] = {}
    silent: frozenset[str] = frozenset()
    wanted = [kind for kind in evidence_wanted(catalogue, item) if kind not in evidence]
    if wanted:
        said = look_up_for_case(sub_case, joint.holder, joint.person, wanted, facts)
        evidence |= said.evidence
        silent = said.unavailable
        for key, fact in said.facts.items():
            if key in facts and facts[key].source == "applicant" and catalogue.elements[key].type != "list":
                registry[key] = fact
            else:
                facts[key] = fact
    return Inputs(facts, frozenset(evidence), uploads_of(sub_case), registry, now.today(), silent)


def evidence_wanted(catalogue: Catalogue, item: Item) -> list[str]:
    """Evidence types that prove a material of the item or fill an element that its review reads."""
    read = [catalogue.elements[id] for id in sorted(read_by(catalogue, item)) if id in catalogue.elements]
    by_element = (kind for element in read for one in (element, *element.fields) for kind in one.known_by)
    by_material = (kind for material in item.materials for kind in material.waived_by)
    return list(dict.fromkeys([*by_element, *by_material]))


def uploads_of(sub_case: SubCase) -> dict[str, review.HandedIn]:
    """The files handed in, newest round of each material, as one digest for each material."""
    found: dict[str, dict[int, list[str]]] = {}
    for row in sub_case.joint.files.select_related("file").order_by("round", "pk"):
        found.setdefault(row.material, {}).setdefault(row.round, []).append(row.file.digest)
    newest = {material: rounds[max(rounds)] for material, rounds in sorted(found.items())}
    return {key: review.HandedIn(marks[0] if len(marks) == 1 else digest(marks)) for key, marks in newest.items()}


def run(catalogue: Catalogue, item: Item, inputs: Inputs) -> DecisionRecord:
    """The review of these inputs: a pure function of them."""
    facts, as_of = inputs.facts, inputs.as_of
    papers = review.papers_for(catalogue, item, facts, as_of, inputs.evidence, inputs.uploads)
    choice = choice_for(item, facts, as_of)
    return review.decide(
        catalogue, item, facts, papers, as_of, choice, evidence=inputs.evidence, registry=inputs.registry
    )
