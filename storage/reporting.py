"""What a picture, a workbook or a report of a unit and span tells: the figures of the summary, and the rows behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, bindparam, distinct, func, select

from bot.domain.growth import beside
from bot.domain.meetings import Kind
from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.scores import Band, table_of
from bot.domain.units import UnitKind
from bot.reports.report import CellMonth, Lost, MeetingLine, Report, VisitLine, YearLine
from bot.reports.summary import (
    CellState,
    ChildSummary,
    GrowthLine,
    Line,
    ListName,
    ResolutionLine,
    Summary,
    TaskLine,
)
from bot.reports.visits import Words, comings
from storage import units, visits
from storage.growth_years import growth_years, members_today
from storage.lists import lines
from storage.ordering import by_bytes
from storage.standing import FIRST, LAST, TODAY, below, chains, facts_of, placed, standing
from storage.summaries import AnySelect, by_child, in_period, summary, values_of
from storage.tables import (
    NEWEST_VERSION,
    meeting,
    meeting_version,
    score,
    score_version,
    unit,
    unit_name,
    unit_tree,
)

TREND = 12
"""Months of a trend."""
above_name = unit_name.alias("above_name")
ABOVE_NOW = units.valid(above_name, TODAY)  # type: ignore[arg-type]


def report(
    db: Connection,
    scope: Scope,
    unit_id: int | None,
    span: Span,
    now: datetime,
    rules: Rules,
    *,
    trend: bool = True,
    rows: bool = True,
) -> Report:
    """The unit's figures and, if wanted, its trend of twelve months and all rows; ``now`` is local.

    Refused("not-found") when the unit lies outside the scope.
    """
    told = summary(db, scope, unit_id, span, now, rules)
    last = min(span.last, Month.of(now.date()))
    months = [Span(last.plus(-back), 1) for back in reversed(range(TREND))] if trend else []
    children = by_child(db, scope, unit_id, span, now, rules)
    owed = cells(db, scope, unit_id, span, now, rules)
    sessions = meetings_of(db, scope, unit_id, span, now, rules) if rows else ()
    return Report(
        told,
        rules,
        children,
        tuple(summary(db, scope, unit_id, month, now, rules) for month in months),
        owed,
        sessions,
        _listed(ResolutionLine, db, scope, unit_id, span, now, rules, (ListName.RESOLUTIONS,)) if rows else (),
        _listed(TaskLine, db, scope, unit_id, span, now, rules, (ListName.TASKS_DONE, ListName.TASKS_OPEN)),
        _listed(GrowthLine, db, scope, unit_id, span, now, rules, (ListName.ADMITTED,)) if rows else (),
        visits=_visits(db, scope, unit_id, span, now, rules, owed, sessions) if rows else (),
        years=_years(db, scope, told, children, now, rules) if rows else (),
        members=members_today(db, scope, unit_id, span, now, rules) if rows else {},
        above=_above(db, scope, unit_id, span, now, rules),
        above_name=units.name_of(db, told.above, now.date()) if told.above is not None else "",
    )


def _listed(
    kind: Any,
    db: Connection,
    scope: Scope,
    unit_id: int | None,
    span: Span,
    now: datetime,
    rules: Rules,
    names: Sequence[ListName],
) -> tuple[Any, ...]:
    found: list[Line] = []
    for name in names:
        found += lines(db, scope, unit_id, span, name, now, rules, None).lines
    return tuple(line for line in found if isinstance(line, kind))


def _visits(
    db: Connection,
    scope: Scope,
    unit_id: int | None,
    span: Span,
    now: datetime,
    rules: Rules,
    owed: Sequence[CellMonth],
    sessions: Sequence[MeetingLine],
) -> tuple[VisitLine, ...]:
    said, names = visits.said_below(db, scope, unit_id, span, now, rules)
    words = Words(
        visits.followers(db, scope, unit_id, span, now, rules),
        said,
        names,
        {(each.unit_id, each.period): each.upper_member for each in sessions if each.regular},
    )
    return tuple(VisitLine(each, coming) for each in owed for coming in comings(each.unit_id, each.facts, words))


def _years(
    db: Connection, scope: Scope, told: Summary, children: Sequence[ChildSummary], now: datetime, rules: Rules
) -> tuple[YearLine, ...]:
    """Of the unit, and of each right below it."""
    of: list[tuple[int | None, str]] = [(told.unit_id, told.unit), *((each.unit_id, each.name) for each in children)]
    return tuple(
        YearLine(name, year, change)
        for unit_id, name in of
        for year, change in beside(growth_years(db, scope, unit_id, now, rules))
    )


@cache
def _cells(whole: bool) -> AnySelect:  # noqa: FBT001
    rows, link = standing(whole).c, chains(whole).alias("link")
    named = and_(unit_name.c.unit_id == rows.unit_id, units.valid(unit_name, TODAY))
    lay = and_(link.c.descendant_id == rows.unit_id, link.c.depth == 1, in_period(link, rows.period))
    return (
        select(standing(whole), unit_name.c.name, above_name.c.name.label("above"))
        .select_from(standing(whole))
        .join(unit, unit.c.id == rows.unit_id)
        .join(unit_name, named)
        .outerjoin(link, lay)
        .outerjoin(above_name, and_(above_name.c.unit_id == link.c.ancestor_id, ABOVE_NOW))
        .order_by(
            by_bytes(above_name.c.search_name).nulls_first(),
            link.c.ancestor_id,
            by_bytes(unit.c.code),
            rows.period,
        )
    )


@cache
def _shape(whole: bool) -> AnySelect:  # noqa: FBT001
    rows, link = standing(whole).c, chains(whole).alias("link")
    lay = and_(link.c.descendant_id == rows.unit_id, link.c.depth == 1, in_period(link, rows.period))
    counted = (func.count(distinct(rows.unit_id)), func.count(distinct(link.c.ancestor_id)), func.count())
    return select(*counted).select_from(standing(whole)).outerjoin(link, lay)


def shape(
    db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules
) -> tuple[int, int, int]:
    """How many cells the span has, under how many units right above them, and with how many obligations."""
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    row = db.execute(_shape(scope.whole), values_of(scope, unit_id, span, now, rules)).one()
    return row[0], row[1], row[2]


def cells(
    db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules
) -> tuple[CellMonth, ...]:
    """Each obligation of the span, by the unit above it then, the cell's code and the month."""
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    found = db.execute(_cells(scope.whole), values_of(scope, unit_id, span, now, rules)).mappings()
    return tuple(
        CellMonth(
            row["unit_id"],
            row["name"],
            row["above"] or "",
            facts_of(row, now),
            CellState(row["stands"]),
            bool(row["late_entry"]),
        )
        for row in found
    )


