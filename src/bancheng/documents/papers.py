"""The documents of a case, by kind: which template draws them and what they cannot do without.

The content is what was numbered, frozen and sealed when the document was issued (`apps.cases`): plain values, with dates
and moments as ISO texts. The PDF is a drawing of it and can be made again at any time; the same content gives the same
bytes.
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bancheng import now
from bancheng.documents.typesetting import BadDocument, render

#: kind → (template, entries it must have)
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "receipt": ("receipt", ("applicant", "theme", "items", "materials", "received_at", "case_number")),
    "acceptance": ("acceptance", ("applicant", "item", "accepted_at", "case_number")),
    "correction": ("correction", ("applicant", "item", "items", "case_number")),
    "not_accepted": ("non-acceptance", ("applicant", "item", "reason", "case_number")),
    "granted": ("decision-granted", ("applicant", "item", "decided_at", "case_number")),
    "refused": (
        "decision-refused",
        ("applicant", "item", "decided_at", "reason", "clause", "remedy", "remedy_organ", "case_number"),
    ),
    "terminated": ("termination", ("applicant", "item", "reason", "case_number")),
    "suspension": ("suspension", ("applicant", "item", "procedure", "start", "planned_end", "reason", "case_number")),
    "extension": ("extension", ("applicant", "item", "days", "reason", "case_number")),
    "gap": ("gap-acceptance", ("applicant", "item", "accepted_at", "gaps", "until", "commitment", "case_number")),
    "hearing_right": ("hearing-right", ("applicant", "item", "concerned", "until", "case_number")),
    "hearing": ("hearing-notice", ("applicant", "item", "day", "place", "chair", "case_number")),
    "commitment": ("commitment", ("applicant", "item", "basis", "promises")),
    "delivery-receipt": ("delivery-receipt", ("applicant", "results", "case_number")),
    "original-seen": ("original-seen", ("applicant", "material", "clerk", "seen_at")),
    "application-form": ("application-form", ("applicant", "title", "sections")),
    "hygiene-rules": ("hygiene-rules", ("applicant", "kinds")),
    "food-safety-rules": ("food-safety-rules", ("applicant",)),
}

_APPLICANTS_OWN = ("application-form", "hygiene-rules", "food-safety-rules")
_DATES = ("received_at", "accepted_at", "decided_at", "signed_at", "promised_due", "statutory_due", "notice_due", "start", "planned_end", "until", "day")


def case(kind: str, content: Mapping[str, object], *, digest: str = "", url: str = "") -> bytes:
    """Draw a document of a case as PDF.

    Args:
        kind: one of `KINDS`.
        content: what it says; beside the entries of its kind `organisation` (name), `number`, `phone`, `issued_at`.
        digest: SM3 of the sealed content, printed small; without one there is no seal on it (a preview).
        url: where the QR code leads; empty for none.

    Raises:
        BadDocument: no such kind, or an entry is missing; the text names it.
    """
    if kind not in KINDS:
        raise BadDocument(f"There is no document of kind {kind!r}; there are: {', '.join(KINDS)}.")
    template, needed = KINDS[kind]
    needed = ("issued_at", *needed) if kind in _APPLICANTS_OWN else ("issued_at", "organisation", *needed)
    missing = [entry for entry in needed if entry not in content]
    if missing:
        raise BadDocument(f"A document of kind {kind!r} needs: {', '.join(missing)}.")
    issued = _moment(content["issued_at"])
    shown = {key: _dated(key, value) for key, value in content.items()}
    shown |= {"date": issued.astimezone(now.ZONE).date(), "digest": digest, "qr_url": url}
    return render(template, shown, at=issued)


def _dated(key: str, value: object) -> object:
    """An ISO text under a key that names a date, as a date."""
    if key not in _DATES or not isinstance(value, str) or not value:
        return value
    return date.fromisoformat(value) if len(value) == 10 else _moment(value)


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise BadDocument(f"{value!r} is not a moment: give it as 2026-03-02T09:30+08:00.") from None
    if moment.tzinfo is None:
        raise BadDocument(f"{value!r} does not say in which zone: give it as 2026-03-02T09:30+08:00.")
    return moment
