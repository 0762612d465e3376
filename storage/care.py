"""Cells in difficulty, counted in the database: one row a cell, judged by ``bot.domain.care``."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Integer, and_, bindparam, case, func, select

from bot.domain.care import Cared, Signs, risks
from bot.domain.names import alphabetical
from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.reports.summary import FAILING, PENDING, CellState, ListName
from storage import units
from storage.standing import LAST, TODAY, below, standing
from storage.summaries import OPEN_CELL, TASKS, values_of
from storage.tables import MonthText, task, unit, unit_name

_MONTHS = bindparam("care_months", type_=Integer())
_SINCE = bindparam("care_since", type_=MonthText())
_BEFORE = bindparam("care_before", type_=MonthText())
UNSAID = PENDING | {CellState.EXCUSED}


@cache
def _signs(whole: bool) -> units.AnySelect:  # noqa: FBT001
    rows = standing(whole).c
    said = (
        select(
            rows.unit_id,
            rows.stands,
            func.row_number().over(partition_by=rows.unit_id, order_by=rows.period.desc()).label("back"),
        )
        .where(rows.stands.not_in([state.value for state in UNSAID]))
        .cte("said")
    )
    failing = case((said.c.stands.in_([state.value for state in FAILING]), 1), else_=0)
    late = (
        select(said.c.unit_id, func.sum(failing).label("late"))
        .where(said.c.back <= _MONTHS)
        .group_by(said.c.unit_id)
        .subquery("late")
    )
    recorded = and_(rows.held_on.is_not(None), rows.base > 0)
    lately = and_(recorded, rows.period >= _SINCE)
    earlier = and_(recorded, rows.period >= _BEFORE, rows.period < _SINCE)
    came = (
        select(
            rows.unit_id,
            *(
                func.sum(case((when, column), else_=0)).label(f"{column.name}_{name}")
                for name, when in (("now", lately), ("before", earlier))
                for column in (rows.present, rows.base)
            ),
        )
        .group_by(rows.unit_id)
        .subquery("came")
    )
    overdue = (
        select(func.count())
        .select_from(task)
        .where(TASKS[ListName.TASKS_OVERDUE], task.c.unit_id == unit.c.id)
        .scalar_subquery()
    )
    return (
        select(unit.c.id, unit_name.c.name, late.c.late, overdue.label("overdue"))
        .add_columns(came.c.present_now, came.c.base_now, came.c.present_before, came.c.base_before)
        .select_from(unit)
        .join(unit_name, and_(unit_name.c.unit_id == unit.c.id, units.valid(unit_name, TODAY)))
        .outerjoin(late, late.c.unit_id == unit.c.id)
        .outerjoin(came, came.c.unit_id == unit.c.id)
        .where(OPEN_CELL, unit.c.id.in_(below(whole)), LAST.is_not(None))
    )


def cared_for(db: Connection, scope: Scope, unit_id: int | None, now: datetime, rules: Rules) -> tuple[Cared, ...]:
    """The open cells below the unit (None: all roots) of which something is to be said, by name; ``now`` is local.

    By name and not by how bad it is: nobody is ranked. Refused("not-found") when the unit lies outside the scope.
    """
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    month, over = Month.of(now.date()), rules.care_fall_months
    length = max(2 * over, rules.care_late_months + 2)
    values = values_of(scope, unit_id, Span(month.plus(1 - length), length), now, rules) | {
        "care_months": rules.care_late_months,
        "care_since": month.plus(1 - over),
        "care_before": month.plus(1 - 2 * over),
    }
    found = []
    for row in db.execute(_signs(scope.whole), values):
        signs = Signs(
            row.late or 0,
            (row.present_now or 0, row.base_now or 0),
            (row.present_before or 0, row.base_before or 0),
            row.overdue,
        )
        if told := risks(signs, rules):
            found.append(Cared(row.id, row.name, signs, told))
    return tuple(sorted(found, key=lambda each: (alphabetical(each.name), each.unit_id)))
