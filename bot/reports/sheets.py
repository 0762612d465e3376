"""What stands in the tables of a workbook: columns by name, and the rows of a report; .xlsx and .csv are made of the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from bot.reports.report import CellFigures, CellMonth, MeetingLine, Report, VisitLine, by_cell
from bot.reports.summary import CellState, GrowthLine, ListName, ResolutionLine, TaskLine
from bot.reports.text import list_name, unit_name
from bot.reports.visits import Attended
from bot.texts import Voice

Value = str | int | float | date | None


class Look(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    POINTS = "points"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, how wide, how its values look, and where they come from."""

    head: str
    width: int
    look: Look
    value: Callable[[Any], Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Any]


def _column(say: Voice, key: str, width: int, look: Look, value: Callable[[Any], Value]) -> Column:
    return Column(say.plain(f"book-{key}"), width, look, value)


def _cell_columns(say: Voice) -> tuple[Column, ...]:
    return (
        _column(say, "above", 24, Look.TEXT, lambda row: row.above),
        _column(say, "cell", 30, Look.TEXT, lambda row: row.cell),
    )


def state_name(say: Voice, report: Report, state: CellState) -> str:
    """As the lists are called."""
    return say.without_tags(list_name(say, ListName(state.value), report.rules))


def summary_rows(report: Report, say: Voice) -> list[tuple[str, Value, Look]]:
    """The figures of the summary, each under the name that the text gives it."""
    told = report.summary
    rows: list[tuple[str, Value, Look]] = [
        (say.plain("book-cells"), told.cells, Look.NUMBER),
        *(
            (say.without_tags(list_name(say, name, report.rules)).rstrip(":"), told.count(name), Look.NUMBER)
            for name in ListName
        ),
        (say.plain("book-held-share"), told.share if told.expected else None, Look.SHARE),
        (say.plain("book-attendance"), told.attendance, Look.SHARE),
        (say.plain("book-unexcused-people"), told.unexcused, Look.NUMBER),
        (say.plain("book-mean-minutes"), told.mean_minutes and round(told.mean_minutes), Look.NUMBER),
        (say.plain("book-mean-speakers"), told.mean_speakers and round(told.mean_speakers, 1), Look.NUMBER),
        (say.plain("book-speakers-share"), told.speakers_share, Look.SHARE),
    ]
    for key, earlier in (("before", told.before), ("ago", told.year_ago)):
        if earlier is not None:
            rows += [
                (say.plain(f"book-held-{key}"), earlier.held, Look.NUMBER),
                (say.plain(f"book-expected-{key}"), earlier.expected, Look.NUMBER),
                (say.plain(f"book-attendance-{key}"), earlier.attendance, Look.SHARE),
            ]
    if told.frozen is not None:
        rows.append((say.plain("book-frozen-on"), told.frozen.on, Look.DAY))
    return rows


def cells(report: Report, say: Voice) -> Sheet:
    """Each cell with what the span came to."""
    states = tuple(
        Column(state_name(say, report, state), 10, Look.NUMBER, partial(_state_count, state=state))
        for state in CellState
    )
    columns = (
        *_cell_columns(say),
        _column(say, "members", 9, Look.NUMBER, lambda row: row.members or None),
        _column(say, "expected", 9, Look.NUMBER, lambda row: row.expected),
        _column(say, "held", 9, Look.NUMBER, lambda row: row.held),
        *states,
        _column(say, "late-entry", 9, Look.NUMBER, lambda row: row.late_entry),
        _column(say, "present", 9, Look.NUMBER, lambda row: row.present),
        _column(say, "base", 9, Look.NUMBER, lambda row: row.base),
        _column(say, "share", 9, Look.SHARE, lambda row: row.share),
        _column(say, "sessions", 9, Look.NUMBER, lambda row: row.meetings),
        _column(say, "thematic", 9, Look.NUMBER, lambda row: row.thematic),
        _column(say, "resolutions", 9, Look.NUMBER, lambda row: row.resolutions),
        _column(say, "admissions", 9, Look.NUMBER, lambda row: row.admissions),
    )
    return Sheet("cells", say.plain("book-sheet-cells"), columns, by_cell(report))


def _state_count(row: CellFigures, state: CellState) -> int:
    return row.states.get(state, 0)


