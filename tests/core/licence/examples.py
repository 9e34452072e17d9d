"""A licence to try things on, and a signer."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

from gmssl_fast import SM2, GmsslError

from bancheng.core.identifiers import licence_identifier
from bancheng.core.licence import Field, Licence, Signature, Signed, canonical

TYPE = "11370000000000019R011"
ISSUER = "113715000000000190"
KEY = SM2.generate()
OTHER_KEY = SM2.generate()


def licence(version: int = 1, **more: object) -> Licence:
    """A hygiene permit of a fictional hotel."""
    base = Licence(
        name="公共场所卫生许可证", type_code=TYPE, number="市审批证〔2026〕000001 号",
        identifier=licence_identifier(TYPE, ISSUER, "2026000001", version),
        issuer_name="聊城市行政审批服务局", issuer_code=ISSUER, issued_on=date(2026, 3, 2),
        holder_name="聊城测试旅馆", holder_code="91371500MA3TE1T45E", holder_type="legal_entity",
        valid_from=date(2026, 3, 2), valid_to=date(2030, 3, 1),
        fields=(Field("经营项目", "住宿场所"),), notes=("以告知承诺方式取得",), version=version,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def sign(one: Licence, key: SM2 = KEY) -> Signed:
    """Signed as an authority signs."""
    return Signed(one, Signature("SM2-SM3", key.public_key_hex.lower(), key.sign(canonical(one)).hex()))


def verify(public: str, data: bytes, signature: bytes) -> bool:
    """SM2 verification, as a key provider does it."""
    try:
        return bool(SM2(public_key=public).verify(data, signature))
    except (GmsslError, ValueError):
        return False
