"""What a summary says of cells and their meetings: its figures, and the rules that put a cell into a list.

Every figure is defined here and nowhere else. ``storage/summaries.py`` counts them in the database with the same rules
written in SQL; a property test holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.growth import GrowthFigures
from bot.domain.meetings import REGULAR_AND_THEMATIC, Kind
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.score_years import YearScore
from bot.domain.scores import Band
from bot.domain.warnings import minutes_wanted


class CellState(StrEnum):
    """How a cell stands in one period; exactly one holds for each obligation, so the counts add up to all expected."""

    ON_TIME = "on_time"
    LATE = "late"
    PAPER = "paper"
    """Reported on paper: it met, the minutes are not in the bot."""
    SAID_HELD = "said_held"
    """Says it met, has recorded nothing yet."""
    POSTPONED = "postponed"
    NOT_DUE = "not_due"
    """The planned day and the grace after it are not over."""
    OVERDUE = "overdue"
    """The day and the grace are over, the month is not."""
    MISSED = "missed"
    EXCUSED = "excused"


HELD = (CellState.ON_TIME, CellState.LATE, CellState.PAPER)
"""The states that count as having met (*đã họp*)."""


FAILING = frozenset({CellState.LATE, CellState.OVERDUE, CellState.MISSED})
"""The states of a month that was not met in time."""
PENDING = frozenset({CellState.NOT_DUE, CellState.POSTPONED})
"""The states of a month of which nobody can say yet."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """How often a cell was late (or did not meet): in the calendar year of the last month, and in how many months running."""

    year: int = 0
    row: int = 0
    on_time: int = 0
    """Months running in which it met in time, up to the last one of which anything can be said."""


def lateness(months: Iterable[tuple[Month, CellState | None]]) -> Lateness:
    """The figures of a cell's months, the oldest first; a month in which it owed nothing, or not yet, is passed over."""
    said = [(month, state) for month, state in months if state not in PENDING | {None, CellState.EXCUSED}]
    if not said:
        return Lateness()
    states = [state for _, state in reversed(said)]
    return Lateness(
        year=sum(state in FAILING for month, state in said if month.year == said[-1][0].year),
        row=next((n for n, state in enumerate(states) if state not in FAILING), len(states)),
        on_time=next((n for n, state in enumerate(states) if state is not CellState.ON_TIME), len(states)),
    )


class ListName(StrEnum):
    """What stands behind a number: each figure of a summary is the length of the list of that name."""

    ON_TIME = "on_time"
    LATE = "late"
    PAPER = "paper"
    SAID_HELD = "said_held"
    POSTPONED = "postponed"
    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    MISSED = "missed"
    EXCUSED = "excused"
    EXPECTED = "expected"
    """All obligations of the span: one line a cell and month."""
    HELD = "held"
    LATE_ENTRY = "late_entry"
    """Met, but recorded more than ``Rules.entry_days`` later: the second clock (domain.md 10.1, 6)."""
    BELOW_GOOD = "below_good"
    BELOW_LOW = "below_low"
    UNEXCUSED = "unexcused"
    """Recorded with somebody absent without reason."""
    SHORT = "short"
    """Lasted less than the rules ask for; a session of unknown length is in no list."""
    CONCLUDED = "concluded"
    """Its minutes hold a conclusion (kết luận), which may stand in the place of a resolution."""
    WITH_THEMATIC = "with_thematic"
    """Cells with the thematic sessions that a quarter asks for: one line a cell and quarter."""
    WITHOUT_THEMATIC = "without_thematic"
    UNREACHABLE = "unreachable"
    """Somebody of the cell has joined, but all who did have blocked the bot: unreachable, not negligent."""
    NOT_JOINED = "not_joined"
    """Nobody of the cell has joined."""
    BAND_GOOD = "band_good"
    """Scored, of that band (domain.md 4)."""
    BAND_FAIR = "band_fair"
    BAND_AVERAGE = "band_average"
    BAND_POOR = "band_poor"
    NOT_SCORED = "not_scored"
    """Recorded, not scored."""
    ADMITTED = "admitted"
    """Admissions (kết nạp) within the span."""
    RECOGNISED = "recognised"
    """Recognitions (công nhận chính thức) within the span."""
    NO_ADMISSION = "no_admission"
    """Cells without a new member for ``Rules.years_without_admission`` years, today."""
    VISITED = "visited"
    """A member of the committee above was there, by the minutes or by his own word."""
    UNVISITED = "unvisited"
    """Cells to which nobody of the committee above came for ``Rules.months_without_visit`` months, today."""
    RESOLUTIONS = "resolutions"
    TASKS_DONE = "tasks_done"
    TASKS_OPEN = "tasks_open"
    TASKS_OVERDUE = "tasks_overdue"


