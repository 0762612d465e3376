"""Meetings: one record a session, its attendance, and the warnings that never block."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.carrying import Carried
from bot.domain.members import Roll
from bot.domain.periods import Month


class Kind(StrEnum):
    """Kinds of session; a meeting has a *set* of them (domain.md 1)."""

    REGULAR = "regular"
    THEMATIC = "thematic"
    EXTRAORDINARY = "extraordinary"
    COMMITTEE = "committee_meeting"
    GROUP = "group_meeting"


OF_CELL = frozenset({Kind.REGULAR, Kind.THEMATIC, Kind.EXTRAORDINARY})
"""Sessions of the whole cell; a cell committee's and a party group's have their own members and minutes."""
REGULAR_AND_THEMATIC = frozenset({Kind.REGULAR, Kind.THEMATIC})
"""The only kinds that may share a session, each in turn (domain.md 3.1 [S]; 2018 text [O])."""


def of_cell(kinds: frozenset[Kind]) -> bool:
    """True for a session of the whole cell; so for one whose kind is not known yet."""
    return kinds <= OF_CELL


def one_session(kinds: frozenset[Kind]) -> bool:
    """Whether these kinds can be one session: a single kind, or the regular and the thematic meeting in turn."""
    return len(kinds) == 1 or kinds == REGULAR_AND_THEMATIC


def principal(kinds: frozenset[Kind]) -> Kind | None:
    """The kind whose habits a session follows: the regular one's when it is among them; None when nothing is known."""
    return Kind.REGULAR if Kind.REGULAR in kinds else next((kind for kind in Kind if kind in kinds), None)


def bodies(kinds: frozenset[Kind]) -> frozenset[Kind]:
    """Who meets, as far as the kinds tell: the cell (no kind), its committee, a party group."""
    return kinds - OF_CELL


HEADINGS = ("advocacy", "economy", "democracy", "other")
"""Headings of a village cell's content (domain.md 3.3, [O]); texts ``heading-…``; other cells have other lists."""


@dataclass(frozen=True, slots=True)
class Absence:
    """One absent member as named; ``excused`` is None while nobody has said."""

    name: str
    excused: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came, by numbers: ``present`` of ``base``; absentees by number, and by name where they were named."""

    present: int
    base: int
    excused: int = 0
    unexcused: int = 0
    absences: tuple[Absence, ...] = ()
    late: tuple[str, ...] = ()
    left_early: tuple[str, ...] = ()
    exempt_present: tuple[str, ...] = ()
    temporary_in: int = 0

    @property
    def absent(self) -> int:
        """How many of the base did not come."""
        return self.base - self.present

    @property
    def unexplained(self) -> int:
        """Absentees of whom nobody has said whether they were excused."""
        return self.absent - self.excused - self.unexcused

    @property
    def share(self) -> float:
        """Present of base, 0 to 1; 0 for an empty base."""
        return self.present / self.base if self.base else 0.0


@dataclass(frozen=True, slots=True)
class Hours:
    """When a session began and how long it lasted; either end may be known only by the duration."""

    starts_at: str = ""
    """``19:30`` or empty."""
    ends_at: str = ""
    minutes: int | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session as recorded; the newest version of its record."""

    unit_id: int
    period: Month
    kinds: frozenset[Kind]
    held_on: date
    hours: Hours
    place: str
    chair: str
    clerk: str
    attendance: Attendance
    topic: str = ""
    party_group: str = ""
    """Which party group met; empty for any other kind."""
    upper_member: str = ""
    """Who of the committee above came; empty for nobody."""
    dues_announced: bool | None = None
    content: tuple[tuple[str, str], ...] = ()
    """(heading, text) pairs; the heading is one of HEADINGS or empty."""
    conclusion: str = ""
    remark: str = ""
    speakers: int | None = None
    """How many of those present spoke; None: nobody counted."""
    praise: str = ""
    """Whom the session praised or reproved (biểu dương, nhắc nhở), in its own words."""
    photos: tuple[str, ...] = ()
    """Telegram file ids, never decoded here."""
    roll: Roll | None = None
    """The roster as it was; None for a cell that keeps none."""
    carried: tuple[Carried, ...] = ()
    """Tasks of earlier resolutions: as the meeting found them, with what it said of each."""
