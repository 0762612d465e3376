"""Words are found with diacritics and without, đ included, however the tone is placed and whatever the form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search import Sought, exact_words, plain_words, sought

SYLLABLES = st.sampled_from(
    ["đường", "ngõ", "hiến", "đất", "thủy", "lợi", "hòa", "giải", "khoẻ", "quản", "lý", "rác", "Mở"]
)


@given(st.lists(SYLLABLES, min_size=1, max_size=6))
def test_nfd_is_the_same_as_nfc(words: list[str]) -> None:
    text = " ".join(words)
    assert exact_words(unicodedata.normalize("NFD", text)) == exact_words(text)
    assert plain_words(unicodedata.normalize("NFD", text)) == plain_words(text)


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoà"), ("thủy", "thuỷ"), ("KHỎE", "khoẻ"), ("ðất", "đất")])
def test_where_the_tone_stands_makes_no_difference(one: str, other: str) -> None:
    assert exact_words(one) == exact_words(other)


def test_another_tone_is_another_word() -> None:
    assert len({exact_words(word) for word in ("ma", "mà", "má", "mả", "mã", "mạ", "mă", "mâ")}) == 8


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hien dat", Sought(("hien", "dat"))),
        ("hiến dat", Sought(("dat",), ("5hiên",))),
        ("đường 2026", Sought((), ("2đương",), 2026)),
        ("2026", Sought(("2026",))),
        ("05-NQ/CB", Sought(("05", "nq", "cb"))),
        ('"; DROP TABLE -- *', Sought(("drop", "table"))),
        ("…!?", Sought()),
    ],
)
def test_what_is_typed_is_read_as_words(typed: str, expected: Sought) -> None:
    assert sought(typed) == expected


@given(st.text(max_size=60))
def test_anything_may_be_typed(text: str) -> None:
    asked = sought(text)
    assert all(word.isalnum() for word in (*asked.plain, *asked.exact))
