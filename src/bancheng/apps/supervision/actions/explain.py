"""Say why a promised limit was not kept; everybody can read it from then on (优化营商环境条例 art. 36, R-33)."""
from __future__ import annotations

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.spine import Happened, lock
from bancheng.apps.staff.models import Officer
from bancheng.apps.supervision.models import Overrun
from bancheng.apps.supervision.queries import HANDLERS, NotThere
from bancheng.apps.supervision.words import Unfit, for_everybody, keep

BASIS = "《优化营商环境条例》第三十六条"


@transaction.atomic
def explain(officer: Officer, number: str, text: str) -> Overrun:
    """Publish the reason, once: what the public has read is not rewritten.

    Raises:
        NotThere: no reason is owed for this case.
        NotAllowed: another organisation owes it.
        Unfit: the text cannot be published like this, or a reason stands already.
    """
    sub_case = lock(number)
    overrun = Overrun.objects.select_for_update().filter(sub_case=sub_case).first()
    if overrun is None:
        raise NotThere(number)
    officer.must(HANDLERS, overrun.organisation)
    if overrun.reason_id is not None:
        raise Unfit("这一件的原因已经公开，不能再改。")
    for_everybody(sub_case.joint, text)
    note = keep(sub_case, "overrun_reason", text, officer)
    overrun.reason, overrun.explained_at = note, now.business()
    overrun.save(update_fields=["reason", "explained_at"])
    stream.append(sub_case.stream, [Happened("overrun_explained", {"digest": note.digest})], actor=officer.reference, basis=BASIS)
    return overrun
