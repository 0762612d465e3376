"""Requirements on kept scores: one a meeting, versions append-only, seen within the scope, told from the records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date

import pytest
from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.exc import DBAPIError

from bot.domain.carrying import Carried
from bot.domain.errors import Refused
from bot.domain.meetings import Attendance, Hours, Kind, Meeting
from bot.domain.members import Mark, Marked, Roll, Standing, strength
from bot.domain.people import SWEEP, Role, Scope
from bot.domain.periods import Month
from bot.domain.prefill import prefilled
from bot.domain.rules import Rules
from bot.domain.scores import Band, Line, Score, Stage, scored, table_of
from bot.domain.tasks import Progress, ReportedState, Task
from bot.domain.units import UnitKind
from storage import meetings, members, scores
from storage.entry import Entry
from storage.meetings import Recorded
from storage.tables import score, score_version
from tests.conftest import NOW
from tests.small_district import add_cell, add_person, add_unit, assign, hold, resolve

DAY = date(2026, 11, 3)
BEFORE = date(2026, 10, 3)
RULES = Rules()
TABLE = table_of("hd42")
FULL = scored(TABLE, {each.key: Line(each.most, each.most) for each in TABLE.criteria})


def less(points: float, remark: str = "Tài liệu gửi muộn") -> Score:
    lines = dict(FULL.lines)
    lines["preparation"] = Line(10 - points, 10, "", remark)
    return scored(TABLE, lines)


def entry(by: int | None = None, draft: int | None = None, reason: str = "") -> Entry:
    return Entry(by, NOW.astimezone(UTC), draft, {}, reason)


@pytest.fixture
def cells(db: Connection) -> tuple[int, int]:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An")
    return add_cell(db, commune, "Chi bộ thôn Muối"), add_cell(db, commune, "Chi bộ thôn Khe Sâu")


@pytest.fixture
def scope(cells: tuple[int, int]) -> Scope:
    return Scope(1, (cells[0],))


@pytest.fixture
def held(db: Connection, cells: tuple[int, int], scope: Scope) -> Recorded:
    return meetings.get(db, scope, hold(db, cells[0], DAY))


def test_what_was_proposed_is_read_back_as_it_was_given(db: Connection, scope: Scope, held: Recorded) -> None:
    score_id = scores.propose(db, scope, held, less(2), entry())
    kept = scores.get(db, scope, score_id)
    assert kept == scores.of_meeting(db, scope, held.id)
    assert (kept.stage, kept.version, kept.period) == (Stage.PROPOSED, 1, Month(2026, 11))
    assert kept.score == less(2)
    assert (kept.score.total, kept.score.band) == (98, Band.GOOD)
    assert kept.score.lines["preparation"].remark == "Tài liệu gửi muộn"
    assert (kept.score.table, kept.score.table_version) == ("hd42", 2)


def test_a_score_keeps_the_table_it_was_given_by(db: Connection, scope: Scope, held: Recorded) -> None:
    old = Score("hd12", 3, {"all": Line(70, 80, "", "Theo bảng cũ")}, Band.FAIR)
    kept = scores.get(db, scope, scores.propose(db, scope, held, old, entry()))
    assert (kept.score.table, kept.score.table_version, kept.score.total) == ("hd12", 3, 87.5)


def test_a_meeting_has_one_score_and_a_correction_is_the_next_version(
    db: Connection, scope: Scope, held: Recorded
) -> None:
    first = scores.propose(db, scope, held, less(2), entry())
    assert scores.propose(db, scope, held, less(5), entry()) == first
    assert scores.get(db, scope, first).version == 2
    assert db.execute(select(func.count()).select_from(score)).scalar() == 1
    assert db.execute(select(score_version.c.points).order_by(score_version.c.version)).scalars().all() == [98, 95]


def test_the_same_draft_is_kept_once(db: Connection, scope: Scope, held: Recorded) -> None:
    first = scores.propose(db, scope, held, less(2), entry(draft=5))
    assert scores.propose(db, scope, held, less(2), entry(draft=5)) == first
    assert db.execute(select(func.count()).select_from(score_version)).scalar() == 1


def test_confirmed_is_the_same_points_and_ends_the_scoring(db: Connection, scope: Scope, held: Recorded) -> None:
    was = scores.get(db, scope, scores.propose(db, scope, held, less(2), entry()))
    kept = scores.judge(db, scope, was, None, entry())
    assert (kept.stage, kept.version, kept.score) == (Stage.CONFIRMED, 2, was.score)
    with pytest.raises(Refused, match="score-confirmed"):
        scores.propose(db, scope, held, FULL, entry())


def test_scored_otherwise_from_above_may_be_answered_by_the_cell(db: Connection, scope: Scope, held: Recorded) -> None:
    was = scores.get(db, scope, scores.propose(db, scope, held, FULL, entry()))
    kept = scores.judge(db, scope, was, less(4), entry(reason="Tài liệu gửi muộn"))
    assert (kept.stage, kept.score.total, kept.remark) == (Stage.DIFFERED, 96, "Tài liệu gửi muộn")
    scores.propose(db, scope, held, less(3), entry())
    assert scores.get(db, scope, was.id).stage is Stage.PROPOSED


def test_what_changed_meanwhile_is_not_confirmed_unseen(db: Connection, scope: Scope, held: Recorded) -> None:
    was = scores.get(db, scope, scores.propose(db, scope, held, FULL, entry()))
    scores.propose(db, scope, held, less(4), entry())
    with pytest.raises(Refused, match="score-changed"):
        scores.judge(db, scope, was, None, entry())


def test_versions_are_never_changed_or_deleted(db: Connection, scope: Scope, held: Recorded) -> None:
    scores.propose(db, scope, held, FULL, entry())
    for change in (update(score_version).values(points=1), delete(score_version)):
        with pytest.raises(DBAPIError, match="append-only"), db.begin_nested():
            db.execute(change)


def test_who_proposed_is_known_after_others_have_spoken(
    db: Connection, cells: tuple[int, int], scope: Scope, held: Recorded
) -> None:
    secretary, upper = add_person(db, cells[0], "Nguyễn Văn An"), add_person(db, cells[0], "Vi", Role.UPPER_MEMBER)
    score_id = scores.propose(db, scope, held, FULL, entry(secretary))
    scores.judge(db, scope, scores.get(db, scope, score_id), None, entry(upper))
    assert scores.proposer(db, scope, score_id) == secretary


def test_another_cells_score_is_not_there(db: Connection, cells: tuple[int, int], scope: Scope, held: Recorded) -> None:
    score_id = scores.propose(db, scope, held, FULL, entry())
    other = Scope(2, (cells[1],))
    assert scores.of_meeting(db, other, held.id) is None
    assert scores.of_unit(db, other, cells[0], Month(2026, 1)) == ()
    for act in (
        lambda: scores.get(db, other, score_id),
        lambda: scores.proposer(db, other, score_id),
        lambda: scores.propose(db, other, held, less(9), entry()),
        lambda: scores.judge(db, other, scores.get(db, SWEEP, score_id), None, entry()),
        lambda: scores.told(db, other, held, DAY, RULES),
    ):
        with pytest.raises(Refused, match="not-found"):
            act()
    assert scores.get(db, scope, score_id).version == 1


# --- what the records tell -------------------------------------------------------------------------------------------


def test_the_records_tell_attendance_follow_up_and_what_was_passed(
    db: Connection, cells: tuple[int, int], scope: Scope, held: Recorded
) -> None:
    hold(db, cells[0], BEFORE)
    earlier = resolve(db, cells[0], BEFORE)
    assign(db, cells[0], date(2026, 10, 25), "done", resolution_id=earlier, progress=1, closed_on=date(2026, 10, 24))
    assign(db, cells[0], date(2026, 10, 30), resolution_id=earlier, progress=0.5)
    assign(db, cells[0], date(2026, 12, 30), resolution_id=earlier)  # not due yet
    assign(db, cells[0], date(2026, 10, 30), "dropped", resolution_id=earlier, closed_on=DAY)
    assign(db, cells[0], date(2026, 9, 30), "done", resolution_id=earlier, progress=1, closed_on=date(2026, 9, 9))
    assign(db, cells[1], date(2026, 10, 30), resolution_id=resolve(db, cells[1], BEFORE))  # another cell's
    assign(db, cells[0], date(2026, 12, 1), resolution_id=resolve(db, cells[0], DAY, meeting_id=held.id))
    told = scores.told(db, scope, held, date(2026, 11, 6), RULES)
    assert (told.present, told.base, told.entered_after) == (28, 30, 3)
    assert (told.targets, told.follow_up) == (2, 0.75)
    assert (told.passed, told.tasks_given, told.thematic) == (True, 1, False)
    assert prefilled(TABLE, told, RULES)["results"].points == 24


def test_the_follow_up_is_what_the_meeting_heard_of_earlier_tasks(
    db: Connection, cells: tuple[int, int], scope: Scope, held: Recorded
) -> None:
    """Frozen with the version: what is reported after the meeting changes no score."""
    assign(
        db, cells[0], date(2026, 10, 30), "done", progress=1, closed_on=DAY, resolution_id=resolve(db, cells[0], BEFORE)
    )
    due = Task("Dọn kênh mương", "", date(2026, 10, 25))
    heard = (
        Carried(1, due, told=Progress(ReportedState.DONE)),
        Carried(2, due, told=Progress(ReportedState.LATE)),
        Carried(3, Task("Mở đường", "", date(2026, 12, 25)), told=Progress(ReportedState.IN_PROGRESS)),
    )
    was = replace(held, meeting=replace(held.meeting, carried=heard))
    told = scores.told(db, scope, was, date(2026, 11, 6), RULES)
    assert (told.targets, told.follow_up) == (2, 0.5)


def test_a_committee_meeting_in_the_weeks_before_is_found(
    db: Connection, cells: tuple[int, int], scope: Scope, held: Recorded
) -> None:
    add_person(db, cells[0], "Nguyễn Văn An")
    assert scores.told(db, scope, held, DAY, RULES).small
    add_person(db, cells[0], "Trần Thị Bình", Role.DEPUTY)
    told = scores.told(db, scope, held, DAY, RULES)
    assert not told.small
    assert not told.committee_met
    session = replace(held.meeting, kinds=frozenset({Kind.COMMITTEE}), held_on=date(2026, 10, 30))
    meetings.record(db, scope, session, entry())
    assert scores.told(db, scope, held, DAY, RULES).committee_met


def _meets(db: Connection, scope: Scope, cell: int, month: int, marks: tuple[Marked, ...]) -> Recorded:
    day = date(2026, month, 3)
    roster = members.roster(db, scope, cell, day)
    roll = Roll(strength(roster), tuple(each.id for each in roster), marks)
    came = Attendance(len(roster) - len(marks), len(roster), excused=len(marks))
    session = Meeting(
        cell,
        Month.of(day),
        frozenset({Kind.REGULAR}),
        day,
        Hours("19:30", "21:00", 90),
        "NVH",
        "An",
        "Bình",
        came,
        roll=roll,
    )
    return meetings.get(db, scope, meetings.record(db, scope, session, entry()))


def test_excused_four_times_running_is_told_by_the_roster(db: Connection, cells: tuple[int, int], scope: Scope) -> None:
    act = members.Act(None, NOW.astimezone(UTC))
    ids = [
        members.add(db, scope, cells[0], name, Standing.OFFICIAL, date(2026, 1, 1), act)
        for name in ("Lê Văn Nam", "Trần Thị Bình", "Vi Văn Sơn")
    ]
    away = (Marked(ids[0], Mark.EXCUSED, "đi làm xa"),)
    for month in (7, 8, 9):
        assert not scores.told(db, scope, _meets(db, scope, cells[0], month, away), DAY, RULES).running
    assert scores.told(db, scope, _meets(db, scope, cells[0], 10, away), DAY, RULES).running == ("Lê Văn Nam",)
    assert not scores.told(db, scope, _meets(db, scope, cells[0], 11, ()), DAY, RULES).running
