"""Identifiers: the handbook's vectors (§8.1), python-stdnum as a second opinion, and no wrong character unseen."""
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_37_36

from bancheng.core import identifiers as ids

TODAY = date(2026, 3, 2)
PEOPLE = [
    ("371502199003070019", date(1990, 3, 7), ids.Sex.MALE),
    ("371526198512120025", date(1985, 12, 12), ids.Sex.FEMALE),
    ("371581194901010037", date(1949, 1, 1), ids.Sex.MALE),
    ("371502202406150042", date(2024, 6, 15), ids.Sex.FEMALE),
    ("11010519491231002X", date(1949, 12, 31), ids.Sex.FEMALE),
]
COMPANIES = [
    "91371502MA3TE1T02X",
    "91371526MA3TE1T10H",
    "92371502MA3TE1T29J",
    "92371503MA3TE1T37U",
    "91371500MA3TE1T45E",
    "91371581MA3TE1T53K",
    "93371522MA3TE1T61R",
    "113715000000000190",
    "11371502000000027P",
    "11371526000000035B",
    "12371500000000043D",
    "91350200776049653A",
    "123502001549897397",
    "11370800MB28559184",
]
LICENCE = "1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F"


@pytest.mark.parametrize(("number", "birth", "sex"), PEOPLE)
def test_citizen_id_vectors(number, birth, sex):
    found = ids.check_citizen_id(number, TODAY)
    assert found.value == ids.CitizenId(number, number[:6], birth, sex)
    assert not found.problems
    assert ric.calc_check_digit(number) == number[17]


@pytest.mark.parametrize(
    "typed",
    [
        "１１０１０５１９４９１２３１００２ｘ",
        " 110105 19491231 002x ",
        "110105-19491231-002X",
        "110105\u300019491231002X\u200b",
    ],
)
def test_small_slips_of_typing_are_put_right(typed):
    assert ids.check_citizen_id(typed, TODAY).value.number == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("", "empty", "请填写身份证号"),
        ("37150219900307001", "length", "身份证号是 18 位，您填了 17 位"),
        ("37150219900307O019", "characters", "第 15 位不对"),
        ("3715021990030700X9", "characters", "第 17 位不对"),
        ("991502199003070019", "area", "地区代码"),
        ("001502199003070019", "area", "001502"),
        ("371502199002310019", "birth_date", "19900231 这一天不存在"),
        ("371502202703070018", "birth_date", "2027 年 3 月 7 日 还没到"),
        ("371502199003070018", "check", "校验位对不上"),
    ],
)
def test_citizen_id_problems_say_what_to_do(typed, code, message):
    found = ids.check_citizen_id(typed, TODAY)
    assert not found.ok
    assert found.problems[0].code == code
    assert message in found.problems[0].message
    assert found.problems[0].message_en


def test_cards_of_taiwan_residents_and_foreigners_share_the_form():
    for body in ("83000019900307001", "93715619900307001"):
        assert ids.check_citizen_id(body + ids.citizen_id_check(body), TODAY).ok


def test_historic_area_chiping_before_2019():
    body = "37152319800101001"
    assert ids.check_citizen_id(body + ids.citizen_id_check(body), TODAY).value.area == "371523"


citizen_ids = st.builds(
    lambda area, born, serial: (body := f"{area}{born:%Y%m%d}{serial:03d}") + ids.citizen_id_check(body),
    st.sampled_from(["371502", "371526", "110105", "411503"]),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


@given(citizen_ids, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_wrong_character_of_a_citizen_id_is_caught(number, place, char):
    assert ids.check_citizen_id(number, TODAY).ok
    assert ric.calc_check_digit(number) == number[17]
    assume(number[place] != char)
    assert not ids.check_citizen_id(number[:place] + char + number[place + 1 :], TODAY).ok


@pytest.mark.parametrize("code", COMPANIES)
def test_uscc_vectors(code):
    found = ids.check_uscc(code)
    assert found.ok
    assert not found.warnings
    assert uscc.is_valid(code)
    assert found.value.category == code[:2]
    assert ids.check_org_code(found.value.org_code).ok


def test_early_uscc_warns_and_does_not_block():
    found = ids.check_uscc("91350203M0001FUE2P")
    assert found.ok
    assert [w.code for w in found.warnings] == ["check"]


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("", "empty", "请填写"),
        ("91371502MA3TE1T0", "length", "18 位，您填了 16 位"),
        ("9137150OMA3TE1T02X", "characters", "没有字母 O，第 8 位是不是 0"),
        ("91371502MA3TE1T02*", "characters", "第 18 位不对"),
        ("9137A502MA3TE1T02X", "area", "第 3 到 8 位"),
    ],
)
def test_uscc_problems_say_what_to_do(typed, code, message):
    found = ids.check_uscc(typed)
    assert found.problems[0].code == code
    assert message in found.problems[0].message


