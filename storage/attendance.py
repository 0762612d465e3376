"""What was noted of members at meetings: written with each version of a record, read newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, bindparam, insert, select

from bot.domain.members import Attended, Mark, Marked
from bot.domain.people import Scope
from storage import units
from storage.tables import NEWEST_VERSION, Day, attendance_mark, meeting, meeting_version

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
