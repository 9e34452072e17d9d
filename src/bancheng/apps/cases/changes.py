"""What a changed answer changes: against what was filed first, which parts and papers come and go, and which answers are new."""
from __future__ import annotations

from dataclasses import dataclass

from bancheng.apps.cases import facts as case_facts
from bancheng.apps.cases.drafts import Opened
from bancheng.core.catalogue.models import Element, Item
from bancheng.core.catalogue.values import display


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, then and now; None where there was or is none."""

    element: Element
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between an application and the one that it replaces. Papers are those to hand in, by name."""

    answers: tuple[Answer, ...]
    parts_added: tuple[Item, ...]
    parts_gone: tuple[Item, ...]
    papers_added: tuple[str, ...]
    papers_gone: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.answers or self.parts_added or self.parts_gone or self.papers_added or self.papers_gone)


def changes_of(opened: Opened, lang: str = "zh") -> Changes | None:
    """None for an application that replaces no other."""
    before = opened.draft.replaces
    if before is None:
        return None
    catalogue, plan = opened.catalogue, opened.plan
    filed = case_facts.from_json(catalogue, before.submission["facts"])
    asked = [element for id, element in catalogue.elements.items() if filed.get(id) or opened.facts.get(id)]
    answers = []
    for element in asked:
        old, new = filed.get(element.id), opened.facts.get(element.id)
        given = "applicant" in (old.source if old else "", new.source if new else "")
        if given and (old.value if old else None) != (new.value if new else None):
            shown = [display(element, fact.value, lang, masked=element.kind == "citizen_id") if fact else None for fact in (old, new)]
            answers.append(Answer(element, *shown))
    now_needed = {part.part: catalogue.item(part.item, part.version) for part in plan.parts if part.state == "needed"}
    then_needed = {part.part: catalogue.item(part.item, part.item_version) for part in before.parts.order_by("order")}
    then_papers = {row["name"] for row in before.submission["materials"].values() if row["state"] == "hand_in"}
    now_papers = {paper.name for paper in plan.materials if paper.state == "hand_in"}
    return Changes(
        tuple(answers),
        tuple(item for id, item in now_needed.items() if id not in then_needed),
        tuple(item for id, item in then_needed.items() if id not in now_needed),
        tuple(sorted(now_papers - then_papers)),
        tuple(sorted(then_papers - now_papers)),
    )