uscc_alphabet = st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY")


@given(st.sampled_from(COMPANIES), st.integers(0, 17), uscc_alphabet)
def test_any_wrong_character_of_a_uscc_is_seen(code, place, char):
    assume(code[place] != char)
    found = ids.check_uscc(code[:place] + char + code[place + 1 :])
    assert found.problems or found.warnings


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9), st.integers(0, 999_999))
def test_uscc_check_agrees_with_the_second_opinion(main, area):
    body = f"91{area:06d}{main}"
    assert ids.uscc_check(body) == uscc.calc_check_digit(body)


def test_org_code_problems():
    assert ids.check_org_code("MA3TE1T0-2").ok
    assert ids.check_org_code("MA3TE1T03").problems[0].code == "check"
    assert ids.check_org_code("MA3TE1T").problems[0].code == "length"
    assert ids.check_org_code("MA3TE1T0Y").problems[0].code == "characters"


@pytest.mark.parametrize("digit", range(8))
@pytest.mark.parametrize("place", range(8))
def test_any_wrong_digit_of_an_org_code_is_caught(place, digit):
    body = "15498973"
    assume_wrong = body[:place] + str(digit) + body[place + 1 :]
    assert (ids.org_code_check(assume_wrong) == ids.org_code_check(body)) == (assume_wrong == body)


def test_licence_identifier_vector():
    parts = ids.check_licence_identifier(LICENCE).value
    assert (parts.serial, parts.version) == ("2430599", "001")
    assert ids.licence_identifier(parts.type_code, parts.issuer, parts.serial, 1) == LICENCE
    assert ids.licence_identifier(parts.type_code, parts.issuer, parts.serial, 2) != LICENCE


@given(st.integers(0, len(LICENCE) - 1), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.*汉"))
def test_any_wrong_character_of_a_licence_identifier_is_caught(place, char):
    assume(LICENCE[place] != char)
    assert not ids.check_licence_identifier(LICENCE[:place] + char + LICENCE[place + 1 :]).ok


@pytest.mark.parametrize(
    "parts",
    [
        ("short", "1" * 18, "1", 1),
        ("1" * 21, "1" * 17, "1", 1),
        ("1" * 21, "1" * 18, "a", 1),
        ("1" * 21, "1" * 18, "1", 0),
    ],
)
def test_licence_identifier_refuses_wrong_parts(parts):
    with pytest.raises(ValueError, match="."):
        ids.licence_identifier(*parts)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=60))
def test_mod37_36_agrees_with_the_second_opinion(body):
    assert ids.mod37_36(body) == mod_37_36.calc_check_digit(body)
    assert mod_37_36.is_valid(body + ids.mod37_36(body))


def test_mod37_36_refuses_other_characters():
    for body in ("", "a", "1.2"):
        with pytest.raises(ValueError, match="digits and capital letters"):
            ids.mod37_36(body)


days = st.dates(date(2020, 1, 1), date(2099, 12, 31))


@given(days, st.integers(1, 999_999), st.integers(0, 20), st.sampled_from("0123456789K"))
def test_any_wrong_character_of_a_case_number_is_caught(day, serial, place, char):
    number = ids.case_number("371502", day, serial)
    assert ids.check_case_number(f" {number.lower()} ").value == ids.CaseNumber(number, "371502", day, serial)
    assume(number[place] != char)
    assert not ids.check_case_number(number[:place] + char + number[place + 1 :]).ok


def test_case_number_refuses_wrong_parts():
    for region, serial in (("LC-KFQ", 1), ("371502", 0), ("371502", 1_000_000)):
        with pytest.raises(ValueError, match="."):
            ids.case_number(region, TODAY, serial)
    assert ids.check_case_number("123").problems[0].code == "form"
    assert ids.check_case_number("").problems[0].code == "form"


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_query_codes_are_distinct_and_survive_being_read_aloud(one, other):
    code = ids.query_code(one)
    assert len(code) == 8
    assert ids.check_query_code(code[:4].lower() + " - " + code[4:].replace("0", "o").replace("1", "l")).value == code
    assert (code == ids.query_code(other)) == (one == other)


def test_query_code_problems():
    assert ids.check_query_code("ABC").problems[0].code == "form"
    assert ids.check_query_code("ABCDEFGU").problems[0].code == "form"
    with pytest.raises(ValueError, match="five random bytes"):
        ids.query_code(b"abc")


@given(st.text(max_size=30))
def test_no_text_breaks_a_check(text):
    for found in (
        ids.check_citizen_id(text, TODAY),
        ids.check_uscc(text),
        ids.check_org_code(text),
        ids.check_licence_identifier(text),
        ids.check_case_number(text),
        ids.check_query_code(text),
    ):
        assert found.ok or found.problems
