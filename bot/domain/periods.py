"""Periods: a local month, and the quarters, half-years and years made of months."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import total_ordering
from zoneinfo import ZoneInfo


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """One local calendar month, written ``2026-11`` wherever it is stored."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that ``day`` lies in."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Month:
        """The month stored as ``text``; ValueError when it is not one."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if match is None or not 1 <= int(match[2]) <= 12:  # noqa: PLR2004
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def short(self, today: date) -> str:
        """``11``, or ``12/2025`` for a month of another year than ``today``'s."""
        return str(self.month) if self.year == today.year else f"{self.month}/{self.year}"

    def __lt__(self, other: Month) -> bool:
        return (self.year, self.month) < (other.year, other.month)

    def plus(self, months: int) -> Month:
        """The month that many months later (or earlier)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def day(self, number: int) -> date:
        """Its day of that number; 29-31 become the last day of a short month (domain.md 3.1)."""
        return self.first + timedelta(days=min(number, self.last.day) - 1)

    @property
    def written(self) -> str:
        """``11/2026``, as people write it."""
        return f"{self.month:02d}/{self.year}"

    @property
    def quarter(self) -> int:
        """1 to 4."""
        return (self.month - 1) // 3 + 1

    @property
    def quarter_name(self) -> str:
        """``I`` to ``IV``, as papers number quarters."""
        return ("I", "II", "III", "IV")[self.quarter - 1]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of whole months, asked for in a summary: a month, a quarter, a half-year or a year."""

    first: Month
    months: int

    @property
    def last(self) -> Month:
        """Its last month."""
        return self.first.plus(self.months - 1)

    @property
    def before(self) -> Span:
        """The span of the same length just before it."""
        return Span(self.first.plus(-self.months), self.months)

    @property
    def after(self) -> Span:
        """The span of the same length just after it."""
        return Span(self.first.plus(self.months), self.months)

    def __contains__(self, month: Month) -> bool:
        return self.first <= month <= self.last

    def __str__(self) -> str:
        return f"{self.first}+{self.months}"

    @classmethod
    def read(cls, text: str) -> Span:
        """The span written as ``2026-10+3``; ValueError when it is not one."""
        first, _, months = text.partition("+")
        return cls(Month.read(first), int(months or 1))

    @classmethod
    def quarter_of(cls, month: Month) -> Span:
        """The calendar quarter that holds ``month``."""
        return cls(Month(month.year, month.quarter * 3 - 2), 3)

    @classmethod
    def year_of(cls, month: Month) -> Span:
        """The calendar year that holds ``month``."""
        return cls(Month(month.year, 1), 12)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The aware UTC ``moment`` on the wall clocks of ``zone``."""
    return moment.astimezone(zone)


def moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """The UTC moment of local ``day`` at ``clock`` (``19:30``)."""
    hour, minute = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=zone).astimezone(UTC)
