"""Look something up, and leave a trace that the person concerned can see.

1. What our own database knows (licences we issued, imported licences) needs nobody else, and is never kept twice.
2. An answer of the last days that may be used again is used again.
3. The question is written down before it is asked, with its basis; a trail that cannot be written asks nothing.
4. Registries are asked side by side, none longer than its budget; one that is silent is `Unavailable`.
5. The outcome is written beside the question, and what was found is kept for as long as the evidence type allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import date, timedelta

from bancheng import now
from bancheng.apps.sources import providers
from bancheng.apps.sources.base import Evidence, NotFound, Outcome, Question, Record, SourceFailed, Unavailable
from bancheng.apps.sources.models import Answer, Query

_pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix="source")
_GRACE = 0.5  # seconds beyond a source's own budget before it counts as silent


def look_up(question: Question, fresh: bool = False) -> Outcome:
    """Ask one question. `fresh`: do not use an earlier answer again, unless the source is silent."""
    return look_up_all([question], fresh)[0]


def look_up_all(questions: Sequence[Question], fresh: bool = False) -> list[Outcome]:
    """Ask several questions side by side; outcomes in the same order."""
    outcomes: list[Outcome | None] = [None] * len(questions)
    waiting: list[tuple[int, Query, Future[list[Record]]]] = []
    budget = 0.0
    for place, question in enumerate(questions):
        shelf = providers.on_shelves(question.evidence, question.holder)
        kept = None if fresh or shelf else _kept(question)
        source = providers.source(question.evidence)
        if shelf or kept or source is None:
            outcomes[place] = _at_hand(question, shelf, kept)
            continue
        query = _written(question)
        budget = max(budget, source.seconds)
        waiting.append((place, query, _pool.submit(providers.ask, question, source)))
    wait([future for _, _, future in waiting], timeout=budget + _GRACE)
    for place, query, future in waiting:
        outcomes[place] = _collect(questions[place], query, future)
    return [outcome for outcome in outcomes if outcome is not None]


def _collect(question: Question, query: Query, future: Future[list[Record]]) -> Outcome:
    try:
        if not future.done():
            raise SourceFailed("slow")
        return _settle(question, query, future.result())
    except SourceFailed as failure:
        query.outcome, query.reason = Query.Outcome.UNAVAILABLE, failure.reason
        query.save(update_fields=["outcome", "reason"])
        kept = _kept(question)
        return _evidence(question, kept) if kept else Unavailable(question.evidence.id, failure.reason)


def _written(question: Question) -> Query:
    """The question in the trail, before it is asked."""
    return Query.objects.create(
        subject=question.subject,
        holder_index=question.holder.index,
        evidence=question.evidence.id,
        evidence_name=question.evidence.name,
        source=question.evidence.source or "licences",
        purpose=question.purpose,
        basis=question.basis,
        consent=question.consent,
        by=question.by,
        at=now.business(),
        outcome=Query.Outcome.UNAVAILABLE,
        reason="unanswered",
    )


def _at_hand(question: Question, shelf: Sequence[Record], kept: Answer | None) -> Outcome:
    """What needs no registry. Using it is a use all the same, written down once a day for each purpose."""
    outcome = Query.Outcome.FOUND if shelf else Query.Outcome.REUSED if kept else Query.Outcome.NOT_FOUND
    same = Query.objects.filter(
        subject=question.subject,
        holder_index=question.holder.index,
        evidence=question.evidence.id,
        purpose=question.purpose,
        at__gte=now.business() - timedelta(days=1),
    ).exclude(outcome=Query.Outcome.UNAVAILABLE)
    if not same.exists():
        query = _written(question)
        query.outcome, query.reason = outcome, ""
        query.save(update_fields=["outcome", "reason"])
    if shelf:
        return _evidence(question, _answer(question, best(shelf, now.today())))
    return _evidence(question, kept) if kept else NotFound(question.evidence.id)


def _settle(question: Question, query: Query, found: Sequence[Record]) -> Outcome:
    query.outcome = Query.Outcome.FOUND if found else Query.Outcome.NOT_FOUND
    query.reason = ""
    query.save(update_fields=["outcome", "reason"])
    key = {"evidence": question.evidence.id, "holder_index": question.holder.index}
    if not found:
        Answer.objects.filter(**key).delete()
        return NotFound(question.evidence.id)
    answer = _answer(question, best(found, now.today()))
    if question.evidence.keeps_days:
        Answer.objects.update_or_create(
            **key,
            defaults={
                "fields": answer.fields,
                "reference": answer.reference,
                "at": answer.at,
                "until": answer.until,
                "keep_until": now.business() + timedelta(days=question.evidence.keeps_days),
            },
        )
    return _evidence(question, answer)


def _answer(question: Question, record: Record) -> Answer:
    return Answer(
        evidence=question.evidence.id,
        holder_index=question.holder.index,
        fields=dict(record.fields),
        reference=record.reference,
        at=record.at or now.business(),
        until=record.until or last_day(record),
    )


def best(found: Sequence[Record], on: date) -> Record:
    """Of several documents the one in force that lasts longest; of several lapsed ones the latest."""

    def worth(record: Record) -> tuple[bool, date, date]:
        until = record.until or last_day(record)
        in_force = (until is None or until >= on) and record.fields.get("状态") in (None, "有效")
        return in_force, until or date.max, record.at.date() if record.at else date.min

    return max(found, key=worth)


def last_day(record: Record) -> date | None:
    """The last day of validity that stands in the document itself."""
    text = record.fields.get("有效期至")
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _kept(question: Question) -> Answer | None:
    row = Answer.objects.filter(evidence=question.evidence.id, holder_index=question.holder.index, keep_until__gt=now.business()).first()
    return row if row and row.fields is not None else None


def _evidence(question: Question, answer: Answer) -> Evidence:
    return Evidence(question.evidence.id, answer.fields, question.holder, answer.at, answer.until, answer.reference)
