"""One cell at a glance: its twelve months, its people, what is open."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import Connection, func, select

from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.reports.summary import Card, Corrected, Holder, ListName, MonthLine, cell_state, late_entry
from storage import people, scores, units
from storage.growth import figures_of
from storage.meetings import thematic_days
from storage.standing import FIRST, LAST, below, facts_of, placed, standing
from storage.summaries import RESOLVED, TASKS, number, values_of
from storage.tables import NEWEST_VERSION, meeting, meeting_version, resolution, task


@cache
def _months(whole: bool) -> units.AnySelect:  # noqa: FBT001
    return select(standing(whole))


@cache
def _resolutions_by_month(whole: bool) -> units.AnySelect:  # noqa: FBT001
    return (
        select(resolution.c.period, func.count().label("number"))
        .where(RESOLVED, placed(whole, resolution.c.unit_id, resolution.c.period))
        .group_by(resolution.c.period)
    )


def twelve_months(
    db: Connection, scope: Scope, cell_id: int, month: Month, now: datetime, rules: Rules
) -> tuple[MonthLine, ...]:
    """The cell's twelve months that end with ``month``, the oldest first; nothing known of a cell outside the scope."""
    span = Span(month.plus(-11), 12)
    values = values_of(scope, cell_id, span, now, rules)
    owed = {row["period"]: facts_of(row, now) for row in db.execute(_months(scope.whole), values).mappings()}
    passed = {row.period: row.number for row in db.execute(_resolutions_by_month(scope.whole), values)}
    months = (span.first.plus(index) for index in range(span.months))
    return tuple(
        MonthLine(
            each,
            facts,
            cell_state(facts, now.date(), rules) if facts else None,
            passed.get(each, 0),
            facts is not None and late_entry(facts, rules),
        )
        for each, facts in ((each, owed.get(each)) for each in months)
    )


@cache
def _versions(whole: bool) -> units.AnySelect:  # noqa: FBT001
    return (
        select(meeting.c.period, meeting.c.version, meeting_version.c.entered_at)
        .join(meeting_version, NEWEST_VERSION)
        .where(
            meeting.c.regular == 1,
            meeting.c.version > 1,
            meeting.c.period.between(FIRST, LAST),
            placed(whole, meeting.c.unit_id, meeting.c.period),
        )
        .order_by(meeting.c.period.desc())
    )


@cache
def _numbers(whole: bool) -> units.AnySelect:  # noqa: FBT001
    return select(
        *(
            number(select(func.count()).select_from(task).where(TASKS[name], task.c.unit_id.in_(below(whole)))).label(
                name.value
            )
            for name in (ListName.TASKS_OPEN, ListName.TASKS_OVERDUE)
        ),
        number(
            select(func.count())
            .select_from(resolution)
            .where(RESOLVED, placed(whole, resolution.c.unit_id, resolution.c.period))
        ).label(ListName.RESOLUTIONS.value),
    )


def card(db: Connection, scope: Scope, cell_id: int, now: datetime, rules: Rules) -> Card:
    """The cell at a glance; Refused("not-found") outside the scope. Its year is the calendar year of ``now``."""
    today = now.date()
    cell = units.get(db, scope, cell_id, today)
    year, quarter = Span.year_of(Month.of(today)), Span.quarter_of(Month.of(today))
    numbers = db.execute(_numbers(scope.whole), values_of(scope, cell_id, year, now, rules)).mappings().one()
    return Card(
        unit_id=cell_id,
        name=cell.name,
        above=units.name_of(db, cell.parent_id, today) if cell.parent_id else "",
        months=twelve_months(db, scope, cell_id, Month.of(today), now, rules),
        holders=tuple(
            Holder(
                who.name,
                "stand_in" if held.for_a_while else held.role.value,
                who.telegram_id is not None,
                who.blocked,
                who.phone,
            )
            for held, who in people.holders(db, scope, cell_id, today)
        ),
        tasks_open=numbers[ListName.TASKS_OPEN.value],
        tasks_overdue=numbers[ListName.TASKS_OVERDUE.value],
        growth=figures_of(db, scope, cell_id, today),
        resolutions_year=numbers[ListName.RESOLUTIONS.value],
        corrected=_corrected(db, scope, cell_id, now, rules),
        quarter=Month.of(today),
        thematic=sum(Month.read(day[:7]) in quarter for day in thematic_days(db, scope, cell_id, quarter.first)),
        thematic_wanted=rules.thematic_each_quarter,
        years=scores.years(db, scope, cell_id, Month.of(today)),
    )


def _corrected(db: Connection, scope: Scope, cell_id: int, now: datetime, rules: Rules) -> tuple[Corrected, ...]:
    values = values_of(scope, cell_id, Span(Month.of(now.date()).plus(-11), 12), now, rules)
    return tuple(
        Corrected(row.period, row.version, row.entered_at.astimezone(now.tzinfo).date())
        for row in db.execute(_versions(scope.whole), values)
    )
