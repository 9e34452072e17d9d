"""The applicant hands in what was asked for; the review runs again at once."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from bancheng import now
from bancheng.apps.cases.actions.review_now import review_now
from bancheng.apps.cases.models import CaseFile
from bancheng.apps.cases.spine import lock, transition
from bancheng.apps.files.models import StoredFile
from bancheng.core.procedure import Actor, Role, SupplyCorrection


class StillMissing(Exception):
    """Not everything that the notice asks for is there; `materials` are the ids still missing."""

    def __init__(self, materials: list[str]) -> None:
        self.materials = materials
        super().__init__(", ".join(materials))


def supply_correction(
    number: str, person: str, files: Mapping[str, Sequence[tuple[StoredFile, str]]], *, actor: str = "", on_behalf: str = ""
) -> None:
    """Add the files (material → stored file and its name) as a new round. `actor`: who hands them in for the person, at a counter.

    Raises:
        StillMissing: the notice asks for more than that; nothing is filed, nothing is lost.
        Refused: nothing is awaited.
    """
    with transaction.atomic():
        sub_case = lock(number)
        notice = sub_case.corrections.filter(answered_at=None).first()
        asked = [item["material"] for item in notice.items] if notice else []
        if missing := [material for material in asked if not files.get(material)]:
            raise StillMissing(missing)
        transition(sub_case, SupplyCorrection(Actor(person, "", Role.APPLICANT)), actor=actor, on_behalf=on_behalf)
        at = now.business()
        for material, rows in files.items():
            for stored, name in rows:
                CaseFile.objects.create(joint=sub_case.joint, material=material, file=stored, name=name, round=1, added_at=at)
        if notice:
            notice.answered_at = at
            notice.save(update_fields=["answered_at"])
    review_now(number)
