"""Licences: what one says, in which bytes it is signed, and what it is worth on a given day.

- `record`    a licence as a value, with the metadata of GB/T 36903 and the identifier of GB/T 36904; its canonical bytes
- `signed`    the file that proves it: canonical JSON with the issuing authority's SM2 signature, and how to check it
- `standing`  valid, expired, replaced, revoked, withdrawn, cancelled, forfeited: each has its own meaning in law
"""
from __future__ import annotations

from bancheng.core.licence.record import BadLicence, Field, Licence, canonical, digest
from bancheng.core.licence.signed import FORMAT, Signature, Signed, Verdict, check, read, short, write
from bancheng.core.licence.standing import Change, NotPossible, Standing, Status, allow, status_at

__all__ = [
    "FORMAT",
    "BadLicence",
    "Change",
    "Field",
    "Licence",
    "NotPossible",
    "Signature",
    "Signed",
    "Standing",
    "Status",
    "Verdict",
    "allow",
    "canonical",
    "check",
    "digest",
    "read",
    "short",
    "status_at",
    "write",
]
