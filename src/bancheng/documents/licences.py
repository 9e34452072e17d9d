"""A licence on paper: A4 across with a gold border, or a filing receipt upright.

The PDF (PDF/A-3b) carries the signed `.licence.json` file inside, so that one file is both: what people read and what
proves it.
"""
from __future__ import annotations

from datetime import date, datetime, time

from bancheng import now
from bancheng.core.licence import Signed, digest, write
from bancheng.documents.typesetting import Attachment, chinese_date, has_template, render


def licence(signed: Signed, verify_url: str, *, evidence: str = "", filing: bool = False) -> bytes:
    """Draw a licence as PDF.

    Args:
        signed: the licence with its signature.
        verify_url: where its QR code leads.
        evidence: its type in the pack; `licence-<type>` is its template if the pack has one, else `licence`.
        filing: a filing receipt, which permits nothing and looks different.
    """
    one = signed.licence
    own = f"licence-{evidence.lower()}"
    template = "filing-receipt" if filing else own if evidence and has_template(own) else "licence"
    proof = Attachment(
        f"{one.identifier}.licence.json",
        write(signed),
        "application/json",
        "本证照的签名文件，可用 bancheng verify-licence 离线核验",
    )
    data = {
        "name": one.name,
        "number": one.number,
        "identifier": one.identifier,
        "issuer": one.issuer_name,
        "issued_on": one.issued_on,
        "fields": [{"name": field.name, "value": field.value} for field in one.fields],
        "notes": list(one.notes),
        "validity": validity(one.valid_from, one.valid_to),
        "digest": digest(one),
        "verify_url": verify_url,
    }
    at = datetime.combine(one.issued_on, time(), now.ZONE)
    return render(template, data, at=at, attachments=(proof,))


def validity(valid_from: date, valid_to: date | None) -> str:
    """`2026年3月2日至2030年3月1日`, or long-term."""
    if valid_to is None:
        return f"自{chinese_date(valid_from)}起长期有效"
    return f"{chinese_date(valid_from)}至{chinese_date(valid_to)}"
