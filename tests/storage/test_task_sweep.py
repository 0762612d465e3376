"""The sweep over tasks: queued once, asked anew at the claim, one message a person; quarantine, dissolved cells, handover."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update

from bot.domain.people import SWEEP, Role
from bot.domain.tasks import Progress, ReportedState
from bot.domain.units import UnitKind
from storage import drafts, people, pulse, quarantine, rules, task_sweep, task_updates
from storage.claims import claim
from storage.entry import Entry
from storage.outbox import Claimed, Nudged
from storage.tables import outbox, post, task
from tests.conftest import ZONE
from tests.small_district import OPENED, add_cell, add_person, add_unit, assign, close

DUE = date(2026, 11, 20)
MADE = datetime(2026, 11, 3, 21, tzinfo=ZONE)
LEASE = timedelta(minutes=2)


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def cell(db: Connection) -> int:
    return add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam"), "Chi bộ thôn Muối")


@pytest.fixture
def an(db: Connection, cell: int) -> int:
    return add_person(db, cell, "Nguyễn Văn An")


def given_out(db: Connection, cell: int, due_on: date | None = DUE) -> int:
    return assign(db, cell, due_on, created_at=MADE)


def swept(db: Connection, now: datetime) -> int:
    return task_sweep.sweep(db, now, ZONE).queued


def claimed(db: Connection, now: datetime) -> Claimed | None:
    return claim(db, "test", now, LEASE, ZONE)


def told(db: Connection, now: datetime) -> list[int]:
    """Ids of the tasks in the next message."""
    found = claimed(db, now)
    return [] if found is None else [part.task.id for part in found.parts if isinstance(part, Nudged)]


def ends(db: Connection) -> list[tuple[str, str]]:
    return [tuple(row) for row in db.execute(select(outbox.c.state, outbox.c.last_error).order_by(outbox.c.id))]


def test_a_far_task_sleeps_and_each_moment_is_queued_once(db: Connection, cell: int, an: int) -> None:
    task_id = given_out(db, cell)
    assert swept(db, at(4)) == 0
    assert db.execute(select(task.c.next_at).where(task.c.id == task_id)).scalar_one() == at(17)
    assert [swept(db, at(17)), swept(db, at(17)), swept(db, at(19))] == [1, 0, 0]
    assert swept(db, at(20)) == 1


def test_several_tasks_of_one_morning_are_one_message(db: Connection, cell: int, an: int) -> None:
    first, second = given_out(db, cell), given_out(db, cell)
    swept(db, at(17))
    assert sorted(told(db, at(17))) == sorted([first, second])
    assert claimed(db, at(17)) is None


def test_a_task_closed_before_the_claim_is_not_told_of(db: Connection, cell: int, an: int) -> None:
    """Matrix 43, for tasks."""
    task_id = given_out(db, cell)
    swept(db, at(17))
    task_updates.report(db, SWEEP, task_id, Progress(ReportedState.DONE), Entry(an, at(17)), today=date(2026, 11, 17))
    assert told(db, at(17)) == []
    assert ends(db) == [("expired", "done")]


def test_a_moved_day_has_its_own_moments(db: Connection, cell: int, an: int) -> None:
    task_id = given_out(db, cell)
    swept(db, at(17))
    task_updates.move_due(
        db, SWEEP, task_id, date(2026, 11, 27), "mưa", Entry(an, at(17, 8, 5)), today=date(2026, 11, 17)
    )
    assert told(db, at(17, 8, 6)) == []
    assert ends(db) == [("expired", "moved")]
    assert (swept(db, at(20)), swept(db, at(24))) == (0, 1)


def test_after_downtime_only_the_latest_goes_out(db: Connection, cell: int, an: int) -> None:
    """Matrix 40, for tasks."""
    given_out(db, cell)
    assert swept(db, at(16)) == 0
    assert swept(db, at(23)) == 1
    assert db.execute(select(outbox.c.payload)).scalar_one()["key"] == f"over@{DUE}"


def test_the_owner_who_has_joined_is_told_too(db: Connection, cell: int, an: int) -> None:
    binh = add_person(db, cell, "Trần Thị Bình", Role.COMMITTEE_MEMBER)
    given_out(db, cell)
    swept(db, at(17))
    assert set(db.execute(select(outbox.c.recipient_id)).scalars()) == {an, binh}


def test_the_post_handed_over_meanwhile_hands_the_message_on(db: Connection, cell: int, an: int) -> None:
    """Matrix 53, for tasks."""
    task_id = given_out(db, cell)
    swept(db, at(17))
    db.execute(update(post).where(post.c.person_id == an).values(valid_to=date(2026, 11, 17)))
    hung = people.create(db, "Phạm Văn Hùng")
    people.join(db, hung, 777, at(17))
    people.begin_post(db, hung, cell, Role.SECRETARY, OPENED)
    found = claimed(db, at(17))
    assert found is not None
    assert (found.person_id, [part.task.id for part in found.parts if isinstance(part, Nudged)]) == (hung, [task_id])
    assert ends(db)[0] == ("expired", "no longer holds the post")


def test_nobody_is_told_of_a_dissolved_cells_tasks(db: Connection, cell: int, an: int) -> None:
    """Matrix 54, for tasks."""
    given_out(db, cell)
    swept(db, at(17))
    close(db, cell, date(2026, 11, 17))
    assert told(db, at(17)) == []
    assert swept(db, at(20)) == 0


def test_it_waits_while_the_person_is_in_the_middle_of_an_entry(db: Connection, cell: int, an: int) -> None:
    given_out(db, cell)
    swept(db, at(17))
    drafts.start(
        db, person_id=an, unit_id=cell, chat_id=1, form="meeting", form_version=1, now=at(17, 7, 58), about={}, data={}
    )
    assert told(db, at(17)) == []
    assert len(told(db, at(17, 8, 8))) == 1


def test_it_waits_longer_while_the_person_leads_a_meeting(db: Connection, cell: int, an: int) -> None:
    given_out(db, cell)
    swept(db, at(17))
    drafts.start(
        db, person_id=an, unit_id=cell, chat_id=1, form="leading", form_version=1, now=at(17, 7), about={}, data={}
    )
    assert told(db, at(17)) == []
    assert told(db, at(17, 8, 59)) == []
    assert len(told(db, at(17, 9))) == 1


def test_in_quarantine_it_is_held(db: Connection, cell: int, an: int) -> None:
    """Matrix 58, for tasks."""
    quarantine.begin(db, at(16), restored=True)
    given_out(db, cell)
    swept(db, at(17))
    assert told(db, at(17)) == []
    assert [state for state, _ in ends(db)] == ["held"]
    assert pulse.last(db, "quarantine") is not None


def test_a_committees_setting_counts_for_the_cells_below(db: Connection, cell: int, an: int) -> None:
    rules.set_rule(db, SWEEP, cell, "task_before_days", 7, an, MADE)
    given_out(db, cell)
    assert (swept(db, at(12)), swept(db, at(13))) == (0, 1)


def test_a_standing_task_without_a_day_is_left_alone(db: Connection, cell: int, an: int) -> None:
    given_out(db, cell, None)
    assert [swept(db, at(day)) for day in (4, 17, 30)] == [0, 0, 0]


def test_a_reopened_task_is_looked_at_again(db: Connection, cell: int, an: int) -> None:
    task_id = given_out(db, cell)
    task_updates.report(db, SWEEP, task_id, Progress(ReportedState.DONE), Entry(an, at(10)), today=date(2026, 11, 10))
    assert swept(db, at(17)) == 0
    month = timedelta(days=30)
    task_updates.reopen(db, SWEEP, task_id, Entry(an, at(18)), today=date(2026, 11, 18), within=month)
    assert (swept(db, at(18, 9)), swept(db, at(20))) == (0, 1)


def test_more_tasks_than_one_sweep_takes_are_left_for_the_next(db: Connection, cell: int, an: int) -> None:
    for _ in range(5):
        given_out(db, cell)
    found = task_sweep.sweep(db, at(17), ZONE, limit=3)
    assert (found.looked_at, found.queued, found.more) == (3, 3, True)
    assert task_sweep.sweep(db, at(17), ZONE, limit=3).queued == 2
