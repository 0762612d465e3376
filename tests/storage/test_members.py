"""Requirements on rosters: dated standings, leaving with a reason, undo, and what meetings note of members."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.domain.errors import Refused
from bot.domain.meetings import Absence, Attendance, Hours, Kind, Meeting
from bot.domain.members import Joined, Left, Mark, Marked, Roll, Standing, Strength, strength
from bot.domain.people import SWEEP, Scope
from bot.domain.periods import Month
from bot.domain.units import UnitKind
from storage import attendance, meetings, members
from storage.entry import Entry
from storage.members import Act
from storage.tables import attendance_mark, audit, meeting_version, member
from tests.conftest import NOW
from tests.small_district import add_cell, add_unit

DAY = date(2026, 11, 5)
START = date(2026, 1, 1)
ACT = Act(None, NOW.astimezone(UTC))


@pytest.fixture
def cells(db: Connection) -> tuple[int, int]:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An")
    return add_cell(db, commune, "Chi bộ thôn Muối"), add_cell(db, commune, "Chi bộ thôn Khe Sâu")


def put(db: Connection, cell: int, name: str, standing: Standing = Standing.OFFICIAL, on: date = START) -> int:
    return members.add(db, Scope(1, (cell,)), cell, name, standing, on, ACT)


def names(db: Connection, cell: int, day: date = DAY) -> list[str]:
    return [each.name for each in members.roster(db, Scope(1, (cell,)), cell, day)]


def test_a_roster_is_sorted_by_given_names(db: Connection, cells: tuple[int, int]) -> None:
    for name in ("Nguyễn Văn Hùng", "Trần Thị Bình", "Lê Văn An"):
        put(db, cells[0], name)
    assert names(db, cells[0]) == ["Lê Văn An", "Trần Thị Bình", "Nguyễn Văn Hùng"]
    assert names(db, cells[0], START - timedelta(1)) == []
    assert names(db, cells[1]) == []


def test_a_standing_holds_from_its_day_on(db: Connection, cells: tuple[int, int]) -> None:
    number = put(db, cells[0], "Lê Văn An", Standing.PROBATIONARY)
    scope = Scope(1, (cells[0],))
    assert members.stand(db, scope, number, Standing.OFFICIAL, date(2026, 11, 3), ACT)
    assert not members.stand(db, scope, number, Standing.OFFICIAL, date(2026, 11, 4), ACT)
    assert members.get(db, scope, number, date(2026, 11, 2)).standing is Standing.PROBATIONARY
    now = members.get(db, scope, number, DAY)
    assert (now.standing, now.since) == (Standing.OFFICIAL, date(2026, 11, 3))
    with pytest.raises(Refused, match="member-change-too-early"):
        members.stand(db, scope, number, Standing.EXEMPT, date(2026, 10, 1), ACT)
    assert strength(members.roster(db, scope, cells[0], DAY)) == Strength(official=1)
    assert [each[0] for each in members.standings(db, scope, number)] == [Standing.OFFICIAL, Standing.PROBATIONARY]


def test_who_left_is_no_longer_expected_and_may_be_put_back(db: Connection, cells: tuple[int, int]) -> None:
    number = put(db, cells[0], "Lê Văn An")
    scope = Scope(1, (cells[0],))
    members.remove(db, scope, number, Left.TRANSFER, date(2026, 11, 1), ACT)
    assert names(db, cells[0]) == []
    assert names(db, cells[0], date(2026, 10, 31)) == ["Lê Văn An"]
    assert [(each.name, each.left_how) for each in members.gone(db, scope, cells[0])] == [("Lê Văn An", Left.TRANSFER)]
    with pytest.raises(Refused, match="member-left"):
        members.remove(db, scope, number, Left.DEATH, DAY, ACT)
    with pytest.raises(Refused, match="member-left"):
        members.stand(db, scope, number, Standing.EXEMPT, DAY, ACT)
    members.restore(db, scope, number, ACT)
    assert names(db, cells[0]) == ["Lê Văn An"]
    with pytest.raises(Refused, match="member-not-left"):
        members.restore(db, scope, number, ACT)


def test_an_entry_by_mistake_leaves_no_trace_on_any_roster(db: Connection, cells: tuple[int, int]) -> None:
    number = put(db, cells[0], "Lê Văn An", on=DAY)
    scope = Scope(1, (cells[0],))
    members.remove(db, scope, number, Left.MISTAKE, DAY, ACT)
    assert names(db, cells[0]) == []
    assert members.gone(db, scope, cells[0]) == ()


def test_nobody_leaves_without_a_reason(db: Connection, cells: tuple[int, int]) -> None:
    number = put(db, cells[0], "Lê Văn An")
    with pytest.raises(IntegrityError), db.begin_nested():
        db.execute(member.update().where(member.c.id == number).values(left_on=DAY))


def test_names_are_cleaned_and_an_empty_one_is_refused(db: Connection, cells: tuple[int, int]) -> None:
    put(db, cells[0], "  Lê\u200b Văn   An ")
    assert names(db, cells[0]) == ["Lê Văn An"]
    assert db.execute(select(member.c.search_name)).scalar_one() == "le van an"
    with pytest.raises(Refused, match="member-no-name"):
        put(db, cells[0], " \u200b ")


def test_another_cells_roster_is_neither_seen_nor_changed(db: Connection, cells: tuple[int, int]) -> None:
    """Matrix 75."""
    number = put(db, cells[1], "Lê Văn An")
    scope = Scope(1, (cells[0],))
    assert members.roster(db, scope, cells[1], DAY) == ()
    assert members.rosters(db, scope, DAY) == {}
    assert members.kept_by(db, scope, cells[1], DAY) == 0
    assert members.gone(db, scope, cells[1]) == ()
    for act in (
        lambda: members.get(db, scope, number, DAY),
        lambda: members.standings(db, scope, number),
        lambda: members.add(db, scope, cells[1], "Vi Văn Sơn", Standing.OFFICIAL, DAY, ACT),
        lambda: members.stand(db, scope, number, Standing.EXEMPT, DAY, ACT),
        lambda: members.remove(db, scope, number, Left.DEATH, DAY, ACT),
        lambda: members.restore(db, scope, number, ACT),
        lambda: members.rename(db, scope, number, "Vi Văn Sơn", ACT),
        lambda: members.put_in_group(db, scope, number, "tổ 2", ACT),
        lambda: members.link(db, scope, number, None, ACT),
    ):
        with pytest.raises(Refused, match="not-found"):
            act()
    assert names(db, cells[1]) == ["Lê Văn An"]


def test_every_change_is_in_the_audit(db: Connection, cells: tuple[int, int]) -> None:
    scope = Scope(1, (cells[0],))
    number = members.add(
        db, scope, cells[0], "Lê Văn An", Standing.PROBATIONARY, START, ACT, party_group="tổ 1", how=Joined.ADMISSION
    )
    members.stand(db, scope, number, Standing.OFFICIAL, DAY, ACT)
    members.rename(db, scope, number, "Lê Văn Ân", ACT)
    members.put_in_group(db, scope, number, "tổ 2", ACT)
    members.remove(db, scope, number, Left.REMOVAL, DAY, ACT)
    members.restore(db, scope, number, ACT)
    acts = db.execute(select(audit.c.act).order_by(audit.c.id)).scalars().all()
    kinds = ("added", "standing", "renamed", "group", "removed", "restored")
    assert acts == [f"member-{kind}" for kind in kinds]
    known = members.get(db, scope, number, DAY)
    assert (known.name, known.party_group, known.standing) == ("Lê Văn Ân", "tổ 2", Standing.OFFICIAL)


# --- at meetings ------------------------------------------------------------------------------------------------------


def held(cell: int, month: int, roll: Roll | None, absences: tuple[Absence, ...] = ()) -> Meeting:
    day = date(2026, month, 3)
    came = Attendance(2 - len(absences), 2, excused=len(absences), absences=absences)
    return Meeting(cell, Month.of(day), frozenset({Kind.REGULAR}), day, Hours(), "", "", "", came, roll=roll)


def test_the_roster_is_frozen_with_each_version(db: Connection, cells: tuple[int, int]) -> None:
    an, lan = put(db, cells[0], "Lê Văn An"), put(db, cells[0], "Lê Thị Lan")
    roll = Roll(Strength(official=2), (an, lan), (Marked(lan, Mark.EXCUSED, "ốm"), Marked(an, Mark.LATE)))
    entry = Entry(None, NOW.astimezone(UTC))
    number = meetings.record(db, SWEEP, held(cells[0], 11, roll, (Absence("Lê Thị Lan", True, "ốm"),)), entry)
    members.remove(db, SWEEP, lan, Left.DEATH, DAY, ACT)
    was = meetings.get(db, SWEEP, number)
    assert was.meeting.roll == Roll(Strength(official=2), (an, lan))
    assert set(attendance.marks_of(db, SWEEP, number, 1)) == set(roll.marks)
    meetings.correct(db, SWEEP, was, held(cells[0], 11, Roll(Strength(official=2), (an, lan))), entry)
    assert attendance.marks_of(db, SWEEP, number, 2) == ()
    assert len(attendance.marks_of(db, SWEEP, number, 1)) == 2
    assert db.execute(select(func.count()).select_from(meeting_version)).scalar_one() == 2
    with pytest.raises(DBAPIError, match="append-only"), db.begin_nested():
        db.execute(attendance_mark.delete())


def test_meetings_as_the_roster_saw_them_newest_first(db: Connection, cells: tuple[int, int]) -> None:
    lan = put(db, cells[0], "Lê Thị Lan")
    entry = Entry(None, NOW.astimezone(UTC))
    roll = Roll(Strength(official=1), (lan,), (Marked(lan, Mark.EXCUSED),))
    meetings.record(db, SWEEP, held(cells[0], 9, None), entry)
    meetings.record(db, SWEEP, held(cells[0], 10, roll), entry)
    number = meetings.record(db, SWEEP, held(cells[0], 11, roll), entry)
    meetings.correct(
        db, SWEEP, meetings.get(db, SWEEP, number), held(cells[0], 11, Roll(Strength(official=1), (lan,))), entry
    )
    found = attendance.regular(db, Scope(1, (cells[0],)), cells[0], DAY)
    assert [(each.period.month, each.absent(lan), bool(each.expected)) for each in found] == [
        (11, False, True),
        (10, True, True),
        (9, False, False),
    ]
    assert len(attendance.regular(db, SWEEP, cells[0], date(2026, 10, 31))) == 2
    assert attendance.regular(db, Scope(1, (cells[1],)), cells[0], DAY) == ()
    assert attendance.marks_of(db, Scope(1, (cells[1],)), number, 1) == ()
