"""Made-up growth: most cells have admitted somebody every year or two, some nobody for years (domain.md 2.1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Protocol

from bot.domain.units import CellProfile
from demo import words
from demo.chance import happens
from demo.rows import Rows
from storage.tables import growth

WITHOUT = 15 / 471
"""The share of cells without new members for years."""
SINCE = 5
"""Years that are told of."""
PROBATION = timedelta(365)


class Growing(Protocol):
    """What growth needs of a cell."""

    @property
    def profile(self) -> CellProfile:
        """Which cell it is."""

    @property
    def secretary_id(self) -> int:
        """Who records."""


def keep_growth(rows: Rows, cell: Growing, now: datetime) -> None:
    """Admissions of the last years, each followed by a recognition a year later; from a chance of the cell's own."""
    rng, today = Random(cell.profile.unit_id), now.date()
    if happens(rng, WITHOUT):
        _admit(rows, cell, rng, date(today.year - rng.randint(SINCE, SINCE + 3), rng.randint(1, 12), 19), now)
        return
    year = today.year - SINCE + rng.randint(0, 1)
    while year <= today.year:
        day = date(year, rng.randint(1, 12), rng.randint(1, 28))
        if day <= today:
            _admit(rows, cell, rng, day, now)
        year += rng.choice((1, 1, 2))


def _admit(rows: Rows, cell: Growing, rng: Random, day: date, now: datetime) -> None:
    name = f"{rng.choice(words.FAMILIES)} {rng.choice(words.MEN if happens(rng, 0.5) else words.WOMEN)}"
    for kind, on in (("admission", day), ("recognition", day + PROBATION)):
        if on <= now.date():
            rows.add(
                growth,
                unit_id=cell.profile.unit_id,
                kind=kind,
                name=name,
                happened_on=on,
                entered_by=cell.secretary_id,
                entered_at=now,
            )
