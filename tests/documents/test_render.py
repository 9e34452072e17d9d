"""Typesetting: what goes in is shown, never run; what is missing is said; what cannot be drawn is named."""
from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bancheng.documents import BadDocument, render, typesetting
from bancheng.documents.coverage import FONTS, characters, drawable, printable
from tests.documents.reading import qr_codes, text

AT = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
RECEIPT = {
    "organisation": "聊城市东昌府区行政审批服务局",
    "number": "东审收〔2026〕000123号",
    "case_number": "3715022026030100001K",
    "query_code": "7K2PQ8MX",
    "applicant": "东昌府区李记面馆",
    "item": "小餐饮登记",
    "received_at": AT,
    "notice_due": date(2026, 3, 6),
    "theme": "开餐饮店",
    "items": ["小餐饮登记"],
    "materials": ["健康证明"],
    "date": date(2026, 3, 1),
    "digest": "ef" * 32,
    "qr_url": "https://example.test/progress",
}


def test_a_receipt_says_what_was_handed_in_and_when():
    read = text(render("receipt", RECEIPT, at=AT))
    for expected in ("收件凭证", "东审收〔2026〕000123号", "2026年3月1日09:30", "健康证明", "7K2PQ8MX", "（电子印章）"):
        assert expected in read


def test_its_qr_code_can_be_read_from_the_page():
    assert qr_codes(render("receipt", RECEIPT, at=AT)) == ["https://example.test/progress"]


def test_same_data_and_date_give_the_same_bytes():
    assert render("receipt", RECEIPT, at=AT) == render("receipt", RECEIPT, at=AT)


def test_it_is_an_archive_pdf_with_its_own_fonts():
    pdf = render("receipt", RECEIPT, at=AT)
    reader = PdfReader(io.BytesIO(pdf))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert all("NotoS" in font for font in fonts)


@given(st.text(alphabet='#*_$`@<>[]{}()\\"/=-+~^&;:，李', min_size=1, max_size=60))
@settings(max_examples=25, deadline=None)
def test_what_a_person_typed_is_shown_and_never_run(typed):
    read = text(render("receipt", RECEIPT | {"applicant": "甲" + typed + "乙"}, at=AT))
    assert "甲" + "".join(typed.split()) + "乙" in read


def test_a_character_without_a_drawing_is_named():
    rare = "\U000201a4"
    assert ord(rare) not in drawable()
    assert "李〔U+201A4〕面馆" in text(render("receipt", RECEIPT | {"applicant": f"李{rare}面馆"}, at=AT))


def test_characters_that_draw_nothing_are_left_out():
    assert printable("李\u202e\u0000记\t面\u200b馆\ud800") == "李记 面馆"


def test_the_fonts_hold_the_national_table():
    assert {path.name for path in FONTS.glob("*.otf")} == {"NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf", "NotoSerifSC-Bold.otf"}
    table = {ord(char) for char in (FONTS.parents[3] / "tools" / "hanzi.txt").read_text("utf-8") if char != "\n"}
    assert len(table) == 8105
    assert len(table - drawable()) < 10
    assert all(path.stat().st_size < 4 * 1024 * 1024 for path in FONTS.glob("*.otf"))
    assert (FONTS / "OFL.txt").read_text().count("SIL OPEN FONT LICENSE") == 1


def test_a_file_that_is_no_font_is_refused():
    with pytest.raises(ValueError, match="no character table"):
        characters(b"OTTO\x00\x00" + bytes(20))


@pytest.mark.parametrize("name", ["no-such-thing", "../secrets", "sub/receipt"])
def test_a_missing_template_is_named_and_the_others_listed(name):
    with pytest.raises(BadDocument, match=r"There is no template .*templates/.*receipt"):
        render(name, RECEIPT)


def test_missing_data_is_named():
    with pytest.raises(BadDocument, match="case_number"):
        render("receipt", {key: value for key, value in RECEIPT.items() if key != "case_number"})


def test_a_value_that_cannot_be_shown_is_refused():
    with pytest.raises(BadDocument, match="float"):
        render("receipt", RECEIPT | {"applicant": 1.5})


def test_a_pack_without_templates_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(typesetting, "env", lambda: SimpleNamespace(pack=tmp_path / "atlantis"))
    with pytest.raises(BadDocument, match="atlantis"):
        render("receipt", RECEIPT)


def test_several_at_once_do_not_disturb_each_other():
    """The web process draws in several threads."""
    names = [f"第{number}家面馆" for number in range(24)]
    with ThreadPoolExecutor(6) as pool:
        drawn = list(pool.map(lambda name: render("receipt", RECEIPT | {"applicant": name}, at=AT), names))
    assert all(name in text(pdf) for name, pdf in zip(names, drawn, strict=True))
