"""What people type is read as what they mean, or refused with what to write instead."""
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bancheng.core import canonical
from bancheng.core.catalogue.models import Element, Option
from bancheng.core.catalogue.typed import chinese_number
from bancheng.core.catalogue.values import BadValue, display, from_json, mask, parse, to_json

AREA = Element(id="area", name="场所.面积", name_en="Area", type="number", unit="平方米", minimum=1, maximum=10000)
PEOPLE = Element(id="people", name="人数", type="integer", unit="人")
DAY = Element(id="day", name="日期", type="date")
YES = Element(id="yes", name="有没有", type="boolean")
KIND = Element(id="kind", name="种类", type="choice", options=(Option(value="热食", label_en="Hot food"), Option(value="冷食")))
KINDS = KIND.model_copy(update={"id": "kinds", "type": "choices"})
ID = Element(id="id_no", name="身份证号", type="string", kind="citizen_id", sensitivity="sensitive")
PHONE = Element(id="phone", name="手机号", type="string", kind="phone", sensitivity="personal")
NAME = Element(id="name", name="姓名", type="string", kind="person_name", sensitivity="personal")
STAFF = Element(
    id="staff", name="从业人员", type="list",
    fields=(NAME, Element(id="until", name="有效期至", type="date", optional=True)),
)  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["49.5", "４９．５", " 49.5 平方米", "49.5㎡", "49.5平米", "49.50", "49。5", Decimal("49.5"), ["49.5"]]
)
def test_a_number_however_it_is_typed(typed):
    assert parse(AREA, typed) == Decimal("49.5")


@pytest.mark.parametrize("typed", ["1,200", "1，200", "1 200", "1200平", "１２００"])
def test_thousands(typed):
    assert parse(AREA, typed) == 1200


@pytest.mark.parametrize(("typed", "meant"), [("五十", "50"), ("一百二十", "120"), ("3.6万", "36000"), ("一二〇", "120")])
def test_chinese_numerals_are_offered_not_taken(typed, meant):
    with pytest.raises(BadValue) as bad:
        parse(AREA, typed)
    assert bad.value.suggestion == meant
    assert meant in bad.value.message


@pytest.mark.parametrize("typed", ["", "  ", "大概五十", "1e3", "NaN", "--5", "0.5", "10001", "1.234", "５０多", True])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(BadValue):
        parse(AREA, typed)


def test_a_minus_sign_of_any_width_is_read():
    with pytest.raises(BadValue, match="less than 1"):
        parse(AREA, "－5")


def test_people_come_whole():
    assert parse(PEOPLE, "3个人") == 3
    with pytest.raises(BadValue, match="whole"):
        parse(PEOPLE, "2.5")


@pytest.mark.parametrize("typed", ["2026-02-12", "2026年2月12日", "2026/2/12", "2026.2.12", "20260212", "２０２６－２－１２", date(2026, 2, 12)])
def test_a_date_however_it_is_typed(typed):
    assert parse(DAY, typed) == date(2026, 2, 12)


@pytest.mark.parametrize("typed", ["2026-02-30", "26-2-12", "明天", "2026-13-01"])
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(BadValue):
        parse(DAY, typed)


def test_yes_and_no():
    assert [parse(YES, typed) for typed in ("是", "有", "Yes", "true", True)] == [True] * 5
    assert [parse(YES, typed) for typed in ("否", "没有", "no", False)] == [False] * 4
    with pytest.raises(BadValue, match="yes or no"):
        parse(YES, "也许")


def test_choices_are_taken_by_value_or_label_in_the_order_of_the_dictionary():
    assert parse(KIND, "Hot food") == "热食"
    assert parse(KINDS, ["冷食", "热食", "冷食"]) == ("热食", "冷食")
    assert parse(KINDS, "冷食、热食") == ("热食", "冷食")
    with pytest.raises(BadValue) as bad:
        parse(KIND, "热食类")
    assert bad.value.suggestion == "热食"


def test_numbers_that_name_people_are_checked():
    assert parse(ID, "371502 19900307 0019") == "371502199003070019"
    assert parse(PHONE, "+86 138-0000-0000") == "13800000000"
    assert parse(PHONE, "（0635）8888888") == "0635-8888888"
    for element, typed in ((ID, "371502199003070018"), (PHONE, "1380000000"), (PHONE, "8888888")):
        with pytest.raises(BadValue):
            parse(element, typed)


