"""Growth of a cell: new members (admission) and those who become official (recognition), and years without any."""

from __future__ import annotations

from collections.abc import Iterable
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