OF_PEOPLE = frozenset({ListName.UNREACHABLE, ListName.NOT_JOINED, ListName.NO_ADMISSION, ListName.UNVISITED})
"""Lists of the cells open today, whatever the span."""
OF_BANDS: Mapping[Band, ListName] = {band: ListName(f"band_{band.value}") for band in Band}
"""The list of the cells whose meetings are of a band."""
OF_TASKS = frozenset({ListName.TASKS_DONE, ListName.TASKS_OPEN, ListName.TASKS_OVERDUE})
OF_GROWTH = frozenset({ListName.ADMITTED, ListName.RECOGNISED})
OF_QUARTERS = frozenset({ListName.WITH_THEMATIC, ListName.WITHOUT_THEMATIC})
"""Lists of cells and quarters: those that the span touches, each from its first day to the end of the span."""
OF_CELLS = frozenset(ListName) - OF_TASKS - OF_GROWTH - {ListName.RESOLUTIONS}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say of one cell in one period: its obligation, and its regular meeting if there is one."""

    period: Month
    state: str = "open"
    """The obligation's: ``open``, ``met``, ``missed``, ``excused``."""
    planned_on: date | None = None
    """None: the cell may meet on any day of the month."""
    postponed_to: date | None = None
    postponed_reason: str = ""
    said_held_on: date | None = None
    paper_on: date | None = None
    """Local day on which the report on paper was noted."""
    held_on: date | None = None
    recorded_on: date | None = None
    """Local day on which the record was first signed off."""
    present: int = 0
    base: int = 0
    band: Band | None = None
    """Of the newest version of its score; None while it is not scored."""
    points: float | None = None
    """Of a hundred."""
    visited: bool = False
    """A member of the committee above was there, by the minutes or by his own word."""
    unexcused: int = 0
    """Absent without reason."""
    minutes: int | None = None
    """How long it lasted; None: nobody told."""
    thematic: bool = False
    """The session was a thematic one, too."""
    concluded: bool = False
    """Its minutes hold a conclusion."""
    speakers: int | None = None
    """How many spoke; None: nobody told."""

    @property
    def due_on(self) -> date:
        """The day that counts: the postponed one, else the planned one, else the month's last."""
        return self.postponed_to or self.planned_on or self.period.last


def cell_state(facts: Facts, today: date, rules: Rules) -> CellState:
    """The list in which the cell stands. What is recorded goes before what was said, and that before any deadline.

    *Late* is after the planned (or postponed) day and the grace; *missed* only once the month is over [A] (domain.md 3.1).
    """
    grace_over = facts.due_on + timedelta(days=rules.grace_days)
    if facts.held_on is not None:
        return CellState.ON_TIME if facts.held_on <= grace_over else CellState.LATE
    if facts.paper_on is not None:
        return CellState.PAPER
    if facts.state == "excused":
        return CellState.EXCUSED
    if facts.state == "missed":
        return CellState.MISSED
    if facts.state == "met" or facts.said_held_on is not None:
        return CellState.SAID_HELD
    if today <= grace_over:
        return CellState.NOT_DUE if facts.postponed_to is None else CellState.POSTPONED
    return CellState.OVERDUE if today <= facts.period.last else CellState.MISSED


def late_entry(facts: Facts, rules: Rules) -> bool:
    """Whether the record came more than ``entry_days`` after the meeting."""
    if facts.held_on is None or facts.recorded_on is None:
        return False
    return facts.recorded_on > facts.held_on + timedelta(days=rules.entry_days)


def short(facts: Facts, rules: Rules) -> bool:
    """Whether the session is known to have lasted less than it should (:func:`bot.domain.warnings.minutes_wanted`)."""
    if facts.held_on is None or facts.minutes is None:
        return False
    kinds = REGULAR_AND_THEMATIC if facts.thematic else frozenset({Kind.REGULAR})
    return facts.minutes < minutes_wanted(kinds, facts.base, rules)


def below(facts: Facts, share: float) -> bool:
    """Whether the recorded attendance lies under that share of the base; without a base nobody can say."""
    return facts.held_on is not None and facts.base > 0 and facts.present / facts.base < share


def days_over(due_on: date, today: date) -> int:
    """Days since the day that counted; 0 when it has not passed."""
    return max(0, (today - due_on).days)


