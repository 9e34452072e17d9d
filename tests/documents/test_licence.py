"""The licence on paper: what it says, where its QR code leads, the signed file inside."""
from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from bancheng.core.licence import Field, check, digest
from bancheng.documents import licence as draw
from tests.core.licence.examples import ISSUER, KEY, licence, sign, verify
from tests.documents.reading import pictures, qr_codes, text

URL = f"https://example.test/verify/{licence().identifier}?s=abcdefghijklmnop"
KNOWN = {ISSUER: {KEY.public_key_hex.lower()}}


@pytest.mark.parametrize("evidence", ["", "L11", "L10", "L10S", "L99"])
def test_it_says_everything_and_its_qr_code_can_be_read(evidence):
    one = licence()
    pdf = draw(sign(one), URL, evidence=evidence)
    read = text(pdf)
    printed = ("市审批证〔2026〕000001号", "住宿场所", "以告知承诺方式取得", "2026年3月2日至2030年3月1日")
    for words in (one.name, one.identifier, digest(one), "签名格式为本平台JSON", *printed):
        assert words in read, words
    assert qr_codes(pdf) == [URL]
    [page] = pictures(pdf, 1)
    assert page.width > page.height


def test_the_signed_file_is_inside():
    pdf = draw(sign(licence()), URL)
    reader = PdfReader(io.BytesIO(pdf))
    [(name, [content])] = reader.attachments.items()
    assert name.endswith(".licence.json")
    assert check(content, verify, KNOWN).kind == "genuine"
    assert "<pdfaid:part>3</pdfaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data().decode()


def test_a_filing_receipt_says_that_it_permits_nothing():
    pdf = draw(sign(licence(name="仅销售预包装食品备案凭证", valid_to=None)), URL, filing=True)
    read = text(pdf)
    assert "备案不是许可" in read
    assert "长期有效" in read
    assert qr_codes(pdf) == [URL]
    [page] = pictures(pdf, 1)
    assert page.width < page.height


def test_much_text_still_fits_one_page():
    fields = tuple(Field(f"第 {number} 项经营内容", "热食类食品制售、冷食类食品制售、自制饮品制售" * 2) for number in range(9))
    pdf = draw(sign(licence(fields=fields, notes=("以告知承诺方式取得", "到期前 30 天办理延续"))), URL)
    assert len(pictures(pdf, 1)) == 1
    assert qr_codes(pdf) == [URL]
