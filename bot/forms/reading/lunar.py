"""Lunar dates, computed for UTC+7, as people name them: mùng 3 âm, rằm tháng giêng, 23 tháng chạp, mùng 6 Tết."""

from __future__ import annotations

from datetime import date, timedelta


def solar(day: int, month: int, year: int) -> date | None:
    """The solar date of a lunar one (not of a leap month); None when there is no such lunar day."""
    from lunar_vn import convert_lunar_to_solar, convert_solar_to_lunar  # noqa: PLC0415  # needed rarely

    try:
        found = convert_lunar_to_solar(day, month, year, 0)
        back = convert_solar_to_lunar(found.day, found.month, found.year)
    except (ValueError, OverflowError):
        return None
    return found if (back.day, back.month, back.year) == (day, month, year) else None


def lunar_of(day: date) -> tuple[int, int, int]:
    """Day, month and year of ``day`` in the lunar calendar."""
    from lunar_vn import convert_solar_to_lunar  # noqa: PLC0415  # needed rarely

    found = convert_solar_to_lunar(day.day, day.month, day.year)
    return found.day, found.month, found.year


def last_before_tet(year: int) -> date | None:
    """The last day of the lunar year before ``year`` (30 or 29 Tết)."""
    first = solar(1, 1, year)
    return first - timedelta(days=1) if first else None


def nearest(day: int, month: int | None, today: date, *, past: bool) -> date | None:
    """The nearest past or future day of that lunar number (and month), ``today`` included."""
    _, _, this_year = lunar_of(today)
    months = range(1, 13) if month is None else (month,)
    candidates = [solar(day, each, year) for year in (this_year - 1, this_year, this_year + 1) for each in months]
    fitting = [found for found in candidates if found and (found <= today if past else found >= today)]
    if not fitting:
        return None
    return max(fitting) if past else min(fitting)
