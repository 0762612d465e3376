"""The lines of the lists behind a summary's numbers: who, which day, how long over, how to reach him."""

from __future__ import annotations

from datetime import date

from bot.domain.periods import Span
from bot.reports.summary import (
    OF_BANDS,
    CellLine,
    CellState,
    Facts,
    GrowthLine,
    Line,
    ListName,
    ResolutionLine,
    TaskLine,
    days_over,
)
from bot.reports.text import clipped, near_day, short_span
from bot.texts import Html, Voice


def line_text(say: Voice, number: int, line: Line, name: ListName, span: Span, today: date) -> str:
    """One numbered line of a list."""
    match line:
        case CellLine():
            parts = Html("; ".join(_cell_parts(say, line, name, today)))
            if line.quarter is not None and span.months > 3:  # noqa: PLR2004 - of more than one quarter
                quarter = short_span(say, Span(line.quarter, 3))
                return say("lines-cell-month", number=number, name=clipped(line.name), month=quarter, parts=parts)
            if line.facts is None or span.months == 1:
                return say("lines-cell", number=number, name=clipped(line.name), parts=parts)
            month = short_span(say, Span(line.facts.period, 1))
            return say("lines-cell-month", number=number, name=clipped(line.name), month=month, parts=parts)
        case TaskLine():
            parts = Html("; ".join(_task_parts(say, line, today)))
            return say("lines-task", number=number, what=clipped(line.what), parts=parts, cell=clipped(line.cell))
        case GrowthLine():
            day = near_day(say, line.happened_on, today)
            return say("lines-growth", number=number, name=clipped(line.name, 40), day=day, cell=clipped(line.cell))
        case ResolutionLine():
            key = "lines-resolution" if line.number else "lines-resolution-unnumbered"
            day = near_day(say, line.passed_on, today)
            values = {"mark": line.number, "subject": clipped(line.subject), "day": day, "cell": clipped(line.cell)}
            return say(key, number=number, **values)


def _apart(say: Voice, line: CellLine, name: ListName, today: date) -> str | None:
    """What a line of a list tells that is not of one meeting; None for the other lists."""
    if line.last_admission is not None:
        return say("lines-admission-last", day=f"{line.last_admission:%d/%m/%Y}")
    if name is ListName.UNVISITED:
        return (
            say("lines-visit-never")
            if line.last_visit is None
            else say("lines-visit-last", day=f"{line.last_visit:%d/%m/%Y}")
        )
    if line.quarter is not None:
        day = line.thematic_on and near_day(say, line.thematic_on, today)
        return say("lines-thematic", day=day) if day else say("lines-thematic-none")
    return None


def _cell_parts(say: Voice, line: CellLine, name: ListName, today: date) -> list[str]:
    facts = line.facts
    if (apart := _apart(say, line, name, today)) is not None:
        return [apart]
    if facts is None or line.state is None:  # the list's title says already that nobody of the cell is reached
        return _who(say, line, known=True)
    if name is ListName.LATE_ENTRY and facts.held_on and facts.recorded_on:
        return [
            say("lines-held", day=near_day(say, facts.held_on, today)),
            say("lines-recorded", day=near_day(say, facts.recorded_on, today)),
        ]
    parts = state_parts(say, facts, line.state, today)
    if line.late_entry and facts.recorded_on:
        parts.append(say("lines-late-entry", day=near_day(say, facts.recorded_on, today)))
    if name is ListName.UNEXCUSED:
        return [say("lines-unexcused", count=facts.unexcused), *parts]
    if name is ListName.SHORT and facts.minutes is not None:
        return [say("lines-minutes", minutes=facts.minutes), *parts]
    if facts.band is not None and facts.points is not None and name in OF_BANDS.values():
        return [say("lines-score", points=facts.points, band=say(f"band-{facts.band.value}")), *parts]
    if name in {ListName.BELOW_GOOD, ListName.BELOW_LOW}:
        return parts[::-1]
    if line.state in {CellState.OVERDUE, CellState.MISSED, CellState.SAID_HELD}:
        if line.reminders:
            parts.append(say("lines-reminded", count=line.reminders))
        parts += _who(say, line, known=line.joined)
    return parts


def _who(say: Voice, line: CellLine, *, known: bool) -> list[str]:
    if not line.secretary:
        return [say("lines-no-secretary")]
    secretary = say("lines-secretary", name=clipped(line.secretary, 40))
    reach = f"{secretary}, {line.phone}" if line.phone and not line.joined else secretary
    return [reach] if known else [say("lines-stranger"), reach]


def state_parts(say: Voice, facts: Facts, state: CellState, today: date) -> list[str]:
    """What is to be told of a cell in that state: its days, and its attendance when it met."""
    planned = (
        say("lines-planned", day=near_day(say, facts.due_on, today))
        if facts.planned_on or facts.postponed_to
        else say("lines-any-day")
    )
    over = days_over(facts.due_on, today)
    match state:
        case CellState.ON_TIME | CellState.LATE if facts.held_on:
            met = [say("lines-held", day=near_day(say, facts.held_on, today))]
            if facts.base:
                share = say.percent(facts.present / facts.base)
                met.append(say("lines-attendance", present=facts.present, base=facts.base, share=share))
            return [planned, *met] if state is CellState.LATE else met
        case CellState.PAPER if facts.paper_on:
            return [say("lines-paper", day=near_day(say, facts.paper_on, today))]
        case CellState.SAID_HELD if facts.said_held_on:
            return [say("lines-said-held", day=near_day(say, facts.said_held_on, today))]
        case CellState.SAID_HELD:
            return [say("lines-said-held-undated")]
        case CellState.POSTPONED:
            return _postponed(say, facts, today)
        case CellState.EXCUSED:
            return [say("lines-excused")]
        case CellState.OVERDUE:
            return [f"{planned}, {say('lines-over', days=over)}"]
        case CellState.NOT_DUE if over:
            return [f"{planned}, {say('lines-in-grace', days=over)}"]
        case _:
            return [planned]


def _postponed(say: Voice, facts: Facts, today: date) -> list[str]:
    day = near_day(say, facts.due_on, today)
    if facts.planned_on:
        text = say("lines-postponed", planned=near_day(say, facts.planned_on, today), day=day)
    else:
        text = say("lines-postponed-any", day=day)
    return [text, say("lines-reason", reason=clipped(facts.postponed_reason))] if facts.postponed_reason else [text]


def _task_parts(say: Voice, line: TaskLine, today: date) -> list[str]:
    parts = [say("lines-assignee", name=clipped(line.assignee, 40))] if line.assignee else []
    if line.closed_on:
        return [*parts, say("lines-done", day=near_day(say, line.closed_on, today))]
    if line.progress:
        parts.append(say("lines-progress", share=say.percent(line.progress, digits=0)))
    if line.due_on is None:
        return [*parts, say("lines-no-due")]
    due = say("lines-due", day=near_day(say, line.due_on, today))
    over = days_over(line.due_on, today)
    return [*parts, f"{due}, {say('lines-over', days=over)}" if over else due]
