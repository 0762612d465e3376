"""Requirements on names: clean when stored, found without accents."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import alphabetical, cleaned, folded


def test_a_name_is_found_without_accents_and_in_any_case() -> None:
    assert folded("Chi bộ thôn MUỐI") == "chi bo thon muoi"
    assert folded("  Đỗ  Văn\tÐức ") == "do van duc"
    assert folded(unicodedata.normalize("NFD", "Chi ủy")) == folded("Chi uỷ") == "chi uy"


def test_what_is_stored_is_joined_and_has_no_invisible_characters() -> None:
    assert cleaned(unicodedata.normalize("NFD", "Nguyễn")) == "Nguyễn"
    assert cleaned("a\x00\x0bb\u200b c\ud800\n d") == "a b c d"
    assert cleaned("x" * 500, 10) == "x" * 10


@given(st.text())
def test_cleaning_and_folding_twice_changes_nothing_more(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    assert folded(folded(text)) == folded(text)


def test_names_stand_as_in_a_vietnamese_dictionary() -> None:
    names = ["Dũng", "Đào", "Dần", "Ân", "An", "Anh", "Ánh", "Ơn", "Oanh", "Ưng", "Út", "Vân", "Cúc"]
    assert sorted(names, key=alphabetical) == [
        *("An", "Anh", "Ánh", "Ân", "Cúc", "Dần", "Dũng", "Đào", "Oanh", "Ơn", "Út", "Ưng", "Vân"),
    ]
