"""Hours beyond the examples: corrections of the usual ones, impossible and ambiguous ones."""

from __future__ import annotations

import pytest

from bot.domain.meetings import Hours
from bot.forms.reading.clocks import find_hours, read_clock, read_hours, read_minutes
from bot.forms.reading.outcome import Ask, NotUnderstood, Understood
from tests.forms.reading.cell import GIVEN, USUAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tan luc 21h15", Hours("19:30", "21:15", 105)),
        ("tan 9h15", Hours("19:30", "21:15", 105)),
        ("bắt đầu 20h", Hours("20:00", "21:30", 90)),
        ("19h30, 90 phút", Hours("19:30", "21:00", 90)),
        ("19h30 họp 2 tiếng", Hours("19:30", "21:30", 120)),
        ("105 phút", Hours("19:30", "21:15", 105)),
        ("7h30-9h tối", Hours("19:30", "21:00", 90)),
        ("19-21h", Hours("19:00", "21:00", 120)),
        ("bắt đầu 19h30, kết thúc 21h15", Hours("19:30", "21:15", 105)),
        ("từ mười chín giờ đến hai mươi mốt giờ", Hours("19:00", "21:00", 120)),
    ],
)
def test_hours_are_put_together_with_the_usual_ones(text: str, expected: Hours) -> None:
    assert read_hours(text, GIVEN, USUAL) == Understood(expected)


def test_without_usual_hours_only_what_was_told_is_filled() -> None:
    assert read_hours("tan lúc 21h15", GIVEN, None) == Understood(Hours("", "21:15"))
    assert read_hours("90 phút", GIVEN, None) == Understood(Hours("", "", 90))
    assert read_hours("19h30", GIVEN, None) == Understood(Hours("19:30"))


@pytest.mark.parametrize("text", ["19h30-18h", "25h-26h", "19h75", "tan lúc 18h", "xin chào", ""])
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    assert isinstance(read_hours(text, GIVEN, USUAL), NotUnderstood)


def test_hours_of_either_half_of_the_day_are_asked_the_evening_first() -> None:
    reading = read_hours("7h30-9h", GIVEN, USUAL)
    assert isinstance(reading, Ask)
    assert reading.choices == (Hours("19:30", "21:00", 90), Hours("07:30", "09:00", 90))


@pytest.mark.parametrize(
    ("text", "expected"), [("lúc 19h30 ạ", "19:30"), ("tối 7h30", "19:30"), ("07:30", "07:30"), ("12h trưa", "12:00")]
)
def test_a_clock_is_read(text: str, expected: str) -> None:
    assert read_clock(text, GIVEN) == Understood(expected)


def test_a_small_bare_number_may_be_hours_or_minutes() -> None:
    reading = read_minutes("2", GIVEN)
    assert isinstance(reading, Ask)
    assert reading.choices == (120, 2)
    assert isinstance(read_minutes("0", GIVEN), NotUnderstood)


def test_hours_found_in_a_message_say_where_they_stood() -> None:
    text = "Tối mùng 3 họp từ 19h30 đến 21h15, có mặt 28/30"
    found = find_hours(text, GIVEN, None)
    assert found is not None
    assert text[found.start : found.end] == "từ 19h30 đến 21h15"
