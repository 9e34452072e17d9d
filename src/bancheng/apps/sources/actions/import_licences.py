"""Import licences of other issuers from a CSV file.

Columns: `evidence` (id or name of the evidence type), `holder` (unified social credit code or identity number),
`number`, `issuer`, `issued_on`, `valid_to` (empty: no last day), `status` (empty: 有效); the Chinese headings 证照类型,
持有者代码, 证照编号, 颁发机构, 颁发日期, 有效期至, 状态 are the same. Any other column is a field of the document and must be
one the evidence type has. Either the whole file is taken over or nothing: every fault is listed with its row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from bancheng import now
from bancheng.apps.sources.base import LAPSED, Holder
from bancheng.apps.sources.models import ForeignLicence
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.models import EvidenceType
from bancheng.core.identifiers import check_citizen_id, check_uscc

HEADINGS = {
    "证照类型": "evidence",
    "持有者代码": "holder",
    "证照编号": "number",
    "颁发机构": "issuer",
    "颁发日期": "issued_on",
    "有效期至": "valid_to",
    "状态": "status",
}
NEEDED = ("evidence", "holder", "number", "issuer", "issued_on")
KNOWN = frozenset(HEADINGS.values())
MOST_ROWS = 100_000


class BadFile(ValueError):
    """The file cannot be taken over; `faults` lists every fault with its row."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Row:
    """One licence as read."""

    evidence: str
    holder: Holder
    number: str
    issuer: str
    issued_on: date
    valid_to: date | None
    status: str
    fields: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def import_licences(data: bytes, catalogue: Catalogue) -> int:
    """Take over a file; a licence that is already there (same type and number) is replaced. Returns the rows taken over.

    Raises:
        BadFile: nothing has been taken over.
    """
    rows = read(data, catalogue)
    at = now.business()
    for row in rows:
        ForeignLicence.objects.update_or_create(
            evidence=row.evidence,
            number=row.number,
            defaults={
                "holder": row.holder.wire,
                "holder_index": row.holder.index,
                "issuer": row.issuer,
                "issued_on": row.issued_on,
                "valid_to": row.valid_to,
                "status": row.status,
                "fields": row.fields,
                "imported_at": at,
            },
        )
    return len(rows)


def read(data: bytes, catalogue: Catalogue) -> list[Row]:
    """The rows of a file.

    Raises:
        BadFile: every fault, with its row.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise BadFile(["The file is neither UTF-8 nor GB18030: save it as “CSV UTF-8”."]) from None
    reader = csv.reader(io.StringIO(text))
    try:
        table = list(reader)
    except csv.Error as error:
        raise BadFile([f"row {reader.line_num}: this is not CSV ({error})."]) from None
    if not table:
        raise BadFile(["The file is empty: its first row names the columns."])
    columns = [HEADINGS.get(name.strip(), name.strip()) for name in table[0]]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise BadFile([f"row 1: columns are missing: {', '.join(missing)}."])
    if len(set(columns)) != len(columns):
        raise BadFile(["row 1: a column is named twice."])
    if len(table) - 1 > MOST_ROWS:
        raise BadFile([f"The file has more than {MOST_ROWS} rows: split it."])
    rows, faults, seen = [], [], dict[tuple[str, str], int]()
    for place, line in enumerate(table[1:], 2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(columns):
            faults.append(f"row {place}: {len(line)} cells, but {len(columns)} columns.")
            continue
        row, found = _row({name: cell.strip() for name, cell in zip(columns, line, strict=True)}, catalogue)
        faults += [f"row {place}: {fault}" for fault in found]
        if row is None:
            continue
        earlier = seen.setdefault((row.evidence, row.number), place)
        if earlier != place:
            faults.append(f"row {place}: number {row.number} stands in row {earlier} already.")
        rows.append(row)
    if faults:
        raise BadFile(faults)
    return rows


def _row(cells: Mapping[str, str], catalogue: Catalogue) -> tuple[Row | None, list[str]]:
    faults = [f"{name} is empty." for name in NEEDED if not cells[name]]
    evidence = _evidence(cells["evidence"], catalogue)
    if cells["evidence"] and evidence is None:
        faults.append(f"evidence: there is no type {cells['evidence']!r} in the pack.")
    holder = _holder(cells["holder"])
    if cells["holder"] and holder is None:
        faults.append("holder: neither a unified social credit code nor an identity number (18 characters each).")
    issued_on, valid_to = _day(cells["issued_on"]), _day(cells.get("valid_to", ""))
    if cells["issued_on"] and issued_on is None:
        faults.append(f"issued_on: {cells['issued_on']!r} is not a date; write 2026-02-12.")
    if cells.get("valid_to") and valid_to is None:
        faults.append(f"valid_to: {cells['valid_to']!r} is not a date; write 2026-02-12, or nothing for no last day.")
    if issued_on and valid_to and valid_to < issued_on:
        faults.append("valid_to lies before issued_on.")
    status = cells.get("status") or "有效"
    if status != "有效" and status not in LAPSED:
        faults.append(f"status: {status!r} is not one of 有效, {', '.join(sorted(LAPSED))}.")
    fields = {name: cell for name, cell in cells.items() if name not in KNOWN and cell}
    if evidence:
        faults += [f"{name}: {evidence.name} has no such field." for name in fields if name not in evidence.fields]
    if faults or evidence is None or holder is None or issued_on is None:
        return None, faults
    number, issuer = cells["number"], cells["issuer"]
    return Row(evidence.id, holder, number, issuer, issued_on, valid_to, status, fields), []


def _evidence(text: str, catalogue: Catalogue) -> EvidenceType | None:
    found = catalogue.evidence.get(text)
    return found or next((kind for kind in catalogue.evidence.values() if kind.name == text), None)


def _holder(text: str) -> Holder | None:
    person = check_citizen_id(text, now.today()).value
    if person is not None:
        return Holder("person", person.number)
    entity = check_uscc(text).value
    return Holder("entity", entity.code) if entity else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