def months(report: Report, say: Voice) -> Sheet:
    """Each obligation: a cell in a month."""
    columns = (
        *_cell_columns(say),
        _column(say, "month", 10, Look.TEXT, lambda row: row.facts.period.written),
        _column(say, "state", 20, Look.TEXT, lambda row: state_name(say, report, row.state)),
        _column(say, "planned", 12, Look.DAY, lambda row: row.facts.planned_on),
        _column(say, "postponed", 12, Look.DAY, lambda row: row.facts.postponed_to),
        _column(say, "reason", 28, Look.TEXT, lambda row: row.facts.postponed_reason),
        _column(say, "held-on", 12, Look.DAY, lambda row: row.facts.held_on),
        _column(say, "recorded-on", 12, Look.DAY, lambda row: row.facts.recorded_on),
        _column(say, "present", 9, Look.NUMBER, lambda row: _of_record(row, row.facts.present)),
        _column(say, "base", 9, Look.NUMBER, lambda row: _of_record(row, row.facts.base)),
        _column(say, "share", 9, Look.SHARE, _share),
    )
    return Sheet("months", say.plain("book-sheet-months"), columns, report.cells)


def _of_record(row: CellMonth, value: int) -> int | None:
    return value if row.facts.held_on is not None else None


def _share(row: CellMonth) -> float | None:
    return row.facts.present / row.facts.base if row.facts.held_on is not None and row.facts.base else None


def meetings(report: Report, say: Voice) -> Sheet:
    """Each recorded session."""
    columns = (
        *_cell_columns(say),
        _column(say, "held-on", 12, Look.DAY, lambda row: row.held_on),
        _column(
            say, "kinds", 22, Look.TEXT, lambda row: ", ".join(say.plain(f"kind-{kind.value}") for kind in row.kinds)
        ),
        _column(say, "starts", 8, Look.TEXT, lambda row: row.starts_at),
        _column(say, "ends", 8, Look.TEXT, lambda row: row.ends_at),
        _column(say, "minutes", 8, Look.NUMBER, lambda row: row.minutes),
        _column(say, "place", 26, Look.TEXT, lambda row: row.place),
        _column(say, "chair", 22, Look.TEXT, lambda row: row.chair),
        _column(say, "clerk", 22, Look.TEXT, lambda row: row.clerk),
        _column(say, "upper-member", 22, Look.TEXT, lambda row: row.upper_member),
        _column(say, "speakers", 9, Look.NUMBER, lambda row: row.speakers),
        _column(say, "topic", 34, Look.TEXT, lambda row: row.topic),
        _column(say, "recorded-on", 12, Look.DAY, lambda row: row.recorded_on),
        _column(say, "points", 8, Look.POINTS, lambda row: row.points),
        _column(say, "band", 12, Look.TEXT, lambda row: _band(say, row)),
    )
    return Sheet("meetings", say.plain("book-sheet-meetings"), columns, report.meetings)


def _band(say: Voice, row: MeetingLine) -> str:
    return say.plain(f"band-{row.band.value}") if row.band is not None else ""


def attendance(report: Report, say: Voice) -> Sheet:
    """Who came to the regular sessions, by numbers."""
    columns = (
        *_cell_columns(say),
        _column(say, "held-on", 12, Look.DAY, lambda row: row.held_on),
        _column(say, "present", 9, Look.NUMBER, lambda row: row.present),
        _column(say, "base", 9, Look.NUMBER, lambda row: row.base),
        _column(say, "share", 9, Look.SHARE, lambda row: row.share),
        _column(say, "excused", 12, Look.NUMBER, lambda row: row.excused),
        _column(say, "unexcused", 12, Look.NUMBER, lambda row: row.unexcused),
        _column(say, "temporary", 12, Look.NUMBER, lambda row: row.temporary_in),
    )
    return Sheet("attendance", say.plain("book-sheet-attendance"), columns, _regular(report))


def _regular(report: Report) -> list[MeetingLine]:
    return [each for each in report.meetings if each.regular]


def resolutions(report: Report, say: Voice) -> Sheet:
    """Resolutions passed within the span."""
    columns = (
        *_placed(report, say),
        _column(say, "number", 14, Look.TEXT, lambda row: row.number),
        _column(say, "subject", 60, Look.TEXT, lambda row: row.subject),
        _column(say, "passed-on", 12, Look.DAY, lambda row: row.passed_on),
    )
    return Sheet("resolutions", say.plain("book-sheet-resolutions"), columns, report.resolutions)


