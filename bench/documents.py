"""How fast documents are drawn and licences signed and checked: `python -m bench.documents`.

Prints the best of several runs and asserts nothing. The first drawing of a process also loads the fonts; it is shown on its own line.
"""
from __future__ import annotations

import sys
import time
from datetime import date
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bench.rules import best, show
from gmssl_fast import SM2

from bancheng import documents
from bancheng.core.identifiers import licence_identifier
from bancheng.core.licence import Field, Licence, Signature, Signed, canonical, check, digest, write

TYPE, ISSUER = "11370000000000019R011", "113715000000000190"
URL = "https://example.invalid/verify/"
CONTENT = {
    "organisation": "聊城市行政审批服务局",
    "number": "市审批服务局受〔2026〕000001 号",
    "issued_at": "2026-03-02T09:30+08:00",
    "case_number": "3715022026030100001K",
    "applicant": "聊城测试旅馆",
    "item": "公共场所卫生许可（新办）",
    "accepted_at": "2026-03-02T09:30+08:00",
    "promised_due": "2026-03-09",
    "statutory_due": "2026-03-30",
}


def example() -> Licence:
    """A permit as it is issued every day."""
    return Licence(
        name="公共场所卫生许可证", type_code=TYPE, number="市审批服务局证〔2026〕000001 号",
        identifier=licence_identifier(TYPE, ISSUER, "2026000001", 1), issuer_name="聊城市行政审批服务局", issuer_code=ISSUER,
        issued_on=date(2026, 3, 2), holder_name="聊城测试旅馆", holder_code="91371500MA3TE1T45E", holder_type="legal_entity",
        valid_from=date(2026, 3, 2), valid_to=date(2030, 3, 1),
        fields=(Field("单位名称", "聊城测试旅馆"), Field("经营场所地址", "东昌府区楼东大街 126 号"), Field("经营项目", "宾馆旅店")),
        notes=("以告知承诺方式取得",), version=1,
    )  # fmt: skip


def main() -> None:
    """Measure and print."""
    key, licence = SM2.generate(), example()
    public = key.public_key_hex.lower()
    signed = Signed(licence, Signature("SM2-SM3", public, key.sign(canonical(licence)).hex()))
    file, known = write(signed), {ISSUER: {public}}

    def verify(which: str, data: bytes, signature: bytes) -> bool:
        return bool(SM2(public_key=which).verify(data, signature))

    number = count()

    def notice() -> bytes:
        """Another applicant each time, so that nothing can be remembered from the time before."""
        return documents.case("acceptance", CONTENT | {"applicant": f"测试旅馆{next(number)}"}, digest="ef" * 32, url=URL)

    def paper() -> bytes:
        return documents.licence(signed, f"{URL}{next(number)}", evidence="L11")

    started = time.perf_counter()
    notice()
    show("first document of a process (loads the fonts)", time.perf_counter() - started)
    show("acceptance notice as PDF", best(notice, 5), "10 ms")
    show("licence as PDF with the signed file inside", best(paper, 5), "10 ms")
    show("canonical bytes and SM3 digest of a licence", best(lambda: digest(licence), 500))
    show("SM2 signature", best(lambda: key.sign(canonical(licence)), 50))
    show("licence file checked (form, digest, signature, key)", best(lambda: check(file, verify, known), 50))
    print(f"size: licence file {len(file)} bytes, licence PDF {len(paper())} bytes")


if __name__ == "__main__":
    main()
