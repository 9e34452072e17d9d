"""Our own licences as evidence: what a look-up finds without asking anybody else.

Only the newest version of a licence counts, with its status of this moment: one that is not valid is found, and waives
nothing (I9, I10).
"""
from __future__ import annotations

from bancheng import now
from bancheng.apps.licences.models import Licence
from bancheng.apps.sources.base import Holder, Record
from bancheng.core.catalogue.models import EvidenceType
from bancheng.core.licence import Status

WORDS = {
    Status.NOT_YET: "未生效",
    Status.VALID: "有效",
    Status.EXPIRED: "过期",
    Status.SUPERSEDED: "变更",
    Status.REVOKED: "撤销",
    Status.WITHDRAWN: "撤回",
    Status.CANCELLED: "注销",
    Status.FORFEITED: "吊销",
}


def shelf(evidence: EvidenceType, holder: Holder) -> list[Record]:
    """Our licences of a type and holder, oldest first."""
    rows = Licence.objects.filter(evidence=evidence.id, holder_index=holder.index, next=None).order_by("issued_at")
    return [_record(evidence, row) for row in rows.prefetch_related("changes")]


def _record(evidence: EvidenceType, row: Licence) -> Record:
    content = row.record
    status = row.standing(now.business()).status
    said: dict[str, object] = {"编号": content.number, "状态": WORDS[status]}
    if content.valid_to is not None:
        said["有效期至"] = content.valid_to.isoformat()
    printed = {field.name: field.value for field in content.fields}
    said |= {name: printed[name] for name in evidence.fields if name in printed and name not in said}
    return Record(said, content.identifier, row.issued_at, content.valid_to)
