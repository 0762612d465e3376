"""Holidays against the announced dates, and decent moments against a walk minute by minute."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import decent, holiday, public_holidays, quiet
from bot.domain.rules import Rules

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
RULES = Rules()
TET = {
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),  # a day before the Chinese new year: the lunar calendar is reckoned for UTC+7
    2031: date(2031, 1, 23),
    2032: date(2032, 2, 11),
    2033: date(2033, 1, 31),
    2034: date(2034, 2, 19),
    2035: date(2035, 2, 8),
    2036: date(2036, 1, 28),
}
KINGS = {2025: date(2025, 4, 7), 2026: date(2026, 4, 26), 2027: date(2027, 4, 16), 2028: date(2028, 4, 4)}
NO_THIRTIETH = range(2025, 2033)
"""Years before whose Tết the twelfth lunar month has 29 days only."""


@pytest.mark.parametrize("year", TET)
def test_tet_runs_from_the_29th_of_the_twelfth_month_to_the_fifth(year: int) -> None:
    days = sorted(day for day in public_holidays(year) if abs((day - TET[year]).days) < 10 and day != date(year, 1, 1))
    first = TET[year] - timedelta(days=1 if year in NO_THIRTIETH else 2)
    assert days == [first + timedelta(days=n) for n in range((TET[year] - first).days + 5)]


@pytest.mark.parametrize(("year", "day"), KINGS.items())
def test_the_kings_day_is_a_holiday(year: int, day: date) -> None:
    assert holiday(day, RULES)
    assert not holiday(day + timedelta(days=1), RULES) or (day.month, day.day + 1) == (4, 30)


@pytest.mark.parametrize(("month", "day"), [(1, 1), (4, 30), (5, 1), (9, 2), (9, 3)])
def test_the_fixed_holidays_hold_every_year(month: int, day: int) -> None:
    assert all(holiday(date(year, month, day), RULES) for year in range(2026, 2036))


def test_an_ordinary_day_and_a_sunday_are_working_days() -> None:
    assert not holiday(date(2026, 11, 3), RULES)
    assert not holiday(date(2026, 11, 1), RULES)


def test_a_committee_adds_days_of_its_own() -> None:
    rules = Rules(holidays=("11-24", "2026-11-05"))
    assert holiday(date(2027, 11, 24), rules)
    assert holiday(date(2026, 11, 5), rules)
    assert not holiday(date(2027, 11, 5), rules)


def test_quiet_hours_begin_at_their_first_minute_and_end_at_their_last() -> None:
    assert not quiet(time(20, 29), RULES)
    assert quiet(time(20, 30), RULES)
    assert quiet(time(6, 59), RULES)
    assert not quiet(time(7, 0), RULES)


def test_quiet_hours_may_lie_within_one_day() -> None:
    rules = Rules(quiet_from="12:00", quiet_to="13:30")
    assert [quiet(time(hour), rules) for hour in (11, 12, 13, 14)] == [False, True, True, False]


def by_hand(moment: datetime, holidays: set[date]) -> datetime:
    """The next decent moment, found minute by minute from 20:30, 07:00 and a list of dates."""
    at = moment
    while at.date() in holidays or not 7 * 60 <= at.hour * 60 + at.minute < 20 * 60 + 30:
        at = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return at


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31), timezones=st.just(ZONE)),  # noqa: DTZ001
)
def test_a_decent_moment_is_the_first_one_that_is(moment: datetime) -> None:
    holidays = {TET[year] + timedelta(days=n) for year in TET for n in range(5)}
    holidays |= {TET[year] - timedelta(days=1) for year in TET}
    holidays |= {TET[year] - timedelta(days=2) for year in TET if year not in NO_THIRTIETH}
    holidays |= {date(y, m, d) for y in TET for m, d in ((1, 1), (4, 30), (5, 1), (9, 2), (9, 3))}
    kings = {day for year in range(2026, 2036) for day in public_holidays(year) if day.month in {3, 4}} - holidays
    assert len(kings) <= 10  # one a year at most; their dates are tested above
    assert decent(moment, RULES, ZONE) == by_hand(moment, holidays | kings)


def test_a_moment_given_in_utc_is_judged_on_local_clocks() -> None:
    night = datetime(2026, 11, 3, 15, 0, tzinfo=ZoneInfo("UTC"))  # 22:00 in Hà Nội
    assert decent(night, RULES, ZONE) == datetime(2026, 11, 4, 7, 0, tzinfo=ZONE)
