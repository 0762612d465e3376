"""Cells to be cared for: signs in the records that one is in difficulty, each with one step that helps; no ranking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.rules import Rules


class Risk(StrEnum):
    """What the records show, in the order in which it is taken up: the first one's step is the one suggested."""

    LATE = "late"
    """So many months running not in time, or not met."""
    FALLING = "falling"
    """Attendance over some months is lower than over as many before by so much."""
    OVERDUE = "overdue"
    """So many tasks are overdue."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What is counted of one cell."""

    late: int = 0
    """Of its last ``Rules.care_late_months`` months of which anything can be said, those not in time."""
    now: tuple[int, int] = (0, 0)
    """Present and base, added up over the last ``Rules.care_fall_months`` months …"""
    before: tuple[int, int] = (0, 0)
    """… and over as many before."""
    overdue: int = 0

    @property
    def share_now(self) -> float | None:
        """None without any record."""
        return self.now[0] / self.now[1] if self.now[1] else None

    @property
    def share_before(self) -> float | None:
        """None without any record."""
        return self.before[0] / self.before[1] if self.before[1] else None


def risks(signs: Signs, rules: Rules) -> tuple[Risk, ...]:
    """What is to be said of the cell; nothing where all is well. Attendance is compared only where both were recorded."""
    now, before = signs.share_now, signs.share_before
    fell = now is not None and before is not None and round(before - now, 9) >= rules.care_fall
    found = {
        Risk.LATE: signs.late >= rules.care_late_months,
        Risk.FALLING: fell,
        Risk.OVERDUE: signs.overdue >= rules.care_overdue_tasks,
    }
    return tuple(risk for risk, holds in found.items() if holds)


@dataclass(frozen=True, slots=True)
class Cared:
    """A cell with what the records show of it."""

    unit_id: int
    name: str
    signs: Signs
    risks: tuple[Risk, ...]