def cut(span: Span, today: date, other: Span | None = None) -> date:
    """The last day of an earlier span (``other``, else the one before) that is compared: the same day while ``span`` runs.

    So a month's figure on the 5th stands beside that of the 5th of the month before (*cùng ngày tháng trước*), and of the
    same month a year ago; of a span that is over the whole is compared.
    """
    now = Month.of(today)
    earlier = span.before if other is None else other
    if now > span.last:
        return earlier.last.last
    if now < span.first:
        return earlier.first.first - timedelta(days=1)
    apart = (span.first.year - earlier.first.year) * 12 + span.first.month - earlier.first.month
    return now.plus(-apart).day(today.day)


def quarters(span: Span) -> tuple[Span, ...]:
    """The quarters that the span touches, each to its own end or that of the span, whichever comes first."""
    found, first = [], Span.quarter_of(span.first).first
    while first <= span.last:
        last = min(first.plus(2), span.last)
        found.append(Span(first, last.month - first.month + 1))
        first = first.plus(3)
    return tuple(found)


def held_by(facts: Facts, day: date) -> bool:
    """Whether the cell had met by that day, by the day of the meeting or of the report on paper."""
    met_on = facts.held_on or facts.paper_on
    return met_on is not None and met_on <= day


def thematic_quarters(owed: Iterable[Facts], days: Iterable[date], span: Span, wanted: int) -> dict[Month, bool]:
    """By the first month of each quarter in which one cell owes a meeting: whether it had ``wanted`` thematic sessions.

    ``days`` are those of its sessions. A month in which it is excused asks for nothing.
    """
    held = list(days)
    periods = {facts.period for facts in owed if facts.state != "excused"}
    return {
        quarter.first: sum(quarter.first.first <= day <= quarter.last.last for day in held) >= wanted
        for quarter in quarters(span)
        if any(period in quarter for period in periods)
    }


@dataclass(frozen=True, slots=True)
class Compared:
    """An earlier span beside the one asked for, up to the same day (:func:`cut`)."""

    span: Span
    expected: int = 0
    """All its obligations."""
    held: int = 0
    """Met by that day."""
    present: int = 0
    """At the meetings recorded of those."""
    base: int = 0

    @property
    def attendance(self) -> float | None:
        """As :attr:`Summary.attendance`."""
        return self.present / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that is no longer what was frozen."""

    name: ListName
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """When the figures of a locked month were frozen, and what records told afterwards have changed."""

    on: date
    changed_on: date | None = None
    """Local day of the last record told or corrected since; None: none was."""
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one subtree and span; ``counts`` has the length of every list."""

    unit_id: int | None
    """None: all roots of the asker together."""
    unit: str
    """Its name; empty for several roots."""
    span: Span
    today: date
    cells: int
    """Cells with an obligation in the span: the cells active then."""
    counts: Mapping[ListName, int]
    present: int = 0
    """Sum over the recorded regular meetings of those obligations."""
    base: int = 0
    unexcused: int = 0
    """People absent without reason at those meetings."""
    minutes: int = 0
    """Sum over the meetings whose length is known."""
    timed: int = 0
    """How many those are."""
    speakers: int = 0
    """Sum over the meetings of which it is known how many spoke."""
    listeners: int = 0
    """Present at those."""
    voiced: int = 0
    """How many those are."""
    before: Compared | None = None
    """The span before."""
    year_ago: Compared | None = None
    """The same span a year ago; None where that is the span before."""
    frozen: Frozen | None = None
    """Of a locked month of a committee: its figures are those of that day."""
    above: int | None = None
    """The unit right above, whether the asker may see it or not."""
    is_cell: bool = False

    def count(self, name: ListName) -> int:
        """How many lines the list of that name has."""
        return self.counts.get(name, 0)

    @property
    def expected(self) -> int:
        """Obligations of the span: the denominator."""
        return self.count(ListName.EXPECTED)

    @property
    def held(self) -> int:
        """Obligations whose cell has met."""
        return self.count(ListName.HELD)

    @property
    def share(self) -> float:
        """Met of expected, 0 to 1."""
        return self.held / self.expected if self.expected else 0.0

    @property
    def attendance(self) -> float | None:
        """Mean attendance weighted by size: all present over all bases; None without any record."""
        return self.present / self.base if self.base else None

    @property
    def mean_minutes(self) -> float | None:
        """How long a meeting lasted in the mean; None when no length is known."""
        return self.minutes / self.timed if self.timed else None

    @property
    def mean_speakers(self) -> float | None:
        """How many spoke at a meeting in the mean; None when it is known of none."""
        return self.speakers / self.voiced if self.voiced else None

    @property
    def speakers_share(self) -> float | None:
        """Who spoke of all present at those meetings; None when it is known of none."""
        return self.speakers / self.listeners if self.voiced and self.listeners else None

    @property
    def thematic_wanted(self) -> int:
        """Cells and quarters that owe thematic sessions."""
        return self.count(ListName.WITH_THEMATIC) + self.count(ListName.WITHOUT_THEMATIC)