@cache
def _meetings(whole: bool) -> AnySelect:  # noqa: FBT001
    link = chains(whole).alias("link")
    lay = and_(link.c.descendant_id == meeting.c.unit_id, link.c.depth == 1, in_period(link, meeting.c.period))
    return (
        select(
            meeting.c.unit_id,
            meeting.c.period,
            meeting.c.regular,
            meeting.c.recorded_at,
            *(column for column in meeting_version.c if column.name not in {"content", "answers", "photos", "carried"}),
            unit_name.c.name,
            above_name.c.name.label("above"),
            score_version.c.total,
            score_version.c.band,
            score_version.c.lines,
            score_version.c.table_code,
            score_version.c.table_version,
        )
        .select_from(meeting)
        .join(meeting_version, NEWEST_VERSION)
        .join(unit, unit.c.id == meeting.c.unit_id)
        .join(unit_name, and_(unit_name.c.unit_id == meeting.c.unit_id, units.valid(unit_name, TODAY)))
        .outerjoin(link, lay)
        .outerjoin(above_name, and_(above_name.c.unit_id == link.c.ancestor_id, ABOVE_NOW))
        .outerjoin(score, score.c.meeting_id == meeting.c.id)
        .outerjoin(
            score_version, and_(score_version.c.score_id == score.c.id, score_version.c.version == score.c.version)
        )
        .where(placed(whole, meeting.c.unit_id, meeting.c.period), meeting.c.period.between(FIRST, LAST))
        .order_by(
            by_bytes(above_name.c.search_name).nulls_first(),
            by_bytes(unit.c.code),
            meeting_version.c.held_on,
            meeting.c.id,
        )
    )


def meetings_of(
    db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules
) -> tuple[MeetingLine, ...]:
    """Each recorded session of the span, of whatever kind."""
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    found = db.execute(_meetings(scope.whole), values_of(scope, unit_id, span, now, rules)).mappings()
    return tuple(_meeting(row, now) for row in found)


def _meeting(row: RowMapping, now: datetime) -> MeetingLine:
    return MeetingLine(
        unit_id=row["unit_id"],
        cell=row["name"],
        above=row["above"] or "",
        period=row["period"],
        kinds=tuple(kind for kind in Kind if kind.value in row["kinds"].split(",")),
        regular=bool(row["regular"]),
        held_on=row["held_on"],
        recorded_on=row["recorded_at"].astimezone(now.tzinfo).date(),
        points=row["total"],
        band=Band(row["band"]) if row["band"] else None,
        lost=_lost(row) if row["lines"] else (),
        **{name: row[name] for name in _AS_KEPT},
    )


def _lost(row: RowMapping) -> tuple[Lost, ...]:
    """Each line of the score with less than all its points."""
    names = {each.key: each.name for each in table_of(row["table_code"], row["table_version"]).criteria}
    return tuple(
        Lost(names.get(key, {}), line["most"] - line["points"], line.get("remark") or line.get("why") or "")
        for key, line in row["lines"]
        if line["points"] < line["most"]
    )


_AS_KEPT = (
    "starts_at",
    "ends_at",
    "minutes",
    "place",
    "chair",
    "clerk",
    "topic",
    "present",
    "base",
    "excused",
    "unexcused",
    "temporary_in",
    "upper_member",
    "speakers",
)


@cache
def _parents(whole: bool) -> AnySelect:  # noqa: FBT001
    return (
        select(unit_tree.c.descendant_id, unit_name.c.name)
        .join(unit_name, and_(unit_name.c.unit_id == unit_tree.c.ancestor_id, units.valid(unit_name, TODAY)))
        .join(unit, unit.c.id == unit_tree.c.descendant_id)
        .where(
            unit_tree.c.depth == bindparam("one"),
            unit.c.kind == UnitKind.CELL.value,
            unit_tree.c.descendant_id.in_(below(whole)),
        )
    )


def _above(
    db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules
) -> dict[int, str]:
    values = values_of(scope, unit_id, span, now, rules) | {"one": 1}
    return {row.descendant_id: row.name for row in db.execute(_parents(scope.whole), values)}
