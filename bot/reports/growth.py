"""A year of a unit's growth as a line on a phone, beside the year before."""

from __future__ import annotations

from bot.domain.growth import Grew, GrowthYear
from bot.texts import Html, Voice


def year_line(say: Voice, year: GrowthYear, change: Grew) -> str:
    """``2025: kết nạp 3 (+1), công nhận chính thức 2; đảng số 124 (+3)``; of the running year up to which day."""
    head = say("growth-year", year=str(year.year))
    if (year.until.month, year.until.day) != (12, 31):
        head = say("growth-year-until", year=str(year.year), day=say.short_day(year.until))
    return say("growth-year-line", head=Html(head), figures=Html(figures_text(say, year, change)))


def figures_text(say: Voice, year: GrowthYear, change: Grew) -> str:
    """The figures alone, each with what has changed in brackets."""
    grown = say(
        "growth-year-counts",
        admissions=Html(_beside(say, year.admissions, change.admissions)),
        recognitions=Html(_beside(say, year.recognitions, change.recognitions)),
    )
    parts = [grown if year.recorded else say("growth-year-unrecorded")]
    if year.total is not None:
        total = Html(_beside(say, year.total, change.members))
        key = "growth-year-members" if year.whole else "growth-year-members-known"
        parts.append(say(key, members=total, counted=year.counted, cells=year.cells))
    return "; ".join(parts)


def _beside(say: Voice, number: int, change: int | None) -> str:
    """``3 (+1)`` · ``3 (−1)`` · ``3`` when nothing has changed or nothing is known to compare with."""
    told = say.number(number)
    return f"{told} ({'+' if change > 0 else '−'}{say.number(abs(change))})" if change else told
