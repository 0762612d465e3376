"""Tasks as they stand; ``storage.task_updates`` moves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.tasks import Measure, Task, TaskState
from storage import search, units
from storage.tables import Day, resolution, task, task_update


@dataclass(frozen=True, slots=True)
class KeptTask:
    """A task as it stands: ``share`` done, 0 to 1, and the number of the resolution that set it."""

    id: int
    unit_id: int
    task: Task
    state: TaskState
    share: float
    resolution_number: str
    closed_on: date | None = None

    def overdue(self, today: date) -> bool:
        """Open past its due date."""
        return self.state is TaskState.OPEN and self.task.due_on is not None and self.task.due_on < today


_INSERT = insert(task)
_TASKS = select(task, resolution.c.number.label("resolution_number")).outerjoin(
    resolution, resolution.c.id == task.c.resolution_id
)
_OPEN = _TASKS.where(
    task.c.unit_id == bindparam("unit_id"), task.c.state == "open", task.c.superseded_at.is_(None)
).order_by(task.c.due_on.is_(None), task.c.due_on, task.c.id)
_CLOSED_SINCE = _TASKS.where(
    task.c.unit_id == bindparam("unit_id"),
    task.c.state != "open",
    task.c.superseded_at.is_(None),
    task.c.closed_on > bindparam("since", type_=Day()),
).order_by(task.c.closed_on, task.c.id)
_CLOSED = (
    _TASKS.where(task.c.unit_id == bindparam("unit_id"), task.c.state != "open", task.c.superseded_at.is_(None))
    .order_by(task.c.closed_on.desc(), task.c.id.desc())
    .limit(bindparam("most"))
)
_OF_RESOLUTION = _TASKS.where(
    task.c.resolution_id == bindparam("resolution_id"), task.c.superseded_at.is_(None)
).order_by(task.c.id)
_ONE = _TASKS.where(task.c.id == bindparam("task_id"), task.c.superseded_at.is_(None))


def _kept(row: Row[Any]) -> KeptTask:
    measure = Measure(row.amount, row.measure_unit) if row.amount is not None else None
    told = Task(row.what, row.assignee, row.due_on, measure, row.area)
    return KeptTask(
        row.id, row.unit_id, told, TaskState(row.state), row.progress, row.resolution_number or "", row.closed_on
    )


def open_of(db: Connection, scope: Scope, unit_id: int) -> tuple[KeptTask, ...]:
    """The unit's open tasks, the soonest due first, those without a date last."""
    return tuple(_kept(row) for row in db.execute(units.within(_OPEN, task.c.unit_id, scope), {"unit_id": unit_id}))


def closed_of(db: Connection, scope: Scope, unit_id: int, most: int = 5) -> tuple[KeptTask, ...]:
    """The tasks closed last."""
    statement = units.within(_CLOSED, task.c.unit_id, scope)
    return tuple(_kept(row) for row in db.execute(statement, {"unit_id": unit_id, "most": most}))


def closed_since(db: Connection, scope: Scope, unit_id: int, since: date) -> tuple[KeptTask, ...]:
    """The tasks closed after that day, the earliest closed first."""
    statement = units.within(_CLOSED_SINCE, task.c.unit_id, scope)
    return tuple(_kept(row) for row in db.execute(statement, {"unit_id": unit_id, "since": since}))


def find(db: Connection, scope: Scope, task_id: int) -> KeptTask | None:
    """The task; None when absent, set aside or outside the scope."""
    row = db.execute(units.within(_ONE, task.c.unit_id, scope), {"task_id": task_id}).first()
    return None if row is None else _kept(row)


def of_resolution(db: Connection, scope: Scope, resolution_id: int) -> tuple[KeptTask, ...]:
    """The tasks that the resolution set, in the order told."""
    statement = units.within(_OF_RESOLUTION, task.c.unit_id, scope)
    return tuple(_kept(row) for row in db.execute(statement, {"resolution_id": resolution_id}))


def get(db: Connection, scope: Scope, task_id: int) -> KeptTask:
    """The task; Refused("not-found") when absent or outside the scope."""
    known = find(db, scope, task_id)
    if known is None:
        raise Refused("not-found")
    return known


def add(db: Connection, scope: Scope, unit_id: int, told: Task, *, resolution_id: int | None, now: datetime) -> int:
    """Keep a new open task; its id."""
    units.seen(db, scope, unit_id)
    values = {
        "unit_id": unit_id,
        "resolution_id": resolution_id,
        "what": told.what,
        "assignee": told.assignee,
        "due_on": told.due_on,
        "area": told.area,
        "amount": told.measure.amount if told.measure else None,
        "measure_unit": told.measure.unit if told.measure else "",
        "created_at": now,
    }
    key = db.execute(_INSERT, values).inserted_primary_key
    task_id = int(key[0]) if key else 0
    search.note_task(db, scope, task_id, unit_id, told, now.date())
    return task_id


_SET_ASIDE = (
    select(task.c.id, task.c.unit_id, task.c.due_on)
    .join(resolution, resolution.c.id == task.c.resolution_id)
    .where(
        resolution.c.meeting_id == bindparam("meeting_id"),
        task.c.superseded_at == bindparam("at", type_=task.c.superseded_at.type),
        task.c.what == bindparam("what"),
        task.c.assignee == bindparam("assignee"),
    )
    .order_by(task.c.id)
    .limit(1)
)
_MOVED = select(task_update.c.id).where(task_update.c.task_id == bindparam("task_id"), task_update.c.act == "due")


def taken_up(db: Connection, scope: Scope, told: Task, *, meeting_id: int, resolution_id: int, now: datetime) -> bool:
    """The same work of the same owner, set aside by this very correction of the meeting: it goes on with all its updates.

    What the correction says of it otherwise (its day, its measure) counts; a due day that was moved since stays.
    """
    values = {"meeting_id": meeting_id, "at": now, "what": told.what, "assignee": told.assignee}
    found = db.execute(units.within(_SET_ASIDE, task.c.unit_id, scope), values).first()
    if found is None:
        return False
    moved = db.execute(_MOVED, {"task_id": found.id}).first() is not None
    due_on = found.due_on if moved else told.due_on
    again = {} if due_on == found.due_on else {"next_at": None, "reminded_until": now}
    db.execute(
        update(task)
        .where(task.c.id == found.id)
        .values(
            resolution_id=resolution_id,
            superseded_at=None,
            due_on=due_on,
            area=told.area,
            amount=told.measure.amount if told.measure else None,
            measure_unit=told.measure.unit if told.measure else "",
            **again,
        )
    )
    search.note_task(db, scope, found.id, found.unit_id, told, now.date())
    return True
