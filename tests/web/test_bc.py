"""How values read on a page, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from bancheng import now
from bancheng.web.templatetags import bc

DAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def chinese():
    with override("zh-hans"):
        yield


def test_dates() -> None:
    assert bc.cndate(DAY) == "2026 年 11 月 27 日（周五）"
    assert bc.cndate(DAY, "short") == "11 月 27 日（周五）"
    assert bc.cndate(DAY, "plain") == "2026 年 11 月 27 日"
    assert bc.cndate(None) == ""
    with override("en"):
        assert bc.cndate(DAY) == "Fri 27 Nov 2026"
        assert bc.cndate(DAY, "short") == "Fri 27 Nov"
        assert bc.cndate(DAY, "plain") == "27 Nov 2026"


def test_a_moment_is_shown_in_shanghai() -> None:
    assert bc.cndate(datetime(2026, 11, 26, 16, 30, tzinfo=UTC)) == "2026 年 11 月 27 日（周五）"
    assert bc.cnmoment(datetime(2026, 11, 26, 16, 30, tzinfo=UTC)) == "2026 年 11 月 27 日 00:30"
    with pytest.raises(ValueError, match="zone"):
        bc.cntime(datetime(2026, 11, 26, 16, 30))


@pytest.mark.parametrize(
    ("moment", "words", "english"),
    [
        ((2026, 3, 2, 9, 5), "今天 09:05", "today 09:05"),
        ((2026, 3, 1, 16, 20), "昨天 16:20", "yesterday 16:20"),
        ((2026, 2, 3, 11, 0), "2 月 3 日 11:00", "3 Feb 11:00"),
        ((2025, 12, 31, 8, 0), "2025 年 12 月 31 日 08:00", "31 Dec 2025 08:00"),
        ((2026, 3, 3, 8, 0), "3 月 3 日 08:00", "3 Mar 08:00"),
    ],
)
def test_moments_as_people_say_them(at, moment, words, english) -> None:
    with at(2026, 3, 2, 9, 30):
        value = datetime(*moment, tzinfo=now.ZONE)
        assert bc.cntime(value) == words
        with override("en"):
            assert bc.cntime(value) == english


@pytest.mark.parametrize(
    ("value", "prose", "table"),
    [
        (Decimal(36000), "3.6 万元", "¥36,000.00"),
        (3_600_000, "3.6 万元", "¥36,000.00"),
        (Decimal("36512.5"), "36,512.50 元", "¥36,512.50"),
        (Decimal("12.5"), "12.5 元", "¥12.50"),
        (Decimal(0), "0 元", "¥0.00"),
        (1, "0.01 元", "¥0.01"),
        (Decimal(300_000_000), "3 亿元", "¥300,000,000.00"),
        (Decimal(-200), "-200 元", "-¥200.00"),
    ],
)
def test_amounts(value, prose, table) -> None:
    assert bc.money(value) == prose
    assert bc.money(value, "table") == table


@given(st.integers(min_value=0, max_value=10**13))
def test_an_amount_in_prose_is_exact(fen: int) -> None:
    figure, unit = bc.money(fen).split(" ")
    factor = {"元": 1, "万元": 10_000, "亿元": 100_000_000}[unit]
    assert Decimal(figure.replace(",", "")) * factor * 100 == fen


def test_an_amount_is_never_a_float_or_a_text() -> None:
    assert bc.money(None) == ""
    for wrong in (3.6, "3.6", True):
        with pytest.raises(TypeError, match="fen"):
            bc.money(wrong)


def test_spans() -> None:
    assert [bc.days(n) for n in (0, 1, 5)] == ["当天", "1 个工作日", "5 个工作日"]
    assert bc.days(5, "calendar") == "5 天"
    with override("en"):
        assert [bc.days(n) for n in (0, 1, 5)] == ["same day", "1 working day", "5 working days"]
        assert bc.days(1, "calendar") == "1 day"


def test_masks() -> None:
    assert bc.mask_id("371502199003072246") == "3715**********2246"
    assert bc.mask_id("G1234567") == "G1****67"
    assert bc.mask_id(None) == ""
    assert [bc.mask_name(n) for n in ("林晓梅", "周伟", "欧阳晓梅", "王", "")] == ["林*梅", "周*", "欧**梅", "王*", ""]
    assert bc.mask_name("Anna Smith") == "A*** S****"
    assert bc.mask_phone("13863501234") == "138****1234"
    assert bc.mask_phone("12345") == "*****"


@given(st.text(alphabet="0123456789X", max_size=30))
def test_masks_keep_length_and_invent_nothing(number: str) -> None:
    for hidden in (bc.mask_id(number), bc.mask_phone(number)):
        assert len(hidden) == len(number)
        assert hidden.count("*") * 8 >= len(number)
        assert all(sign in ("*", own) for sign, own in zip(hidden, number, strict=True))


@given(st.integers(min_value=0, max_value=3000))
def test_axis_marks_run_from_start_to_end(total: int) -> None:
    marks = bc.ticks(total)
    assert marks[0] == 0
    assert marks[-1] == total
    assert len(marks) <= 10
    assert marks == sorted(set(marks)) or total == 0
    assert set(bc.labels(total)) <= set(marks)


def test_lengths_of_a_drawing() -> None:
    assert bc.pct(2, 7) == "28.571%"
    assert bc.pct(1, 0) == "0%"
    assert bc.dash(1, 2) == "131.9 263.9"
    assert bc.plus(1, None) == 1


def render(source: str, **values: object) -> str:
    return Template("{% load bc %}" + source).render(Context(values))


def test_icons_are_decoration_unless_named() -> None:
    assert 'aria-hidden="true"' in render('{% icon "check" %}')
    assert render('{% icon "check" "big" "符合" %}').startswith('<svg class="i big" role="img" aria-label="符合">')


def test_qr_code_says_what_it_was_given() -> None:
    import io

    import zxingcpp
    from PIL import Image, ImageDraw

    drawing = render("{% qr_svg data '核验' %}", data="https://example.invalid/verify/371500A1")
    size = int(drawing.split('viewBox="0 0 ')[1].split(" ")[0])
    picture = Image.new("L", (size * 8, size * 8), 255)
    pen = ImageDraw.Draw(picture)
    for cell in drawing.split('<path d="')[1].split('"')[0].split("M")[1:]:
        x, y = (int(part) for part in cell.split("h")[0].split(" "))
        pen.rectangle((x * 8, y * 8, x * 8 + 7, y * 8 + 7), fill=0)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    assert zxingcpp.read_barcode(Image.open(buffer)).text == "https://example.invalid/verify/371500A1"
    assert "style" not in drawing


def test_untrusted_words_are_escaped() -> None:
    assert "<script>" not in render("{% qr_svg 'x' label %}", label='"><script>')


def test_several_things() -> None:
    assert bc.listed(["甲", "乙"]) == "甲、乙"
    assert bc.listed(None) == ""
    with override("en"):
        assert bc.listed(["A", "B"]) == "A, B"


def test_chinese_on_an_english_page_says_so() -> None:
    assert bc.zh("高唐县人和路 1 号") == "高唐县人和路 1 号"
    with override("en"):
        assert bc.zh(None) == "" and bc.zh("Main Street 1") == "Main Street 1"
        assert bc.zh("for 高唐县人和路 1 号, 2nd floor") == 'for <span lang="zh-CN">高唐县人和路 1 号</span>, 2nd floor'
        assert bc.zh(bc.zh("李秀英")) == '<span lang="zh-CN">李秀英</span>', "marked once"
        assert bc.zh("<b>李</b>") == '&lt;b&gt;<span lang="zh-CN">李</span>&lt;/b&gt;', "still escaped"
        page = Template("{% load bc %}{{ name|zh }} {{ plain|zh }}").render(Context({"name": "<李>", "plain": "<a>"}))
        assert page == '&lt;<span lang="zh-CN">李</span>&gt; &lt;a&gt;'
