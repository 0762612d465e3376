"""Updates of tasks: append-only rows with who and when; where a task stands is worked out anew after each one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.tasks import Act, Progress, ReportedState, TaskState, Update, in_force, standing
from storage import audit, tasks, units
from storage.entry import Entry
from storage.tables import person, task, task_update
from storage.tasks import KeptTask

_OF_TASKS: units.AnySelect = (
    select(task_update, person.c.name)
    .join(task, task.c.id == task_update.c.task_id)
    .outerjoin(person, person.c.id == task_update.c.person_id)
    .where(task_update.c.task_id.in_(bindparam("ids", expanding=True)))
    .order_by(task_update.c.id)
)
_LOCK = select(task.c.id).where(task.c.id == bindparam("task_id")).with_for_update()
_INSERT = insert(task_update)
_OF_DRAFT = select(task_update.c.task_id).where(task_update.c.draft_id == bindparam("draft_id"))


def of_tasks(db: Connection, scope: Scope, task_ids: Iterable[int]) -> dict[int, tuple[Update, ...]]:
    """Every update of those tasks that the scope sees, the oldest first."""
    found: dict[int, list[Update]] = defaultdict(list)
    for row in units.run_within(db, _OF_TASKS, task.c.unit_id, scope, {"ids": list(task_ids)}):
        found[row.task_id].append(_update(row))
    return {task_id: tuple(each) for task_id, each in found.items()}


def history(db: Connection, scope: Scope, task_id: int) -> tuple[Update, ...]:
    """The task's updates, the oldest first."""
    return of_tasks(db, scope, [task_id]).get(task_id, ())


def _update(row: Any) -> Update:
    told = Progress(ReportedState(row.state), row.done, row.total, row.percent, "", row.note)
    return Update(
        row.id,
        Act(row.act),
        told,
        row.at,
        row.said_on or row.at.date(),
        row.person_id,
        row.name or "",
        row.meeting_id,
        row.replaces,
        row.due_on,
        row.due_was,
        tuple(row.photos or ()),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One update about to be kept."""

    act: Act
    progress: Progress
    said_on: date
    photos: tuple[str, ...] = ()
    meeting_id: int | None = None
    replaces: int | None = None
    due_on: date | None = None
    due_was: date | None = None


def keep(db: Connection, scope: Scope, task_id: int, change: Change, entry: Entry) -> KeptTask:
    """Append the update and let the task follow; Refused("not-found") outside the scope."""
    known = tasks.get(db, scope, task_id)
    told = change.progress
    db.execute(
        _INSERT,
        {
            "task_id": task_id,
            "act": change.act.value,
            "state": told.state.value,
            "done": told.done,
            "total": told.total,
            "percent": told.percent,
            "note": told.note,
            "photos": list(change.photos),
            "at": entry.now,
            "said_on": change.said_on,
            "person_id": entry.by,
            "draft_id": entry.draft_id,
            "meeting_id": change.meeting_id,
            "replaces": change.replaces,
            "due_on": change.due_on,
            "due_was": change.due_was,
        },
    )
    stands = standing(known.task, history(db, scope, task_id))
    values: dict[str, Any] = {
        "state": stands.state.value,
        "progress": stands.share,
        "closed_on": stands.closed_on,
        "due_on": stands.due_on,
    }
    if stands.state is TaskState.OPEN and (known.state is not TaskState.OPEN or stands.due_on != known.task.due_on):
        values |= {"next_at": None, "reminded_until": entry.now}
    db.execute(update(task).where(task.c.id == task_id).values(values))
    about = {"task": task_id, "act": change.act.value, "state": told.state.value, "meeting": change.meeting_id}
    audit.note(db, entry.now, entry.by, known.unit_id, "task-updated", about)
    return tasks.get(db, scope, task_id)


def report(
    db: Connection,
    scope: Scope,
    task_id: int,
    progress: Progress,
    entry: Entry,
    *,
    photos: tuple[str, ...] = (),
    today: date,
) -> KeptTask:
    """How the task stands, told outside a meeting; Refused("task-closed") when it is closed already.

    The same draft twice reports once.
    """
    known = locked(db, scope, task_id)
    if entry.draft_id is not None and db.execute(_OF_DRAFT, {"draft_id": entry.draft_id}).first() is not None:
        return known
    if known.state is not TaskState.OPEN:
        raise Refused("task-closed")
    return keep(db, scope, task_id, Change(Act.REPORT, progress, today, photos), entry)


def undo(
    db: Connection, scope: Scope, task_id: int, update_id: int, entry: Entry, *, today: date, within: timedelta
) -> KeptTask:
    """Take back the task's newest update; Refused("task-undo-late") for an older one, a meeting's, or after that time."""
    locked(db, scope, task_id)
    counted = in_force(history(db, scope, task_id))
    newest = max(counted, key=lambda each: each.id, default=None)
    if newest is None or newest.id != update_id or newest.meeting_id is not None or entry.now - newest.at > within:
        raise Refused("task-undo-late")
    said = replace(newest.progress, note="")
    return keep(db, scope, task_id, Change(Act.UNDO, said, today, replaces=newest.id), entry)


def reopen(db: Connection, scope: Scope, task_id: int, entry: Entry, *, today: date, within: timedelta) -> KeptTask:
    """Open a closed task again; Refused("task-open-already"), or Refused("task-reopen-late") when it was closed long ago."""
    known = locked(db, scope, task_id)
    if known.state is TaskState.OPEN:
        raise Refused("task-open-already")
    if known.closed_on is not None and today - known.closed_on > within:
        raise Refused("task-reopen-late")
    return keep(db, scope, task_id, Change(Act.REOPEN, Progress(ReportedState.IN_PROGRESS), today), entry)


def move_due(
    db: Connection, scope: Scope, task_id: int, due_on: date | None, why: str, entry: Entry, *, today: date
) -> KeptTask:
    """Another due day, with the reason; the task must be open."""
    known = locked(db, scope, task_id)
    if known.state is not TaskState.OPEN:
        raise Refused("task-closed")
    told = Progress(ReportedState.IN_PROGRESS, note=why)
    change = Change(Act.DUE, told, today, due_on=due_on, due_was=known.task.due_on)
    return keep(db, scope, task_id, change, entry)


def locked(db: Connection, scope: Scope, task_id: int) -> KeptTask:
    """The task, held until the end of the transaction (SQLite's writer is alone anyway)."""
    tasks.get(db, scope, task_id)
    db.execute(_LOCK, {"task_id": task_id})
    return tasks.get(db, scope, task_id)


def newest_id(db: Connection, scope: Scope, task_id: int) -> int:
    """The id of the update that counts last, to be named by the button that takes it back; 0 for none."""
    return max((each.id for each in in_force(history(db, scope, task_id))), default=0)


def last_told(updates: Iterable[Update]) -> tuple[Progress | None, datetime | None]:
    """The last report that counts, and when it was made."""
    reports = [each for each in in_force(updates) if each.act is Act.REPORT]
    return (reports[-1].progress, reports[-1].at) if reports else (None, None)
