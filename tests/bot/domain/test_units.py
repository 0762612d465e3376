"""Requirements on the meeting day as cells tell it, and on the day it means in a month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import Month
from bot.domain.units import LAST_DAY, LAST_WEEK, WEEKS, CellProfile, DayMode, MeetingDay, planned_day, read_meeting_day

FIXED = DayMode.FIXED

SAID = {
    "": MeetingDay(DayMode.ANY),
    "bất kỳ": MeetingDay(DayMode.ANY),
    "any day": MeetingDay(DayMode.ANY),
    "đăng ký": MeetingDay(DayMode.REGISTERED),
    "Đăng kí hằng tháng": MeetingDay(DayMode.REGISTERED),
    "registered": MeetingDay(DayMode.REGISTERED),
    "3": MeetingDay(FIXED, day=3),
    "03": MeetingDay(FIXED, day=3),
    "31": MeetingDay(FIXED, day=31),
    "mùng 3": MeetingDay(FIXED, day=3),
    "mồng ba": MeetingDay(FIXED, day=3),
    "mung 3 hàng tháng": MeetingDay(FIXED, day=3),
    "Tối mùng 3": MeetingDay(FIXED, day=3),
    "ngày 15": MeetingDay(FIXED, day=15),
    "ngày mười lăm": MeetingDay(FIXED, day=15),
    "hai mươi mốt": MeetingDay(FIXED, day=21),
    "day 3": MeetingDay(FIXED, day=3),
    "the 3rd": MeetingDay(FIXED, day=3),
    "3rd of each month": MeetingDay(FIXED, day=3),
    "cuối tháng": MeetingDay(FIXED, day=LAST_DAY),
    "Ngày cuối tháng": MeetingDay(FIXED, day=LAST_DAY),
    "last day of the month": MeetingDay(FIXED, day=LAST_DAY),
    "end of month": MeetingDay(FIXED, day=LAST_DAY),
    "đầu tháng": MeetingDay(FIXED, day=1),
    "first day": MeetingDay(FIXED, day=1),
    "thứ bảy đầu tháng": MeetingDay(FIXED, weekday=6, week=1),
    "thứ 7 tuần cuối": MeetingDay(FIXED, weekday=6, week=LAST_WEEK),
    "T7 tuần 1": MeetingDay(FIXED, weekday=6, week=1),
    "thứ 7 cuối tháng": MeetingDay(FIXED, weekday=6, week=LAST_WEEK),
    "thứ bảy tuần cuối tháng": MeetingDay(FIXED, weekday=6, week=LAST_WEEK),
    "chủ nhật thứ hai": MeetingDay(FIXED, weekday=7, week=2),
    "CN đầu tháng": MeetingDay(FIXED, weekday=7, week=1),
    "thứ tư tuần thứ tư": MeetingDay(FIXED, weekday=3, week=4),
    "thứ hai thứ ba": MeetingDay(FIXED, weekday=1, week=3),
    "thứ hai đầu tháng": MeetingDay(FIXED, weekday=1, week=1),
    "first Saturday": MeetingDay(FIXED, weekday=6, week=1),
    "last Saturday of the month": MeetingDay(FIXED, weekday=6, week=LAST_WEEK),
    "2nd Sunday": MeetingDay(FIXED, weekday=7, week=2),
}


@pytest.mark.parametrize(("text", "meant"), SAID.items())
def test_the_meeting_day_is_read_as_people_write_it(text: str, meant: MeetingDay) -> None:
    assert read_meeting_day(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "32",
        "99",
        "thứ bảy",
        "thứ 9 đầu tháng",
        "tuần cuối",
        "mùng",
        "khi rảnh",
        "3/11",
        "rằm",
        "thứ 7 tuần 5",
        "-3",
        "3 4",
    ],
)
def test_nonsense_is_an_error_and_not_a_guess(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_meeting_day(text)


def test_a_day_that_a_short_month_lacks_is_its_last_day() -> None:
    assert planned_day(read_meeting_day("31"), Month(2028, 2)) == date(2028, 2, 29)
    assert planned_day(read_meeting_day("30"), Month(2027, 2)) == date(2027, 2, 28)
    assert planned_day(read_meeting_day("cuối tháng"), Month(2026, 11)) == date(2026, 11, 30)


def test_cells_that_register_or_meet_any_day_have_no_planned_day() -> None:
    assert planned_day(read_meeting_day("đăng ký"), Month(2026, 11)) is None
    assert planned_day(read_meeting_day(""), Month(2026, 11)) is None


months = st.builds(Month, st.integers(2024, 2034), st.integers(1, 12))
days = st.builds(lambda day: MeetingDay(FIXED, day=day), st.integers(1, 31))
weekdays = st.builds(lambda d, w: MeetingDay(FIXED, weekday=d, week=w), st.integers(1, 7), st.sampled_from(WEEKS))


def brute(meant: MeetingDay, month: Month) -> date:
    """Walk through every day of the month and pick."""
    day, of_month = date(month.year, month.month, 1), []
    while (day.year, day.month) == (month.year, month.month):
        of_month.append(day)
        day += timedelta(days=1)
    if meant.day:
        return next((day for day in of_month if day.day == meant.day), of_month[-1])
    same = [day for day in of_month if day.weekday() + 1 == meant.weekday]
    return same[-1] if meant.week == LAST_WEEK else same[meant.week - 1]


@given(days | weekdays, months)
def test_the_planned_day_is_the_one_a_calendar_shows(meant: MeetingDay, month: Month) -> None:
    """Matrix 56."""
    assert planned_day(meant, month) == brute(meant, month)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        meant = read_meeting_day(text)
    except ValueError:
        return
    assert planned_day(meant, Month(2026, 11)) is None or meant.mode is FIXED


def test_members_on_special_duty_or_elsewhere_are_outside_the_base() -> None:
    cell = CellProfile(1, date(2026, 1, 1), official=30, probationary=2, exempt=2, special_duty=1, temporary_out=1)
    assert cell.base == 30
