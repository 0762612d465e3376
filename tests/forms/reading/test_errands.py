"""What is to be recorded, said in a few words (domain.md 7.2, 7.8)."""

from __future__ import annotations

import unicodedata

import pytest

from bot.domain.meetings import Kind
from bot.domain.periods import Month
from bot.forms.reading.errands import Errand, read_errand
from bot.forms.reading.spelling import flat
from tests.forms.reading.cell import GIVEN, WHOLE

COMMITTEE = frozenset({Kind.COMMITTEE})
SAID = [
    ("họp", Errand()),
    ("ghi biên bản", Errand()),
    ("họp tháng 9", Errand(Month(2026, 9))),
    ("họp tháng 12", Errand(Month(2025, 12))),
    ("ghi bù tháng 9", Errand(Month(2026, 9))),
    ("sinh hoạt tháng 10/2026", Errand(Month(2026, 10))),
    ("họp tháng trước", Errand(Month(2026, 10))),
    ("họp chi ủy", Errand(None, COMMITTEE)),
    ("họp chi ủy tháng 10", Errand(Month(2026, 10), COMMITTEE)),
    ("ghi họp chi ủy ạ", Errand(None, COMMITTEE)),
    ("họp tổ đảng", Errand(None, frozenset({Kind.GROUP}))),
    ("họp tổ đảng số 3 tháng 10", Errand(Month(2026, 10), frozenset({Kind.GROUP}), "Tổ đảng số 3")),
    ("chuyên đề tháng 10", Errand(Month(2026, 10), frozenset({Kind.THEMATIC}))),
]


@pytest.mark.parametrize(("typed", "errand"), SAID)
def test_an_errand_is_read_however_it_is_typed(typed: str, errand: Errand) -> None:
    for spelling in (typed, typed.upper(), flat(typed), unicodedata.normalize("NFD", typed)):
        assert read_errand(spelling, GIVEN) == errand, spelling


@pytest.mark.parametrize("typed", ["hopj thangs 9", "hop thang 9", "HOP T9"])
def test_telex_and_bare_letters_are_read(typed: str) -> None:
    assert read_errand(typed, GIVEN) == Errand(Month(2026, 9))


@pytest.mark.parametrize(
    ("typed", "errand"),
    [
        ("9", Errand(Month(2026, 9))),
        ("09/2026", Errand(Month(2026, 9))),
        ("tháng 9", Errand(Month(2026, 9))),
        ("chi ủy", Errand(None, COMMITTEE)),
        ("bất thường", Errand(None, frozenset({Kind.EXTRAORDINARY}))),
        ("", Errand()),
    ],
)
def test_after_a_command_a_bare_month_or_kind_will_do(typed: str, errand: Errand) -> None:
    assert read_errand(typed, GIVEN, asked=True) == errand


@pytest.mark.parametrize(
    "typed",
    [
        "9",
        "3/11",
        "họp 3/11",
        "họp rồi",
        "họp lần thứ hai",
        "chào",
        "quý 4",
        "họp quý 4",
        "tháng 13",
        "giao đ/c chi ủy viên dọn kênh",
        WHOLE,
    ],
)
def test_what_tells_something_else_is_no_errand(typed: str) -> None:
    assert read_errand(typed, GIVEN) is None
