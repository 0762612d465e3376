"""Tasks move by append-only updates, within the scope; a meeting reports on those it carried, and its correction corrects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.carrying import Carried
from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Scope
from bot.domain.resolutions import Resolution
from bot.domain.tasks import Progress, ReportedState, Task, TaskState
from bot.domain.units import UnitKind
from storage import carried, meetings, resolutions, task_updates, tasks
from storage.entry import Entry
from storage.tables import audit, task_update
from tests.conftest import NOW
from tests.small_district import add_cell, add_person, add_unit, assign, hold

TODAY = NOW.date()
DONE, RUNNING, LATE = (
    Progress(ReportedState.DONE),
    Progress(ReportedState.IN_PROGRESS, 9, 12),
    Progress(ReportedState.LATE, note="mưa"),
)
HOUR, MONTH = timedelta(hours=1), timedelta(days=30)


@pytest.fixture
def cell(db: Connection) -> int:
    return add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam"), "Chi bộ thôn Muối")


@pytest.fixture
def an(db: Connection, cell: int) -> int:
    return add_person(db, cell, "Nguyễn Văn An")


@pytest.fixture
def task_id(db: Connection, cell: int) -> int:
    return assign(db, cell, date(2026, 11, 30), amount=12.0, measure_unit="hộ")


def entry(an: int, minutes: int = 0, draft_id: int | None = None) -> Entry:
    return Entry(an, NOW + timedelta(minutes=minutes), draft_id)


def test_a_report_moves_the_task_and_is_noted_with_who_and_when(db: Connection, an: int, task_id: int) -> None:
    known = task_updates.report(db, SWEEP, task_id, RUNNING, entry(an), photos=("p",), today=TODAY)
    assert (known.state, known.share) == (TaskState.OPEN, 0.75)
    (kept,) = task_updates.history(db, SWEEP, task_id)
    assert (kept.by, kept.said_on, kept.photos, kept.progress.done) == (an, TODAY, ("p",), 9)
    assert db.execute(select(audit.c.act)).scalars().all() == ["task-updated"]


def test_the_same_draft_reports_once(db: Connection, an: int, task_id: int) -> None:
    for _ in range(2):
        task_updates.report(db, SWEEP, task_id, DONE, entry(an, draft_id=5), today=TODAY)
    assert len(task_updates.history(db, SWEEP, task_id)) == 1


def test_a_closed_task_takes_no_report_until_it_is_reopened(db: Connection, an: int, task_id: int) -> None:
    task_updates.report(db, SWEEP, task_id, DONE, entry(an), today=TODAY)
    with pytest.raises(Refused, match="task-closed"):
        task_updates.report(db, SWEEP, task_id, RUNNING, entry(an), today=TODAY)
    with pytest.raises(Refused, match="task-reopen-late"):
        task_updates.reopen(db, SWEEP, task_id, entry(an), today=TODAY + timedelta(days=31), within=MONTH)
    known = task_updates.reopen(db, SWEEP, task_id, entry(an, 5), today=TODAY, within=MONTH)
    assert (known.state, known.closed_on) == (TaskState.OPEN, None)
    with pytest.raises(Refused, match="task-open-already"):
        task_updates.reopen(db, SWEEP, task_id, entry(an), today=TODAY, within=MONTH)


def test_only_the_newest_update_is_taken_back_and_only_for_a_while(db: Connection, an: int, task_id: int) -> None:
    task_updates.report(db, SWEEP, task_id, RUNNING, entry(an), today=TODAY)
    first = task_updates.newest_id(db, SWEEP, task_id)
    task_updates.report(db, SWEEP, task_id, DONE, entry(an, 1), today=TODAY)
    newest = task_updates.newest_id(db, SWEEP, task_id)
    for update_id, minutes in ((first, 2), (newest, 90)):
        with pytest.raises(Refused, match="task-undo-late"):
            task_updates.undo(db, SWEEP, task_id, update_id, entry(an, minutes), today=TODAY, within=HOUR)
    known = task_updates.undo(db, SWEEP, task_id, newest, entry(an, 2), today=TODAY, within=HOUR)
    assert (known.state, known.share) == (TaskState.OPEN, 0.75)
    assert len(task_updates.history(db, SWEEP, task_id)) == 3


def test_the_due_day_is_moved_with_its_reason_and_its_past_is_kept(db: Connection, an: int, task_id: int) -> None:
    known = task_updates.move_due(db, SWEEP, task_id, date(2026, 12, 15), "chờ kinh phí", entry(an), today=TODAY)
    assert known.task.due_on == date(2026, 12, 15)
    (kept,) = task_updates.history(db, SWEEP, task_id)
    assert (kept.due_was, kept.due_on, kept.progress.note) == (date(2026, 11, 30), date(2026, 12, 15), "chờ kinh phí")
    known = task_updates.undo(db, SWEEP, task_id, kept.id, entry(an, 1), today=TODAY, within=HOUR)
    assert known.task.due_on == date(2026, 11, 30)


def test_no_update_of_another_cell_is_read_or_made(db: Connection, an: int, task_id: int) -> None:
    """Matrix 75: a foreign id and an absent one are told alike."""
    other = add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bảo Sơn"), "Chi bộ thôn Khe Sâu")
    narrow = Scope(an, (other,))
    task_updates.report(db, SWEEP, task_id, RUNNING, entry(an), today=TODAY)
    assert task_updates.history(db, narrow, task_id) == ()
    assert carried.of_unit(db, narrow, tasks.get(db, SWEEP, task_id).unit_id, TODAY) == ()
    for each in (task_id, 9999):
        with pytest.raises(Refused, match="not-found"):
            task_updates.report(db, narrow, each, DONE, entry(an), today=TODAY)
        with pytest.raises(Refused, match="not-found"):
            task_updates.undo(db, narrow, each, 1, entry(an), today=TODAY, within=HOUR)
        with pytest.raises(Refused, match="not-found"):
            task_updates.reopen(db, narrow, each, entry(an), today=TODAY, within=HOUR)
        with pytest.raises(Refused, match="not-found"):
            task_updates.move_due(db, narrow, each, None, "", entry(an), today=TODAY)


# --- carried over ----------------------------------------------------------------------------------------------------


def found(db: Connection, cell: int) -> tuple[Carried, ...]:
    return carried.of_unit(db, SWEEP, cell, date(2026, 10, 3))


def test_a_meeting_finds_what_is_open_and_what_was_closed_since_the_last(
    db: Connection, cell: int, an: int, task_id: int
) -> None:
    task_updates.report(db, SWEEP, task_id, RUNNING, entry(an), today=TODAY)
    assign(db, cell, date(2026, 10, 1), "done", closed_on=date(2026, 9, 30))
    lately = assign(db, cell, date(2026, 10, 20), "done", closed_on=date(2026, 10, 19))
    first, second = found(db, cell)
    assert (first.task_id, first.share, first.asked) == (task_id, 0.75, True)
    assert first.before == Progress(ReportedState.IN_PROGRESS, 9, 12, unit="hộ")
    assert (second.task_id, second.asked, second.before) == (lately, False, DONE)


def test_signing_off_reports_what_was_said_on_the_day_of_the_meeting(
    db: Connection, cell: int, an: int, task_id: int
) -> None:
    meeting_id, held_on = hold(db, cell, date(2026, 11, 3)), date(2026, 11, 3)
    silent = assign(db, cell, None)
    lines = [replace(each, told=DONE if each.task_id == task_id else None) for each in found(db, cell)]
    assert carried.keep(db, SWEEP, cell, meeting_id, held_on, lines, entry(an, draft_id=4)) == ()
    known = tasks.get(db, SWEEP, task_id)
    assert (known.state, known.closed_on) == (TaskState.DONE, held_on)
    assert [(each.task_id, each.meeting_id) for each in db.execute(select(task_update))] == [(task_id, meeting_id)]
    assert task_updates.history(db, SWEEP, silent) == ()


def test_a_correction_of_the_meeting_corrects_what_it_reported(
    db: Connection, cell: int, an: int, task_id: int
) -> None:
    meeting_id, held_on = hold(db, cell, date(2026, 11, 3)), date(2026, 11, 3)
    was = [replace(each, told=DONE) for each in found(db, cell)]
    carried.keep(db, SWEEP, cell, meeting_id, held_on, was, entry(an))
    carried.keep(db, SWEEP, cell, meeting_id, held_on, was, entry(an, 1), was)
    assert len(task_updates.history(db, SWEEP, task_id)) == 1
    now = [replace(each, told=RUNNING) for each in was]
    carried.keep(db, SWEEP, cell, meeting_id, held_on, now, entry(an, 2), was)
    assert (tasks.get(db, SWEEP, task_id).state, tasks.get(db, SWEEP, task_id).share) == (TaskState.OPEN, 0.75)
    withdrawn = [replace(each, told=None) for each in now]
    carried.keep(db, SWEEP, cell, meeting_id, held_on, withdrawn, entry(an, 3), now)
    assert tasks.get(db, SWEEP, task_id).share == 0.0
    assert len(task_updates.history(db, SWEEP, task_id)) == 3


def test_a_correction_overrules_nothing_that_was_reported_after_the_meeting(
    db: Connection, cell: int, an: int, task_id: int
) -> None:
    meeting_id, held_on = hold(db, cell, date(2026, 11, 3)), date(2026, 11, 3)
    was = [replace(each, told=RUNNING) for each in found(db, cell)]
    carried.keep(db, SWEEP, cell, meeting_id, held_on, was, entry(an))
    task_updates.report(db, SWEEP, task_id, DONE, entry(an, 5), today=TODAY)
    now = [replace(each, told=LATE) for each in was]
    assert carried.keep(db, SWEEP, cell, meeting_id, held_on, now, entry(an, 9), was) == ()
    assert tasks.get(db, SWEEP, task_id).state is TaskState.DONE


def test_a_task_closed_while_the_meeting_was_being_entered_stays_closed(
    db: Connection, cell: int, an: int, task_id: int
) -> None:
    lines = [replace(each, told=RUNNING) for each in found(db, cell)]
    task_updates.report(db, SWEEP, task_id, DONE, entry(an), today=TODAY)
    left = carried.keep(db, SWEEP, cell, hold(db, cell, TODAY), TODAY, lines, entry(an, 1))
    assert [each.task_id for each in left] == [task_id]
    assert tasks.get(db, SWEEP, task_id).state is TaskState.DONE


def test_a_task_of_another_cell_is_not_moved_by_a_forged_line(db: Connection, cell: int, an: int, task_id: int) -> None:
    other = add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bảo Sơn"), "Chi bộ thôn Khe Sâu")
    lines = [replace(each, told=DONE) for each in found(db, cell)]
    assert len(carried.keep(db, SWEEP, other, hold(db, other, TODAY), TODAY, lines, entry(an))) == 1
    assert tasks.get(db, SWEEP, task_id).state is TaskState.OPEN


def test_the_lines_are_frozen_with_the_version(db: Connection, cell: int, an: int, task_id: int) -> None:
    was = meetings.get(db, SWEEP, hold(db, cell, date(2026, 11, 3)))
    lines = tuple(replace(each, told=RUNNING) for each in found(db, cell))
    meetings.correct(db, SWEEP, was, replace(was.meeting, carried=lines), entry(an))
    task_updates.report(db, SWEEP, task_id, DONE, entry(an, 5), today=TODAY)
    assert meetings.get(db, SWEEP, was.id).meeting.carried == lines


def test_a_corrected_resolution_keeps_its_tasks_and_what_was_reported_on_them(
    db: Connection, cell: int, an: int
) -> None:
    meeting_id, held_on = hold(db, cell, date(2026, 11, 3)), date(2026, 11, 3)
    bridge = Task("Sửa cầu", "Trần Thị Bình", date(2026, 11, 30))
    road = Task("Mở đường", "Lê Thị Lan", date(2026, 12, 10))
    passed = Resolution(cell, "01-NQ/CB", held_on, "Mở đường")
    resolutions.record(db, SWEEP, [(passed, (bridge, road))], entry(an), meeting_id=meeting_id)
    first, second = tasks.open_of(db, SWEEP, cell)
    task_updates.report(db, SWEEP, first.id, RUNNING, entry(an, 5), today=TODAY)
    later = entry(an, 60)
    resolutions.supersede(db, SWEEP, meeting_id, later.now)
    again = replace(bridge, due_on=date(2026, 12, 5)), Task("Mở đường ngõ 2", "Lê Thị Lan", date(2026, 12, 10))
    resolutions.record(db, SWEEP, [(replace(passed, subject="Mở đường ngõ 2"), again)], later, meeting_id=meeting_id)
    kept, new = tasks.open_of(db, SWEEP, cell)
    assert (kept.id, kept.task.due_on, kept.share) == (first.id, date(2026, 12, 5), 0.75)
    assert len(task_updates.history(db, SWEEP, kept.id)) == 1
    assert new.id not in {first.id, second.id}
    assert tasks.find(db, SWEEP, second.id) is None


def test_a_day_moved_since_outlives_a_correction_of_the_resolution(db: Connection, cell: int, an: int) -> None:
    meeting_id, held_on = hold(db, cell, date(2026, 11, 3)), date(2026, 11, 3)
    told = (Resolution(cell, "01-NQ/CB", held_on, "Sửa cầu"), (Task("Sửa cầu", "Trần Thị Bình", date(2026, 11, 30)),))
    resolutions.record(db, SWEEP, [told], entry(an), meeting_id=meeting_id)
    (first,) = tasks.open_of(db, SWEEP, cell)
    task_updates.move_due(db, SWEEP, first.id, date(2026, 12, 20), "mưa", entry(an, 5), today=TODAY)
    later = entry(an, 60)
    resolutions.supersede(db, SWEEP, meeting_id, later.now)
    resolutions.record(db, SWEEP, [told], later, meeting_id=meeting_id)
    assert [(each.id, each.task.due_on) for each in tasks.open_of(db, SWEEP, cell)] == [(first.id, date(2026, 12, 20))]
