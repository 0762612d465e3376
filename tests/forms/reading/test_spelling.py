"""Cleaning, folding and repairing of typed text."""

from __future__ import annotations

import pytest

from bot.forms.reading.spelling import clean, flat, fold, is_legacy_font, repair, same
from bot.forms.reading.telex import from_telex, from_vni


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Ðảng ðoàn", "Đảng đoàn"),
        ("19h30 – 21h15 — 90′", "19h30 - 21h15 - 90'"),
        ("đ/c\u00a0An\u200b\ufeff", "đ/c An"),
        ("“ba\u0300n viê\u0323c”", '"bàn việc"'),
        ("một\r\nhai\u2028ba", "một\nhai\nba"),
        ("a\x00b\ud800c", "abc"),
        ("  xa   nhau \n\n\n\n dòng  ", "xa nhau\n\ndòng"),
        ("1\ufe0f\u20e3", "1"),
    ],
)
def test_text_is_cleaned_and_keeps_its_case(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_folding_strips_accents_and_crossed_d() -> None:
    assert fold("Ðồng  CHÍ Đỗ\nHòa") == "dong chi do hoa"
    assert flat("ðĐ") == "dd"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Hùng", "hung", True),
        ("Hùng", "HÙNG", True),
        ("Hùng", "Hưng", False),
        ("Hòa", "Hoà", True),
        ("hoãn", "hoàn", False),
        ("Lê Lan", "Lan", False),
    ],
)
def test_words_are_the_same_unless_accents_that_are_there_differ(one: str, other: str, *, alike: bool) -> None:
    assert same(one, other) is alike


@pytest.mark.parametrize("keys", ["hocf", "matx", "bvx", "hello", "xyz", "ngoongf1", "a" * 5000])
def test_keys_that_make_no_syllable_are_left(keys: str) -> None:
    assert from_telex(keys) is None
    assert repair(keys) == keys


@pytest.mark.parametrize("keys", ["hoc2", "m3", "t3", "2026", "nam2026"])
def test_digits_that_are_no_keys_are_left(keys: str) -> None:
    assert from_vni(keys) is None
    assert repair(keys) == keys


def test_text_of_an_old_font_is_known() -> None:
    assert is_legacy_font("®ång chÝ häp ngµy 3")
    assert not is_legacy_font("đồng chí họp ngày 3, 20 m²")
