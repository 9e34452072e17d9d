"""Keep a guide under a short code, so that it can be handed on, printed, and come back to.

Only situation answers that are nobody's personal data come here (the caller sees to it), so the code need not be secret: it is drawn from what it stands
for, and the same guide saved twice has one code.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bancheng import now
from bancheng.apps.cases.models import SavedGuide
from bancheng.apps.cases.numbers import ALPHABET
from bancheng.core import canonical

LENGTH = 8


def save_guide(theme: str, region: str, answers: Mapping[str, Any]) -> SavedGuide:
    """The saved guide for these answers (typed texts by element id)."""
    told = dict(sorted(answers.items()))
    number = int(canonical.digest({"theme": theme, "region": region, "answers": told}), 16)
    while True:
        number, code = _letters(number)
        saved, _ = SavedGuide.objects.get_or_create(
            code=code, defaults={"theme": theme, "region": region, "answers": told, "created_at": now.business()}
        )
        if (saved.theme, saved.region, saved.answers) == (theme, region, told):
            return saved


def _letters(number: int) -> tuple[int, str]:
    """A code off a large number, and what is left of the number."""
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return number, "".join(letters)
