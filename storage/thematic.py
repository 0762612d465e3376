"""Which cells had the thematic sessions that a quarter asks for: one row a cell and quarter, for counting and for listing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, Text, and_, bindparam, case, cast, func, select

from storage.standing import THEMATIC, among, placed
from storage.tables import NEWEST_VERSION, Day, MonthText, meeting, meeting_version, obligation

FIRST_MONTHS = "010101040404070707101010"
"""By month the first one of its quarter, two digits each."""


def _quarter(text: ColumnElement[Any]) -> ColumnElement[Any]:
    """The first month of the quarter in which that day or month (as text) lies."""
    month = cast(func.substr(text, 6, 2), Integer)
    first = func.substr(FIRST_MONTHS, month * 2 - 1, 2)
    return func.substr(text, 1, 5, type_=Text()).concat(first)


def thematic(sight: int) -> CTE:
    """(unit_id, quarter, last_on, enough): the cells that owe a meeting in a month of the quarters, with their sessions.

    :func:`bot.reports.summary.thematic_quarters` word for word; a month in which a cell is excused asks for nothing.
    """
    owed = (
        select(obligation.c.unit_id, _quarter(cast(obligation.c.period, Text)).label("quarter"))
        .where(
            obligation.c.kind == "regular",
            obligation.c.state != "excused",
            placed(sight, obligation.c.unit_id, obligation.c.period),
            obligation.c.period.in_(bindparam("quarter_months", type_=MonthText(), expanding=True)),
        )
        .distinct()
        .cte("owed")
    )
    quarter = _quarter(cast(meeting_version.c.held_on, Text))
    had = (
        select(
            meeting.c.unit_id,
            quarter.label("quarter"),
            func.count().label("sessions"),
            func.max(meeting_version.c.held_on, type_=Day()).label("last_on"),
        )
        .select_from(meeting_version)
        .join(meeting, NEWEST_VERSION)
        .where(
            among(sight, meeting.c.unit_id),
            meeting.c.period >= bindparam("quarter_since", type_=MonthText()),
            THEMATIC,
            meeting_version.c.held_on.between(
                bindparam("quarter_from", type_=Day()), bindparam("closed_to", type_=Day())
            ),
        )
        .group_by(meeting.c.unit_id, quarter)
        .cte("had")
    )
    enough = func.coalesce(had.c.sessions, 0) >= bindparam("thematic_wanted", type_=Integer())
    return (
        select(owed.c.unit_id, owed.c.quarter, had.c.last_on, case((enough, 1), else_=0).label("enough"))
        .select_from(owed)
        .outerjoin(had, and_(had.c.unit_id == owed.c.unit_id, had.c.quarter == owed.c.quarter))
        .cte("thematic")
    )
