"""The file that proves a licence, and how anyone checks it.

A `.licence.json` file is one canonical JSON object: the licence, and the issuing authority's SM2 signature (GB/T 32918,
SM3 digest) over the licence's canonical bytes with the public key beside it. Nothing in it may vary: no spaces, keys in
order, lower-case hexadecimal. So that any changed byte shows: in the licence the signature fails, in the signature or
the key it fails too, and anywhere else the form is no longer canonical.

The format is our own (本平台 JSON); it is not the seal structure of GB/T 38540.
"""
from __future__ import annotations

import base64
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from bancheng.core import canonical
from bancheng.core.licence.record import BadLicence, Licence, from_json
from bancheng.core.licence.record import canonical as signed_bytes

FORMAT = "bancheng-licence/1"
ALGORITHM = "SM2-SM3"
LARGEST = 256 * 1024
"""Bytes a licence file may have."""

_KEY = re.compile(r"04[0-9a-f]{128}")
_VALUE = re.compile(r"[0-9a-f]{128}")

Verify = Callable[[str, bytes, bytes], bool]
"""(public key, data, signature) → did the holder of the private half sign exactly this?"""


@dataclass(frozen=True, slots=True)
class Signature:
    """`key`: public key, 130 hexadecimal digits; `value`: r ‖ s, 128 hexadecimal digits; both lower case."""

    algorithm: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A licence with its signature."""

    licence: Licence
    signature: Signature


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to.

    Attributes:
        kind: `genuine` (signed with a key of the issuer that we know), `unknown_key` (the signature fits the key in the
            file, but nobody has said whose key that is), `forged` (the signature does not fit, or the key is not the
            issuer's), `unreadable` (not a licence file, or no longer in its exact form).
        message, message_en: what that means and what to do.
        signed: the content, where it could be read.
    """

    kind: Literal["genuine", "unknown_key", "forged", "unreadable"]
    message: str
    message_en: str
    signed: Signed | None = None


def write(signed: Signed) -> bytes:
    """The file."""
    return canonical.dumps({"format": FORMAT, "licence": signed.licence, "signature": signed.signature})


def read(data: bytes) -> Signed:
    """Read a file without checking its signature.

    Raises:
        BadLicence: not a licence file, or not in the exact form in which `write` made it.
    """
    if len(data) > LARGEST:
        raise BadLicence("文件太大，不是证照文件。", "The file is too large to be a licence file.")
    try:
        raw = canonical.loads(data)
        exact = canonical.dumps(raw) == data
    except (ValueError, TypeError, RecursionError):
        raise _not_a_file() from None
    if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
        raise _not_a_file()
    signature = raw.get("signature")
    if not exact or sorted(raw) != ["format", "licence", "signature"] or not isinstance(signature, Mapping):
        raise _changed()
    if sorted(signature) != ["algorithm", "key", "value"] or signature["algorithm"] != ALGORITHM:
        raise _changed()
    key, value = signature["key"], signature["value"]
    if not (isinstance(key, str) and _KEY.fullmatch(key) and isinstance(value, str) and _VALUE.fullmatch(value)):
        raise _changed()
    signed = Signed(from_json(raw["licence"]), Signature(ALGORITHM, key, value))
    if write(signed) != data:
        raise _changed()
    return signed


def check(data: bytes, verify: Verify, known: Mapping[str, Collection[str]] | None) -> Verdict:
    """Is this file genuine?

    Args:
        known: issuer code → its public keys, from a source the checker trusts; None when there is no such source.
    """
    try:
        signed = read(data)
    except BadLicence as bad:
        return Verdict("unreadable", bad.message, bad.message_en)
    licence, signature = signed.licence, signed.signature
    if not verify(signature.key, signed_bytes(licence), bytes.fromhex(signature.value)):
        return Verdict(
            "forged",
            "签名对不上：内容或签名被改过。不要相信这份文件，请到核验页面输入证照标识再查。",
            "The signature does not fit: content or signature was changed. Do not rely on this file; "
            "enter the identifier on the verification page.",
            signed,
        )
    if known is None:
        return Verdict(
            "unknown_key",
            "内容和签名一致，但没法确认文件里的公钥是不是颁发机构的。请下载公布的公钥，用 --key 再验一次。",
            "Content and signature agree, but it is not confirmed that the key in the file is the issuer's. "
            "Download the published keys and check again with --key.",
            signed,
        )
    if signature.key not in known.get(licence.issuer_code, ()):
        return Verdict(
            "forged",
            f"签名用的不是{licence.issuer_name}公布的公钥。不要相信这份文件，请联系颁发机构。",
            f"The key is not one that {licence.issuer_name} ({licence.issuer_code}) has published. "
            "Do not rely on this file; ask the issuer.",
            signed,
        )
    return Verdict(
        "genuine",
        f"签名有效：内容是{licence.issuer_name}签发的，没有改动。现在是否还有效，请到核验页面看。",
        f"The signature is valid: {licence.issuer_name} issued exactly this. Whether it is still in force, "
        "the verification page says.",
        signed,
    )


def short(signature_value: str) -> str:
    """Sixteen characters for a QR code: a digest of the signature. Whoever has the signature can compare it."""
    return base64.b32encode(bytes.fromhex(canonical.digest_bytes(bytes.fromhex(signature_value)))[:10]).decode().lower()


def _not_a_file() -> BadLicence:
    return BadLicence(
        "这不是证照文件。证照文件的名字以 .licence.json 结尾，从“我的证照”里下载。",
        "This is not a licence file. Its name ends in .licence.json; it is downloaded from “my licences”.",
    )


def _changed() -> BadLicence:
    return BadLicence(
        "这个证照文件被改过，或者保存时走了样。请重新下载原文件，不要打开后另存。",
        "This licence file was changed. Download the original again; do not open and save it.",
    )
