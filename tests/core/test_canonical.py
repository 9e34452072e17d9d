"""Canonical JSON: equal values give equal bytes, and nothing inexact gets in."""
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bancheng.core.canonical import digest, digest_bytes, dumps, loads

numbers = st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=6)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Shop:
    name: str
    area: Decimal


def test_keys_sorted_no_spaces_chinese_as_it_is():
    assert dumps({"b": 1, "a": [True, None, "面馆"]}) == '{"a":[true,null,"面馆"],"b":1}'.encode()


@pytest.mark.parametrize(
    ("number", "text"),
    [("50.0", b"50"), ("49.5", b"49.5"), ("0.10", b"0.1"), ("1E+3", b"1000"), ("-0", b"0"), ("1E-7", b"0.0000001"),
     ("-0.50", b"-0.5"), ("100", b"100")],
)
def test_numbers_are_exact_and_have_one_text(number, text):
    assert dumps(Decimal(number)) == text


def test_dates_moments_enumerations_and_dataclasses():
    shanghai = timezone(timedelta(hours=8))
    assert dumps(date(2026, 2, 12)) == b'"2026-02-12"'
    assert dumps(time(9, 30)) == b'"09:30:00"'
    noon = datetime(2026, 2, 12, 12, 0, tzinfo=shanghai)
    assert dumps(noon) == dumps(noon.astimezone(UTC)) == b'"2026-02-12T04:00:00Z"'
    assert dumps(Colour.RED) == b'"red"'
    assert dumps(Shop("甲", Decimal("49.50"))) == dumps({"area": Decimal("49.5"), "name": "甲"})


@pytest.mark.parametrize(
    "value", [1.5, {"a": [0.1]}, {1, 2}, {1: "a"}, datetime(2026, 1, 1), time(9, tzinfo=UTC), object(), b"x", Shop]
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError):
        dumps(value)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999"), "\ud800"])
def test_numbers_and_texts_that_cannot_be_written(value):
    with pytest.raises(ValueError, match="."):
        dumps(value)


@pytest.mark.parametrize("data", [b'{"a":1,"a":2}', b"NaN", b"{", b"\xff", b'{"a":{"b":1,"b":1}}'])
def test_loads_refuses_what_two_readers_could_read_differently(data):
    with pytest.raises(ValueError, match="."):
        loads(data)


def test_loads_keeps_numbers_exact():
    assert loads(b'{"a":0.1,"b":7}') == {"a": Decimal("0.1"), "b": 7}
    assert isinstance(loads(b"7"), int)


def test_sm3_standard_vector():
    """GB/T 32905-2016, annex A.1: the digest of "abc"."""
    assert digest_bytes(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert digest({"a": 1}) == digest_bytes(b'{"a":1}')


@given(values)
def test_round_trip_is_stable(value):
    data = dumps(value)
    assert dumps(loads(data)) == data
    assert loads(data) == value


@given(st.dictionaries(st.text(), values, min_size=2, max_size=5))
def test_order_of_keys_does_not_matter(value):
    assert dumps(dict(reversed(list(value.items())))) == dumps(value)
