"""Requirements on the made-up district: its shape, the same for the same seed, records that agree with one another."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, func, select, text

from bot.domain.carrying import follow_up, from_json
from bot.domain.errors import BadSetting
from bot.domain.meetings import Kind
from bot.domain.members import ABSENT, Left, Standing, Window, often_absent, strength
from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.tasks import standing
from bot.domain.units import UnitKind
from demo.district import fill, seed
from demo.people import PEOPLE
from storage import attendance, carried, meetings, members, people, task_updates, tasks, units
from storage.tables import (
    attendance_mark,
    event,
    meeting,
    meeting_version,
    metadata,
    obligation,
    person,
    post,
    postponement,
    resolution,
    task,
    task_update,
    unit,
    unit_tree,
)

CELLS, MONTHS = 60, 4


@pytest.fixture(scope="module")
def district() -> Connection:
    """Sixty cells with four months behind them, made once; nothing here changes it."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    connection = engine.connect()
    fill(connection, CELLS, MONTHS, NOW)
    return connection


NOW = datetime.fromisoformat("2026-11-05T20:00:00+07:00")
TODAY = NOW.date()


def count(db: Connection, statement: object) -> int:
    return int(db.execute(statement).scalar_one())  # type: ignore[call-overload]


def everything(db: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table.name: [tuple(row) for row in db.execute(select(table))] for table in metadata.sorted_tables}


def test_the_same_seed_makes_the_same_district_and_another_one_another() -> None:
    made = []
    for number in (1, 1, 2):
        engine = create_engine("sqlite://")
        metadata.create_all(engine)
        with engine.begin() as db:
            fill(db, 12, 2, NOW, number)
            made.append(everything(db))
        engine.dispose()
    assert made[0] == made[1]
    assert made[0]["person"] != made[2]["person"]


@pytest.mark.parametrize(("cells", "root", "depth"), [(1, "district", 2), (471, "district", 2), (700, "province", 2)])
def test_every_size_has_so_many_cells_below_one_root(db: Connection, cells: int, root: str, depth: int) -> None:
    fill(db, cells, 0, NOW)
    (top,) = units.roots(db, TODAY)
    assert top.kind is UnitKind(root)
    assert len(units.cells_under(db, SWEEP, top.id, TODAY)) == cells
    assert count(db, select(func.max(unit_tree.c.depth))) == depth
    assert count(db, select(func.count()).select_from(obligation)) == cells


def test_more_than_a_province_is_several_provinces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.district.PROVINCE_CELLS", 600)  # ten times as many take a minute
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as db:
        fill(db, 610, 0, NOW)
        (top,) = units.roots(db, TODAY)
        assert len(units.children(db, SWEEP, top.id, TODAY)) == 2
        assert units.cell_counts(db, SWEEP, [top.id], TODAY) == {top.id: 610}
    engine.dispose()


def test_every_reference_leads_somewhere(district: Connection) -> None:
    assert district.execute(text("PRAGMA foreign_key_check")).all() == []


def test_the_demos_people_hold_their_posts(district: Connection) -> None:
    (root,) = units.roots(district, TODAY)
    held: dict[str, tuple[Role, str]] = {}
    for known in PEOPLE:
        if known.role is None:
            assert district.execute(select(person).where(person.c.name == known.name)).first() is None
            continue
        row = district.execute(select(person).where(person.c.phone == f"0900 000 00{known.phone[-1]}")).one()
        assert (row.name, row.telegram_id) == (known.name, known.telegram_id if known.joined else None)
        mine = people.posts_of(district, row.id, TODAY)[0]
        held[known.name] = mine.role, units.name_of(district, mine.unit_id, TODAY)
        assert mine.role is known.role
    assert held[PEOPLE[0].name] == (Role.ADMIN, root.name)
    assert held["Nguyễn Văn An"] == (Role.SECRETARY, "Chi bộ thôn Muối")
    cell = units.find(district, SWEEP, "thôn Muối")[0]
    profile = units.profile(district, SWEEP, cell.id, TODAY)
    assert (profile.meeting_day, profile.starts_at, profile.base) == ("3", "19:30", 30)


def test_every_cell_has_one_secretary_and_an_upper_member(district: Connection) -> None:
    cells = select(unit.c.id).where(unit.c.kind == "cell")
    for role in (Role.SECRETARY, Role.UPPER_MEMBER):
        in_cells = select(post.c.unit_id).where(post.c.role == role.value)
        assert sorted(district.execute(in_cells).scalars()) == sorted(district.execute(cells).scalars())