def test_rows_say_which_row_is_wrong():
    rows = [{"name": "张三", "until": "2026-12-31"}, {"name": "李四"}]
    assert parse(STAFF, rows) == ({"name": "张三", "until": date(2026, 12, 31)}, {"name": "李四", "until": None})
    assert parse(STAFF, '[{"name": "张三"}]') == ({"name": "张三", "until": None},)
    with pytest.raises(BadValue, match="row 2"):
        parse(STAFF, [{"name": "张三"}, {"name": ""}])
    for wrong in ("张三", [["张三"]], [{"name": "张三", "pay": 1}], [{"name": "张三"}] * 201):
        with pytest.raises(BadValue):
            parse(STAFF, wrong)


def test_empty_is_an_answer_only_where_it_may_be():
    assert parse(NAME.model_copy(update={"optional": True}), " ") is None
    with pytest.raises(BadValue, match="Enter"):
        parse(NAME, None)
    with pytest.raises(BadValue, match="at most"):
        parse(NAME, "长" * 201)


@given(st.integers(min_value=0, max_value=99_999_999))
def test_chinese_numerals_read_back(number):
    assert chinese_number(_spell(number)) == number


@pytest.mark.parametrize(
    ("element", "value"),
    [
        (AREA, Decimal("49.5")), (AREA, Decimal("50")), (PEOPLE, Decimal(3)), (DAY, date(2026, 2, 12)), (YES, False), (KIND, "热食"),
        (KINDS, ("热食", "冷食")), (NAME, "张三"), (STAFF, ({"name": "张三", "until": date(2026, 12, 31)}, {"name": "李四", "until": None})), (DAY, None),
    ],
)  # fmt: skip
def test_stored_values_come_back(element, value):
    stored = canonical.loads(canonical.dumps(to_json(element, value)))
    assert from_json(element, stored) == value


@pytest.mark.parametrize(("element", "raw"), [(AREA, "49.5"), (YES, 1), (DAY, "soon"), (KINDS, "热食"), (STAFF, [{"pay": 1}]), (NAME, 5)])
def test_stored_values_of_another_type_are_refused(element, raw):
    with pytest.raises(BadValue):
        from_json(element, raw)


def test_shown_as_people_read_it():
    assert display(AREA, Decimal("50.0")) == "50 平方米"
    assert display(DAY, date(2026, 2, 12)) == "2026 年 2 月 12 日"
    assert display(DAY, date(2026, 2, 12), "en") == "2026-02-12"
    assert display(KINDS, ("热食", "冷食"), "en") == "Hot food, 冷食"
    assert display(YES, True) == "是"
    assert display(STAFF, ({"name": "张三", "until": None},), masked=True) == "张*"
    assert display(NAME, None) == "无"


def test_masked_so_that_it_cannot_be_misused():
    assert mask(ID, "371502199003070019") == "371502********0019"
    assert mask(PHONE, "13800000000") == "138****0000"
    assert display(NAME, "欧阳修", masked=True) == "欧**"


def _spell(number: int) -> str:
    """A second, independent way to write a number in Chinese."""
    if number >= 10_000:
        return _spell(number // 10_000) + "万" + (_spell(number % 10_000) if number % 10_000 else "")
    digits = "零一二三四五六七八九"
    text = ""
    for size, word in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            text += digits[number // size] + word
            number %= size
    return text + (digits[number] if number or not text else "")


@pytest.mark.parametrize("typed", ["一" * 5000, "万" * 1200, "五十" * 3000, "9" * 5000])
def test_a_number_without_end_is_refused_at_once(typed):
    with pytest.raises(BadValue):
        parse(AREA, typed)


@pytest.mark.parametrize("typed", ["[" * 100_000, '[{"name": ' + "[" * 500 + "]" * 500 + "}]", '[{"name": {"a": 1}}]', "[1e999999]", "{}", "[[]]"])
def test_rows_that_are_a_heap_of_brackets_are_refused(typed):
    with pytest.raises(BadValue, match=r"row by row|name|Enter"):
        parse(STAFF, typed)
