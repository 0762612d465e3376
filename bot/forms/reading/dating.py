"""Which date a day number, weekday or lunar day means on a given day, and when that must be asked (domain.md 7.1)."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.periods import Month
from bot.domain.rules import Rules
from bot.forms.reading import lunar
from bot.forms.reading.outcome import Ask, Given, NotUnderstood, Reading, Tense, Understood, note

_FAR = timedelta(days=Rules().far_days)
_NEAR = timedelta(days=7)
_YEARS = range(2000, 2101)


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def of_number(number: int, given: Given, tense: Tense) -> Reading[date]:
    """*ngày 8*: of this month when that lies in the asked direction, else the month before (to confirm) or after."""
    if not 1 <= number <= 31:  # noqa: PLR2004
        return NotUnderstood(note("reading-day-number", number=number))
    step = -1 if tense is Tense.HELD else 1
    month = Month.of(given.today)
    for _ in range(3):
        day = make(month.year, month.month, number)
        if day and (day <= given.today if tense is Tense.HELD else day >= given.today):
            break
        month = month.plus(step)
    else:  # pragma: no cover  # of three months running one has 31 days
        return NotUnderstood(note("reading-day"))
    if tense is Tense.HELD and month != Month.of(given.today):
        return Ask(note("reading-day-last-month", day=day), (day,))
    return Understood(day)


def of_parts(number: int, month: int, year: int | None, given: Given, tense: Tense) -> Reading[date]:
    """Day and month, perhaps a year (two digits: 20xx)."""
    if not 1 <= month <= 12:  # noqa: PLR2004
        return NotUnderstood(note("reading-month-none-such", month=month))
    if year is not None:
        return _in_year(number, month, year if year >= 100 else 2000 + year, given, tense)  # noqa: PLR2004
    if make(2000, month, number) is None:  # no year has it
        return _none_such(number, month, given.today.year)
    return _nearest(number, month, given, tense)


def _none_such(number: int, month: int, year: int) -> NotUnderstood:
    return NotUnderstood(note("reading-day-none-such", number=number, month=month, days=Month(year, month).last.day))


def _in_year(number: int, month: int, year: int, given: Given, tense: Tense) -> Reading[date]:
    if year not in _YEARS:
        return NotUnderstood(note("reading-day-year", year=str(year)))
    day = make(year, month, number)
    if day is None:
        return _none_such(number, month, year)
    if tense is Tense.HELD and day > given.today:
        return Ask(note("reading-day-future", day=day), _earlier(day, given.today))
    if tense is Tense.DUE and day < given.today:
        return Understood(day, (note("reading-day-past", day=day),))
    return Understood(day)


def _nearest(number: int, month: int, given: Given, tense: Tense) -> Reading[date]:
    today = given.today
    years = range(today.year, today.year - 9, -1) if tense is Tense.HELD else range(today.year, today.year + 9)
    days = [day for year in years if (day := make(year, month, number))]
    day = next(day for day in days if (day <= today if tense is Tense.HELD else day >= today))
    if abs(day - today) <= _FAR:
        return Understood(day)
    missed = days[0]
    if tense is Tense.HELD and timedelta(0) < missed - today <= _NEAR:
        return Ask(note("reading-day-future", day=missed), (*_earlier(missed, today), day))
    if tense is Tense.DUE and timedelta(0) < today - missed <= _FAR:
        return Ask(note("reading-day-past", day=missed), (day,))
    return Ask(note("reading-day-far", day=day), (day,))


def _earlier(day: date, today: date) -> tuple[date, ...]:
    """Past days that may have been meant instead of a future one: today when it is near, the same day a month before."""
    month = Month.of(day).plus(-1)
    while (before := make(month.year, month.month, day.day)) is None or before > today:
        month = min(month.plus(-1), Month.of(today))
    return (today, before) if day - today <= timedelta(days=3) else (before,)


def of_weekday(weekday: int, week: int | None, given: Given, tense: Tense, *, past: bool = False) -> Reading[date]:
    """A weekday (1 Monday) of the week so many weeks off; without one, the nearest in the asked direction."""
    today = given.today
    monday = today - timedelta(days=today.weekday())
    if week is not None:
        return _told(monday + timedelta(days=7 * week + weekday - 1), given, tense)
    if past or tense is Tense.HELD:
        back = (today.isoweekday() - weekday) % 7 or (7 if past else 0)
        return Understood(today - timedelta(days=back))
    ahead = (weekday - today.isoweekday()) % 7
    if ahead == 0:
        return Ask(note("reading-day-today-or-next", day=today), (today, today + timedelta(days=7)))
    return Understood(today + timedelta(days=ahead))


def _told(day: date, given: Given, tense: Tense) -> Reading[date]:
    """A day that was told relative to today."""
    if tense is Tense.HELD and day > given.today:
        return Ask(note("reading-day-future", day=day), (given.today,))
    if tense is Tense.DUE and day < given.today:
        return Ask(note("reading-day-past", day=day), (day,))
    return Understood(day)


def of_shift(days: int, given: Given, tense: Tense) -> Reading[date]:
    """Today plus so many days."""
    return _told(given.today + timedelta(days=days), given, tense)


def of_lunar(number: int, month: int | None, year: int | None, given: Given, tense: Tense) -> Reading[date]:
    """A lunar day, echoed in both calendars."""
    if year is not None and month is not None:
        day = lunar.solar(number, month, year)
    else:
        day = lunar.nearest(number, month, given.today, past=tense is Tense.HELD)
    if day is None:
        return NotUnderstood(note("reading-day-lunar-none-such", number=number))
    return _echoed(day, given, tense, in_month=month is not None)


def of_tet_eve(year: int | None, given: Given, tense: Tense) -> Reading[date]:
    """*30 Tết*: the last day of the lunar year."""
    years = (year,) if year else range(given.today.year - 1, given.today.year + 3)
    days = [day for each in years if (day := lunar.last_before_tet(each))]
    fitting = [day for day in days if year or (day <= given.today) is (tense is Tense.HELD)]
    if not fitting:
        return NotUnderstood(note("reading-day-lunar-none-such", number=30))
    return _echoed(max(fitting) if tense is Tense.HELD else min(fitting), given, tense, in_month=True)


def _echoed(day: date, given: Given, tense: Tense, *, in_month: bool) -> Reading[date]:
    number, month, _ = lunar.lunar_of(day)
    both = note("reading-day-lunar", lunar=f"{number}/{month}", day=day)
    if tense is Tense.HELD and (day > given.today or given.today - day > _FAR):
        return Ask(both, (day,))
    if not in_month and abs(day - given.today) > _FAR:
        return Ask(both, (day,))
    return Understood(day, (both,))