def test_a_committee_has_two_to_three_on_average(db: Connection) -> None:
    fill(db, 471, 0, NOW)
    roles = (Role.SECRETARY, Role.DEPUTY, Role.COMMITTEE_MEMBER)
    crew = count(db, select(func.count()).select_from(post).where(post.c.role.in_(roles)))
    assert 1100 <= crew <= 1160
    unjoined = (
        select(func.count())
        .select_from(post)
        .join(person, person.c.id == post.c.person_id)
        .where(post.c.role == "secretary", person.c.telegram_id.is_(None))
    )
    assert 0.1 < count(db, unjoined) / 471 < 0.3


def test_each_cell_has_one_obligation_a_month_and_met_exactly_where_a_record_or_paper_says_so(
    district: Connection,
) -> None:
    owed = district.execute(select(obligation)).all()
    assert len(owed) == CELLS * (MONTHS + 1)
    assert {row.period for row in owed} == {Month(2026, 11).plus(-back) for back in range(MONTHS + 1)}
    recorded = {
        (row.unit_id, row.period)
        for row in district.execute(select(meeting.c.unit_id, meeting.c.period).where(meeting.c.regular == 1))
    }
    for row in owed:
        assert (row.state == "met") == ((row.unit_id, row.period) in recorded or row.paper_at is not None)
        assert (row.state == "open") <= (row.period == Month(2026, 11))
        assert row.grace_until >= row.due_at
    over = [row for row in owed if row.period < Month(2026, 11)]
    assert sum(row.state == "met" for row in over) / len(over) > 0.93
    postponed = {row.id for row in owed if row.postponed_to is not None}
    assert postponed == set(district.execute(select(postponement.c.obligation_id)).scalars())
    missed = {row.id for row in owed if row.state == "missed"}
    assert missed == set(district.execute(select(event.c.obligation_id).where(event.c.type == "missed")).scalars())


def test_nothing_happened_after_now(district: Connection) -> None:
    assert all(held <= TODAY for held in district.execute(select(meeting_version.c.held_on)).scalars())
    for column in (meeting.c.recorded_at, meeting_version.c.entered_at, task_update.c.at, event.c.occurred_at):
        assert all(at <= NOW for at in district.execute(select(column)).scalars())
    assert all(day is None or day <= TODAY for day in district.execute(select(task.c.closed_on)).scalars())


def test_attendance_adds_up_and_the_absent_have_names(district: Connection) -> None:
    rows = district.execute(select(meeting_version)).all()
    for row in rows:
        assert row.present + row.excused + row.unexcused == row.base
        assert 0.75 <= row.present / row.base <= 1
        named = row.attendance["absences"]
        absent = row.base - row.present
        assert len(named) == (absent if "expected" in row.attendance else min(absent, 8))
        assert sum(not each["excused"] for each in named) <= row.unexcused
    assert any(row.unexcused for row in rows)


def test_a_seeded_record_is_read_back_as_a_meeting(district: Connection) -> None:
    cell = units.find(district, SWEEP, "thôn Muối")[0]
    found = meetings.newest_regular(district, SWEEP, cell.id, Month(2100, 1))
    assert found is not None
    assert Kind.REGULAR in found.meeting.kinds
    assert found.meeting.place == "Nhà văn hóa thôn Muối"
    assert found.meeting.chair in {"Nguyễn Văn An", "Trần Văn Bình"}


def test_votes_fit_and_tasks_follow_their_newest_report(district: Connection) -> None:
    for row in district.execute(select(resolution)):
        assert row.agree + row.against + row.other == row.voters
    seen = set()
    rows = district.execute(select(task)).all()
    updates = task_updates.of_tasks(district, SWEEP, [row.id for row in rows])
    for row in rows:
        told = updates.get(row.id, ())
        assert row.due_on is None or row.created_at.date() <= row.due_on
        known = tasks.get(district, SWEEP, row.id)
        stands = standing(known.task, told)
        assert (stands.state.value, stands.share, stands.closed_on) == (row.state, row.progress, row.closed_on)
        overdue = row.state == "open" and row.due_on is not None and row.due_on < TODAY
        seen |= {row.state, *(each.progress.state.value for each in told), "overdue" if overdue else ""}
        seen |= {"standing"} if row.due_on is None else set()
        seen |= {"measured"} if any(each.progress.total for each in told) else set()
    assert seen >= {"open", "done", "dropped", "in_progress", "late", "overdue", "standing", "measured"}


