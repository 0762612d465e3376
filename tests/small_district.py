"""Small districts for tests: a few communes and cells, and records laid straight into the tables."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.domain.names import folded
from bot.domain.people import Role
from bot.domain.periods import Month
from bot.domain.scores import table_of
from bot.domain.units import UnitKind
from storage import units
from storage.tables import (
    attendance_mark,
    growth,
    meeting,
    meeting_version,
    member,
    obligation,
    outbox,
    person,
    post,
    resolution,
    score,
    score_version,
    task,
    unit,
)
from tests.conftest import NOW, ZONE

OPENED = date(2020, 1, 1)
MONTH = Month(2026, 11)
_numbers = count(1)


def add_unit(db: Connection, kind: UnitKind, name: str, parent: int | None = None) -> int:
    """A unit open since long ago."""
    return units.add(db, kind, f"{kind.value}-{next(_numbers):06d}", name, parent, OPENED)


def add_cell(db: Connection, parent: int, name: str) -> int:
    """A cell without people."""
    return add_unit(db, UnitKind.CELL, name, parent)


def add_person(
    db: Connection,
    unit_id: int,
    name: str,
    role: Role = Role.SECRETARY,
    *,
    joined: bool = True,
    blocked: bool = False,
    phone: str = "0900 000 012",
) -> int:
    """Somebody who has held the post since long ago."""
    row = db.execute(
        insert(person).values(
            name=name,
            search_name=folded(name),
            phone=phone,
            blocked=int(blocked),
            telegram_id=next(_numbers) + 7_000_000 if joined else None,
        )
    )
    person_id = int(row.inserted_primary_key[0])  # type: ignore[index]
    db.execute(insert(post).values(person_id=person_id, unit_id=unit_id, role=role.value, valid_from=OPENED))
    return person_id


def oblige(db: Connection, cell: int, period: Month = MONTH, **facts: Any) -> int:
    """An obligation; ``facts`` are its columns."""
    values = {
        "due_at": NOW,
        "grace_until": NOW,
        "changed_at": NOW,
        "state": "open",
    } | facts
    row = db.execute(insert(obligation).values(unit_id=cell, period=period, **values))
    return int(row.inserted_primary_key[0])  # type: ignore[index]


def hold(
    db: Connection,
    cell: int,
    held_on: date,
    present: int = 28,
    base: int = 30,
    *,
    period: Month | None = None,
    recorded_at: datetime | None = None,
    regular: bool = True,
    guest: str = "",
    **told: Any,
) -> int:
    """A recorded meeting, version 1, ``told`` in its columns; it meets the obligation of its period if there is one."""
    month = period or Month.of(held_on)
    at = recorded_at or datetime(held_on.year, held_on.month, held_on.day, 21, 40, tzinfo=ZONE)
    row = db.execute(insert(meeting).values(unit_id=cell, period=month, regular=int(regular), recorded_at=at))
    meeting_id = int(row.inserted_primary_key[0])  # type: ignore[index]
    _version(db, meeting_id, 1, held_on, present, base, at, upper_member=guest, **told)
    if regular:
        met = update(obligation).where(obligation.c.unit_id == cell, obligation.c.period == month)
        db.execute(met.values(state="met"))
    return meeting_id


def correct(
    db: Connection, meeting_id: int, held_on: date, present: int, base: int, at: datetime = NOW + timedelta(hours=1)
) -> None:
    """The next version of a record."""
    number = db.execute(select(meeting.c.version).where(meeting.c.id == meeting_id)).scalar_one() + 1
    _version(db, meeting_id, number, held_on, present, base, at)
    db.execute(update(meeting).where(meeting.c.id == meeting_id).values(version=number))


def _version(
    db: Connection, meeting_id: int, number: int, held_on: date, present: int, base: int, at: datetime, **told: Any
) -> None:
    values = {
        "meeting_id": meeting_id,
        "version": number,
        "kinds": "regular",
        "held_on": held_on,
        "present": present,
        "base": base,
        "entered_at": at,
    } | told
    db.execute(insert(meeting_version).values(values))


def give_score(db: Connection, meeting_id: int, total: float) -> None:
    """The meeting's score, or its next version: one line of a hundred points."""
    held = db.execute(select(meeting).where(meeting.c.id == meeting_id)).one()
    before = db.execute(select(score).where(score.c.meeting_id == meeting_id)).first()
    version = 1 if before is None else before.version + 1
    if before is None:
        new = insert(score).values(unit_id=held.unit_id, meeting_id=meeting_id, period=held.period)
        score_id = int(db.execute(new).inserted_primary_key[0])  # type: ignore[index]
    else:
        score_id = int(before.id)
        db.execute(update(score).where(score.c.id == score_id).values(version=version))
    values = {"table_code": "hd42", "table_version": 1, "meeting_version": 1, "lines": [], "entered_at": NOW}
    band = table_of("hd42").band(total).value
    figures = {"points": total, "most": 100, "total": total, "band": band, "stage": "proposed"}
    db.execute(insert(score_version).values(score_id=score_id, version=version, **values, **figures))


def admit(db: Connection, cell: int, day: date, **more: Any) -> None:
    """An admission."""
    values = {"kind": "admission", "name": "Lê Văn Nam", "entered_at": NOW} | more
    db.execute(insert(growth).values(unit_id=cell, happened_on=day, **values))


def resolve(db: Connection, cell: int, passed_on: date, subject: str = "Mở đường ngõ 2", **more: Any) -> int:
    """A resolution in force."""
    values = {"number": f"{next(_numbers):02d}-NQ/CB", "period": Month.of(passed_on), "entered_at": NOW} | more
    row = db.execute(insert(resolution).values(unit_id=cell, passed_on=passed_on, subject=subject, **values))
    return int(row.inserted_primary_key[0])  # type: ignore[index]


def assign(db: Connection, cell: int, due_on: date | None, state: str = "open", **more: Any) -> int:
    """A task."""
    values = {"what": "Dọn vệ sinh kênh mương", "assignee": "Trần Thị Bình", "created_at": NOW} | more
    row = db.execute(insert(task).values(unit_id=cell, due_on=due_on, state=state, **values))
    return int(row.inserted_primary_key[0])  # type: ignore[index]


def remind(db: Connection, cell: int, person_id: int, rung: str, period: Month = MONTH, state: str = "sent") -> None:
    """A reminder in the outbox, with the key of reliability.md 3.3."""
    db.execute(
        insert(outbox).values(
            dedupe_key=f"remind:{cell}:{period}:regular:{rung}:{person_id}",
            recipient_id=person_id,
            unit_id=cell,
            kind="remind",
            payload={},
            not_before=NOW,
            expires_at=NOW,
            created_at=NOW,
            state=state,
        )
    )


def close(db: Connection, cell: int, on: date) -> None:
    """The cell is closed from that day."""
    db.execute(update(unit).where(unit.c.id == cell).values(closed_on=on))


def add_member(db: Connection, cell: int, name: str) -> int:
    """Somebody on the cell's roster since long ago."""
    row = db.execute(insert(member).values(unit_id=cell, name=name, search_name=folded(name), joined_on=OPENED))
    return int(row.inserted_primary_key[0])  # type: ignore[index]


def mark(db: Connection, cell: int, period: Month, member_id: int, noted: str) -> None:
    """What the newest version of the regular record of that month notes of a member."""
    regular = (meeting.c.unit_id == cell, meeting.c.period == period, meeting.c.regular == 1)
    held = db.execute(select(meeting).where(*regular)).one()
    db.execute(
        insert(attendance_mark).values(meeting_id=held.id, version=held.version, member_id=member_id, mark=noted)
    )
