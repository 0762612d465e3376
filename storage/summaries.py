"""The figures of a subtree and span, counted in the database; unit beside unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    cast,
    distinct,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
)

from bot.domain.people import RECORDERS, Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.units import Unit, UnitKind
from bot.reports.freezing import Kept, child_over, compared_over, differs, over
from bot.reports.summary import (
    HELD,
    OF_BANDS,
    CellState,
    ChildSummary,
    Compared,
    ListName,
    Summary,
    cut,
    quarters,
)
from storage import frozen, pieces, units
from storage.ordering import by_bytes
from storage.pieces import Figures
from storage.standing import (
    FIRST,
    LAST,
    TODAY,
    Sight,
    among,
    asked,
    below,
    came,
    chains,
    months,
    placed,
    standing,
)
from storage.tables import (
    NEWEST_VERSION,
    Day,
    MonthText,
    growth,
    meeting,
    meeting_version,
    obligation,
    person,
    post,
    resolution,
    task,
    unit,
    unit_name,
    unit_tree,
    visit,
)
from storage.thematic import thematic

AnySelect = Select[*tuple[Any, ...]]


def listed(name: ListName, sight: int) -> ColumnElement[bool]:
    """That a row of :func:`storage.standing.standing` stands in that list of cells."""
    rows = standing(sight).c
    match name:
        case ListName.EXPECTED:
            return rows.unit_id.is_not(None)
        case ListName.HELD:
            return rows.stands.in_([state.value for state in HELD])
        case ListName.LATE_ENTRY:
            return rows.late_entry == 1
        case ListName.VISITED:
            return and_(rows.visited == 1, rows.stands.in_([state.value for state in HELD]))
        case ListName.BELOW_GOOD:
            return rows.share < bindparam("good")
        case ListName.BELOW_LOW:
            return rows.share < bindparam("low")
        case ListName.UNEXCUSED:
            return rows.unexcused > 0
        case ListName.SHORT:
            return rows.short == 1
        case ListName.CONCLUDED:
            return rows.concluded == 1
        case ListName.NOT_SCORED:
            return and_(rows.held_on.is_not(None), rows.band.is_(None))
        case name if name in OF_BANDS.values():
            return rows.band == name.value.removeprefix("band_")
        case _:
            stands = rows.stands == CellState(name.value).value
            states = STATES.get(CellState(name.value))
            return stands if states is None else and_(rows.state.in_(states), stands)


STATES = {
    CellState.EXCUSED: ("excused",),
    CellState.MISSED: ("missed", "open"),
    CellState.SAID_HELD: ("met", "open"),
    **dict.fromkeys((CellState.NOT_DUE, CellState.POSTPONED, CellState.OVERDUE), ("open",)),
}
"""In which states of its own an obligation can stand so: said beside it, the others need not be judged."""
LATE_AT_MOST = 12
"""Months after its own in which a session may have been held: a month is looked for no further back than that."""
DUE_BY = bindparam("due_by", type_=Day())
CLOSED_FROM = bindparam("closed_from", type_=Day())
CLOSED_TO = bindparam("closed_to", type_=Day())
TASKS: dict[ListName, ColumnElement[bool]] = {
    ListName.TASKS_OPEN: and_(task.c.state == "open", task.c.superseded_at.is_(None)),
    ListName.TASKS_OVERDUE: and_(
        task.c.state == "open", task.c.superseded_at.is_(None), task.c.due_on <= DUE_BY, task.c.due_on < TODAY
    ),
    ListName.TASKS_DONE: and_(
        task.c.state == "done", task.c.superseded_at.is_(None), task.c.closed_on.between(CLOSED_FROM, CLOSED_TO)
    ),
}
"""Open: today. Overdue: open today and due by the end of the span. Done: closed within the span."""
RESOLVED = and_(resolution.c.superseded_at.is_(None), resolution.c.period.between(FIRST, LAST))
OPEN_CELL = and_(
    unit.c.kind == UnitKind.CELL.value,
    unit.c.opened_on <= TODAY,
    units.still_open(TODAY),
)


GROWN = {
    name: and_(
        growth.c.kind == kind,
        growth.c.withdrawn_at.is_(None),
        growth.c.happened_on.between(CLOSED_FROM, CLOSED_TO),
    )
    for name, kind in ((ListName.ADMITTED, "admission"), (ListName.RECOGNISED, "recognition"))
}


GROWN_IN = func.substr(cast(growth.c.happened_on, Text), 1, 7, type_=MonthText())


def without_admission(sight: int) -> AnySelect:
    """Open cells below whose last admission lies long back; where none was ever recorded, nobody can say (domain.md 10.3)."""
    last = (
        select(func.max(growth.c.happened_on))
        .where(
            growth.c.unit_id == unit.c.id,
            growth.c.kind == "admission",
            growth.c.withdrawn_at.is_(None),
            growth.c.happened_on <= TODAY,
        )
        .scalar_subquery()
    )
    return select(unit.c.id, last.label("last_admission")).where(
        OPEN_CELL, last <= bindparam("long_ago", type_=Day()), unit.c.id.in_(below(sight))
    )


def without_visit(sight: int) -> AnySelect:
    """Open cells below to which nobody of the committee above came for months, by the minutes or by his own word.

    Where nothing is recorded so far back, nobody can say.
    """
    since = bindparam("unvisited_since", type_=Day())
    guest_told = meeting_version.c.upper_member != literal_column("''")  # written out: see THEMATIC
    lately = (
        select(meeting.c.unit_id)
        .select_from(meeting_version)
        .join(meeting, NEWEST_VERSION)
        .where(
            guest_told,
            meeting_version.c.held_on >= since,
            meeting.c.period >= bindparam("unvisited_period", type_=MonthText()),
            among(sight, meeting.c.unit_id),
        )
    )
    by_word = exists().where(visit.c.unit_id == unit.c.id, visit.c.day >= since, came())
    in_minutes = (
        select(func.max(meeting_version.c.held_on))
        .join(meeting, NEWEST_VERSION)
        .where(meeting.c.unit_id == unit.c.id, meeting_version.c.upper_member != "")
        .scalar_subquery()
    )
    told = select(func.max(visit.c.day)).where(visit.c.unit_id == unit.c.id, came()).scalar_subquery()
    known = exists().where(
        obligation.c.unit_id == unit.c.id, obligation.c.period <= bindparam("unvisited_month", type_=MonthText())
    )
    minutes, own = (func.coalesce(cast(each, Text), "") for each in (in_minutes, told))
    last = case((minutes > own, minutes), else_=own)
    return select(unit.c.id, last.label("last_visit")).where(
        OPEN_CELL, known, unit.c.id.not_in(lately), ~by_word, unit.c.id.in_(below(sight))
    )


def recorders(sight: int) -> AnySelect:
    """Open cells below, with how many of their recorders have joined and how many of those can be reached."""
    held = and_(
        post.c.unit_id == unit.c.id, post.c.role.in_([role.value for role in RECORDERS]), units.valid(post, TODAY)
    )
    reachable = case((and_(person.c.telegram_id.is_not(None), person.c.blocked == 0), 1), else_=0)
    return (
        select(
            unit.c.id,
            func.count(person.c.telegram_id).label("joined"),
            func.coalesce(func.sum(reachable), 0).label("reachable"),
        )
        .select_from(unit)
        .outerjoin(post, held)
        .outerjoin(person, person.c.id == post.c.person_id)
        .where(OPEN_CELL, unit.c.id.in_(below(sight)))
        .group_by(unit.c.id)
    )


def _total(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0), type_=Integer()), 0)


def number(statement: AnySelect) -> ScalarSelect[Any]:
    """The one value of the statement, as a column."""
    return statement.scalar_subquery()


JUDGED = (
    ListName.LATE_ENTRY,
    ListName.BELOW_GOOD,
    ListName.BELOW_LOW,
    ListName.UNEXCUSED,
    ListName.SHORT,
    ListName.CONCLUDED,
    ListName.NOT_SCORED,
    ListName.VISITED,
)
"""Lists of obligations beside the states and the bands."""
BITS = {name: 1 << place for place, name in enumerate(JUDGED)}
"""Each list's bit in a group's ``flags``: one number is grouped by, not each alone. In the other spans 1 is: met by the day of the cut."""
SUMMED = ("present", "base", "unexcused", "minutes", "speakers", "listeners")
COUNTED = {"timed": "minutes", "voiced": "speakers"}
"""Of which of those it is counted at how many meetings they are known."""


def _bit(condition: ColumnElement[bool], bit: int) -> ColumnElement[int]:
    return case((condition, literal_column(str(bit))), else_=literal_column("0"))


def _groups(sight: int) -> CTE:
    """The obligations grouped by all that is counted: each is judged once, a few dozen groups are added up.

    ``turn``: 0 the span, 1 the one before, 2 the one a year ago.
    """
    rows = standing(sight).c
    inside = rows.period >= FIRST
    before = rows.period >= bindparam("before", type_=MonthText())
    cuts = case((before, bindparam("cut", type_=Day())), else_=bindparam("cut_ago", type_=Day()))
    judged = select(
        case((inside, 0), (before, 1), else_=2).label("turn"),
        case((inside, rows.stands)).label("stands"),
        case((inside, rows.band)).label("band"),
        case(
            (inside, sum((_bit(listed(name, sight), bit) for name, bit in BITS.items()), literal_column("0"))),
            (rows.met_on <= cuts, 1),
            else_=0,
        ).label("flags"),
        *(rows[name].label(f"{name}_told") for name in SUMMED),
    ).cte("judged")
    keys = [column for column in judged.c if not column.name.endswith("_told")]
    return (
        select(
            *keys,
            func.count().label("number"),
            *(func.sum(judged.c[f"{name}_told"]).label(f"{name}_told") for name in SUMMED),
            *(func.count(judged.c[f"{name}_told"]).label(known) for known, name in COUNTED.items()),
        )
        .group_by(*keys)
        .cte("groups")
    )


def _added(value: ColumnElement[Any], condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, value))), 0)


def _summary(sight: int) -> AnySelect:
    grouped = _groups(sight)
    groups = grouped.c
    inside = groups.turn == 0
    conditions = {
        **{ListName(state.value): groups.stands == state.value for state in CellState},
        ListName.EXPECTED: inside,
        ListName.HELD: groups.stands.in_([state.value for state in HELD]),
        **{name: and_(inside, groups.flags.bitwise_and(bit) > 0) for name, bit in BITS.items()},
        **{name: groups.band == band.value for band, name in OF_BANDS.items()},
    }
    once = _counted_once(sight)
    numbers: dict[str, AnySelect] = {
        "cells": select(func.count(distinct(obligation.c.unit_id))).where(
            obligation.c.kind == "regular",
            placed(sight, obligation.c.unit_id, obligation.c.period),
            obligation.c.period.between(FIRST, LAST),
        ),
        **{
            name.value: select(func.count()).select_from(task).where(condition, task.c.unit_id.in_(below(sight)))
            for name, condition in TASKS.items()
        },
        ListName.RESOLUTIONS.value: select(func.count())
        .select_from(resolution)
        .where(RESOLVED, placed(sight, resolution.c.unit_id, resolution.c.period)),
        **{
            name.value: select(func.count())
            .select_from(growth)
            .where(condition, placed(sight, growth.c.unit_id, GROWN_IN))
            for name, condition in GROWN.items()
        },
        ListName.NO_ADMISSION.value: select(func.count()).select_from(without_admission(sight).subquery("without")),
        ListName.UNVISITED.value: select(func.count()).select_from(without_visit(sight).subquery("without_visit")),
    }
    return select(
        *(_added(groups.number, condition).label(name.value) for name, condition in conditions.items()),
        *(_added(groups[f"{name}_told"], inside).label(f"{name}_sum") for name in SUMMED),
        *(_added(groups[known], inside).label(known) for known in COUNTED),
        *(
            _added(value, condition).label(f"{name}_{turn}")
            for turn in (1, 2)
            for name, value, condition in (
                ("expected", groups.number, groups.turn == turn),
                ("held", groups.number, and_(groups.turn == turn, groups.flags == 1)),
                ("present", groups.present_told, and_(groups.turn == turn, groups.flags == 1)),
                ("base", groups.base_told, and_(groups.turn == turn, groups.flags == 1)),
            )
        ),
        *(statement.scalar_subquery().label(name) for name, statement in numbers.items()),
        *(func.coalesce(func.max(column), 0).label(name) for name, column in once.c.items()),
    ).select_from(once.outerjoin(grouped, true()))


def _counted_once(sight: int) -> Subquery:
    """One row: figures two of which come from the same lines (each scalar subquery would work the lines out anew)."""
    reached, quarterly = recorders(sight).cte("reached"), thematic(sight)
    sessions = select(
        _total(quarterly.c.enough == 1).label(ListName.WITH_THEMATIC.value),
        _total(quarterly.c.enough == 0).label(ListName.WITHOUT_THEMATIC.value),
    ).subquery("sessions")
    people = select(
        _total(and_(reached.c.joined > 0, reached.c.reachable == 0)).label(ListName.UNREACHABLE.value),
        _total(reached.c.joined == 0).label(ListName.NOT_JOINED.value),
    ).subquery("people")
    return select(*sessions.c, *people.c).select_from(sessions.join(people, true())).subquery("once")


@cache
def summary_statement(sight: int) -> AnySelect:
    """The statement that counts everything of a span at once, by :class:`storage.standing.Sight`."""
    return _summary(sight)


@cache
def figure_names() -> tuple[str, ...]:
    """The names of all that is counted, in the order in which it is kept."""
    return tuple(column.name for column in summary_statement(Sight.ALONE).selected_columns)


def count(db: Connection, sight: int, values: Mapping[str, Any]) -> Figures:
    """Every figure that a summary is made of, by name. They add up: those of two sets of cells are the sum of both."""
    row = db.execute(summary_statement(sight), values).mappings().one()
    return {name: int(value) for name, value in row.items()}


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    return Month(day.year - years, day.month).day(day.day)


def values_of(scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules) -> dict[str, Any]:
    """The values of the parameters of every statement here and in ``storage.lists``."""
    return asked(scope, unit_id, span, now, rules) | {
        "good": rules.attendance_good,
        "low": rules.attendance_low,
        "due_by": span.last.last,
        "closed_from": span.first.first,
        "closed_to": span.last.last,
        "unvisited_since": Month.of(now.date()).plus(-rules.months_without_visit).day(now.date().day),
        "unvisited_month": Month.of(now.date()).plus(-rules.months_without_visit),
        "unvisited_period": Month.of(now.date()).plus(-rules.months_without_visit - LATE_AT_MOST),
        "quarter_months": months(*quarters(span)),
        "quarter_from": Span.quarter_of(span.first).first.first,
        "quarter_since": Span.quarter_of(span.first).first.plus(-LATE_AT_MOST),
        "thematic_wanted": rules.thematic_each_quarter,
        "long_ago": years_before(now.date(), rules.years_without_admission),
    }


def summary(db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules) -> Summary:
    """The figures of the unit's subtree (None: of all the scope's roots together), earlier spans beside them.

    Of a committee's locked month those that were frozen then, with what was told since. ``now`` is local.
    Refused("not-found") when the unit lies outside the scope.
    """
    kept = _kept(db, scope, unit_id, span, now)
    mine = kept.get(span.first)
    live = added_summary(db, scope, unit_id, span, now, rules if mine is None else mine.rules(rules))
    if now.date() > span.last.last:
        live = replace(
            live,
            before=live.before and compared_over(live.before, kept.get(span.before.first)),
            year_ago=live.year_ago and compared_over(live.year_ago, kept.get(live.year_ago.span.first)),
        )
    if mine is None or unit_id is None:
        return live
    told = frozen.told_since(db, scope, unit_id, span.first, mine.at, now) if differs(live, mine) else None
    return over(live, mine, told)


def _kept(db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime) -> dict[Month, Kept]:
    """What is frozen of that month and of those beside it."""
    if unit_id is None or span.months > 1:
        return {}
    months_of = (span.first, span.before.first, span.first.plus(-12))
    return {month: kept for (_, month), kept in frozen.of(db, scope, (unit_id,), months_of, now).items()}


def live_summary(db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules) -> Summary:
    """The same as the records tell it now, counted line by line, whatever was frozen or kept."""
    top = _seen(db, scope, unit_id, now)
    found = count(db, Sight(scope.whole), compared_values(scope, unit_id, span, now, rules))
    return _summary_of(found, top, unit_id, span, now)


def added_summary(
    db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules
) -> Summary:
    """The same, added up from what is kept of the pieces; only what is not kept, or has changed since, is counted."""
    top = _seen(db, scope, unit_id, now)
    values = compared_values(scope, unit_id, span, now, rules)
    told = pieces.fingerprint(rules, values["offset"], figure_names())
    found = pieces.added(db, Sight(scope.whole), values, told, figure_names(), span, count)
    return _summary_of(found, top, unit_id, span, now)


def _seen(db: Connection, scope: Scope, unit_id: int | None, now: datetime) -> Unit | None:
    return None if unit_id is None else units.get(db, scope, unit_id, now.date())


def compared_values(scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules) -> dict[str, Any]:
    """The values of the parameters of :func:`summary_statement`."""
    before, ago = span.before, Span(span.first.plus(-12), span.months)
    return values_of(scope, unit_id, span, now, rules) | {
        "periods": months(span, before, ago),
        "before": before.first,
        "cut": cut(span, now.date()),
        "cut_ago": cut(span, now.date(), ago),
    }


def _summary_of(row: Figures, top: Unit | None, unit_id: int | None, span: Span, now: datetime) -> Summary:
    before, ago = span.before, Span(span.first.plus(-12), span.months)
    sums: dict[str, Any] = {name: row[f"{name}_sum"] for name in SUMMED}
    sums |= {known: row[known] for known in COUNTED}
    return Summary(
        unit_id=unit_id,
        unit=top.name if top else "",
        span=span,
        today=now.date(),
        cells=row["cells"],
        counts={each: row[each.value] for each in ListName},
        **sums,
        before=_compared(row, before, 1),
        year_ago=None if ago == before else _compared(row, ago, 2),
        above=top.parent_id if top else None,
        is_cell=top is not None and top.kind is UnitKind.CELL,
    )


def _compared(row: Figures, span: Span, turn: int) -> Compared:
    return Compared(span, *(row[f"{name}_{turn}"] for name in ("expected", "held", "present", "base")))


@cache
def _by_child(whole: bool) -> AnySelect:  # noqa: FBT001
    """The units right below as they lay when it counts, and the open ones of today that have nothing to count."""
    rows, lines = standing(whole).c, chains(whole)
    top, link = lines.alias("top"), lines.alias("link")
    child = unit_tree.alias("child")
    wrong = _total(or_(listed(ListName.OVERDUE, whole), listed(ListName.MISSED, whole)))
    counted = (
        select(
            link.c.ancestor_id,
            func.count().label("expected"),
            _total(listed(ListName.HELD, whole)).label("held"),
            _total(listed(ListName.OVERDUE, whole)).label("overdue"),
            _total(listed(ListName.MISSED, whole)).label("missed"),
            _total(listed(ListName.LATE, whole)).label("late"),
            _total(listed(ListName.LATE_ENTRY, whole)).label("late_entry"),
            func.coalesce(func.sum(rows.present), 0).label("present"),
            func.coalesce(func.sum(rows.base), 0).label("base"),
            wrong.label("wrong"),
        )
        .select_from(standing(whole))
        .join(
            top,
            and_(
                top.c.descendant_id == rows.unit_id,
                top.c.ancestor_id.in_(bindparam("units", expanding=True)),
                in_period(top, rows.period),
            ),
        )
        .join(
            link,
            and_(
                link.c.descendant_id == rows.unit_id,
                link.c.depth == top.c.depth - bindparam("depth"),
                in_period(link, rows.period),
            ),
        )
        .group_by(link.c.ancestor_id)
        .subquery("counted")
    )
    now = (
        select(child.c.descendant_id)
        .join(unit, unit.c.id == child.c.descendant_id)
        .where(
            child.c.ancestor_id.in_(bindparam("units", expanding=True)),
            child.c.depth == bindparam("depth"),
            child.c.descendant_id.in_(below(whole)),
            unit.c.closed_on.is_(None),
        )
    )
    numbers = ("expected", "held", "overdue", "missed", "present", "base", "late", "late_entry")
    wanted = or_(unit.c.id.in_(now), counted.c.ancestor_id.is_not(None))
    if not whole:
        seen = select(unit_tree.c.descendant_id).where(unit_tree.c.ancestor_id.in_(bindparam("roots", expanding=True)))
        wanted = and_(wanted, unit.c.id.in_(seen))
    return (
        select(
            unit.c.id,
            unit.c.kind,
            unit_name.c.name,
            *(func.coalesce(counted.c[name], 0).label(name) for name in numbers),
        )
        .select_from(unit)
        .join(unit_name, and_(unit_name.c.unit_id == unit.c.id, units.valid(unit_name, TODAY)))
        .outerjoin(counted, counted.c.ancestor_id == unit.c.id)
        .where(wanted)
        .order_by(func.coalesce(counted.c.wrong, 0).desc(), by_bytes(unit.c.code))
    )


def in_period(lines: FromClause, period: ColumnElement[Month]) -> ColumnElement[bool]:
    """That the line of ancestors held in the period."""
    return and_(
        or_(lines.c.first.is_(None), lines.c.first <= period), or_(lines.c.until.is_(None), lines.c.until > period)
    )


def by_child(
    db: Connection, scope: Scope, unit_id: int | None, span: Span, now: datetime, rules: Rules
) -> tuple[ChildSummary, ...]:
    """Each unit right below (None: each root of the scope) with its own figures, those with most overdue and missed first."""
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    values = values_of(scope, unit_id, span, now, rules) | {"depth": 0 if unit_id is None else 1}
    found = tuple(
        ChildSummary(
            unit_id=row.id,
            name=row.name,
            is_cell=row.kind == UnitKind.CELL.value,
            expected=row.expected,
            held=row.held,
            overdue=row.overdue,
            missed=row.missed,
            present=row.present,
            base=row.base,
            late=row.late,
            late_entry=row.late_entry,
        )
        for row in db.execute(_by_child(scope.whole), values)
    )
    committees = [] if span.months > 1 else [child.unit_id for child in found if not child.is_cell]
    kept = frozen.of(db, scope, committees, (span.first,), now) if committees else {}
    return tuple(child_over(child, kept.get((child.unit_id, span.first))) for child in found)
