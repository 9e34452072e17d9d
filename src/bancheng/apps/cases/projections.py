"""Do the columns of the cases still say what their events say? Asked by `bancheng verify-audit`."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bancheng.apps.audit import stream
from bancheng.apps.cases.models import JointCase, Review, SubCase
from bancheng.apps.cases.spine import projection, state_of
from bancheng.apps.catalogue import queries as catalogues
from bancheng.core import canonical
from bancheng.core.clock import Calendar


def differences() -> Iterator[str]:
    """One line for each column that differs from the fold, and for each frozen text that differs from its digest."""
    calendar = catalogues.current().calendar if catalogues.any_release() else Calendar()
    for sub_case in SubCase.objects.order_by("pk").iterator():
        for column, value in projection(state_of(sub_case), calendar).items():
            have = getattr(sub_case, column)
            if not _same(have, value):
                yield f"case {sub_case.number}: column {column} says {have!r}, its events say {value!r}"
    for joint in JointCase.objects.order_by("pk").iterator():
        if canonical.digest(joint.submission) != joint.submission_digest:
            yield f"joint case {joint.number}: what was filed is not what was signed"
        if not stream.read(f"joint:{joint.number}"):
            yield f"joint case {joint.number}: it has no events"
    for kept in Review.objects.order_by("pk").iterator():
        if canonical.digest(kept.record) != kept.digest:
            yield f"review {kept.number} of case {kept.sub_case_id}: the decision record was changed"


def _same(have: object, value: object) -> bool:
    if isinstance(have, datetime) and isinstance(value, datetime):
        return abs((have - value).total_seconds()) < 0.001
    return have == value