def test_meetings_say_what_became_of_earlier_tasks(district: Connection) -> None:
    """The result tables agree with what the tasks were told."""
    said = {}
    for row in district.execute(select(task_update).where(task_update.c.meeting_id.is_not(None))):
        said[row.meeting_id, row.task_id] = row.state
    told = {
        (row.meeting_id, line.task_id): line.told.state.value
        for row in district.execute(select(meeting_version.c.meeting_id, meeting_version.c.carried))
        for line in map(from_json, row.carried)
        if line.told is not None
    }
    assert told == said
    assert len(told) > 100
    found = meetings.newest(district, SWEEP, units.find(district, SWEEP, "thôn Muối")[0].id, 12)
    shares = [follow_up(each.meeting.carried, each.meeting.held_on).share for each in found]
    assert any(share is not None for share in shares)


def test_the_demos_open_cells_have_told_nothing_this_month(district: Connection) -> None:
    for name in ("thôn Muối", "thôn An Phú"):
        cell = units.find(district, SWEEP, name)[0]
        row = district.execute(
            select(obligation).where(obligation.c.unit_id == cell.id, obligation.c.period == Month(2026, 11))
        ).one()
        assert (row.state, row.planned_on, row.next_at) == ("open", TODAY - timedelta(days=2), NOW)


def test_the_demos_own_cells_have_the_two_tasks_of_the_model_talks(district: Connection) -> None:
    for name in ("thôn Muối", "thôn An Phú"):
        found = carried.of_unit(district, SWEEP, units.find(district, SWEEP, name)[0].id, None)
        assert [each.overdue(TODAY) for each in found if each.task.what.startswith("Dọn vệ sinh kênh mương")][-1:] == [
            True
        ]
        assert 7 / 12 in [each.share for each in found if each.task.what == "Vận động 12 hộ ngõ 2 hiến đất"]


def test_a_file_is_made_and_filled_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/demo.db"
    seed(url, 3, 1, NOW)
    with pytest.raises(BadSetting, match="units already"):
        seed(url, 3, 1, NOW)
    with pytest.raises(BadSetting, match="at least one cell"):
        seed(url, 0, 1, NOW)


# --- rosters ----------------------------------------------------------------------------------------------------------


def cells_of(db: Connection) -> list[int]:
    return list(db.execute(select(unit.c.id).where(unit.c.kind == UnitKind.CELL.value).order_by(unit.c.id)).scalars())


def test_most_cells_keep_a_roster_as_strong_as_their_profile_says(district: Connection) -> None:
    kept = 0
    for cell in cells_of(district):
        known = members.roster(district, SWEEP, cell, TODAY)
        profile = units.profile(district, SWEEP, cell, TODAY)
        kept += bool(known)
        if known:
            counted = strength(known)
            assert counted.base == profile.base
            assert (counted.probationary, counted.exempt) == (profile.probationary, profile.exempt)
            assert len({each.name for each in known}) == len(known)
    assert 0.7 * CELLS <= kept < CELLS
    own = [bool(members.roster(district, SWEEP, cell, TODAY)) for cell in cells_of(district)[:3]]
    assert own == [True, True, False], "the new secretary of the demo finds no roster yet"


def test_officers_are_linked_to_their_persons_and_some_have_left(district: Connection) -> None:
    for cell in cells_of(district)[:10]:
        by_name = {each.name: each.person_id for each in members.roster(district, SWEEP, cell, TODAY)}
        for held, who in people.holders(district, SWEEP, cell, TODAY):
            if held.role is not Role.UPPER_MEMBER and by_name:
                assert by_name[who.name] == who.id
    gone = [each for cell in cells_of(district) for each in members.gone(district, SWEEP, cell)]
    assert {each.left_how for each in gone} == {Left.TRANSFER, Left.DEATH}


def test_the_absent_are_marked_by_member_among_those_expected(district: Connection) -> None:
    for row in district.execute(select(meeting_version)).all():
        marks = district.execute(select(attendance_mark).where(attendance_mark.c.meeting_id == row.meeting_id)).all()
        expected = row.attendance.get("expected", [])
        assert len(marks) == (row.base - row.present if expected else 0)
        assert {each.member_id for each in marks} <= set(expected)
        assert not expected or len(expected) == row.base
        assert {each.mark for each in marks} <= {mark.value for mark in ABSENT}


def test_nobody_was_expected_before_he_joined(district: Connection) -> None:
    for cell in cells_of(district)[:20]:
        since = {
            each.id: each.since
            for each in members.roster(district, SWEEP, cell, TODAY)
            if each.standing is Standing.PROBATIONARY
        }
        for seen in attendance.regular(district, SWEEP, cell, TODAY):
            assert not {key for key, day in since.items() if day > seen.period.last} & seen.expected


def test_somewhere_somebody_keeps_being_absent(district: Connection) -> None:
    found = [
        often_absent(attendance.regular(district, SWEEP, cell, TODAY), 3, Window.ROW) for cell in cells_of(district)
    ]
    assert any(found)
