"""Days beyond the examples: the law of direction, weekdays, lunar days, postponements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.periods import Month, Span
from bot.forms.reading.days import Postponed, read_day, read_period, read_postponement
from bot.forms.reading.outcome import Ask, NotUnderstood, Tense, Understood
from tests.forms.reading.cell import GIVEN


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("thứ ba 3/11", date(2026, 11, 3)),
        ("không phải mùng 3 mà mùng 4", date(2026, 11, 4)),
        ("mungf 3", date(2026, 11, 3)),
        ("mừng 3", date(2026, 11, 3)),
        ("dạ hôm qua ạ", date(2026, 11, 4)),
        ("2026-11-03", date(2026, 11, 3)),
        ("3", date(2026, 11, 3)),
        ("họp ngày 29/2/2024", date(2024, 2, 29)),
        ("3 November", date(2026, 11, 3)),
        ("last tuesday", date(2026, 11, 3)),
    ],
)
def test_a_past_day_is_read(text: str, day: date) -> None:
    assert read_day(text, GIVEN, Tense.HELD) == Understood(day)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("thứ tư 3/11", date(2026, 11, 3)),
        ("tối nay 3/11", date(2026, 11, 5)),
        ("ngày mai", date(2026, 11, 5)),
        ("20/11/2026", date(2026, 10, 20)),
        ("23 tháng chạp", date(2026, 2, 10)),
    ],
)
def test_a_past_day_in_doubt_is_asked(text: str, first: date) -> None:
    reading = read_day(text, GIVEN, Tense.HELD)
    assert isinstance(reading, Ask)
    assert reading.choices[0] == first
    assert all(day <= GIVEN.today for day in reading.choices)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("thứ năm", date(2026, 11, 5)),
        ("1/3", date(2027, 3, 1)),
        ("3/10", date(2027, 10, 3)),
        ("trong tháng 12", date(2026, 12, 31)),
    ],
)
def test_a_due_day_in_doubt_is_asked(text: str, first: date) -> None:
    reading = read_day(text, GIVEN, Tense.DUE)
    assert isinstance(reading, Ask)
    assert reading.choices[0] == first


def test_tomorrow_is_known_by_its_bare_word() -> None:
    reading = read_day("Mai.", GIVEN, Tense.DUE)
    assert isinstance(reading, Understood)
    assert reading.value == GIVEN.today + timedelta(days=1)


@pytest.mark.parametrize("text", ["3/13", "0/11", "32", "29/2/2025", "30/2", "3/11/1066", "", "xin chào", "đ/c An"])
def test_what_is_no_day_is_not_understood(text: str) -> None:
    assert isinstance(read_day(text, GIVEN, Tense.HELD), NotUnderstood)


def test_day_31_is_looked_for_in_a_month_that_has_it() -> None:
    in_november = replace(GIVEN, now=GIVEN.now.replace(day=30))
    assert read_day("ngày 31", in_november, Tense.DUE) == Understood(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mung 6 vi bao", Postponed(date(2026, 11, 6), "", "bão")),
        ("lùi sang mùng 6, bão", Postponed(date(2026, 11, 6), "", "bão")),
        ("vì bão nên lùi sang thứ 7", Postponed(date(2026, 11, 7), "", "bão")),
        ("8/11 20h do mưa bão", Postponed(date(2026, 11, 8), "20:00", "mưa bão")),
        ("lùi 1 tuần vì mùa vụ", Postponed(date(2026, 11, 10), "", "mùa vụ")),
    ],
)
def test_a_postponement_is_read_with_hour_and_reason(text: str, expected: Postponed) -> None:
    assert read_postponement(text, GIVEN) == Understood(expected)


def test_hoan_without_accents_must_be_confirmed() -> None:
    reading = read_postponement("hoan sang mung 6", GIVEN)
    assert isinstance(reading, Ask)
    assert reading.choices == (Postponed(date(2026, 11, 6), "", ""),)


def test_a_reason_told_before_the_day_is_kept() -> None:
    known = replace(GIVEN, usual={"reason": "bão"})
    assert read_postponement("mùng 8", known) == Understood(Postponed(date(2026, 11, 8), "", "bão"))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("6 tháng đầu năm", Span(Month(2026, 1), 6)),
        ("6 tháng cuối năm 2025", Span(Month(2025, 7), 6)),
        ("năm 2026", Span(Month(2026, 1), 12)),
        ("năm ngoái", Span(Month(2025, 1), 12)),
        ("quý trước", Span(Month(2026, 7), 3)),
        ("11/2026", Span(Month(2026, 11), 1)),
        ("T12", Span(Month(2025, 12), 1)),
        ("tháng này", Span(Month(2026, 11), 1)),
        ("5", Span(Month(2026, 5), 1)),
    ],
)
def test_a_period_is_the_nearest_that_has_begun(text: str, span: Span) -> None:
    assert read_period(text, GIVEN) == Understood(span)


@pytest.mark.parametrize("text", ["13", "tháng 13", "xin chào", ""])
def test_what_is_no_period_is_not_understood(text: str) -> None:
    assert isinstance(read_period(text, GIVEN), NotUnderstood)
