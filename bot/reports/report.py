"""All that a picture, a workbook or a report tells of a unit and span: the same figures as the text's, and their rows.

The rows are those behind the figures of :class:`Summary`; what is added up here is added up once, for every file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.growth import Grew, GrowthYear
from bot.domain.meetings import Kind
from bot.domain.periods import Month
from bot.domain.rules import Rules
from bot.domain.scores import Band
from bot.reports.summary import (
    HELD,
    CellState,
    ChildSummary,
    Facts,
    GrowthLine,
    ResolutionLine,
    Summary,
    TaskLine,
)
from bot.reports.visits import Coming


@dataclass(frozen=True, slots=True)
class CellMonth:
    """One obligation: a cell in a month; ``above`` is the unit right above it as it lay then."""

    unit_id: int
    cell: str
    above: str
    facts: Facts
    state: CellState
    late_entry: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """Points lost in one line of a score."""

    criterion: Mapping[str, str]
    """Its name, by language."""
    points: float
    remark: str


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One recorded session of any kind, its version in force."""

    unit_id: int
    cell: str
    above: str
    period: Month
    kinds: tuple[Kind, ...]
    regular: bool
    held_on: date
    recorded_on: date
    starts_at: str
    ends_at: str
    minutes: int | None
    place: str
    chair: str
    clerk: str
    topic: str
    present: int
    base: int
    excused: int
    unexcused: int
    temporary_in: int
    upper_member: str
    speakers: int | None
    """None: nobody told."""
    points: float | None
    band: Band | None
    lost: tuple[Lost, ...] = ()

    @property
    def share(self) -> float | None:
        """Present of the base."""
        return self.present / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One upper member and one month's meeting of a cell."""

    of: CellMonth
    coming: Coming


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of a unit's growth."""

    unit: str
    grown: GrowthYear
    change: Grew
    """Since the year before."""


@dataclass(frozen=True, slots=True)
class CellFigures:
    """One cell over the span, added up from its obligations and records."""

    unit_id: int
    cell: str
    above: str
    states: Mapping[CellState, int]
    late_entry: int
    present: int
    base: int
    meetings: int
    """Sessions of any kind."""
    thematic: int
    resolutions: int
    admissions: int
    members: int
    """By its profile today."""
    speakers: int | None
    """Who spoke, added up over the regular sessions of which it is known; None when it is of none."""
    voiced: int
    """How many those sessions are."""
    recorded: int
    """Regular sessions with a record."""

    @property
    def expected(self) -> int:
        """Obligations of the span."""
        return sum(self.states.values())

    @property
    def held(self) -> int:
        """Those met."""
        return sum(self.states.get(state, 0) for state in HELD)

    @property
    def share(self) -> float | None:
        """Mean attendance weighted by size."""
        return self.present / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class Group:
    """The obligations of the cells of one unit right above, by state."""

    name: str
    states: Mapping[CellState, int]

    @property
    def expected(self) -> int:
        """All of them."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a unit and span; only what the asked file needs is filled in."""

    summary: Summary
    rules: Rules
    children: tuple[ChildSummary, ...] = ()
    trend: tuple[Summary, ...] = ()
    """Month by month, the last of the span at the end."""
    cells: tuple[CellMonth, ...] = ()
    """By unit above, then code, then month."""
    meetings: tuple[MeetingLine, ...] = ()
    resolutions: tuple[ResolutionLine, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    """Done within the span, and open today."""
    admissions: tuple[GrowthLine, ...] = ()
    visits: tuple[VisitLine, ...] = ()
    """By cell and month, as ``cells``."""
    years: tuple[YearLine, ...] = ()
    """Of the unit, then of each right below it."""
    members: Mapping[int, int] = field(default_factory=dict)
    """How many each cell has, by its id."""
    above: Mapping[int, str] = field(default_factory=dict)
    """Name of the unit right above, by the cell's id."""
    above_name: str = ""
    """Of the unit right above the one reported on."""
    template: bytes | None = None
    """The committee's own for the paper; None: the shipped one."""

    @property
    def today(self) -> date:
        """The day on which it was told."""
        return self.summary.today

    @property
    def unit(self) -> str:
        """Name of the unit; empty for all the asker's roots."""
        return self.summary.unit

    def overdue(self, task: TaskLine) -> bool:
        """Whether the task stands in the list of overdue ones (``storage.summaries.TASKS``)."""
        end = self.summary.span.last.last
        return task.closed_on is None and task.due_on is not None and task.due_on <= end and task.due_on < self.today


def groups(cells: Iterable[CellMonth]) -> tuple[Group, ...]:
    """The states of the obligations by unit above, in the order given."""
    counted: dict[str, dict[CellState, int]] = {}
    for each in cells:
        states = counted.setdefault(each.above, {})
        states[each.state] = states.get(each.state, 0) + 1
    return tuple(Group(name, states) for name, states in counted.items())


def by_cell(report: Report) -> tuple[CellFigures, ...]:
    """Each cell with what its obligations and records come to."""
    owed: dict[int, list[CellMonth]] = {}
    for each in report.cells:
        owed.setdefault(each.unit_id, []).append(each)
    return tuple(_figures(report, unit_id, rows) for unit_id, rows in owed.items())


def _figures(report: Report, unit_id: int, rows: list[CellMonth]) -> CellFigures:
    met = [row.facts for row in rows if row.facts.held_on is not None]
    sessions = [each for each in report.meetings if each.unit_id == unit_id]
    spoke = [facts.speakers for facts in met if facts.speakers is not None]
    return CellFigures(
        unit_id,
        rows[-1].cell,
        rows[-1].above,
        groups([_unplaced(row) for row in rows])[0].states,
        sum(row.late_entry for row in rows),
        sum(facts.present for facts in met),
        sum(facts.base for facts in met),
        len(sessions),
        sum(Kind.THEMATIC in each.kinds for each in sessions),
        sum(each.unit_id == unit_id for each in report.resolutions),
        sum(each.unit_id == unit_id for each in report.admissions),
        report.members.get(unit_id, 0),
        sum(spoke) if spoke else None,
        len(spoke),
        len(met),
    )


def _unplaced(row: CellMonth) -> CellMonth:
    return CellMonth(row.unit_id, row.cell, "", row.facts, row.state, row.late_entry)


AGES = (("later", None), ("none", None), ("week", 7), ("month", 30), ("quarter", 90), ("more", None))
"""How long past its day an open task is: not yet, no day set, up to so many days, more."""


def age(task: TaskLine, today: date) -> str:
    """The name in ``AGES`` of an open task."""
    if task.due_on is None:
        return "none"
    over = (today - task.due_on).days
    if over <= 0:
        return "later"
    return next((name for name, most in AGES if most is not None and over <= most), "more")


def by_age(report: Report) -> dict[str, int]:
    """How many open tasks there are of each age."""
    counted = dict.fromkeys((name for name, _ in AGES), 0)
    for task in report.tasks:
        if task.closed_on is None:
            counted[age(task, report.today)] += 1
    return counted
