"""An officer looks at personal data: written down before the page is shown, with the reason (DESIGN: Trust).

The person finds every look on the page “谁用过我的数据”. A look that cannot be written down does not happen.
"""

from __future__ import annotations

from django.db import transaction

from bancheng.apps.audit import stream
from bancheng.apps.staff.happened import Happened
from bancheng.apps.staff.models import Officer

BASIS = "《中华人民共和国个人信息保护法》第三十四条（履行法定职责）"


@transaction.atomic
def look(officer: Officer, subject: str, case: str, why: str, basis: str = BASIS) -> None:
    """Record that an officer looks at the data of a subject (`person:…`, `entity:…`) in a case.

    Raises:
        ValueError: no subject or no reason.
    """
    if not subject or not why.strip():
        raise ValueError("a look names whose data are looked at, and why")
    payload = {"organisation": officer.organisation, "case": case, "why": why}
    stream.append(f"look:{subject}", [Happened("looked", payload)], actor=officer.reference, basis=basis)
