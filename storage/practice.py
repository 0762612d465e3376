"""Practice cells: a made-up cell with its roster for one person, in which he may try everything; below no committee."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, func, select, update

from bot.domain.meetings import Absence, Attendance, Hours, Kind, Meeting
from bot.domain.members import IN_BASE, Mark, Marked, Roll, Standing, Strength, listed_from
from bot.domain.people import Scope
from bot.domain.periods import Month
from bot.domain.resolutions import Resolution, Vote
from bot.domain.tasks import Measure, Task
from bot.domain.units import CellProfile, UnitKind
from storage import drafts, meetings, members, resolutions, units
from storage.entry import Entry
from storage.tables import person, unit

PLACE = "Nhà văn hóa thôn"
CHAIR, CLERK, ILL = "Nguyễn Văn An", "Trần Thị Bình", "Lê Thị Lan"
"""Invented, as in the model talks, like everybody on the roster."""
ROSTER = (
    (CHAIR, Standing.OFFICIAL, 1),
    (CLERK, Standing.OFFICIAL, 2),
    ("Hoàng Văn Cường", Standing.OFFICIAL, 1),
    ("Đỗ Thị Dung", Standing.OFFICIAL, 2),
    ("Phạm Văn Hùng", Standing.OFFICIAL, 1),
    ("Vũ Đình Hùng", Standing.OFFICIAL, 2),
    (ILL, Standing.OFFICIAL, 1),
    ("Ngô Văn Minh", Standing.OFFICIAL, 2),
    ("Bùi Thị Nga", Standing.OFFICIAL, 1),
    ("Đặng Văn Sơn", Standing.OFFICIAL, 2),
    ("Dương Thị Thủy", Standing.PROBATIONARY, 1),
    ("Lý Văn Tùng", Standing.PROBATIONARY, 2),
    ("Đinh Văn Xuân", Standing.EXEMPT, 2),
)
"""Name, standing, party group: two of one given name, so that asking which one can be practised too."""
STRENGTH = Strength(official=10, probationary=2, exempt=1)


def begin(db: Connection, person_id: int, name: str, now: datetime) -> int:
    """A fresh practice cell stands in the place of the person's posts; what he had open is put aside. ``now`` is local."""
    end(db, person_id, now)
    held = drafts.open_of(db, person_id)
    if held is not None:
        drafts.close(db, held, "paused", now)
    unit_id = units.add(db, UnitKind.PRACTICE, _code(db, person_id), name, None, now.date())
    scope = Scope(person_id, (unit_id,))
    units.set_profile(
        db,
        scope,
        CellProfile(
            unit_id,
            now.date(),
            str(now.day),
            "19:30",
            90,
            PLACE,
            official=STRENGTH.official,
            probationary=STRENGTH.probationary,
            exempt=STRENGTH.exempt,
        ),
    )
    _last_month(db, scope, unit_id, person_id, _roster(db, scope, unit_id, person_id, now), now)
    db.execute(update(person).where(person.c.id == person_id).values(practice_id=unit_id))
    return unit_id


def end(db: Connection, person_id: int, now: datetime) -> bool:
    """His posts count again; what he had open in practice is given up. False when he was not practising."""
    unit_id = db.execute(select(person.c.practice_id).where(person.c.id == person_id)).scalar()
    if unit_id is None:
        return False
    held = drafts.open_of(db, person_id)
    for each in (*((held,) if held is not None else ()), *drafts.paused_of(db, person_id)):
        if each.unit_id == unit_id:
            drafts.close(db, each, "abandoned", now)
    units.close(db, unit_id, now.date())
    db.execute(update(person).where(person.c.id == person_id).values(practice_id=None))
    return True


def is_one(db: Connection, unit_id: int) -> bool:
    """True for a practice cell, begun or over."""
    return db.execute(select(unit.c.kind).where(unit.c.id == unit_id)).scalar() == UnitKind.PRACTICE.value


def begun_on(db: Connection, unit_id: int) -> date | None:
    """The local day on which that practice began; it ends with the day."""
    return db.execute(select(unit.c.opened_on).where(unit.c.id == unit_id)).scalar()


def _code(db: Connection, person_id: int) -> str:
    prefix = f"tap.{person_id}."
    before = db.execute(select(func.count()).select_from(unit).where(unit.c.code.startswith(prefix))).scalar_one()
    return f"{prefix}{before + 1}"


def _roster(db: Connection, scope: Scope, unit_id: int, person_id: int, now: datetime) -> dict[str, int]:
    """The made-up members, listed since long; their ids by name. He who practises stands for nobody on it."""
    act = members.Act(person_id, now)
    since = listed_from(now.date())
    return {
        name: members.add(db, scope, unit_id, name, standing, since, act, party_group=f"tổ đảng số {group}")
        for name, standing, group in ROSTER
    }


def _last_month(db: Connection, scope: Scope, unit_id: int, person_id: int, ids: dict[str, int], now: datetime) -> None:
    """Last month's meeting with a resolution and two tasks, so that there is something usual and something to carry over."""
    month = Month.of(now.date()).plus(-1)
    day = month.first + timedelta(days=2)
    entry = Entry(person_id, datetime.combine(day, time(21, 30), now.tzinfo))
    base = STRENGTH.base
    attendance = Attendance(base - 1, base, excused=1, absences=(Absence(ILL, excused=True, reason="ốm"),))
    expected = tuple(ids[name] for name, standing, _ in ROSTER if standing in IN_BASE)
    held = Meeting(
        unit_id,
        month,
        frozenset({Kind.REGULAR}),
        day,
        Hours("19:30", "21:00", 90),
        PLACE,
        CHAIR,
        CLERK,
        attendance,
        roll=Roll(STRENGTH, expected, (Marked(ids[ILL], Mark.EXCUSED, "ốm"),)),
    )
    meeting_id = meetings.record(db, scope, held, entry)
    tasks = (
        Task("vận động 12 hộ hiến đất", CLERK, now.date() + timedelta(days=6), Measure(12, "hộ"), "ngõ 2"),
        Task("dọn vệ sinh kênh mương", "Tổ đảng số 2", now.date() - timedelta(days=3)),
    )
    voters = STRENGTH.official
    passed = Resolution(unit_id, "01-NQ/CB", day, "Mở rộng đường ngõ 2", vote=Vote(voters, voters=voters))
    resolutions.record(db, scope, [(passed, tasks)], entry, meeting_id=meeting_id)