def _placed(report: Report, say: Voice) -> tuple[Column, ...]:
    """Above and cell, for lines that know only the cell."""
    named: Callable[[TaskLine | ResolutionLine | GrowthLine], str] = lambda row: report.above.get(row.unit_id, "")  # noqa: E731
    return (_column(say, "above", 24, Look.TEXT, named), _column(say, "cell", 30, Look.TEXT, lambda row: row.cell))


def tasks(report: Report, say: Voice) -> Sheet:
    """Tasks done within the span, and open today."""
    columns = (
        *_placed(report, say),
        _column(say, "what", 50, Look.TEXT, lambda row: row.what),
        _column(say, "assignee", 24, Look.TEXT, lambda row: row.assignee),
        _column(say, "due-on", 12, Look.DAY, lambda row: row.due_on),
        _column(say, "standing", 14, Look.TEXT, lambda row: say.plain(f"book-task-{task_state(report, row)}")),
        _column(say, "progress", 9, Look.SHARE, lambda row: 1.0 if row.closed_on else row.progress),
        _column(say, "closed-on", 12, Look.DAY, lambda row: row.closed_on),
    )
    return Sheet("tasks", say.plain("book-sheet-tasks"), columns, report.tasks)


def task_state(report: Report, row: TaskLine) -> str:
    """``done``, ``overdue`` or ``open``."""
    if row.closed_on is not None:
        return "done"
    return "overdue" if report.overdue(row) else "open"


def admissions(report: Report, say: Voice) -> Sheet:
    """New members within the span."""
    columns = (
        *_placed(report, say),
        _column(say, "name", 28, Look.TEXT, lambda row: row.name),
        _column(say, "admitted-on", 12, Look.DAY, lambda row: row.happened_on),
    )
    return Sheet("admissions", say.plain("book-sheet-admissions"), columns, report.admissions)


def visits(report: Report, say: Voice) -> Sheet:
    """Upper members and the cells they follow: who came to which month's meeting, and by which word that is known."""
    columns = (
        _column(say, "above", 24, Look.TEXT, lambda row: row.of.above),
        _column(say, "cell", 30, Look.TEXT, lambda row: row.of.cell),
        _column(say, "follower", 26, Look.TEXT, lambda row: row.coming.who),
        _column(say, "month", 10, Look.TEXT, lambda row: row.of.facts.period.written),
        _column(say, "planned", 12, Look.DAY, lambda row: row.of.facts.postponed_to or row.of.facts.planned_on),
        _column(say, "held-on", 12, Look.DAY, lambda row: row.of.facts.held_on),
        _column(say, "attended", 16, Look.TEXT, lambda row: _attended(report, say, row)),
        _column(say, "basis", 26, Look.TEXT, lambda row: _basis(say, row)),
        _column(say, "visit-remark", 50, Look.TEXT, lambda row: row.coming.remark),
    )
    return Sheet("visits", say.plain("book-sheet-visits"), columns, report.visits)


def _attended(report: Report, say: Voice, row: VisitLine) -> str:
    """``Đã dự`` · ``Chưa rõ``; before the day comes, nobody can know."""
    facts, attended = row.of.facts, row.coming.attended
    ahead = facts.held_on is None and facts.due_on >= report.today
    if attended is Attended.UNKNOWN and ahead:
        return say.plain("book-attended-ahead")
    return say.plain(f"book-attended-{attended.value}")


def _basis(say: Voice, row: VisitLine) -> str:
    return say.plain(f"book-basis-{row.coming.basis.value}") if row.coming.basis is not None else ""


def years(report: Report, say: Voice) -> Sheet:
    """Admissions, recognitions and members by year, of the unit and of each right below, beside the year before."""
    columns = (
        _column(say, "unit", 34, Look.TEXT, lambda row: unit_name(say, row.unit)),
        _column(say, "of-year", 8, Look.TEXT, lambda row: str(row.grown.year)),
        _column(say, "admissions", 10, Look.NUMBER, lambda row: row.grown.admissions if row.grown.recorded else None),
        _column(say, "change", 10, Look.NUMBER, lambda row: row.change.admissions),
        _column(
            say, "recognitions", 12, Look.NUMBER, lambda row: row.grown.recognitions if row.grown.recorded else None
        ),
        _column(say, "change", 10, Look.NUMBER, lambda row: row.change.recognitions),
        _column(say, "members-until", 14, Look.DAY, lambda row: row.grown.until),
        _column(say, "members-total", 12, Look.NUMBER, lambda row: row.grown.total),
        _column(say, "change", 10, Look.NUMBER, lambda row: row.change.members),
        _column(say, "counted", 12, Look.NUMBER, lambda row: row.grown.counted),
        _column(say, "cells", 10, Look.NUMBER, lambda row: row.grown.cells),
    )
    return Sheet("years", say.plain("book-sheet-years"), columns, report.years)


