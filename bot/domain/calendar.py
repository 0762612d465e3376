"""When people may be written to: public holidays and Tết (by the lunar calendar of UTC+7), and the quiet hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from lunar_vn import convert_lunar_to_solar, convert_solar_to_lunar

from bot.domain.rules import Rules

LUNAR_ZONE = 7.0
"""Vietnam's lunar calendar is reckoned for UTC+7, whatever zone the program runs in (domain.md 7.2)."""
FIXED = ((1, 1), (4, 30), (5, 1), (9, 2), (9, 3))
"""New Year, 30/4, 1/5, and National Day with the day after: (month, day)."""
TET_FROM = 29
"""Tết runs from 29 of the twelfth lunar month (whether that month has 29 days or 30) …"""
TET_TO = 5
"""… to 5 of the first."""


@lru_cache(maxsize=256)
def public_holidays(year: int) -> frozenset[date]:
    """The days of that year on which nobody is written to first: public holidays and Tết."""
    new_year = convert_lunar_to_solar(1, 1, year, 0, LUNAR_ZONE)
    before = (new_year - timedelta(days=1), new_year - timedelta(days=2))
    tet = {day for day in before if convert_solar_to_lunar(day.day, day.month, day.year, LUNAR_ZONE).day >= TET_FROM}
    tet |= {new_year + timedelta(days=days) for days in range(TET_TO)}
    kings = convert_lunar_to_solar(10, 3, year, 0, LUNAR_ZONE)
    return frozenset({date(year, month, day) for month, day in FIXED} | tet | {kings})


def holiday(day: date, rules: Rules) -> bool:
    """Whether nobody is written to first on ``day``; a committee may add days (``MM-DD`` or ``YYYY-MM-DD``)."""
    if day in public_holidays(day.year):
        return True
    return bool(rules.holidays) and (f"{day:%m-%d}" in rules.holidays or day.isoformat() in rules.holidays)


def clock(text: str) -> time:
    """The time written as ``19:30``."""
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute))


def quiet(at: time, rules: Rules) -> bool:
    """Whether the time of day lies in the quiet hours; ``quiet_from`` is quiet itself, ``quiet_to`` is not."""
    start, end = clock(rules.quiet_from), clock(rules.quiet_to)
    return start <= at < end if start <= end else at >= start or at < end


def decent(moment: datetime, rules: Rules, zone: ZoneInfo) -> datetime:
    """The first moment from ``moment`` on that is neither in the quiet hours nor on a holiday; in ``zone``."""
    here = moment.astimezone(zone)
    wake = clock(rules.quiet_to)
    if quiet(here.time(), rules):
        day = here.date() if here.time() < wake else here.date() + timedelta(days=1)
        here = datetime.combine(day, wake, zone)
    while holiday(here.date(), rules):
        here = datetime.combine(here.date() + timedelta(days=1), wake, zone)
    return here
