"""Texts that officers give: kept as encrypted notes of the case, with their digest in the trail; checked before the public reads them."""
from __future__ import annotations

import re

from bancheng import now
from bancheng.apps.cases.models import JointCase, Note, SubCase
from bancheng.apps.staff.models import Officer
from bancheng.apps.subjects.models import Person
from bancheng.core.canonical import digest

LONGEST = 500
_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{15}|\d{17}[\dXx])(?!\d)")


class Unfit(Exception):
    """What was given cannot stand like this; `message` says what to change, `field` where: `text`, or `until` for the day."""

    def __init__(self, message: str, field: str = "text") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def keep(sub_case: SubCase, kind: str, text: str, officer: Officer) -> Note:
    """Keep what an officer wrote.

    Raises:
        Unfit: nothing was written, or too much.
    """
    said = text.strip()
    if not said:
        raise Unfit("请写几句话，不能空着。")
    if len(said) > LONGEST:
        raise Unfit(f"请写在 {LONGEST} 字以内，现在有 {len(said)} 字。")
    return Note.objects.create(sub_case=sub_case, kind=kind, text=said, digest=digest(said), by=officer.reference, at=now.business())


def for_everybody(joint: JointCase, text: str) -> None:
    """Everybody will read this.

    Raises:
        Unfit: it names the applicant, or holds an identity or telephone number.
    """
    person = Person.objects.filter(pk=joint.person.partition(":")[2]).first()
    names = {joint.holder_name, person.name if person else ""} - {""}
    if _NUMBER.search(text) or any(name in text for name in names):
        raise Unfit("这段话会向社会公开，请去掉申请人的姓名、名称、身份证号和电话。")
