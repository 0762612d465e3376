"""Telephone numbers are compared by what is dialled, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.phones import ending, normalised, same

numbers = st.integers(min_value=100_000_000, max_value=999_999_999).map(lambda rest: f"0{rest}")


@pytest.mark.parametrize(
    "text", ["0900000012", "0900 000 012", "+84 900 000 012", "84900000012", "0084.900.000.012", "(+84) 0900-000-012"]
)
def test_every_spelling_is_one_number(text: str) -> None:
    assert normalised(text) == "0900000012"
    assert ending(text) == "…012"


@given(numbers, st.sampled_from(["", "+84", "84", "0084"]), st.sampled_from(["", " ", ".", "-"]))
def test_a_number_is_the_same_with_and_without_the_countrys_code(number: str, code: str, between: str) -> None:
    rest = number[1:] if code else number
    written = code + between + between.join((rest[:3], rest[3:6], rest[6:]))
    assert same(written, number)


@given(numbers, numbers)
def test_two_numbers_are_the_same_only_when_they_are(one: str, other: str) -> None:
    assert same(one, f"+84{other[1:]}") == (one == other)


def test_no_number_is_the_same_as_nothing() -> None:
    assert not same("", "")
    assert not same("khong co", "")
    assert ending("") == ""