def quality(report: Report, say: Voice) -> Sheet:
    """The monthly quality table in the columns of domain.md 6: unit, members, day, points, band, why points were lost."""
    met = {(each.unit_id, each.period): each for each in _regular(report)}
    columns = (
        _column(say, "above", 24, Look.TEXT, lambda row: row.above),
        _column(say, "unit", 30, Look.TEXT, lambda row: row.cell),
        _column(say, "members", 9, Look.NUMBER, lambda row: report.members.get(row.unit_id) or None),
        _column(say, "held-on", 12, Look.DAY, lambda row: row.facts.held_on),
        _column(say, "points", 9, Look.POINTS, lambda row: row.facts.points),
        _column(say, "band", 12, Look.TEXT, lambda row: _band_of(say, row)),
        _column(say, "lost", 70, Look.TEXT, lambda row: lost(say, met.get((row.unit_id, row.facts.period)))),
    )
    return Sheet("quality", say.plain("book-sheet-quality"), columns, report.cells)


def _band_of(say: Voice, row: CellMonth) -> str:
    return say.plain(f"band-{row.facts.band.value}") if row.facts.band is not None else ""


def lost(say: Voice, row: MeetingLine | None) -> str:
    """Where the points went: ``Tỷ lệ dự: −1 (27/30)``."""
    if row is None:
        return ""
    parts = [
        f"{each.criterion.get(say.language) or each.criterion.get('vi', '')}: −{say.number(each.points)}"
        + (f" ({each.remark})" if each.remark else "")
        for each in row.lost
    ]
    return "; ".join(parts)


def year(report: Report, say: Voice) -> Sheet:
    """The half-year and year table in the columns of domain.md 6; what no record tells stays empty, to be filled in by hand.

    Opinions are not recorded one by one: the column counts everybody who spoke once a session, and says so.
    """
    by_hand: Callable[[Any], Value] = lambda _: None  # noqa: E731
    columns = (
        *_cell_columns(say),
        _column(say, "year-members", 9, Look.NUMBER, lambda row: row.members or None),
        _column(say, "year-present", 10, Look.NUMBER, _mean),
        _column(say, "year-speakers", 16, Look.NUMBER, lambda row: row.speakers),
        _column(say, "year-mobilising", 14, Look.TEXT, by_hand),
        _column(say, "year-study", 14, Look.TEXT, by_hand),
        _column(say, "year-reading", 14, Look.TEXT, by_hand),
        _column(say, "year-thematic", 14, Look.NUMBER, lambda row: row.thematic),
        _column(say, "year-admissions", 10, Look.NUMBER, lambda row: row.admissions),
        _column(say, "year-inspection", 12, Look.TEXT, by_hand),
        _column(say, "year-remark", 32, Look.TEXT, lambda row: _partly(row, say)),
    )
    return Sheet("year", say.plain("book-sheet-year"), columns, by_cell(report))


def _partly(row: CellFigures, say: Voice) -> Value:
    """Of how many sessions it is known who spoke, where not of all: such a sum is no whole one."""
    if not 0 < row.voiced < row.recorded:
        return None
    return say.without_tags(say("book-year-partly", known=row.voiced, recorded=row.recorded))


def _mean(row: CellFigures) -> float | None:
    """Present at an average regular session."""
    sessions = sum(row.states.get(state, 0) for state in (CellState.ON_TIME, CellState.LATE))
    return round(row.present / sessions, 1) if sessions else None


WHOLE: tuple[Callable[[Report, Voice], Sheet], ...] = (
    cells,
    months,
    meetings,
    attendance,
    resolutions,
    tasks,
    visits,
    admissions,
    years,
)
"""The sheets of the workbook after the summary, in order."""


def values(sheet: Sheet) -> Iterable[tuple[Value, ...]]:
    """The rows as values."""
    return (tuple(column.value(row) for column in sheet.columns) for row in sheet.rows)
