"""Fictional people who apply from beginning to end, through the same actions as on the portal.

`bancheng demo`, the tests, the soak runs and the benchmarks tell these stories (`demo/stories.yaml` of the pack).
"""
from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from bancheng import now, yaml_files
from bancheng.apps.cases import drafts, entering
from bancheng.apps.cases.actions.submit import Confirmation, submit
from bancheng.apps.cases.models import Draft, DraftFile, JointCase
from bancheng.apps.files.actions.store import keep
from bancheng.apps.subjects.actions.sign_in import sign_in
from bancheng.apps.subjects.base import Company, Identity
from bancheng.apps.subjects.models import Entity
from bancheng.apps.subjects.principal import Principal


@dataclass(frozen=True, slots=True)
class Story:
    """Who applies for what, and what they answer."""

    id: str
    about: str
    theme: str
    region: str
    identity: Identity
    company: str
    answers: dict[str, Any]
    uploads: tuple[str, ...]


def tell(pack: Path, id: str) -> Story:
    """A story of the pack.

    Raises:
        LookupError: the pack tells no such story.
    """
    stories = {row["id"]: row for row in _rows(pack, "stories")}
    if id not in stories:
        raise LookupError(f"the pack tells no story {id!r}; it tells: {', '.join(stories)}")
    row = stories[id]
    person = next(one for one in _rows(pack, "people") if one["id_no"] == row["person"])
    companies = tuple(
        Company(one["uscc"], one["name"]) for one in _rows(pack, "entities") if one["legal_rep"] == row["person"]
    )
    identity = Identity(person["name"], person["id_no"], person["phone"], "high", companies)
    return Story(
        row["id"], row["about"], row["theme"], row["region"], identity, row.get("company", ""),
        row["answers"], tuple(row.get("uploads", ())),
    )  # fmt: skip


def principal_of(story: Story) -> Principal:
    """Sign the person in, acting for the company where the story names one."""
    person = sign_in(story.identity)
    return Principal(person, Entity.objects.get(pk=story.company) if story.company else None)


def draft_of(story: Story, principal: Principal, **changed: Any) -> Draft:
    """The filled-in draft of a story; `changed` answers replace the told ones (`premises__area_m2=60`)."""
    answers = story.answers | {key.replace("__", "."): value for key, value in changed.items()}
    draft = drafts.create(story.theme, story.region, {}, principal.person.reference, principal.reference)
    problems = drafts.save(draft, answers)
    if problems:
        raise ValueError(f"story {story.id}: {problems}")
    for material in story.uploads:
        file = keep(picture(f"{story.id} {material}"), "png")
        DraftFile.objects.create(draft=draft, material=material, file=file, name=f"{material}.png", added_at=now.business())
    entering.enter(draft, principal)
    return draft


def file(story: Story, **changed: Any) -> JointCase:
    """Apply."""
    principal = principal_of(story)
    draft = draft_of(story, principal, **changed)
    return submit(draft.pk, principal, Confirmation(now.business(), "high", committed=True))


def picture(words: str) -> bytes:
    """A small picture that stands for a paper."""
    image = Image.new("RGB", (640, 420), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 20, 620, 400), outline="black", width=3)
    pen.text((40, 40), f"SAMPLE {words}", fill="black")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _rows(pack: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml_files.read(pack / "demo" / f"{name}.yaml")
    return rows
