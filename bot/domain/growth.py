"""Growth of a cell: new members (admission) and those who become official (recognition), and years without any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class GrowthKind(StrEnum):
    """What befell a member."""

    ADMISSION = "admission"
    """Kết nạp: a new probationary member."""
    RECOGNITION = "recognition"
    """Công nhận chính thức: a probationary member becomes official."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One admission or recognition."""

    unit_id: int
    kind: GrowthKind
    name: str
    happened_on: date


@dataclass(frozen=True, slots=True)
class GrowthFigures:
    """How a cell has grown, as its card says it."""

    admissions_year: int = 0
    """In the calendar year of ``today``."""
    recognitions_year: int = 0
    last_admission: date | None = None

    def years_without(self, today: date) -> int:
        """Whole years since the last admission; 0 without one: that none was recorded does not say that there was none."""
        since = self.last_admission
        if since is None or since > today:
            return 0
        return today.year - since.year - ((today.month, today.day) < (since.month, since.day))


def figures(told: Iterable[Growth], today: date) -> GrowthFigures:
    """The figures of one cell on ``today``."""
    happened = [each for each in told if each.happened_on <= today]
    this_year = [each for each in happened if each.happened_on.year == today.year]
    admissions = [each.happened_on for each in happened if each.kind is GrowthKind.ADMISSION]
    return GrowthFigures(
        admissions_year=sum(each.kind is GrowthKind.ADMISSION for each in this_year),
        recognitions_year=sum(each.kind is GrowthKind.RECOGNITION for each in this_year),
        last_admission=max(admissions, default=None),
    )


YEARS = 5
"""How many years are told, the running one among them."""


@dataclass(frozen=True, slots=True)
class GrowthYear:
    """One calendar year of a unit and all below it; of the running year what is known up to ``until``."""

    year: int
    until: date
    """Its last day, or today."""
    admissions: int = 0
    recognitions: int = 0
    members: int = 0
    """On that day, of the cells whose number is known."""
    cells: int = 0
    """Open on that day."""
    counted: int = 0
    """Of those, whose number of members is known."""
    recorded: bool = True
    """Whether an admission or recognition is recorded of it or of a year before: else that there was none cannot be said."""

    @property
    def known(self) -> bool:
        """Whether anything can be said of it."""
        return bool(self.recorded or self.counted)

    @property
    def total(self) -> int | None:
        """All members; None while the number of no cell is known."""
        return self.members if self.counted else None

    @property
    def whole(self) -> bool:
        """Whether the total is that of all cells."""
        return self.counted == self.cells


@dataclass(frozen=True, slots=True)
class Grew:
    """A year beside the one before; None where there is nothing to compare it with."""

    admissions: int | None = None
    recognitions: int | None = None
    members: int | None = None
    """Compared only where the totals of both are of all cells: otherwise more cells known looks like growth."""


def known_years(years: Sequence[GrowthYear]) -> tuple[GrowthYear, ...]:
    """The years (the oldest first) from the first one of which anything is recorded: before it nobody can say."""
    first = next((place for place, each in enumerate(years) if each.known), len(years) - 1)
    return tuple(years[max(0, first) :])


def grew(year: GrowthYear, before: GrowthYear | None) -> Grew:
    """What has become more or less since the year before."""
    if before is None:
        return Grew()
    both = year.counted and before.counted and year.whole and before.whole
    return Grew(
        year.admissions - before.admissions if before.recorded else None,
        year.recognitions - before.recognitions if before.recorded else None,
        year.members - before.members if both else None,
    )


def beside(years: Sequence[GrowthYear]) -> tuple[tuple[GrowthYear, Grew], ...]:
    """Each year, the oldest first, with what has changed since the one before."""
    return tuple((year, grew(year, before)) for year, before in zip(years, (None, *years[:-1]), strict=True))