@dataclass(frozen=True, slots=True)
class ChildSummary:
    """One unit right below, in the table that puts commune beside commune."""

    unit_id: int
    name: str
    is_cell: bool
    expected: int
    held: int
    overdue: int
    missed: int
    present: int
    base: int
    late: int = 0
    """Met late: the first clock."""
    late_entry: int = 0
    """Recorded late: the second."""

    @property
    def attendance(self) -> float | None:
        """As :attr:`Summary.attendance`."""
        return self.present / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class CellLine:
    """One line of a list of cells; ``facts`` is None in the lists that tell of people."""

    unit_id: int
    name: str
    facts: Facts | None
    state: CellState | None
    reminders: int = 0
    """Reminders of that period that were sent to somebody of the cell."""
    secretary: str = ""
    last_admission: date | None = None
    """In the list of cells without new members."""
    last_visit: date | None = None
    """In the list of cells that nobody visited; None: none is known."""
    late_entry: bool = False
    """Recorded late: the second clock."""
    quarter: Month | None = None
    """Its first month, in the lists of thematic sessions."""
    thematic_on: date | None = None
    """Day of the last of that quarter's thematic sessions."""
    joined: bool = False
    """Whether the secretary has joined."""
    phone: str = ""
    """Masked, see :func:`masked`."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task in a list."""

    id: int
    unit_id: int
    cell: str
    what: str
    assignee: str
    due_on: date | None
    progress: float
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class ResolutionLine:
    """One resolution in a list."""

    id: int
    unit_id: int
    cell: str
    number: str
    subject: str
    passed_on: date


@dataclass(frozen=True, slots=True)
class GrowthLine:
    """One admission in a list."""

    id: int
    unit_id: int
    cell: str
    name: str
    happened_on: date


Line = CellLine | TaskLine | ResolutionLine | GrowthLine


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of a list: ``total`` is the length of the whole, ``page`` counts from 0."""

    lines: tuple[Line, ...]
    page: int
    total: int


PAGE = 8
"""Lines a page: numbers in one look, buttons in one thumb's reach."""


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month on a cell's card; ``state`` is None in a month in which the cell owed nothing."""

    period: Month
    facts: Facts | None
    state: CellState | None
    resolutions: int = 0
    late_entry: bool = False
    """Recorded late: the second clock."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One person on a cell's card."""

    name: str
    role: str
    joined: bool
    blocked: bool
    phone: str
    """As it is kept; the card shows :func:`masked`."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A month whose record was corrected after it was signed off: its version now, and the day that one was entered."""

    period: Month
    version: int
    on: date


@dataclass(frozen=True, slots=True)
class Card:
    """A cell at a glance: twelve months, its people, what is open."""

    unit_id: int
    name: str
    above: str
    months: tuple[MonthLine, ...]
    holders: tuple[Holder, ...]
    tasks_open: int
    tasks_overdue: int
    resolutions_year: int
    growth: GrowthFigures = field(default_factory=GrowthFigures)
    corrected: tuple[Corrected, ...] = ()
    """Regular records of the twelve months that were corrected after they were signed off, the newest first."""
    quarter: Month | None = None
    """A month of the running quarter."""
    thematic: int = 0
    """Thematic sessions in that quarter."""
    thematic_wanted: int = 0
    years: tuple[YearScore, ...] = ()
    """This year and the last, where enough months are scored; the latest first."""

    @property
    def lateness(self) -> Lateness:
        """How often it was late, and for how long it has been in time."""
        return lateness((line.period, line.state) for line in self.months)

    @property
    def last_held(self) -> Facts | None:
        """The newest of the twelve months with a recorded meeting."""
        held = [line.facts for line in self.months if line.facts and line.facts.held_on]
        return held[-1] if held else None


def masked(phone: str) -> str:
    """A phone number with all but its first two digits hidden: ``0900 000 012`` → ``09xx xxx xxx``."""
    digits = [char for char in phone if char.isdigit()]
    hidden = "".join(digits[:2]) + "x" * len(digits[2:])
    return " ".join(part for part in (hidden[:4], hidden[4:7], hidden[7:]) if part)
