"""Units: the nodes of the dated organisation tree, and the day a cell means to meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UnitKind(StrEnum):
    """Kinds are data to the tree (never read the level from the name); only cells meet (domain.md 1, 2.2)."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    PARTY_BODY = "party_body"
    CELL = "cell"
    PARTY_GROUP = "party_group"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as it stands on one day."""

    id: int
    kind: UnitKind
    code: str
    name: str
    parent_id: int | None
    opened_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CellProfile:
    """What a cell has told about itself, from ``valid_from`` on: its usual meeting and its members by category."""

    unit_id: int
    valid_from: date
    meeting_day: str = ""
    """As typed in the import and read by :func:`planned_day`: ``3``, ``cuối tháng``, ``thứ bảy đầu tháng``, ``đăng ký``, empty."""
    starts_at: str = ""
    """``19:30`` or empty."""
    usual_minutes: int = 90
    place: str = ""
    official: int = 0
    probationary: int = 0
    exempt: int = 0
    special_duty: int = 0
    temporary_in: int = 0
    temporary_out: int = 0

    @property
    def base(self) -> int:
        """Members who ought to attend: all less exempt, special duty and those elsewhere (domain.md 3.4, [O] 2018 and [A])."""
        return max(0, self.official + self.probationary - self.special_duty - self.temporary_out)


class DayMode(StrEnum):
    """How a cell comes to its meeting day (domain.md 3.1)."""

    FIXED = "fixed_day"
    REGISTERED = "registered"
    ANY = "any_day"
