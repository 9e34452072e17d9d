"""Fictional people and companies for tests that need somebody signed in. The same as in `tests/sandbox/demo`."""

from __future__ import annotations

from bancheng.apps.subjects.actions.sign_in import sign_in
from bancheng.apps.subjects.base import Company, Identity
from bancheng.apps.subjects.models import Entity, Person
from bancheng.apps.subjects.principal import Principal

WANG, LI, ZHAO = "371502199003070019", "371526198512120025", "371581194901010037"
HOTEL, NOODLES = "91371502MA3TE1T02X", "92371502MA3TE1T29J"


def wang() -> Person:
    """王小满, operator of a noodle shop."""
    return sign_in(Identity("王小满", WANG, "13800000001", "high", (Company(NOODLES, "东昌府区小满面馆"),)))


def li() -> Person:
    """李秋实, legal representative of a hotel."""
    return sign_in(Identity("李秋实", LI, "13800000002", "high", (Company(HOTEL, "聊城清泉宾馆有限公司"),)))


def zhao() -> Person:
    """赵大川, of no company."""
    return sign_in(Identity("赵大川", ZHAO, "13800000003"))


def for_company(person: Person, uscc: str) -> Principal:
    """Acting for a company as its legal representative."""
    return Principal(person, Entity.objects.get(pk=uscc))
