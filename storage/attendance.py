"""What was noted of members at meetings: written with each version of a record, read newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache

from sqlalchemy import (
    CTE,
    BindParameter,
    Connection,
    Integer,
    Text,
    and_,
    bindparam,
    cast,
    distinct,
    func,
    insert,
    select,
)

from bot.domain.members import ABSENT, Attended, Mark, Marked, Window
from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from storage import units
from storage.standing import FIRST, LAST, placed
from storage.tables import NEWEST_VERSION, Day, MonthText, attendance_mark, meeting, meeting_version

_INSERT = insert(attendance_mark)
_REGULAR: units.AnySelect = (
    select(meeting.c.id, meeting.c.version, meeting.c.period, meeting_version.c.attendance)
    .join(
        meeting_version,
        NEWEST_VERSION,
    )
    .where(
        meeting.c.unit_id == bindparam("unit_id"),
        meeting.c.regular == 1,
        meeting_version.c.held_on <= bindparam("until", type_=Day()),
    )
    .order_by(meeting.c.period.desc())
    .limit(bindparam("most"))
)


def keep(db: Connection, scope: Scope, meeting_id: int, version: int, marks: Iterable[Marked]) -> None:
    """The marks of one version of a record that lies within the scope."""
    rows = [
        {
            "meeting_id": meeting_id,
            "version": version,
            "member_id": each.member_id,
            "mark": each.mark.value,
            "reason": each.reason,
        }
        for each in dict.fromkeys(marks)
    ]
    if rows:
        unit_id = db.execute(select(meeting.c.unit_id).where(meeting.c.id == meeting_id)).scalar_one()
        units.seen(db, scope, unit_id)
        db.execute(_INSERT, rows)


def marks_of(db: Connection, scope: Scope, meeting_id: int, version: int) -> tuple[Marked, ...]:
    """What one version of a record says of members; nothing for a record outside the scope."""
    statement = (
        select(attendance_mark.c.member_id, attendance_mark.c.mark, attendance_mark.c.reason)
        .join(meeting, meeting.c.id == attendance_mark.c.meeting_id)
        .where(attendance_mark.c.meeting_id == meeting_id, attendance_mark.c.version == version)
        .order_by(attendance_mark.c.member_id, attendance_mark.c.mark)
    )
    rows = db.execute(units.within(statement, meeting.c.unit_id, scope))
    return tuple(Marked(row.member_id, Mark(row.mark), row.reason) for row in rows)


def regular(db: Connection, scope: Scope, unit_id: int, until: date, most: int = 12) -> tuple[Attended, ...]:
    """The cell's regular meetings held by ``until``, the newest first, as its roster saw them."""
    values = {"unit_id": unit_id, "until": until, "most": most}
    rows = units.run_within(db, _REGULAR, meeting.c.unit_id, scope, values).all()
    versions = {row.id: row.version for row in rows}
    marks: dict[int, dict[int, set[Mark]]] = defaultdict(lambda: defaultdict(set))
    for each in db.execute(select(attendance_mark).where(attendance_mark.c.meeting_id.in_(tuple(versions)))):
        if each.version == versions[each.meeting_id]:
            marks[each.meeting_id][each.member_id].add(Mark(each.mark))
    return tuple(
        Attended(
            row.period,
            frozenset((row.attendance or {}).get("expected", ())),
            {member_id: frozenset(found) for member_id, found in marks[row.id].items()},
        )
        for row in rows
    )


def _newest(whole: bool) -> CTE:  # noqa: FBT001
    """The regular meetings of twelve months of all cells below, each with its rank from the newest on (1)."""
    first: BindParameter[Month] = bindparam("window", type_=MonthText())
    return (
        select(
            meeting.c.unit_id,
            meeting.c.period,
            attendance_mark.c.member_id,
            attendance_mark.c.mark,
            func.dense_rank().over(partition_by=meeting.c.unit_id, order_by=meeting.c.period.desc()).label("rank"),
            func.max(meeting.c.period).over(partition_by=meeting.c.unit_id).label("newest"),
        )
        .select_from(meeting)
        .outerjoin(
            attendance_mark,
            and_(
                attendance_mark.c.meeting_id == meeting.c.id,
                attendance_mark.c.version == meeting.c.version,
                attendance_mark.c.mark.in_(sorted(ABSENT)),
            ),
        )
        .where(meeting.c.regular == 1, meeting.c.period.between(first, LAST), placed(whole, meeting.c.unit_id, LAST))
        .cte("newest")
    )


@cache
def _often(whole: bool) -> dict[Window, units.AnySelect]:  # noqa: FBT001
    """:func:`bot.domain.members.often_absent` of every cell below, as one count."""
    rows, times = _newest(whole), bindparam("times", type_=Integer())
    same_year = func.substr(cast(rows.c.period, Text), 1, 4) == func.substr(cast(rows.c.newest, Text), 1, 4)
    in_row = rows.c.rank <= times
    return {
        window: select(func.count()).select_from(
            select(rows.c.member_id)
            .where(rows.c.member_id.is_not(None), cast(rows.c.newest, Text) >= cast(FIRST, Text), condition)
            .group_by(rows.c.member_id)
            .having(and_(func.count(distinct(rows.c.period)) >= times, func.min(rows.c.rank) == 1))
            .subquery("often")
        )
        for window, condition in ((Window.ROW, in_row), (Window.YEAR, same_year))
    }


def often_absent_below(db: Connection, scope: Scope, unit_id: int | None, span: Span, rules: Rules) -> int:
    """How many members below were absent as often as the rules name, up to their cell's newest meeting of the span.

    A count and no more: who they are is told to their secretary alone (domain.md 3.4).
    """
    if unit_id is not None:
        units.seen(db, scope, unit_id)
    values = {
        "units": scope.roots if unit_id is None else (unit_id,),
        "roots": scope.roots,
        "first": span.first,
        "last": span.last,
        "window": span.last.plus(-11),
        "times": rules.absences_told,
    }
    return int(db.execute(_often(scope.whole)[Window(rules.absences_window)], values).scalar_one())
