"""Press for a case: urge (催办), follow up (督办) with a day by which to answer, and the answer."""
from __future__ import annotations

from datetime import date

from django.db import transaction

from bancheng import now
from bancheng.apps.audit import stream
from bancheng.apps.cases.spine import Happened, lock
from bancheng.apps.staff.models import Officer
from bancheng.apps.supervision import queries
from bancheng.apps.supervision.models import Urge
from bancheng.apps.supervision.words import Unfit, keep


@transaction.atomic
def urge(officer: Officer, number: str, text: str, until: date | None = None) -> Urge:
    """Urge those who handle a case; with a day, follow up: they have to answer by then.

    Raises:
        NotAllowed: the officer oversees nothing.
        NotThere: no such case in what the officer oversees.
        Unfit: nothing was written, the day does not lie ahead, or nobody is to be urged any more.
    """
    queries.case_for(officer, number)
    sub_case = lock(number)
    if sub_case.outcome or sub_case.external:
        raise Unfit("这一件已经办结，或者不在本市办理，不用催了。")
    if until is not None and until <= now.today():
        raise Unfit("答复的日子要在今天以后。", "until")
    kind = "follow_up" if until else "urge"
    note = keep(sub_case, kind, text, officer)
    made = Urge.objects.create(
        sub_case=sub_case, organisation=sub_case.organisation, kind=kind, said=note, by=officer.reference, at=now.business(), until=until
    )
    payload = {"digest": note.digest} | ({"until": until.isoformat()} if until else {})
    stream.append(sub_case.stream, [Happened("followed_up" if until else "urged", payload)], actor=officer.reference)
    return made


@transaction.atomic
def answer(officer: Officer, pk: int, text: str = "") -> Urge:
    """Those who handle the case take note of an urge, or answer a follow-up; the second time changes nothing.

    Raises:
        NotThere: it was not said to the officer's organisation.
        NotAllowed: the officer does not handle cases.
        Unfit: a follow-up needs an answer in words.
    """
    officer.must(queries.HANDLERS)
    found = Urge.objects.select_for_update(of=("self",)).select_related("sub_case__joint").filter(pk=pk, organisation=officer.organisation).first()
    if found is None:
        raise queries.NotThere(str(pk))
    if found.done_at is not None:
        return found
    payload = {}
    if found.kind == "follow_up":
        found.answer = keep(found.sub_case, "follow_up_answer", text, officer)
        payload = {"digest": found.answer.digest}
    found.done_at, found.done_by = now.business(), officer.reference
    found.save(update_fields=["answer", "done_at", "done_by"])
    what = "follow_up_answered" if found.kind == "follow_up" else "urge_seen"
    stream.append(found.sub_case.stream, [Happened(what, payload)], actor=officer.reference)
    return found
