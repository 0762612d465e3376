"""Members of a cell: what each is from a day to a day, whom attendance counts, and who keeps being absent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.periods import Month


class Standing(StrEnum):
    """What a member is in the cell (domain.md 1), in the order of the lists."""

    OFFICIAL = "official"
    PROBATIONARY = "probationary"
    EXEMPT = "exempt"
    SPECIAL_DUTY = "special_duty"
    TEMPORARY_IN = "temporary_in"
    TEMPORARY_OUT = "temporary_out"


IN_BASE = frozenset({Standing.OFFICIAL, Standing.PROBATIONARY})
"""Base = members less exempt and special duty [O, 2018 text]; temporary_in apart, temporary_out left out [A] (domain.md 3.4)."""


class Joined(StrEnum):
    """How a member came onto the roster; ``listed``: he stood on the list when the cell began to keep one."""

    LISTED = "listed"
    TRANSFER = "transfer"
    ADMISSION = "admission"


class Left(StrEnum):
    """How a member left it; ``mistake``: he was entered wrongly and never belonged to it."""

    TRANSFER = "transfer"
    REMOVAL = "removal"
    DEATH = "death"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on a cell's roster as he stands on the day asked for."""

    id: int
    unit_id: int
    name: str
    standing: Standing
    since: date
    """From when he has had this standing."""
    party_group: str = ""
    """``tổ đảng số 2`` as written, or empty."""
    person_id: int | None = None

    @property
    def counts(self) -> bool:
        """True when he ought to attend."""
        return self.standing in IN_BASE


@dataclass(frozen=True, slots=True)
class Strength:
    """How many of each standing a cell has."""

    official: int = 0
    probationary: int = 0
    exempt: int = 0
    special_duty: int = 0
    temporary_in: int = 0
    temporary_out: int = 0

    @property
    def base(self) -> int:
        """Who ought to attend."""
        return self.official + self.probationary

    @property
    def total(self) -> int:
        """Own members, wherever they attend."""
        return self.base + self.exempt + self.special_duty + self.temporary_out


YEAR_BACK = 12


def listed_from(today: date) -> date:
    """From when a roster begun today holds: a year back, so that earlier months entered later are counted by it."""
    return Month.of(today).plus(-YEAR_BACK).first


def strength(members: Iterable[Member]) -> Strength:
    """The members counted by standing."""
    counted = Counter(each.standing for each in members)
    return Strength(**{standing.value: counted[standing] for standing in Standing})


def called(members: Sequence[Member]) -> dict[int, str]:
    """By id a name that no other of them bears: namesakes get their party group, or a number, behind it."""
    by_name: dict[str, list[Member]] = defaultdict(list)
    for each in members:
        by_name[each.name].append(each)
    names: dict[int, str] = {}
    for name, namesakes in by_name.items():
        groups = [each.party_group for each in namesakes]
        apart = all(groups) and len(set(groups)) == len(groups)
        for number, each in enumerate(namesakes, 1):
            behind = each.party_group if apart else str(number)
            names[each.id] = name if len(namesakes) == 1 else f"{name} ({behind})"
    return names


class Mark(StrEnum):
    """What was noted of one member at one meeting."""

    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    UNSAID = "unsaid"
    """Absent, and nobody has said why."""
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXEMPT_CAME = "exempt_came"


ABSENT = frozenset({Mark.EXCUSED, Mark.UNEXCUSED, Mark.UNSAID})


@dataclass(frozen=True, slots=True)
class Marked:
    """One mark of one member, with the reason that was given."""

    member_id: int
    mark: Mark
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """The roster frozen with a meeting: how strong the cell was, who ought to come, and who was marked how."""

    strength: Strength
    expected: tuple[int, ...]
    """Ids of the members in the base."""
    marks: tuple[Marked, ...] = ()
    """Kept with each version; read back by ``storage.attendance`` alone, a record itself comes without them."""


@dataclass(frozen=True, slots=True)
class Attended:
    """One regular meeting as the roster saw it: who ought to have come, and what was noted of whom."""

    period: Month
    expected: frozenset[int] = frozenset()
    """Ids of the members in the base; empty for a meeting told by numbers only."""
    marks: Mapping[int, frozenset[Mark]] = field(default_factory=dict)

    def absent(self, member_id: int) -> bool:
        """True when he ought to have come and did not."""
        return member_id in self.expected and bool(ABSENT & self.marks.get(member_id, frozenset()))

    def excused(self, member_id: int) -> bool:
        """True when he was absent with a reason."""
        return member_id in self.expected and Mark.EXCUSED in self.marks.get(member_id, frozenset())


class Window(StrEnum):
    """How absences are counted before the secretary is told: the sources differ (domain.md 11.2)."""

    ROW = "row"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class OftenAbsent:
    """A member who was absent as often as the rules name; ``unexcused``: how many of these without a reason."""

    member_id: int
    times: int
    unexcused: int


def often_absent(meetings: Sequence[Attended], times: int, window: Window) -> tuple[OftenAbsent, ...]:
    """Who was absent at least ``times`` up to the newest meeting: running, or in its calendar year.

    ``meetings`` are regular ones, the newest first. One told by numbers only says nothing of anybody and ends a run;
    only who was absent at the newest is named, so that nobody is named again for what is over.
    """
    if not meetings or times < 1:
        return ()
    found = []
    for member_id in sorted(meetings[0].expected):
        if not meetings[0].absent(member_id):
            continue
        missed = _running(meetings, member_id) if window is Window.ROW else _in_year(meetings, member_id)
        if len(missed) >= times:
            unexcused = sum(not each.excused(member_id) for each in missed)
            found.append(OftenAbsent(member_id, len(missed), unexcused))
    return tuple(found)


def _running(meetings: Sequence[Attended], member_id: int) -> list[Attended]:
    missed = []
    for each in meetings:
        if not each.absent(member_id):
            break
        missed.append(each)
    return missed


def _in_year(meetings: Sequence[Attended], member_id: int) -> list[Attended]:
    year = meetings[0].period.year
    return [each for each in meetings if each.period.year == year and each.absent(member_id)]


def excused_running(meetings: Sequence[Attended], most: int = 3) -> frozenset[int]:
    """Who has now been excused more than ``most`` times running (the point of domain.md 4.2 is lost for them)."""
    newest = meetings[0].expected if meetings else frozenset[int]()
    return frozenset(
        member_id
        for member_id in newest
        if len(meetings) > most and all(each.excused(member_id) for each in meetings[: most + 1])
    )
