"""Issued documents: receipt, notices, decisions. Numbered without gaps, content frozen, sealed with the organisation's key.

The sealed content is the document; the PDF is a drawing of it, made when somebody first asks for it.
"""
from __future__ import annotations

from typing import Any

from bancheng import now
from bancheng.apps import keys
from bancheng.apps.audit import stream
from bancheng.apps.cases.models import IssuedDocument, JointCase, SubCase
from bancheng.apps.cases.numbers import document_number
from bancheng.apps.cases.spine import Happened, item_of
from bancheng.apps.catalogue import queries as catalogues
from bancheng.core import canonical


def of_part(sub_case: SubCase, kind: str, **content: Any) -> IssuedDocument:
    """A document about one part, issued by the organisation that handles it, to whoever applied for it."""
    content = {"applicant": sub_case.joint.holder_name, "item": item_of(sub_case).name, **content}
    return issue(kind, sub_case.joint, sub_case, sub_case.organisation, content)


def issue(kind: str, joint: JointCase, sub_case: SubCase | None, organisation: str, content: dict[str, Any]) -> IssuedDocument:
    """Give a document its number and seal, in the caller's transaction."""
    at = now.business()
    catalogue = catalogues.current()
    body = catalogue.organisations[organisation]
    number = document_number(catalogue, organisation, kind, at.date())
    content = {
        **content,
        "kind": kind,
        "number": number,
        "organisation": body.name,
        "organisation_id": organisation,
        "phone": body.phone,
        "complaint_phone": body.complaint_phone,
        "address": body.address,
        "case_number": sub_case.number if sub_case else joint.number,
        "query_code": joint.query_code,
        "issued_at": at.isoformat(timespec="minutes"),
    }
    sealed = canonical.dumps(content)
    document = IssuedDocument.objects.create(
        kind=kind,
        number=number,
        joint=joint,
        sub_case=sub_case,
        organisation=organisation,
        content=content,
        digest=canonical.digest(content),
        signature=keys.provider().sign(f"org:{organisation}", sealed).hex(),
        issued_at=at,
    )
    where = sub_case.stream if sub_case else f"joint:{joint.number}"
    happened = Happened("document_issued", {"kind": kind, "number": number, "digest": document.digest})
    stream.append(where, [happened], actor=f"org:{organisation}")
    return document
